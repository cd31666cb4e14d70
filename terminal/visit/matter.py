"""The matter confirmed: what to bring, and then a number now or a time later."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.digits import digits_heard
from terminal.visit.effects import Book, ListSlots, PlayCue, PrintBooking, PrintTicket, TakeTicket
from terminal.visit.events import (
    AppointmentBooked,
    Back,
    BookTime,
    Choose,
    ChooseSlot,
    Confirm,
    Deny,
    EnterDigits,
    HallRefused,
    HallSilent,
    Leave,
    Repeat,
    SlotsListed,
    TakeNumber,
    TicketIssued,
    TickPaper,
    Way,
)
from terminal.visit.moves import active, answered, ask, do, enter, noted, settle, tell, tell_again, unanswered
from terminal.visit.offered import free_slots, of_slots
from terminal.visit.opening import begin_asking
from terminal.visit.questions import back_to
from terminal.visit.state import Appointment, Booking, Meaning, NearbyPlace, Phase, Role, State, Ticket, TimeSlot
from terminal.visit.table import Result, on

NO_TRIP = "matter_zero_trip"
"""The hall's refusal that tells of a way without a trip; asked again after it, the number is given (contract)."""
ID_LENGTH = 18
"""Characters of a resident ID number (GB 11643)."""
ANSWERED = frozenset({"fee", "time", "place", "online", "proxy"})
"""What was asked about the matter is answered before its papers are named."""
MOST_PAPERS = 40
"""More than any matter of the hall asks for (our judgement)."""


def show_matter(state: State, meaning: Meaning) -> Result:
    state = enter(state, Phase.MATTER, meaning=meaning, papers=(), page=0, told_no_trip=False)
    if meaning.aspect in ANSWERED:
        return tell(state, f"answer.{meaning.aspect}", matter=meaning.matter_id, papers="too")
    return tell(state, "matter.bring", matter=meaning.matter_id)


@on((Phase.MATTER, Phase.THEME, Phase.TICKET, Phase.WAITING, Phase.CALLED, Phase.CONVERSING, Phase.REMOTE), TickPaper)
def tick_paper(state: State, event: TickPaper) -> Result:
    if not 0 <= event.paper < MOST_PAPERS:
        return state, ()
    papers = list(state.visit.papers)
    papers += [False] * (event.paper + 1 - len(papers))
    papers[event.paper] = event.have
    return active(state).with_visit(papers=tuple(papers)), ()


@on(Phase.MATTER, TakeNumber, Confirm)
def take_number(state: State, event: TakeNumber | Confirm) -> Result:
    meaning = state.visit.meaning
    if meaning is None:
        return state, ()
    way = (state.visit.way or Way.TOUCH).value
    fields = {"matter_id": meaning.matter_id, "talk_way": way, "told": state.visit.told_no_trip}
    return ask(active(state), TakeTicket, "ticket", **fields)


@on(Phase.MATTER, Choose)
def choose_next_step(state: State, event: Choose) -> Result:
    """One finger: a number now. Two fingers: a time later."""
    if event.index == 0:
        return take_number(state, Confirm(at=event.at))
    if event.index == 1:
        return book_time(state, BookTime(at=event.at))
    return state, ()


@on(Phase.MATTER, BookTime)
def book_time(state: State, event: BookTime) -> Result:
    meaning = state.visit.meaning
    if meaning is None:
        return state, ()
    return ask(active(state), ListSlots, "slots", matter_id=meaning.matter_id)


@on(Phase.MATTER, SlotsListed, to=(Phase.BOOKING,))
def show_slots(state: State, event: SlotsListed) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    slots = tuple(TimeSlot(*slot, extended=slot[0] in event.extended) for slot in event.slots)
    nearby = tuple(NearbyPlace(*place) for place in event.nearby)
    state = enter(settle(state), Phase.BOOKING, booking=Booking(slots=slots, nearby=nearby))
    times = of_slots(slots)
    return tell(state, "booking.choose_time", choices=times) if slots else tell(state, "booking.none_free")


@on(Phase.MATTER, Deny, to=(Phase.ASKING,))
def another_matter(state: State, event: Deny) -> Result:
    return begin_asking(state.with_visit(meaning=None))


@on(Phase.MATTER, Back, to=(Phase.CONFIRMING,))
def back_to_confirming(state: State, event: Back) -> Result:
    return back_to(settle(state), Phase.CONFIRMING)


@on(Phase.BOOKING, ChooseSlot)
def choose_slot(state: State, event: ChooseSlot) -> Result:
    if all(slot.slot_id != event.slot_id for slot in free_slots(state)):
        return state, ()
    booking = replace(state.visit.booking, slot_id=event.slot_id)
    return tell(active(state).with_visit(booking=booking, notice=""), "booking.enter_id")


@on(Phase.BOOKING, Choose)
def choose_slot_by_number(state: State, event: Choose) -> Result:
    slots = free_slots(state)
    if state.visit.booking.slot_id or not 0 <= event.index < len(slots):
        return state, ()
    return choose_slot(state, ChooseSlot(at=event.at, slot_id=slots[event.index].slot_id))


