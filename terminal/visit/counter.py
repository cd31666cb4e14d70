"""At the counter: waiting, called, the conversation with the clerk. The call to an interpreter is in `remote.py`."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.asked import MOST_CHIPS, mended, with_chip
from terminal.visit.captions import clerk_heard, clerk_partial
from terminal.visit.effects import (
    BeginService,
    CallNextTicket,
    CallTicket,
    FinishService,
    MissTicket,
    ParkTicket,
    PlayCue,
    RecallTicket,
)
from terminal.visit.events import (
    Back,
    ClerkAsksEvaluation,
    ClerkBegins,
    ClerkCalls,
    ClerkCallsNext,
    ClerkFinishes,
    ClerkMisses,
    ClerkParks,
    ClerkRecalls,
    ClerkSays,
    ClerkTypes,
    Confirm,
    Event,
    FixChip,
    HandsDown,
    Leave,
    Repeat,
    ServiceBegan,
    ServiceEnded,
    SignAgain,
    SignSeen,
    SpeechHeard,
    SpeechPartial,
    Submit,
    TicketCalled,
    TicketMissed,
    TypeText,
    Way,
)
from terminal.visit.moves import active, do, enter, tell, tell_again
from terminal.visit.opening import begin_asking
from terminal.visit.questions import back_to
from terminal.visit.rating import begin_evaluation
from terminal.visit.state import Line, Phase, Request, Role, ShownNumber, State, Ticket
from terminal.visit.table import ANYWHERE, TRANSITIONS, Result, anywhere, on
from terminal.visit.wishes import begin_coming_back

HERE = (Phase.TICKET, Phase.WAITING, Phase.CALLED, Phase.COMING_BACK)
TALK = Phase.CONVERSING
ANSWERABLE = tuple(p for p in Phase if p not in (Phase.IDLE, Phase.REMOTE, Phase.EVALUATING, Phase.LEAVING))
"""Where the clerk's words reach the visitor: whenever somebody is in front, but never while they rate."""


@on(HERE, TicketCalled, to=(Phase.CALLED,))
def called(state: State, event: TicketCalled) -> Result:
    """Screen, flash, signer, voice and print together: nobody can miss it. Another's number only enters the band."""
    ticket = state.visit.ticket
    state = note_called(state, event)
    if ticket is None or ticket.ticket_id != event.ticket_id:
        return state, ()
    state = enter(state, Phase.CALLED, ticket=called_ticket(ticket, event, state.now))
    state, told = tell(state, "called.your_turn", urgent=True, number=event.number, window=event.window)
    state, cue = do(state, PlayCue, name="your_turn")
    return state, told + cue


def called_ticket(ticket: Ticket, event: TicketCalled, now: float) -> Ticket:
    """The number as this call of it leaves it."""
    return replace(
        ticket,
        window=event.window,
        call_count=event.call_count,
        called=now,
        service_id=event.service_id,
        missed=False,
    )


def note_called(state: State, event: TicketCalled) -> State:
    """Remember the number on the screens of the hall."""
    since = next((n.since for n in state.numbers if n.ticket_id == event.ticket_id), 0.0)
    shown = ShownNumber(event.ticket_id, event.number, event.window, state.now, since=since)
    others = tuple(n for n in state.numbers if n.ticket_id != event.ticket_id)
    return replace(state, numbers=(*others, shown)[-4:], staff_calling="")


@anywhere(TicketCalled)
def somebody_called(state: State, event: TicketCalled) -> Result:
    return note_called(state, event), ()


@anywhere(TicketMissed)
def somebody_missed(state: State, event: TicketMissed) -> Result:
    numbers = tuple(replace(n, missed=True) if n.ticket_id == event.ticket_id else n for n in state.numbers)
    return replace(state, numbers=numbers, clerk_asked=""), ()


@on((Phase.TICKET, Phase.WAITING, Phase.CALLED), TicketMissed, to=(Phase.COMING_BACK,))
def missed(state: State, event: TicketMissed) -> Result:
    """The visitor's own number: queueing again is one touch."""
    state, _ = somebody_missed(state, event)
    ticket = state.visit.ticket
    if ticket is None or ticket.ticket_id != event.ticket_id:
        return state, ()
    return begin_coming_back(state.with_visit(ticket=replace(ticket, missed=True)))


@on(Phase.CALLED, Back, to=(Phase.WAITING, Phase.ASKING))
def not_yet(state: State, event: Back) -> Result:
    """Not ready yet; at a counter that called somebody else's number: not mine."""
    ticket = state.visit.ticket
    if ticket is not None and ticket.brought:
        return begin_asking(state.with_visit(ticket=None))
    return back_to(state, Phase.WAITING)


@on(Phase.CALLED, Confirm, ClerkBegins)
def here_i_am(state: State, event: Confirm | ClerkBegins) -> Result:
    """我来了, or the clerk sees the visitor."""
    ticket = state.visit.ticket
    if ticket is None:
        return state, ()
    return do(active(state), BeginService, ticket_id=ticket.ticket_id)


