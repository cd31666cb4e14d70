"""What is said in a call with an interpreter: letter by letter, by all sides, kept until the visit ends.

A line has a key made of who and a sequence number: it keeps its place while it is written, and a repeated one changes
nothing. The clerk's lines at the counter go to the interpreter too.
"""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.asked import MOST_CHIPS, mended, with_chip
from terminal.visit.captions import clerk_heard, clerk_partial
from terminal.visit.counter import clerk_says
from terminal.visit.effects import Effect, SendCallText
from terminal.visit.events import (
    CallText,
    ClerkSays,
    ClerkTypes,
    FixChip,
    HandsDown,
    SignAgain,
    SignSeen,
    SpeechHeard,
    SpeechPartial,
    Submit,
    TypeText,
)
from terminal.visit.moves import active, do, tell, with_call
from terminal.visit.state import Line, Phase, Request, State
from terminal.visit.table import Result, on

BLANK = " "
"""Sent where the writer has deleted everything: the contract wants at least one character."""


@on(Phase.REMOTE, CallText)
def text_came(state: State, event: CallText) -> Result:
    """A line of somebody else, letter by letter: it keeps its place until it is final, then it is the newest."""
    line = Line(event.who, event.text, state.now, key=event.key, final=event.final)
    before = tuple(old for old in state.visit.lines if old.key != event.key)
    if not event.text.strip():
        return state.with_visit(lines=before, last_active=state.now), ()
    return state.with_visit(lines=(*before, line), last_active=state.now), ()


@on(Phase.REMOTE, TypeText)
def visitor_types(state: State, event: TypeText) -> Result:
    """Each letter goes out at once; pauses are part of a conversation (rule B-10)."""
    state = active(state).with_visit(request=replace(state.visit.request, typed=event.text))
    call = state.visit.call
    if call is None or not call.on:
        return state, ()
    if not call.typed_seq:
        call = replace(call, seq=call.seq + 1, typed_seq=call.seq + 1)
    return _send(state.with_visit(call=call), "visitor", call.typed_seq, event.text, final=False)


@on(Phase.REMOTE, SignSeen)
def sign_seen(state: State, event: SignSeen) -> Result:
    """What the eyes believe to see goes along as an aid, with how sure they are; it is no line of the visitor's."""
    chips = with_chip(state.visit.request.chips, event)[-MOST_CHIPS:]
    state = active(state).with_visit(request=replace(state.visit.request, chips=chips))
    call = state.visit.call
    if call is None or not call.live:
        return state, ()
    if not call.sign_seq:
        call = replace(call, seq=call.seq + 1, sign_seq=call.seq + 1)
    aid = " ".join(f"{chip.gloss} {chip.confidence:.0%}" for chip in chips if chip.gloss)
    return _send(state.with_visit(call=call), "visitor", call.sign_seq, aid, via="sign", final=False)


@on(Phase.REMOTE, HandsDown)
def hands_down(state: State, event: HandsDown) -> Result:
    return active(state), ()


@on(Phase.REMOTE, FixChip)
def mend(state: State, event: FixChip) -> Result:
    """A word not sent yet is put right, by the visitor's touch or the clerk's key; what was sent stays as it was."""
    chips = mended(state.visit.request.chips, event)
    return active(state).with_visit(request=replace(state.visit.request, chips=chips)), ()


@on(Phase.REMOTE, SignAgain)
def clear_words(state: State, event: SignAgain) -> Result:
    return with_call(active(state).with_visit(request=Request()), typed_seq=0, sign_seq=0), ()


@on(Phase.REMOTE, SpeechPartial)
def partial(state: State, event: SpeechPartial) -> Result:
    if state.clerk_talks:
        return clerk_partial(state, event)
    return active(state).with_visit(request=replace(state.visit.request, partial=event.text)), ()


@on(Phase.REMOTE, SpeechHeard)
def visitor_spoke(state: State, event: SpeechHeard) -> Result:
    """While waiting the visitor may still speak; in the call the microphone is the interpreter's, or the clerk's."""
    if state.clerk_talks:
        return _clerk_line(state, clerk_heard(state, event), "captions")
    state = active(state).with_visit(request=replace(state.visit.request, partial=""))
    if not event.text:
        return tell(state, "ask.not_caught")
    return _visitor_line(state, Line("visitor", event.text, state.now), "typed", 0)


@on(Phase.REMOTE, Submit)
def send_line(state: State, event: Submit) -> Result:
    """What was typed, or the words that were seen and stand: now they are a line of the visitor's."""
    request, call = state.visit.request, state.visit.call
    if request.typed.strip():
        line = Line("visitor", request.typed.strip(), state.now)
        return _visitor_line(state, line, "typed", call.typed_seq if call else 0)
    if request.chips:
        text = " ".join(chip.gloss for chip in request.chips if chip.gloss)
        line = Line("visitor", text, state.now, chips=request.chips)
        return _visitor_line(state, line, "sign", call.sign_seq if call else 0)
    return active(state), ()


def _visitor_line(state: State, line: Line, via: str, seq: int) -> Result:
    call = state.visit.call
    state = active(state).with_visit(request=Request())
    if call is None or not call.on:
        return state.with_visit(lines=(*state.visit.lines, line)), ()
    seq = max(seq, 0) or call.seq + 1
    call = replace(call, seq=max(call.seq, seq), typed_seq=0, sign_seq=0)
    line = replace(line, key=f"visitor-{seq}")
    state = state.with_visit(call=call, lines=(*state.visit.lines, line))
    return _send(state, "visitor", seq, line.text, via=via)


@on(Phase.REMOTE, ClerkTypes)
def clerk_types(state: State, event: ClerkTypes) -> Result:
    state, call = replace(state, staff_text=event.text), state.visit.call
    if call is None or not call.on:
        return state, ()
    if not call.clerk_seq:
        call = replace(call, clerk_last=call.clerk_last + 1, clerk_seq=call.clerk_last + 1)
    return _send(state.with_visit(call=call), "clerk", call.clerk_seq, event.text, final=False)


@on(Phase.REMOTE, ClerkSays)
def clerk_says_in_call(state: State, event: ClerkSays) -> Result:
    """As at the counter, and the interpreter reads it too."""
    return _clerk_line(state, clerk_says(state, event), "typed")


def _clerk_line(before: State, result: Result, via: str) -> Result:
    """The line that the clerk has just said or written, if there is one, goes to the interpreter too."""
    state, told = result
    call = state.visit.call
    if len(state.visit.lines) == len(before.visit.lines) or call is None or not call.on:
        return state, told
    line = state.visit.lines[-1]
    seq = call.clerk_seq if call.clerk_seq and not line.phrase else call.clerk_last + 1
    state = with_call(state, clerk_last=max(call.clerk_last, seq), clerk_seq=0 if not line.phrase else call.clerk_seq)
    state = state.with_visit(lines=(*state.visit.lines[:-1], replace(line, key=f"clerk-{seq}")))
    via = "phrase" if line.phrase else via
    state, sent = do(state, SendCallText, who="clerk", seq=seq, text=line.text, via=via, phrase=line.phrase)
    return state, told + sent


def _send(
    state: State, who: str, seq: int, text: str, *, via: str = "typed", final: bool = True
) -> tuple[State, tuple[Effect, ...]]:
    return do(state, SendCallText, who=who, seq=seq, text=text or BLANK, via=via, final=final)
