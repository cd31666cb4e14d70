"""Visitors with a booking, and those whose number was missed: the hall's answers to them.

What was done already counts as done: a booking that is checked in, a number that is queued again, is looked up and
shown, whoever did it.
"""

from __future__ import annotations

from terminal.services import Away, HallClient, Ok, Refused
from terminal.services.person import person_ref
from terminal.services.values import Appointment, Ticket
from terminal.visit.effects import CancelAppointment, CheckIn, FindBookings
from terminal.visit.events import BookingsFound

WRONG_STATE = "wrong_state"
"""The contract's refusal of a step that is behind the appointment or the number."""


async def find(client: HallClient, terminal_id: str, effect: FindBookings) -> BookingsFound | Refused | Away:
    """The open appointments of a code or a person, soonest first."""
    if effect.code:
        answer = await client.lookup(code=effect.code)
    else:
        settings = await client.settings(terminal_id)
        if not isinstance(settings, Ok):
            return settings
        answer = await client.lookup(person=person_ref(effect.id_number, settings.value["person_key"]))
    if not isinstance(answer, Ok):
        return answer
    booked = sorted(answer.value, key=lambda one: one.slot.start)
    return BookingsFound(
        effect_id=effect.effect_id,
        bookings=tuple(_row(one) for one in booked),
        matters=tuple(one.matter_id for one in booked),
        talks=tuple(one.id for one in booked if one.interpreter),
    )


def _row(one: Appointment) -> tuple[str, str, str, str]:
    return one.id, one.slot.start.isoformat(), one.check_in_from.isoformat(), one.ticket_id or ""


async def check_in(client: HallClient, key: str, effect: CheckIn) -> Ok[Ticket] | Refused | Away:
    """The number of this appointment."""
    if effect.ticket_id:
        return await client.ticket(effect.ticket_id)
    answer = await client.check_in(key, effect.appointment_id)
    if isinstance(answer, Ok):
        return Ok(answer.value.ticket)
    if isinstance(answer, Refused) and answer.code == WRONG_STATE:
        found = await client.appointment(effect.appointment_id)
        if isinstance(found, Ok) and found.value.ticket_id:
            return await client.ticket(found.value.ticket_id)
    return answer


async def cancel(client: HallClient, key: str, effect: CancelAppointment) -> Ok[Appointment] | Refused | Away:
    """The time given back; given back before is given back."""
    return await client.cancel(key, effect.appointment_id, accept_late=effect.accept_late)


async def come_back(client: HallClient, key: str, ticket_id: str) -> Ok[Ticket] | Refused | Away:
    """The missed number, queued again."""
    answer = await client.come_back(key, ticket_id)
    if isinstance(answer, Refused) and answer.code == WRONG_STATE:
        return await client.ticket(ticket_id)
    return answer
