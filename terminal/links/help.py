"""Silent calls for a person: ours, until the hall has it; those of other terminals, for our clerk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from terminal.services import HallClient, Ok, Refused, follow_events
from terminal.services.values import HelpCall
from terminal.visit.effects import CallHelp
from terminal.visit.events import Event, HelpElsewhereChanged, HelpRow

AGAIN_S = 3.0
"""A call for help that the hall did not get is sent again this often (our judgement)."""
ON_THE_WAY_S = 60
"""What the clerk's key promises (the contract's example)."""
TALK_WAYS = {"sign": "sign", "speak": "speech", "type": "text", "touch": "text"}
"""Our ways of communicating in the contract's words."""
OUR_WAYS = {"sign": "sign", "speech": "speak", "text": "type"}


class HelpLine:
    """The calls of one terminal; lives in the hall link's loop. `own` is the hall's id of our visitor's call."""

    def __init__(self, client: HallClient, clerk: HallClient, say: Callable[[Event], None]) -> None:
        self._client, self._clerk, self._say = client, clerk, say
        self._wanted, self.own = "", ""
        self._told: dict[str, HelpRow] = {}

    async def call(self, key: str, effect: CallHelp) -> None:
        """Ours, sent until the hall has it or nobody is needed any more (contract 5: delivery goes on)."""
        self._wanted = key
        kind, aid = ("aid", effect.aid_id) if effect.aid_id else ("person", None)
        while self._wanted == key:
            answer = await self._client.call_help(key, kind=kind, aid_id=aid, talk_ways=(TALK_WAYS[effect.way],))
            if isinstance(answer, Refused):
                return
            if isinstance(answer, Ok):
                self.own = answer.value.id
                if self._wanted != key:  # called off while it was on its way
                    await self.end(f"{key}-off")
                return
            await asyncio.sleep(AGAIN_S)

    async def end(self, key: str) -> None:
        """Nobody is needed any more."""
        self._wanted = ""
        if self.own:
            own, self.own = self.own, ""
            await self._client.help_done(key, own)

    async def go(self, key: str, help_id: str) -> None:
        """The clerk goes there; "" is our own visitor. Somebody quicker is no error: the call leaves the screen."""
        if wanted := help_id or self.own:
            await self._clerk.acknowledge(key, wanted, eta_seconds=ON_THE_WAY_S)
        await self._read()

    def is_answered(self, call: Mapping[str, Any]) -> bool:
        """What the hall told this terminal about a call of its own; some the hall makes itself (contract 8)."""
        if call["state"] == "called":
            self.own = call["id"]
        return bool(call["state"] == "processing")

    async def follow(self) -> None:
        """Says who waits at other terminals whenever that changes; never ends by itself."""
        async for event in follow_events(self._clerk, ("help.changed",)):
            if event.type in ("live", "snapshot", "help.changed"):
                await self._read()

    async def _read(self) -> None:
        read = await self._clerk.help_calls()
        if not isinstance(read, Ok):
            return
        waiting = [call for call in read.value if call.state == "called" and call.id != self.own]
        rows = {call.id: self._told.get(call.id) or _row(call) for call in waiting}
        if rows != self._told:
            self._told = rows
            self._say(HelpElsewhereChanged(at=time.monotonic(), calls=tuple(rows.values())))


def _row(call: HelpCall) -> HelpRow:
    waited_s = (datetime.now(UTC) - datetime.fromisoformat(call.raw["at"])).total_seconds()
    way = next((OUR_WAYS[way] for way in call.raw.get("talk_ways", ()) if way in OUR_WAYS), "touch")
    return call.id, call.raw["place"], way, time.monotonic() - max(0.0, waited_s)
