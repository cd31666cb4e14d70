"""The clerk's desk: who sits there, whether the window calls, who may interpret, the clerk's own speech, training.

Rule 1: the desk outlives visits; only what was said to a visitor goes with the wipe.
Rule 2: in training nothing of an invented visit leaves the terminal: the composition root answers every effect that
would reach the hall, the pad or a call itself (`terminal/training.py`), and the devices stay off (`wants.py`).
"""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import SetWindow, StopTelling, Wipe
from terminal.visit.events import (
    ClerkNumber,
    ClerkSignsIn,
    ClerkSignsOut,
    ClerkTalks,
    EnquiriesChanged,
    InterpretersChanged,
    PauseWindow,
    Train,
    VisitorInvented,
    WindowChanged,
)
from terminal.visit.moves import do, tell, wiped
from terminal.visit.state import Interpreter, Meaning, Phase, State, Ticket, Visit
from terminal.visit.table import Result, anywhere, on

LONGEST_NUMBER = 20
"""Digits and letters of a clerk's number (contract: clerk_no)."""
TALK = (Phase.CONVERSING, Phase.REMOTE)
"""Where the clerk's speech becomes captions."""
INVENTED = "invented-"
"""How the ids of invented tickets begin; the hall's never do."""


@anywhere(ClerkNumber)
def type_number(state: State, event: ClerkNumber) -> Result:
    return replace(state, clerk_number=event.text[:LONGEST_NUMBER], refused=("", "")), ()


@anywhere(ClerkSignsIn)
def sign_in(state: State, event: ClerkSignsIn) -> Result:
    """The number names who serves here; what a clerk may do is decided by the hall's key of this desk."""
    number = state.clerk_number.strip()
    if not number:
        return state, ()
    return _set_window(replace(state, clerk=number, clerk_number="", staff_page="main"), "open")


@anywhere(ClerkSignsOut)
def sign_out(state: State, event: ClerkSignsOut) -> Result:
    """Only between visits: nobody is left standing."""
    if not state.clerk or state.phase is not Phase.IDLE:
        return state, ()
    return _set_window(replace(state, clerk="", staff_page="sign_in"), "closed")


@anywhere(PauseWindow)
def pause(state: State, event: PauseWindow) -> Result:
    return _set_window(state, "paused" if event.paused else "open")


def _set_window(state: State, window: str) -> Result:
    state, effects = do(replace(state, refused=("", "")), SetWindow, wanted=window)
    return replace(state, clerk_asked=effects[0].effect_id), effects


@anywhere(WindowChanged)
def window_changed(state: State, event: WindowChanged) -> Result:
    return replace(state, hall=replace(state.hall, window=event.state), clerk_asked=""), ()


@anywhere(InterpretersChanged)
def interpreters_changed(state: State, event: InterpretersChanged) -> Result:
    people = tuple(Interpreter(*person) for person in event.people)
    return replace(state, hall=replace(state.hall, interpreters=people, interpreter_hours=event.hours)), ()


@anywhere(EnquiriesChanged)
def enquiries_changed(state: State, event: EnquiriesChanged) -> Result:
    return replace(state, hall=replace(state.hall, enquiries=event.open, enquiries_late=event.late)), ()


# --- the clerk's own speech --------------------------------------------------------------------------------------


@on(TALK, ClerkTalks)
def talk(state: State, event: ClerkTalks) -> Result:
    return replace(state.with_visit(caption=""), clerk_talks=event.on), ()


# --- training ----------------------------------------------------------------------------------------------------


@anywhere(Train, to=(Phase.IDLE,))
def train(state: State, event: Train) -> Result:
    """Begins between visits only; ends at once, and the invented visitor is wiped like a real one."""
    if event.on == state.training or (event.on and state.phase is not Phase.IDLE):
        return state, ()
    if event.on:
        return replace(state, training=True, staff_page="main"), ()
    state, stop = do(state, StopTelling)
    state, wipe = do(state, Wipe)
    numbers = tuple(n for n in state.numbers if not n.ticket_id.startswith(INVENTED))
    state = replace(
        wiped(state.with_visit(help=None)),
        training=False,
        numbers=numbers,
        open_ticket="",
        asked_service="",
        staff_calling="",
    )
    return state, stop + wipe


@on(Phase.IDLE, VisitorInvented, to=(Phase.WAITING,))
def invent(state: State, event: VisitorInvented) -> Result:
    if not state.training:
        return state, ()
    ticket = Ticket(event.ticket_id, event.number, "", 0, 0, issued=state.now)
    visit = Visit(
        visit_id=event.ticket_id,
        way=event.way,
        meaning=Meaning(event.matter_id),
        papers=(False,) * event.papers,
        ticket=ticket,
        last_active=state.now,
    )
    state = replace(state, phase=Phase.WAITING, since=state.now, visit=visit)
    return tell(state, "waiting.please_wait", number=event.number)
