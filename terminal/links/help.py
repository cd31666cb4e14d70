"""Silent calls for a person: ours, until the hall has it; those of other terminals, for our clerk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from terminal.links.reach import OUR_WAYS, TALK_WAYS, Reach, key_of
from terminal.services import Answer, Ok, Refused, follow_events
from terminal.services.values import HelpCall
from terminal.visit.effects import CallHelp, Effect, EndHelp, GoToHelp
from terminal.visit.events import HelpElsewhereChanged, HelpRow

AGAIN_S = 3.0
"""A call for help that the hall did not get is sent again this often (our judgement)."""
MOST_TRIES = 100
"""Of saying who comes, or that nobody is needed: some five minutes; then the hall has long closed the call."""
ON_THE_WAY_S = 60
"""What the clerk's key promises (the contract's example)."""


class HelpLine:
    """The calls of one terminal, and of the others where there is a clerk."""

    def __init__(self, reach: Reach) -> None:
        self._client, self._clerk, self._say = reach.client, reach.clerk, reach.say
        self._wanted, self._own = "", ""  # what is being asked for; the hall's id of our visitor's call
        self._went = False  # our clerk goes, and the hall does not have the call yet
        self._told: dict[str, HelpRow] = {}

    def actions(self) -> Mapping[type[Effect], Callable[[Any], Awaitable[None]]]:
        """The effects that it performs."""
        return {CallHelp: self.call, GoToHelp: self.go, EndHelp: self.end}

    async def call(self, effect: CallHelp) -> None:
        """Ours, sent until the hall has it or nobody is needed any more (contract 5: delivery goes on)."""
        self._wanted = key = key_of(effect)
        self._went = False
        kind, aid = ("aid", effect.aid_id) if effect.aid_id else ("person", None)
        while self._wanted == key:
            answer = await self._client.call_help(key, kind=kind, aid_id=aid, talk_ways=(TALK_WAYS[effect.way],))
            if isinstance(answer, Refused) and not answer.for_now:
                return
            if isinstance(answer, Ok):
                self._own = answer.value.id
                if self._wanted != key:  # called off while it was on its way
                    await self._end(f"{key}-off")
                elif self._went:
                    await self._going(f"{key}-go", self._own)
                return
            await asyncio.sleep(max(AGAIN_S, answer.retry_after_s or 0.0))

    async def end(self, effect: EndHelp) -> None:
        """Nobody is needed any more."""
        self._wanted = ""
        await self._end(key_of(effect))

    async def _end(self, key: str) -> None:
        if self._own:
            own, self._own = self._own, ""
            await _sure(lambda: self._client.help_done(key, own))

    async def go(self, effect: GoToHelp) -> None:
        """The clerk goes. That somebody was quicker is no error: the call leaves the screen."""
        wanted = effect.help_id or self._own
        self._went = not wanted
        if wanted:
            await self._going(key_of(effect), wanted)

    async def _going(self, key: str, help_id: str) -> None:
        await _sure(lambda: self._clerk.acknowledge(key, help_id, eta_seconds=ON_THE_WAY_S))
        await self._read()

    def is_answered(self, call: Mapping[str, Any]) -> bool:
        """What the hall told this terminal about a call of its own; some the hall makes itself (contract 8)."""
        if call["state"] == "called":
            self._own = call["id"]
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
        waiting = [call for call in read.value if call.state == "called" and call.id != self._own]
        rows = {call.id: self._told.get(call.id) or _row(call) for call in waiting}
        if rows != self._told:
            self._told = rows
            self._say(HelpElsewhereChanged(at=time.monotonic(), calls=tuple(rows.values())))


async def _sure(send: Callable[[], Awaitable[Answer[HelpCall]]]) -> None:
    """Send it until the hall has it or refuses it for good: who comes, and who is needed no more, must not get lost."""
    for _ in range(MOST_TRIES):
        answer = await send()
        if isinstance(answer, Ok) or (isinstance(answer, Refused) and not answer.for_now):
            return
        await asyncio.sleep(max(AGAIN_S, answer.retry_after_s or 0.0))


def _row(call: HelpCall) -> HelpRow:
    waited_s = (datetime.now(UTC) - datetime.fromisoformat(call.raw["at"])).total_seconds()
    way = next((OUR_WAYS[way] for way in call.raw.get("talk_ways", ()) if way in OUR_WAYS), "touch")
    return call.id, call.raw["place"], way, time.monotonic() - max(0.0, waited_s)
