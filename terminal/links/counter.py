"""What the clerk does, carried to the hall: calling, serving, putting aside, sending on, opening the window.

What was done comes back as an event of the hall; only a no, and what has no event, is told here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from content.words import load_words
from terminal.links import desk
from terminal.links.reach import Reach, key_of
from terminal.links.unsure import UnsureKeys, visit_of
from terminal.services import Away, Ok, Refused
from terminal.visit.effects import (
    BeginService,
    CallNextTicket,
    CallTicket,
    Effect,
    FinishService,
    MissTicket,
    MoveTicket,
    ParkTicket,
    RecallTicket,
    SetWindow,
)
from terminal.visit.events import HallRefused, ServiceBegan, ServiceEnded, TicketMoved, WindowChanged

AGAIN_S = 5.0
"""The end of a service that the hall has not answered is asked for again after this (our judgement)."""
Send = Callable[[], Awaitable[Ok[Any] | Refused | Away]]


class Counter:
    """One window of the hall, with the clerk's key."""

    def __init__(self, reach: Reach) -> None:
        self._reach, self._clerk = reach, reach.clerk
        self._keys = UnsureKeys()
        self._ending: set[str] = set()

    def actions(self) -> Mapping[type[Effect], Callable[[Any], Awaitable[None]]]:
        """The effects that it performs."""
        return {
            CallNextTicket: self.call_next,
            CallTicket: self.call_this,
            MissTicket: self.miss,
            ParkTicket: self.park,
            MoveTicket: self.move,
            SetWindow: self.set_window,
            RecallTicket: self.recall,
            BeginService: self.begin,
            FinishService: self.finish,
        }

    async def call_next(self, effect: CallNextTicket) -> None:
        """What is still open here is finished first: the hall gives no second number to a window."""
        if effect.finish and not await self._finished_first(effect):
            return None
        answer = await self._clerk.call_next(key_of(effect), await self._reach.window_id())
        if isinstance(answer, Ok) and answer.value is None:
            return self._nobody(effect)
        return self._refused(effect, answer)

    def _nobody(self, effect: CallNextTicket) -> None:
        zh, en = (load_words(language)("staff.queue.empty") for language in ("zh", "en"))
        said = HallRefused(at=time.monotonic(), effect_id=effect.effect_id, code="nobody_waits", zh=zh, en=en)
        self._reach.say(said)

    async def _finished_first(self, effect: CallNextTicket) -> bool:
        if effect.finish in self._ending:  # finished or put aside already, and the hall does not answer
            self._reach.no(effect, Away("no-connection"))
            return False
        answer = await self._clerk.finish(key_of(effect) + "-finish", effect.finish)
        if isinstance(answer, Away):
            self._reach.no(effect, answer)
            return False
        self._ended(effect.finish, finished=True)  # a no means that it was over already
        return True

    async def call_this(self, effect: CallTicket) -> None:
        window = await self._reach.window_id()
        self._refused(effect, await self._clerk.call(key_of(effect), effect.ticket_id, window))

    async def miss(self, effect: MissTicket) -> None:
        self._refused(effect, await self._clerk.miss(key_of(effect), effect.ticket_id))

    async def park(self, effect: ParkTicket) -> None:
        """The visitor has been told, so it is asked for until the hall answers."""
        key, ticket_id = key_of(effect), effect.ticket_id
        await self._end(effect, ticket_id, lambda: self._clerk.park(key, ticket_id), finished=False)

    async def move(self, effect: MoveTicket) -> None:
        """Where the answer got lost, the same move is asked for again, not a second one (a moved number is refused)."""
        self._keys.keep(visit_of(effect))
        intent = (visit_of(effect), effect.ticket_id, effect.window_id)
        sent = await self._clerk.transfer(self._keys.of(intent, effect), effect.ticket_id, effect.window_id)
        answer = self._keys.settled(intent, sent)
        if not isinstance(answer, Ok):
            return self._reach.no(effect, answer)
        ticket = answer.value
        return self._reach.say(
            TicketMoved(
                at=time.monotonic(),
                effect_id=effect.effect_id,
                ticket_id=ticket.id,
                window=await self._reach.window_name(effect.window_id),
                zone_zh=await self._reach.zone_name(ticket.zone_id),
                ahead=ticket.ahead or 0,
                wait_minutes=ticket.wait.minutes if ticket.wait else -1,
            )
        )

    async def set_window(self, effect: SetWindow) -> None:
        answer = await desk.set_window(self._clerk, await self._reach.window_id(), effect.wanted)
        if isinstance(answer, WindowChanged):
            return self._reach.say(replace(answer, at=time.monotonic()))
        return self._reach.no(effect, answer)

    async def recall(self, effect: RecallTicket) -> None:
        await self._clerk.recall(key_of(effect), effect.ticket_id)

    async def begin(self, effect: BeginService) -> None:
        answer = await self._clerk.arrive(key_of(effect), effect.ticket_id)
        if not isinstance(answer, Ok):
            return self._reach.no(effect, answer)
        service = answer.value.service_id or ""
        return self._reach.say(ServiceBegan(at=time.monotonic(), ticket_id=effect.ticket_id, service_id=service))

    async def finish(self, effect: FinishService) -> None:
        """As `park`: a service left open would keep the window from every next number."""
        key, ticket_id = key_of(effect), effect.ticket_id
        await self._end(effect, ticket_id, lambda: self._clerk.finish(key, ticket_id), finished=True)

    async def _end(self, effect: Effect, ticket_id: str, send: Send, *, finished: bool) -> None:
        self._ending.add(ticket_id)
        try:
            while isinstance(answer := await send(), Away):
                self._reach.reachable(False)
                await asyncio.sleep(AGAIN_S)
        finally:
            self._ending.discard(ticket_id)
        self._refused(effect, answer)
        self._ended(ticket_id, finished=finished)

    def _ended(self, ticket_id: str, *, finished: bool) -> None:
        self._reach.say(ServiceEnded(at=time.monotonic(), ticket_id=ticket_id, finished=finished))

    def _refused(self, effect: Effect, answer: Ok[Any] | Refused | Away) -> None:
        if not isinstance(answer, Ok):
            self._reach.no(effect, answer)
