"""Back after a missed call: the same number, queued again by the hall's rule."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.arriving import PLACED, place_ticket
from terminal.visit.effects import ComeBack
from terminal.visit.events import (
    Back,
    Choose,
    Confirm,
    Deny,
    HallRefused,
    HallSilent,
    NumberPassed,
    TakeNumber,
    TicketIssued,
)
from terminal.visit.moves import active, answered, ask, enter, noted, settle, tell, unanswered
from terminal.visit.opening import begin_asking
from terminal.visit.state import ComingBack, Phase, Role, State
from terminal.visit.table import Result, on
from terminal.visit.wishes import COME_BACK, begin_wish, missed_now, which_number

HERE = Phase.COMING_BACK


@on((Phase.ASKING, Phase.CONFIRMING), NumberPassed, to=(HERE,))
def number_passed(state: State, event: NumberPassed) -> Result:
    return begin_wish(state, COME_BACK)


def _back(state: State) -> ComingBack:
    return state.visit.coming_back or ComingBack()


@on(HERE, Choose)
def choose(state: State, event: Choose) -> Result:
    """One of the numbers that were missed; asked before anything is done."""
    numbers = missed_now(state)
    if _back(state).ticket_id or not 0 <= event.index < len(numbers):
        return state, ()
    ticket_id, number = numbers[event.index]
    state = active(state).with_visit(coming_back=ComingBack(ticket_id, number), notice="")
    return tell(state, "waiting.missed", number=number)


@on(HERE, Confirm, to=(Phase.ASKING,))
def queue_again(state: State, event: Confirm) -> Result:
    """再排一次; where the hall refused, a new number."""
    back = _back(state)
    if back.refused:
        return new_number(state, TakeNumber(at=event.at))
    if not back.ticket_id:
        return noted(state, "comeback.choose_one") if missed_now(state) else new_number(state, TakeNumber(at=event.at))
    return ask(active(state), ComeBack, "come_back", ticket_id=back.ticket_id)


@on(HERE, TakeNumber, to=(Phase.ASKING,))
def new_number(state: State, event: TakeNumber) -> Result:
    """The missed number is over: what it is about is asked from the beginning."""
    return begin_asking(settle(state).with_visit(wish="", coming_back=None, ticket=None, meaning=None))


@on(HERE, TicketIssued, to=(Phase.TICKET, Phase.WAITING, Phase.CALLED))
def queued_again(state: State, event: TicketIssued) -> Result:
    """Where visitors wait in front of the terminal, the waiting page; at the entrance the number."""
    if not answered(state, event.effect_id):
        return state, ()
    if event.state not in PLACED:
        back = replace(_back(state), refused=True)
        return tell(active(settle(state)).with_visit(coming_back=back), "comeback.over")
    numbers = tuple(n for n in state.numbers if n.ticket_id != event.ticket_id)
    state = replace(settle(state).with_visit(wish="", coming_back=None), numbers=numbers)
    state, told = place_ticket(state, event, "comeback.done", kept=True, printed=False)
    if state.phase is not Phase.TICKET or state.role is Role.GUIDE:
        return state, told
    saying = state.visit.saying
    return enter(state, Phase.WAITING, saying=saying), told


@on(HERE, HallRefused)
def refused(state: State, event: HallRefused) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    back = replace(_back(state), refused=True)
    return tell(active(settle(state)).with_visit(coming_back=back), "hall.says", zh=event.zh, en=event.en)


@on(HERE, HallSilent)
def silent(state: State, event: HallSilent) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    return unanswered(state)


@on(HERE, Deny, Back, to=(Phase.ASKING, Phase.WAITING))
def step_back(state: State, event: Deny | Back) -> Result:
    """Not now: the own number may still be called; another's leads back to the list, the list to the question."""
    state = settle(state)
    ticket, back = state.visit.ticket, _back(state)
    if ticket is not None and isinstance(event, Back):
        state = enter(state, Phase.WAITING, coming_back=None)
        return tell(state, "waiting.please_wait", number=ticket.number)
    if ticket is None and back.ticket_id:
        return which_number(enter(state, HERE, coming_back=ComingBack()))
    return new_number(state, TakeNumber(at=event.at))
