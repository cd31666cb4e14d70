"""退掉这个号: a number is given back after a question only. A wave means many things and gives nothing away."""

from __future__ import annotations

from terminal.visit.effects import LeaveQueue
from terminal.visit.events import Back, Confirm, Deny, GiveNumberBack
from terminal.visit.matter import leave_ticket
from terminal.visit.moves import active, do, enter, tell
from terminal.visit.questions import back_to
from terminal.visit.state import Phase, State
from terminal.visit.table import Result, on

HERE = (Phase.TICKET, Phase.WAITING)


@on(HERE, GiveNumberBack)
def ask_first(state: State, event: GiveNumberBack) -> Result:
    ticket = state.visit.ticket
    if ticket is None:
        return state, ()
    return tell(active(state).with_visit(giving_back=True), "waiting.giving_back", number=ticket.number)


@on(HERE, Deny)
def keep_it(state: State, event: Deny | Back) -> Result:
    """不退; where nothing was asked it answers nothing."""
    return back_to(state, state.phase) if state.visit.giving_back else (active(state), ())


@on(Phase.TICKET, Confirm, to=(Phase.WAITING, Phase.LEAVING, Phase.MATTER, Phase.THEME))
def number_read(state: State, event: Confirm) -> Result:
    if not state.visit.giving_back:
        return leave_ticket(state, event)
    state, left = _left(state)
    state, told = _to_matter(state)
    return state, left + told


@on(Phase.TICKET, Back, to=(Phase.MATTER, Phase.THEME, Phase.WAITING, Phase.LEAVING))
def back_from_ticket(state: State, event: Back) -> Result:
    """Nobody holds two numbers, and nobody loses one by a step back: asked. A booked time stays booked; it can be
    cancelled at the hall."""
    ticket = state.visit.ticket
    if state.visit.giving_back:
        return keep_it(state, event)
    if ticket is None:
        return _to_matter(state)
    if ticket.kept:
        return leave_ticket(state, Confirm(at=event.at))
    return ask_first(state, GiveNumberBack(at=event.at))


def _to_matter(state: State) -> Result:
    before = Phase.THEME if state.visit.theme_id and state.visit.meaning is None else Phase.MATTER
    return back_to(state, before, ticket=None, appointment=None)


@on(Phase.WAITING, Confirm, to=(Phase.LEAVING,))
def given_back(state: State, event: Confirm) -> Result:
    """退掉: the visit is over, and so is the number."""
    if not state.visit.giving_back:
        return active(state), ()
    state, left = _left(state)
    state, told = tell(enter(state, Phase.LEAVING, ticket=None), "leaving.given_back")
    return state, left + told


@on(Phase.WAITING, Back, to=(Phase.TICKET,))
def back_to_ticket(state: State, event: Back) -> Result:
    return keep_it(state, event) if state.visit.giving_back else back_to(state, Phase.TICKET)


def _left(state: State) -> Result:
    ticket = state.visit.ticket
    return do(state, LeaveQueue, ticket_id=ticket.ticket_id) if ticket is not None else (state, ())
