"""A visitor with a booking: found by its code or the ID number, confirmed, checked in; the hall's rules decide."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.cancelling import TOO_LATE, cancel, counts, keep
from terminal.visit.digits import digits_heard
from terminal.visit.effects import CheckIn, FindBookings, PlayCue, PrintTicket, TakeTicket
from terminal.visit.events import (
    Back,
    BookingsFound,
    Choose,
    Confirm,
    Deny,
    EnterDigits,
    HallRefused,
    HallSilent,
    HaveBooking,
    IdentifyBy,
    Submit,
    TakeNumber,
    TicketIssued,
    Way,
)
from terminal.visit.matter import valid_id
from terminal.visit.moves import active, answered, ask, do, enter, noted, settle, tell, unanswered
from terminal.visit.offered import of_bookings
from terminal.visit.opening import begin_asking
from terminal.visit.state import BookedTime, CheckingIn, Meaning, Phase, State, Ticket
from terminal.visit.table import Result, on
from terminal.visit.wishes import ASKED, CHECK_IN, begin_coming_back, begin_wish

CODE_LENGTH, ID_LENGTH = 8, 18
"""Digits of a booking's code (contract) and characters of a resident ID number (GB 11643)."""
LENGTHS = {"code": CODE_LENGTH, "id": ID_LENGTH}
REFUSALS = {"check_in_too_early": "early", "check_in_too_late": "late"}
"""Refusals after which this page itself knows the next step."""
PLACED = ("queued", "parked", "called", "missed")
"""States of a number that still leads somewhere."""
NEXT = (Phase.TICKET, Phase.CALLED, Phase.COMING_BACK)


@on((Phase.ASKING, Phase.CONFIRMING), HaveBooking, to=(Phase.CHECK_IN,))
def have_booking(state: State, event: HaveBooking) -> Result:
    return begin_wish(state, CHECK_IN)


def complete(draft: CheckingIn) -> bool:
    """Whether what was typed can be looked for."""
    return len(draft.digits) == CODE_LENGTH if draft.by == "code" else valid_id(draft.digits)


def _with(state: State, draft: CheckingIn, notice: str = "") -> State:
    return active(state).with_visit(check_in=draft, notice=notice)


def _draft(state: State) -> CheckingIn:
    return state.visit.check_in or CheckingIn()


@on(Phase.CHECK_IN, EnterDigits)
def enter_digits(state: State, event: EnterDigits) -> Result:
    draft = _draft(state)
    if draft.found:
        return state, ()
    signs = "0123456789X" if draft.by == "id" else "0123456789"
    digits = "".join(sign for sign in event.digits.upper() if sign in signs)[: LENGTHS[draft.by]]
    notice = "booking.digit_doubtful" if event.doubtful and digits else ""
    state = _with(state, replace(draft, digits=digits), notice)
    return digits_heard(state, LENGTHS[draft.by] - len(digits), event)


@on(Phase.CHECK_IN, IdentifyBy)
def identify_by(state: State, event: IdentifyBy) -> Result:
    how = "id" if event.how == "id" else "code"
    return tell(_with(state, CheckingIn(how)), ASKED[how])


@on(Phase.CHECK_IN, Confirm, Submit, to=(Phase.LEAVING, Phase.ASKING))
def confirm(state: State, event: Confirm | Submit) -> Result:
    """Find the booking; then check in, or cancel it; where the hall refused, take the next step that the page names."""
    draft = _draft(state)
    if draft.cancelling:
        return cancel(state, draft)
    if draft.refused:
        return _next_step(state, draft)
    if not draft.found:
        return _find(state, draft)
    if draft.booked is None:
        return noted(state, "checkin.choose_one")
    booked = draft.booked
    return ask(active(state), CheckIn, "check_in", appointment_id=booked.appointment_id, ticket_id=booked.ticket_id)


def _find(state: State, draft: CheckingIn) -> Result:
    if not complete(draft):
        return noted(state, "checkin.code_wrong" if draft.by == "code" else "booking.id_wrong")
    field = "code" if draft.by == "code" else "id_number"
    return ask(active(state), FindBookings, "find", **{field: draft.digits})


def _next_step(state: State, draft: CheckingIn) -> Result:
    if draft.refused == "early":
        return tell(enter(state, Phase.LEAVING), "leaving.bye")
    if draft.refused == "late":
        return walk_in(state, TakeNumber(at=state.now))
    return _to_asking(state)


@on(Phase.CHECK_IN, BookingsFound)
def found(state: State, event: BookingsFound) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    state, draft = settle(state), _draft(state)
    bookings = tuple(
        BookedTime(*row, matter, row[0] in event.talks)
        for row, matter in zip(event.bookings, event.matters, strict=True)
    )
    if not bookings:
        return tell(_with(state, draft, "checkin.none_note"), "checkin.none")
    draft = replace(draft, found=bookings)
    if len(bookings) == 1:
        return _chosen(state, draft, 0)
    return tell(_with(state, draft), "checkin.which", choices=of_bookings(bookings))


