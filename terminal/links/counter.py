"""What the clerk does, carried to the hall: calling, serving, putting aside, sending on, opening the window.

What was done comes back as an event of the hall; only a no, and what has no event, is told here.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

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
from terminal.visit.events import ServiceBegan, TicketMoved, WindowChanged


class Counter:
    """One window of the hall, with the clerk's key."""

    def __init__(self, reach: Reach) -> None:
        self._reach, self._clerk = reach, reach.clerk
        self._keys = UnsureKeys()

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
        if effect.finish:
            await self._clerk.finish(key_of(effect) + "-finish", effect.finish)
        self._refused(effect, await self._clerk.call_next(key_of(effect), await self._reach.window_id()))

    async def call_this(self, effect: CallTicket) -> None:
        window = await self._reach.window_id()
        self._refused(effect, await self._clerk.call(key_of(effect), effect.ticket_id, window))

    async def miss(self, effect: MissTicket) -> None:
        self._refused(effect, await self._clerk.miss(key_of(effect), effect.ticket_id))

    async def park(self, effect: ParkTicket) -> None:
        await self._clerk.park(key_of(effect), effect.ticket_id)

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
        await self._clerk.finish(key_of(effect), effect.ticket_id)

    def _refused(self, effect: Effect, answer: Ok[Any] | Refused | Away) -> None:
        if not isinstance(answer, Ok):
            self._reach.no(effect, answer)
