"""How busy the hall is, and who waits in it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from terminal.links.reach import OUR_WAYS, Reach
from terminal.services import Away, HallClient, Ok
from terminal.visit.events import LoadChanged, QueueChanged

OPEN_STATES = ("called", "queued", "parked", "missed", "processing")
"""States of numbers that the desk shows or that may come back; of a whole day's, the others would fill the page."""
Row = tuple[str, str, str, str, str, int, bool]


async def read(reach: Reach) -> None:
    """Say the load and the queue as the hall has them now, and whether it answers."""
    load = await reach.client.load()
    if isinstance(load, Ok):
        reach.say(LoadChanged(at=time.monotonic(), zones=_zones(load.value)))
    tickets = await reach.clerk.tickets(OPEN_STATES)
    if isinstance(tickets, Ok):
        rows = [await _row(reach.client, ticket) for ticket in tickets.value]
        reach.say(QueueChanged(at=time.monotonic(), tickets=tuple(rows)))
    reach.reachable(not isinstance(load, Away))


async def _row(client: HallClient, ticket: Any) -> Row:
    matter = ""
    if ticket.matter_id:
        found = await client.matter(ticket.matter_id)
        matter = found.value.name.zh if isinstance(found, Ok) else ""
    way = next((OUR_WAYS[way] for way in ticket.raw.get("talk_ways", ()) if way in OUR_WAYS), "")
    waited_s = (datetime.now(UTC) - datetime.fromisoformat(ticket.raw["issued_at"])).total_seconds()
    priority = bool(ticket.raw.get("priority"))
    return (ticket.id, ticket.number, ticket.state, matter, way, max(0, round(waited_s / 60)), priority)


def _zones(load: Any) -> tuple[tuple[str, str, int, int], ...]:
    return tuple((z.name.zh, z.name.en, z.waiting, z.wait_minutes if z.wait_minutes is not None else -1) for z in load)
