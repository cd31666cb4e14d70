"""Where the visitor's number stands, seen from a call or from the question before one. Pure; `away` acts on it."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.moves import enter, tell
from terminal.visit.questions import back_to
from terminal.visit.state import Phase, Request, State
from terminal.visit.table import Result
from terminal.visit.wishes import begin_coming_back

PAGES = (Phase.TICKET, Phase.WAITING)
"""The pages of a number, from which an interpreter can be called."""


def left_number(state: State) -> Phase | None:
    """The page of the number that the visitor left for a call, or for the question before one; None where no number
    waits behind this page."""
    visit, page = state.visit, None
    if state.phase is Phase.REMOTE and visit.call is not None:
        page = visit.call.came_from
    if state.phase is Phase.CONSENT and visit.consent.asked == "transmit":
        page = visit.consent.asked_in
    return page if page in PAGES and visit.ticket is not None else None


def asked_to_go(state: State) -> bool:
    """Whether the visitor in a call has still to answer that the number was called, or missed."""
    call, ticket = state.visit.call, state.visit.ticket
    if left_number(state) is None or call is None or not call.on or ticket is None:
        return False
    return bool(ticket.called) and not call.number_read


def put_down(state: State) -> State:
    """Without the call, or the question before it; what was said in it stays until the visit ends."""
    consent = replace(state.visit.consent, asked="", asked_in=None)
    lines = tuple(line for line in state.visit.lines if line.final)
    return state.with_visit(call=None, consent=consent, lines=lines, request=Request())


def back_to_number(state: State) -> Result:
    """The number as it stands by now: called, missed, or still to be called."""
    page, ticket = left_number(state) or Phase.WAITING, state.visit.ticket
    state = put_down(state)
    if ticket is not None and ticket.missed:
        return begin_coming_back(state)
    if ticket is not None and ticket.called:
        state = enter(state, Phase.CALLED)
        return tell(state, "called.your_turn", urgent=True, number=ticket.number, window=ticket.window)
    return back_to(state, page)
