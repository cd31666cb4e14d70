"""The visitor's numbers and bookings, asked of the hall: never invented, never doubled, none left behind.

A wish without an answer keeps what it was first sent with: asked again in the same visit it is the same number
(contract 5). Who left before the answer came gives it back.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from terminal.links import arrivals
from terminal.links.reach import TALK_WAYS, Reach, key_of
from terminal.links.unsure import Intent, UnsureKeys, visit_of
from terminal.services import Away, Ok, Refused
from terminal.services.person import person_ref
from terminal.services.values import Ticket
from terminal.visit.effects import (
    Book,
    CancelAppointment,
    CheckIn,
    ComeBack,
    Effect,
    FindBookings,
    LeaveQueue,
    ListSlots,
    TakeTicket,
)
from terminal.visit.events import AppointmentBooked, AppointmentCancelled, BookingsFound, SlotsListed, TicketIssued

CALL_WAYS = ("terminal", "light")


class Numbers:
    """What one terminal asks for its visitors."""

    def __init__(self, reach: Reach) -> None:
        self._reach, self._client = reach, reach.client
        # Asked for, not answered: by intent, with the effect that it was first asked with.
        self._unsure: dict[Intent, TakeTicket] = {}
        self._keys = UnsureKeys()

    def actions(self) -> Mapping[type[Effect], Callable[[Any], Awaitable[None]]]:
        """The effects that it performs."""
        return {
            TakeTicket: self.take_ticket,
            ListSlots: self.list_slots,
            Book: self.book,
            FindBookings: self.find_bookings,
            CheckIn: self.check_in,
            CancelAppointment: self.cancel,
            ComeBack: self.come_back,
            LeaveQueue: self.leave_queue,
        }

    async def take_ticket(self, effect: TakeTicket) -> None:
        intent = _intent(effect)
        asked = self._unsure.setdefault(intent, effect)  # what may have been taken already is asked for again, not anew
        answer = await self._ask_ticket(asked)
        if not isinstance(answer, Away):
            self._unsure.pop(intent, None)
        await self._number(effect, answer)

    async def find_bookings(self, effect: FindBookings) -> None:
        answer = await arrivals.find(self._client, self._reach.access.terminal_id, effect)
        if isinstance(answer, BookingsFound):
            return self._reach.say(replace(answer, at=time.monotonic()))
        return self._reach.no(effect, answer)

    async def check_in(self, effect: CheckIn) -> None:
        intent = _intent(effect)
        answer = await arrivals.check_in(self._client, self._keys.of(intent, effect), effect)
        await self._number(effect, self._keys.settled(intent, answer))

    async def cancel(self, effect: CancelAppointment) -> None:
        intent = _intent(effect)
        answer = self._keys.settled(intent, await arrivals.cancel(self._client, self._keys.of(intent, effect), effect))
        if not isinstance(answer, Ok):
            return self._reach.no(effect, answer)
        counted, now = answer.value.counts_as_no_show, time.monotonic()
        return self._reach.say(AppointmentCancelled(at=now, effect_id=effect.effect_id, counted=counted))

    async def come_back(self, effect: ComeBack) -> None:
        intent = _intent(effect)
        answer = await arrivals.come_back(self._client, self._keys.of(intent, effect), effect.ticket_id)
        await self._number(effect, self._keys.settled(intent, answer))

    async def list_slots(self, effect: ListSlots) -> None:
        answer = await self._client.slots(effect.matter_id)
        if not isinstance(answer, Ok):
            return self._reach.no(effect, answer)
        free = tuple((slot.id, slot.start.isoformat(), slot.free) for slot in answer.value if slot.bookable)
        nearby = tuple(
            (place.name.zh, place.name.en, place.free, place.earliest.isoformat() if place.earliest else "")
            for place in answer.value.nearby
            if place.free
        )
        late = tuple(slot.id for slot in answer.value if slot.bookable and slot.opening_class == "extended")
        now = time.monotonic()
        return self._reach.say(
            SlotsListed(at=now, effect_id=effect.effect_id, slots=free, nearby=nearby, extended=late)
        )

    async def book(self, effect: Book) -> None:
        settings = await self._client.settings(self._reach.access.terminal_id)
        if not isinstance(settings, Ok):
            return self._reach.no(effect, settings)
        person = person_ref(effect.id_number, settings.value["person_key"])
        intent = _intent(effect)
        key = self._keys.of(intent, effect)
        sent = await self._client.book(key, effect.slot_id, effect.matter_id, person, interpreter=effect.interpreter)
        answer = self._keys.settled(intent, sent)
        if not isinstance(answer, Ok):
            return self._reach.no(effect, answer)
        booked = answer.value
        return self._reach.say(
            AppointmentBooked(
                at=time.monotonic(),
                effect_id=effect.effect_id,
                appointment_id=booked.id,
                starts=booked.slot.start.isoformat(),
                code=booked.code,
                interpreter=booked.interpreter,
            )
        )

    async def leave_queue(self, effect: LeaveQueue) -> None:
        await self._client.leave(effect.ticket_id)

    async def give_back(self, visit_id: str) -> None:
        """What the hall gave, after all, to visitors who left before it answered; ``visit_id`` is who is here now."""
        self._keys.keep(visit_id)
        for intent, effect in list(self._unsure.items()):
            if intent[0] == visit_id:
                continue
            answer = await self._ask_ticket(effect)
            if isinstance(answer, Away):
                continue
            self._unsure.pop(intent, None)
            if isinstance(answer, Ok):
                await self._client.leave(answer.value.id)

    async def _ask_ticket(self, effect: TakeTicket) -> Ok[Ticket] | Refused | Away:
        return await self._client.take_ticket(
            key_of(effect),
            matter_id=effect.matter_id or None,
            zone_id=effect.zone_id or None,
            call_ways=CALL_WAYS,
            talk_ways=(TALK_WAYS[effect.talk_way],),
            zero_trip_told=effect.told,
        )

    async def _number(self, effect: Effect, answer: Ok[Ticket] | Refused | Away) -> None:
        """Say which number it is and how it stands, or why there is none."""
        if not isinstance(answer, Ok):
            return self._reach.no(effect, answer)
        ticket = answer.value
        wait = ticket.wait.minutes if ticket.wait else -1
        zone = await self._reach.zone_name(ticket.zone_id)
        window = await self._reach.window_name(ticket.window_id) if ticket.window_id else ""
        return self._reach.say(
            TicketIssued(
                at=time.monotonic(),
                effect_id=effect.effect_id,
                ticket_id=ticket.id,
                number=ticket.number,
                zone_zh=zone,
                ahead=ticket.ahead or 0,
                wait_minutes=wait,
                state=ticket.state,
                window=window,
            )
        )


def _intent(effect: TakeTicket | Book | CheckIn | CancelAppointment | ComeBack) -> Intent:
    """What one visitor wants: the same wish of the same visit is the same intent, however often it is touched."""
    visit = visit_of(effect)
    if isinstance(effect, Book):
        return visit, effect.matter_id, effect.slot_id, effect.id_number
    if isinstance(effect, CheckIn):
        return visit, "check-in", effect.appointment_id
    if isinstance(effect, CancelAppointment):
        return visit, "cancel late" if effect.accept_late else "cancel", effect.appointment_id
    if isinstance(effect, ComeBack):
        return visit, "come-back", effect.ticket_id
    return visit, effect.matter_id, effect.zone_id
