"""Pages that a visitor may have come for, whatever the matter: a booked time, a number that was missed."""

from __future__ import annotations

from terminal.visit.moves import enter, tell
from terminal.visit.offered import MOST_READ
from terminal.visit.state import CheckingIn, ComingBack, Phase, State
from terminal.visit.table import Result

CHECK_IN, COME_BACK = "check_in", "come_back"
"""Names of the wishes, and of the commands of content/matters/words that mean them."""
PAGES = (Phase.CHECK_IN, Phase.COMING_BACK)
ASKED = {"code": "checkin.ask_code", "id": "checkin.ask_id"}


def begin_wish(state: State, wish: str) -> Result:
    """The page of this wish; what was typed on it before stays."""
    state = state.with_visit(wish=wish)
    return begin_check_in(state) if wish == CHECK_IN else begin_coming_back(state)


def begin_check_in(state: State) -> Result:
    """Ask for the booking's code or the ID number."""
    draft = state.visit.check_in or CheckingIn()
    return tell(enter(state, Phase.CHECK_IN, check_in=draft), ASKED[draft.by])


def begin_coming_back(state: State) -> Result:
    """Ask which number it was; known where the visitor's own was missed during this visit."""
    ticket = state.visit.ticket
    if ticket is not None:
        back = ComingBack(ticket.ticket_id, ticket.number)
        return tell(enter(state, Phase.COMING_BACK, coming_back=back), "waiting.missed", number=ticket.number)
    state = enter(state, Phase.COMING_BACK, coming_back=ComingBack())
    return which_number(state)


def which_number(state: State) -> Result:
    """Which of the missed numbers is theirs; or that none is missed now."""
    numbers = ";".join([number for _, number in missed_now(state)][:MOST_READ])
    return tell(state, "comeback.which", choices=numbers) if numbers else tell(state, "comeback.none")


def missed_now(state: State) -> tuple[tuple[str, str], ...]:
    """The numbers that were called and missed: (ticket_id, number). The hall's queue is right where it knows them."""
    queued = {ticket.ticket_id: ticket for ticket in state.hall.queue}
    known = {ticket.ticket_id: ticket.number for ticket in queued.values() if ticket.state == "missed"}
    known |= {n.ticket_id: n.number for n in state.numbers if n.missed and n.ticket_id and n.ticket_id not in queued}
    return tuple(sorted(known.items(), key=lambda item: item[1]))