@on((*HERE, Phase.CONVERSING), ServiceBegan, to=(Phase.CONVERSING,))
def service_began(state: State, event: ServiceBegan) -> Result:
    ticket = state.visit.ticket
    if ticket is None or ticket.ticket_id != event.ticket_id or state.phase is Phase.CONVERSING:
        return state, ()
    state = enter(served(state, event), Phase.CONVERSING, request=Request())
    begin = "converse.begin_talk" if state.visit.talk_booked else "converse.begin"
    return tell(state, begin, window=ticket.window or state.window)


def served(state: State, event: ServiceBegan) -> State:
    """The visitor's number is in service here, and on no screen any more."""
    ticket = state.visit.ticket
    assert ticket is not None
    numbers = tuple(n for n in state.numbers if n.ticket_id != event.ticket_id)
    state = state.with_visit(ticket=replace(ticket, service_id=event.service_id))
    return replace(state, numbers=numbers, open_ticket=event.ticket_id)


# --- the clerk ---------------------------------------------------------------------------------------------------


@anywhere(ClerkCallsNext)
def call_next(state: State, event: ClerkCallsNext) -> Result:
    """One call at a time: a second press while the first is under way does nothing. Only counters call."""
    if _may_not_call(state):
        return state, ()
    state, effects = do(state, CallNextTicket, window=state.window, finish=state.open_ticket)
    return _calling(state, effects[0].effect_id), effects


def _may_not_call(state: State) -> bool:
    return state.role is Role.GUIDE or bool(state.staff_calling) or state.hall.window == "paused"


@anywhere(ClerkCalls)
def call_this(state: State, event: ClerkCalls) -> Result:
    """A number that was put aside or missed; while nobody is served here."""
    if _may_not_call(state) or state.open_ticket or state.training:  # the queue is real, also in training
        return state, ()
    state, effects = do(state, CallTicket, ticket_id=event.ticket_id)
    return _calling(state, effects[0].effect_id), effects


def _calling(state: State, effect_id: str) -> State:
    return replace(state, staff_calling=effect_id, staff_called=state.now, refused=("", ""))


@anywhere(ClerkMisses)
def miss(state: State, event: ClerkMisses) -> Result:
    """The hall's rule decides whether it was called often enough (Q-16)."""
    ticket_id = called_here(state)
    if not ticket_id:
        return state, ()
    state, effects = do(replace(state, refused=("", "")), MissTicket, ticket_id=ticket_id)
    return replace(state, clerk_asked=effects[0].effect_id), effects


def called_here(state: State) -> str:
    """The number that was called to this window and has not come yet, or ""."""
    ticket = state.visit.ticket
    if state.phase is Phase.CALLED and ticket is not None:
        return ticket.ticket_id
    ours = [n.ticket_id for n in state.numbers if n.window == state.window and n.called and not n.missed]
    return ours[-1] if ours and ours[-1] != state.open_ticket else ""


@on(TALK, ClerkParks, to=(Phase.LEAVING,))
def park(state: State, event: ClerkParks) -> Result:
    """The visitor fetches what is missing; the terminal is free for the next one and forgets this one."""
    ticket = state.visit.ticket
    if ticket is None:
        return state, ()
    state, parked = do(state, ParkTicket, ticket_id=ticket.ticket_id)
    state, told = tell(enter(state, Phase.LEAVING), "leaving.parked", number=ticket.number)
    return state, parked + told


@anywhere(ClerkRecalls)
def recall(state: State, event: ClerkRecalls) -> Result:
    ours = [n for n in state.numbers if n.window == state.window and n.ticket_id]
    state = replace(state, refused=("", ""))
    return do(state, RecallTicket, ticket_id=ours[-1].ticket_id) if ours else (state, ())


@anywhere(ClerkTypes)
def clerk_types(state: State, event: ClerkTypes) -> Result:
    return replace(state, staff_text=event.text), ()


@on(ANSWERABLE, ClerkSays)
def clerk_says(state: State, event: ClerkSays) -> Result:
    """Caption, sign where the lexicon has it, voice where chosen. Without words of its own it sends what was typed."""
    text = event.text.strip() or ("" if event.phrase else state.staff_text.strip())
    if not text and not event.phrase:
        return state, ()
    line = Line("clerk", text, state.now, phrase=event.phrase)
    state = active(state).with_visit(lines=(*state.visit.lines, line))
    state = replace(state, staff_text="" if text else state.staff_text)
    if event.phrase:
        return tell(state, f"phrase.{event.phrase}")
    return tell(state, "converse.clerk_says", text=text)


@on(TALK, ClerkAsksEvaluation, to=(Phase.EVALUATING, Phase.LEAVING))
def ask_evaluation(state: State, event: ClerkAsksEvaluation) -> Result:
    return begin_evaluation(state)


@on(TALK, ClerkFinishes, ClerkCallsNext, to=(Phase.EVALUATING, Phase.LEAVING))
def finish(state: State, event: ClerkFinishes | ClerkCallsNext) -> Result:
    """办结，下一位: the service ends at the hall, and the visitor is asked for an evaluation, once, neutrally."""
    ticket = state.visit.ticket
    if ticket is None:
        return tell(enter(state, Phase.LEAVING), "leaving.bye")
    state, finished = do(state, FinishService, ticket_id=ticket.ticket_id)
    state, asked = begin_evaluation(state.with_visit(finishing=True))
    return state, finished + asked