@on(Phase.CHECK_IN, Choose)
def choose(state: State, event: Choose) -> Result:
    draft = _draft(state)
    if draft.chosen >= 0 or not 0 <= event.index < len(draft.found):
        return state, ()
    return _chosen(state, draft, event.index)


def _chosen(state: State, draft: CheckingIn, place: int) -> Result:
    booked = draft.found[place]
    state = _with(state, replace(draft, chosen=place))
    return tell(state, "checkin.is_it", starts=booked.starts, matter=booked.matter_id)


@on(Phase.CHECK_IN, TakeNumber)
def walk_in(state: State, event: TakeNumber) -> Result:
    """Too late for the booking: a number like everybody's, for the same matter."""
    booked = _draft(state).booked
    if booked is None:
        return state, ()
    way = (state.visit.way or Way.TOUCH).value
    return ask(active(state), TakeTicket, "ticket", matter_id=booked.matter_id, talk_way=way)


@on(Phase.CHECK_IN, TicketIssued, to=NEXT)
def checked_in(state: State, event: TicketIssued) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    draft = _draft(state)
    if event.state not in PLACED:
        return tell(_with(settle(state), replace(draft, refused="other")), "checkin.used")
    booked, late = draft.booked, draft.refused == "late"
    meaning = Meaning(booked.matter_id) if booked else None
    talk = booked.appointment_id if booked and booked.talk and not late else ""
    state = settle(state).with_visit(wish="", check_in=None, meaning=meaning, talk_booked=talk)
    fresh = booked is not None and not booked.ticket_id
    return place_ticket(state, event, "ticket.number" if late else "checkin.done", kept=not late, printed=fresh)


def place_ticket(state: State, event: TicketIssued, key: str, *, kept: bool, printed: bool) -> Result:
    """Go where a number in this state (one of `PLACED`) belongs."""
    ticket = Ticket(
        event.ticket_id, event.number, event.zone_zh, event.ahead, event.wait_minutes, issued=state.now, kept=kept
    )
    if event.state == "called":
        ticket = replace(ticket, window=event.window, called=state.now, call_count=1)
        state = enter(state, Phase.CALLED, ticket=ticket)
        return tell(state, "called.your_turn", urgent=True, number=event.number, window=event.window)
    if event.state == "missed":
        return begin_coming_back(state.with_visit(ticket=replace(ticket, missed=True)))
    state, told = tell(enter(state, Phase.TICKET, ticket=ticket), key, number=event.number, ahead=str(event.ahead))
    state, cue = do(state, PlayCue, name="understood")
    if not printed:
        return state, told + cue
    matter = state.visit.meaning.matter_id if state.visit.meaning else ""
    slip = {"number": ticket.number, "zone_zh": ticket.zone_zh, "ahead": ticket.ahead, "matter_id": matter}
    state, paper = do(state, PrintTicket, **slip)
    return state, told + cue + paper


@on(Phase.CHECK_IN, HallRefused)
def refused(state: State, event: HallRefused) -> Result:
    """A plain sentence with a next step; a person stays one touch away."""
    if not answered(state, event.effect_id):
        return state, ()
    state, draft = settle(state), _draft(state)
    if event.code == TOO_LATE and draft.cancelling:
        return counts(state, draft)
    draft, why = replace(draft, cancelling=""), REFUSALS.get(event.code, "other")
    state = _with(state, replace(draft, refused=why) if draft.found else draft, "" if draft.found else "hall.refused")
    if why == "early" and draft.booked:
        return tell(state, "checkin.early", starts=draft.booked.opens)
    if why == "late":
        return tell(state, "checkin.late")
    return tell(state, "hall.says", zh=event.zh, en=event.en)


@on(Phase.CHECK_IN, HallSilent)
def silent(state: State, event: HallSilent) -> Result:
    """The truth: nothing is known to be done. Touched again it is the same wish."""
    if not answered(state, event.effect_id):
        return state, ()
    return unanswered(state)


@on(Phase.CHECK_IN, Deny, Back, to=(Phase.ASKING,))
def step_back(state: State, event: Deny | Back) -> Result:
    """Not this one: the list, the empty field, and then the question what it is about."""
    draft = _draft(settle(state))
    if draft.cancelling:
        return keep(state, draft)
    if draft.chosen >= 0 and len(draft.found) > 1:
        state = _with(settle(state), replace(draft, chosen=-1, refused=""))
        return tell(state, "checkin.which", choices=of_bookings(draft.found))
    if draft.found or (draft.digits and isinstance(event, Deny)):
        return tell(_with(settle(state), CheckingIn(draft.by)), ASKED[draft.by])
    return _to_asking(state)


def _to_asking(state: State) -> Result:
    return begin_asking(settle(state).with_visit(wish="", check_in=None))


__all__ = ["PLACED", "complete", "place_ticket"]
