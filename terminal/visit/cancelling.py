"""取消预约: a booked time is given back beside checking in. Asked about once; late, the hall's rule is said before."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import CancelAppointment
from terminal.visit.events import AppointmentCancelled, CancelBooking
from terminal.visit.moves import active, answered, ask, enter, settle, tell
from terminal.visit.state import CheckingIn, Phase, State
from terminal.visit.table import Result, on

ASK, LATE = "ask", "late"
"""What `CheckingIn.cancelling` is while the visitor is asked; LATE: and was told that it counts as not coming."""
TOO_LATE = "cancel_late"


@on(Phase.CHECK_IN, CancelBooking)
def ask_first(state: State, event: CancelBooking) -> Result:
    draft = state.visit.check_in
    if draft is None or draft.booked is None or draft.booked.ticket_id or state.visit.pending:
        return state, ()
    return _asked(active(state), replace(draft, cancelling=ASK, refused=""), "checkin.cancel_ask")


def cancel(state: State, draft: CheckingIn) -> Result:
    """Yes to the question."""
    if draft.booked is None:
        return state, ()
    late = draft.cancelling == LATE
    return ask(active(state), CancelAppointment, "cancel", appointment_id=draft.booked.appointment_id, accept_late=late)


def keep(state: State, draft: CheckingIn) -> Result:
    """No: the booking as it was found."""
    booked, state = draft.booked, settle(state).with_visit(check_in=replace(draft, cancelling=""), notice="")
    if booked is None:
        return state, ()
    return tell(active(state), "checkin.is_it", starts=booked.starts, matter=booked.matter_id)


def counts(state: State, draft: CheckingIn) -> Result:
    """The hall says that it is late: nothing is done before the visitor knows what it means."""
    return _asked(state, replace(draft, cancelling=LATE), "checkin.cancel_late")


@on(Phase.CHECK_IN, AppointmentCancelled, to=(Phase.LEAVING,))
def cancelled(state: State, event: AppointmentCancelled) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    state = enter(settle(state).with_visit(check_in=None, wish=""), Phase.LEAVING)
    return tell(state, "leaving.cancelled_late" if event.counted else "leaving.cancelled")


def _asked(state: State, draft: CheckingIn, question: str) -> Result:
    return tell(state.with_visit(check_in=draft, notice=""), question)


__all__ = ["LATE", "TOO_LATE", "cancel", "counts", "keep"]