ENDS = (ClerkFinishes, ClerkCallsNext, ClerkAsksEvaluation, Leave)


@on(Phase.CONSENT, *ENDS, to=(Phase.EVALUATING, Phase.LEAVING))
def end_while_asked(state: State, event: Event) -> Result:
    """A device was asked for in the middle of the conversation, and no yes came: the conversation ends as it would."""
    consent = state.visit.consent
    if consent.asked_in is not TALK:
        row = ANYWHERE.get(type(event))
        return row.handler(state, event) if row is not None else (state, ())
    way = state.visit.way if consent.asked == "transmit" else Way.TOUCH
    state = state.with_visit(consent=replace(consent, asked="", asked_in=None), way=way)
    return TRANSITIONS[TALK][type(event)].handler(state, event)


@anywhere(ClerkFinishes)
def finish_open(state: State, event: ClerkFinishes) -> Result:
    """The visitor has gone already, the case was not closed."""
    if not state.open_ticket:
        return state, ()
    return do(state, FinishService, ticket_id=state.open_ticket)


@anywhere(ServiceEnded)
def service_ended(state: State, event: ServiceEnded) -> Result:
    """The hall has it: from now on the window is free."""
    if event.ticket_id != state.open_ticket:
        return state, ()
    served = state.served_today + (event.finished and not state.training)
    return replace(state, open_ticket="", served_today=served), ()


# --- the visitor's side of the conversation ------------------------------------------------------------------------


@on(TALK, SignSeen)
def sign_seen(state: State, event: SignSeen) -> Result:
    request = replace(state.visit.request, chips=with_chip(state.visit.request.chips, event)[-MOST_CHIPS:])
    return active(state).with_visit(request=request), ()


@on(TALK, HandsDown)
def hands_down(state: State, event: HandsDown) -> Result:
    return active(state), ()


@on(TALK, FixChip)
def mend(state: State, event: FixChip) -> Result:
    """A word is put right by the visitor or the clerk, and both see it: one not sent yet, else one of the last line."""
    request = state.visit.request
    if request.chips:
        return active(state).with_visit(request=replace(request, chips=mended(request.chips, event))), ()
    place = last_signed(state.visit.lines)
    if place is None:
        return state, ()
    line = state.visit.lines[place]
    chips = mended(line.chips, event)
    text = " ".join(chip.gloss for chip in chips if chip.gloss)
    lines = (*state.visit.lines[:place], replace(line, chips=chips, text=text, mended=True))
    return active(state).with_visit(lines=(*lines, *state.visit.lines[place + 1 :])), ()


def last_signed(lines: tuple[Line, ...]) -> int | None:
    """The place of the visitor's last signed line, or None."""
    return next((n for n in range(len(lines) - 1, -1, -1) if lines[n].who == "visitor" and lines[n].chips), None)


@on(TALK, SignAgain)
def clear_words(state: State, event: SignAgain) -> Result:
    return active(state).with_visit(request=Request()), ()


@on(TALK, SpeechPartial)
def partial(state: State, event: SpeechPartial) -> Result:
    """One microphone: while the clerk's key is down what is heard is the clerk's."""
    if state.clerk_talks:
        return clerk_partial(state, event)
    return active(state).with_visit(request=replace(state.visit.request, partial=event.text)), ()


@on(TALK, SpeechHeard)
def visitor_spoke(state: State, event: SpeechHeard) -> Result:
    if state.clerk_talks:
        return clerk_heard(state, event)
    state = active(state).with_visit(request=replace(state.visit.request, partial=""))
    if not event.text:
        return tell(state, "ask.not_caught")
    return _add_line(state, Line("visitor", event.text, state.now))


@on(TALK, TypeText)
def visitor_types(state: State, event: TypeText) -> Result:
    return active(state).with_visit(request=replace(state.visit.request, typed=event.text)), ()


@on(TALK, Submit, Confirm)
def send_line(state: State, event: Submit | Confirm) -> Result:
    """What the visitor signed or typed goes to the clerk, with its doubts marked."""
    request = state.visit.request
    if request.typed.strip():
        return _add_line(state, Line("visitor", request.typed.strip(), state.now))
    if request.chips:
        text = " ".join(chip.gloss for chip in request.chips if chip.gloss)
        return _add_line(state, Line("visitor", text, state.now, chips=request.chips))
    return active(state), ()


def _add_line(state: State, line: Line) -> Result:
    return active(state).with_visit(lines=(*state.visit.lines, line), request=Request()), ()


@on(TALK, Repeat)
def say_again(state: State, event: Repeat) -> Result:
    return tell_again(active(state))


@on(Phase.CONVERSING, Back, Leave, to=(Phase.EVALUATING, Phase.LEAVING))
def visitor_leaves(state: State, event: Back | Leave) -> Result:
    return begin_evaluation(state)
