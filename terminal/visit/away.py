"""A number is called while its visitor talks with an interpreter, or is being asked whether a call may transmit.

Rule 1: the page of the number is what the call comes back to: to the page of the called number once it is called, to
that of queueing again once it was missed.
Rule 2: nobody is cut off in the middle of a sentence. In a call the number is told large and to both sides, and the
visitor says when to go; while nobody has answered a call yet that is the same, for they may want to take its place.
Rule 3: whoever asks for nothing but a consent, or waits for nobody, is led to the called number at once.
"""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.counter import called, called_ticket, missed, note_called, served, service_began, somebody_missed
from terminal.visit.effects import BeginService, PlayCue, PrintTicket, TellInterpreter
from terminal.visit.events import ClerkBegins, Event, GoToWindow, ServiceBegan, TicketCalled, TicketMissed
from terminal.visit.moves import active, do, tell, with_call
from terminal.visit.numbers import back_to_number, left_number, put_down
from terminal.visit.state import Phase, State
from terminal.visit.table import Result, on

BACK_TO = (Phase.TICKET, Phase.WAITING, Phase.CALLED, Phase.COMING_BACK)


def _own(state: State, ticket_id: str) -> bool:
    ticket = state.visit.ticket
    return left_number(state) is not None and ticket is not None and ticket.ticket_id == ticket_id


def _in_call(state: State) -> bool:
    return state.visit.call is not None and state.visit.call.on


# --- called --------------------------------------------------------------------------------------------------------


@on((Phase.CONSENT, Phase.REMOTE), TicketCalled, to=(Phase.CALLED,))
def called_away(state: State, event: TicketCalled) -> Result:
    if not _own(state, event.ticket_id):
        return note_called(state, event), ()
    return _called_in_call(state, event) if _in_call(state) else called(put_down(state), event)


def _called_in_call(state: State, event: TicketCalled) -> Result:
    """Told once, however often the hall's stream tells of the same call."""
    before, state = state.visit.ticket, note_called(state, event)
    assert before is not None
    ticket = called_ticket(before, event, state.now)
    if before.called and not before.missed and before.call_count == ticket.call_count:
        return state, ()
    state = with_call(state.with_visit(ticket=ticket), number_read=False)
    state, told = tell(state, "called.your_turn", urgent=True, number=event.number, window=event.window)
    state, cue = do(state, PlayCue, name="your_turn")
    state, interpreter = _tell_interpreter(state, "called")
    state, paper = _print(state) if event.call_count == 1 else (state, ())
    return state, told + cue + interpreter + paper


def _print(state: State) -> Result:
    """Where to go in the hand of who goes on talking."""
    ticket, meaning = state.visit.ticket, state.visit.meaning
    assert ticket is not None
    slip = {"number": ticket.number, "zone_zh": ticket.zone_zh, "ahead": 0, "window": ticket.window}
    return do(state, PrintTicket, **slip, matter_id=meaning.matter_id if meaning else "")


def _tell_interpreter(state: State, news: str) -> Result:
    """A line of the counter's in the call; a line that the clerk is just writing keeps its own place."""
    call, ticket = state.visit.call, state.visit.ticket
    assert call is not None
    assert ticket is not None
    seq = call.clerk_last + 1
    state = with_call(state, clerk_last=seq)
    return do(state, TellInterpreter, seq=seq, news=news, number=ticket.number, window=ticket.window)


# --- missed --------------------------------------------------------------------------------------------------------


@on((Phase.CONSENT, Phase.REMOTE), TicketMissed, to=(Phase.COMING_BACK,))
def missed_away(state: State, event: TicketMissed) -> Result:
    """The call goes on; after it, queueing again is one touch."""
    if not _own(state, event.ticket_id):
        return somebody_missed(state, event)
    if not _in_call(state):
        return missed(put_down(state), event)
    ticket, (state, _) = state.visit.ticket, somebody_missed(state, event)
    assert ticket is not None
    state = with_call(state.with_visit(ticket=replace(ticket, missed=True)), number_read=False)
    state, told = tell(state, "waiting.missed", urgent=True, number=ticket.number)
    state, interpreter = _tell_interpreter(state, "missed")
    return state, told + interpreter


# --- going there ---------------------------------------------------------------------------------------------------


@on(Phase.REMOTE, GoToWindow, to=BACK_TO)
def go_to_window(state: State, event: Event) -> Result:
    """At another window the call ends here; at this one the interpreter comes along, and the service begins."""
    ticket = state.visit.ticket
    if left_number(state) is None or ticket is None or not ticket.called:
        return active(state), ()
    if _in_call(state) and not ticket.missed and ticket.window == state.window:
        return do(active(state), BeginService, ticket_id=ticket.ticket_id)
    return back_to_number(state)


@on(Phase.REMOTE, ClerkBegins)
def clerk_begins(state: State, event: ClerkBegins) -> Result:
    """The clerk sees who talks with an interpreter in front of them."""
    ticket = state.visit.ticket
    if left_number(state) is None or ticket is None or not ticket.called:
        return state, ()
    return do(active(state), BeginService, ticket_id=ticket.ticket_id)


@on((Phase.CONSENT, Phase.REMOTE), ServiceBegan, to=(Phase.CONVERSING,))
def began_away(state: State, event: ServiceBegan) -> Result:
    """Served with the interpreter still there: from now on this is a call of the conversation."""
    if not _own(state, event.ticket_id):
        return state, ()
    if not _in_call(state):
        return service_began(put_down(state), event)
    consent = replace(state.visit.consent, asked_in=Phase.CONVERSING)
    state = with_call(served(state, event), came_from=Phase.CONVERSING)
    return tell(state.with_visit(consent=consent), "converse.go_on")


__all__ = ["go_to_window"]
