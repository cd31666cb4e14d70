"""How busy the hall is, and who waits in it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from terminal.links.reach import OUR_WAYS, Reach, asked_to_wait
from terminal.services import Away, Load, Ok, Ticket
from terminal.visit.events import LoadChanged, QueueChanged, Restored

OPEN_STATES = ("called", "queued", "parked", "missed", "processing")
"""States of numbers that the desk shows or that may come back; of a whole day's, the others would fill the page."""
LEARN_S = 30.0
"""A matter that the hall's own list does not name is looked for there again after this time."""
Row = tuple[str, str, str, str, str, int, bool]


class Waiting:
    """Reads load and queue. However many wait, it asks the hall three or four questions."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._names: dict[str, str] = {}
        self._learnt_at = float("-inf")
        self._restored = False

    async def read(self) -> float:
        """Say load and queue as the hall has them now, and whether it answers; how long it asked us to wait, in s."""
        load = await self._reach.client.load()
        if isinstance(load, Ok):
            self._reach.say(LoadChanged(at=time.monotonic(), zones=_zones(load.value)))
        tickets = await self._reach.clerk.tickets(OPEN_STATES)
        if isinstance(tickets, Ok):
            await self._learn(ticket.matter_id for ticket in tickets.value)
            rows = tuple(self._row(ticket) for ticket in tickets.value)
            self._reach.say(QueueChanged(at=time.monotonic(), tickets=rows))
            await self._restore(tickets.value)
        self._reach.reachable(not isinstance(load, Away))
        return max(asked_to_wait(load), asked_to_wait(tickets))

    async def _learn(self, matter_ids: Iterable[str | None]) -> None:
        """Names of all matters at once, where one of these has none yet."""
        unknown = {one for one in matter_ids if one} - self._names.keys()
        if not unknown or time.monotonic() - self._learnt_at < LEARN_S:
            return
        self._learnt_at = time.monotonic()
        found = await self._reach.client.matters()
        if isinstance(found, Ok):
            self._names |= {matter.id: matter.name.zh for matter in found.value}

    async def _restore(self, tickets: Sequence[Ticket]) -> None:
        """What had been called when this terminal began: after a crash it is shown again, and can be finished."""
        if self._restored:
            return
        self._restored = True
        here = await self._reach.window_id()
        for ticket in tickets:
            serving = ticket.state == "processing" and ticket.window_id == here
            if ticket.window_id and (serving or ticket.state == "called"):
                window = await self._reach.window_name(ticket.window_id)
                self._reach.say(
                    Restored(
                        at=time.monotonic(), ticket_id=ticket.id, number=ticket.number, window=window, serving=serving
                    )
                )

    def _row(self, ticket: Ticket) -> Row:
        matter = self._names.get(ticket.matter_id or "", "")
        way = next((OUR_WAYS[way] for way in ticket.raw.get("talk_ways", ()) if way in OUR_WAYS), "")
        waited_s = (datetime.now(UTC) - datetime.fromisoformat(ticket.raw["issued_at"])).total_seconds()
        priority = bool(ticket.raw.get("priority"))
        return (ticket.id, ticket.number, ticket.state, matter, way, max(0, round(waited_s / 60)), priority)


def _zones(load: Load) -> tuple[tuple[str, str, int, int], ...]:
    return tuple((z.name.zh, z.name.en, z.waiting, z.wait_minutes if z.wait_minutes is not None else -1) for z in load)