@on(Phase.BOOKING, EnterDigits)
def enter_digits(state: State, event: EnterDigits) -> Result:
    digits = "".join(c for c in event.digits.upper() if c.isdigit() or c == "X")[:ID_LENGTH]
    notice = "booking.digit_doubtful" if event.doubtful and digits else ""
    state = active(state).with_visit(booking=replace(state.visit.booking, digits=digits), notice=notice)
    return digits_heard(state, ID_LENGTH - len(digits), event)


@on(Phase.BOOKING, Confirm, to=(Phase.MATTER,))
def book(state: State, event: Confirm) -> Result:
    """Where no time is free the page offers the way back to a number, and yes is that."""
    meaning, booking = state.visit.meaning, state.visit.booking
    if not free_slots(state):
        return back_to_matter(state, Back(at=event.at))
    if not booking.slot_id:
        return noted(state, "booking.choose_first")
    if meaning is None or not valid_id(booking.digits):
        return noted(state, "booking.id_wrong")
    talk = state.visit.way is Way.SIGN or state.visit.talk_wanted  # told with the answer
    fields = {"matter_id": meaning.matter_id, "slot_id": booking.slot_id, "id_number": booking.digits}
    return ask(active(state), Book, "book", **fields, interpreter=talk)


def valid_id(digits: str) -> bool:
    """Whether this is a resident ID number with the right check character (GB 11643, ISO 7064 MOD 11-2)."""
    if len(digits) != ID_LENGTH or not digits[:-1].isdigit():
        return False
    total = sum(int(digit) * pow(2, ID_LENGTH - 1 - place, 11) for place, digit in enumerate(digits[:-1]))
    return digits[-1] == "10X98765432"[total % 11]


@on(Phase.BOOKING, AppointmentBooked, to=(Phase.TICKET,))
def show_appointment(state: State, event: AppointmentBooked) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    appointment = Appointment(event.appointment_id, event.starts, event.code, event.interpreter)
    state = enter(settle(state), Phase.TICKET, appointment=appointment, booking=Booking())
    matter = state.visit.meaning.matter_id if state.visit.meaning else ""
    state, slip = do(state, PrintBooking, starts=event.starts, code=event.code, matter_id=matter)
    state, told = tell(state, "ticket.booked_talk" if event.interpreter else "ticket.booked", starts=event.starts)
    return state, slip + told


@on(Phase.BOOKING, Back, Deny, to=(Phase.MATTER,))
def back_to_matter(state: State, event: Back | Deny) -> Result:
    return back_to(settle(state), Phase.MATTER, booking=Booking())


@on((Phase.MATTER, Phase.THEME, Phase.BOOKING), HallRefused)
def hall_refused(state: State, event: HallRefused) -> Result:
    """The hall's own sentence is shown; the visitor stays where another choice is one touch away."""
    if not answered(state, event.effect_id):
        return state, ()
    state = settle(state).with_visit(notice="hall.refused", told_no_trip=event.code == NO_TRIP)
    return tell(state, "hall.says", zh=event.zh, en=event.en)


@on((Phase.MATTER, Phase.THEME, Phase.BOOKING), HallSilent)
def hall_silent(state: State, event: HallSilent) -> Result:
    """The truth: a number or a booking is never invented while the hall is away (contract 5)."""
    if not answered(state, event.effect_id):
        return state, ()
    return unanswered(state)


@on((Phase.MATTER, Phase.THEME), TicketIssued, to=(Phase.TICKET,))
def show_ticket(state: State, event: TicketIssued) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    ticket = Ticket(event.ticket_id, event.number, event.zone_zh, event.ahead, event.wait_minutes, issued=state.now)
    state = enter(settle(state), Phase.TICKET, ticket=ticket)
    state, told = tell(state, "ticket.number", number=event.number, ahead=str(event.ahead))
    matter = state.visit.meaning.matter_id if state.visit.meaning else ""
    slip = {"number": ticket.number, "zone_zh": ticket.zone_zh, "ahead": ticket.ahead, "matter_id": matter}
    state, printed = do(state, PrintTicket, **slip)
    state, cue = do(state, PlayCue, name="understood")
    return state, told + printed + cue


def leave_ticket(state: State, event: Confirm) -> Result:
    """At a service point the visitor waits here; at the entrance, or with an appointment, the visit ends."""
    if state.role is Role.GUIDE or state.visit.ticket is None:
        return tell(enter(state, Phase.LEAVING), "leaving.bye")
    return tell(enter(state, Phase.WAITING), "waiting.please_wait", number=state.visit.ticket.number)


@on((Phase.TICKET, Phase.WAITING, Phase.CALLED, Phase.MATTER, Phase.THEME, Phase.BOOKING), Repeat)
def say_again(state: State, event: Repeat) -> Result:
    return tell_again(active(state))


@on((Phase.TICKET, Phase.WAITING), Leave, to=(Phase.LEAVING,))
def go_with_number(state: State, event: Leave) -> Result:
    """The number stays valid and on the idle screen; everything about the visitor goes."""
    return tell(enter(state, Phase.LEAVING), "leaving.bye")


__all__ = ["leave_ticket", "show_matter", "valid_id"]
