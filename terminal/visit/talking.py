"""Press-to-talk, for loud halls: one touch begins, another ends it; so does a long silence, or too long a talk.

A touch each, nothing to hold down: a trembling hand, keys and one switch manage it too. Whatever takes the page away
from the visitor (another page, a sentence that is told, a lost microphone) ends it, and drops what was said so far.
"""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import StopTelling
from terminal.visit.events import Event, SpeechPartial, TalkPressed, TalkReleased, Way
from terminal.visit.moves import active, do
from terminal.visit.senses import lost
from terminal.visit.state import Phase, State, Talk
from terminal.visit.table import Result, on

TALKS = (Phase.ASKING, Phase.ENQUIRY, Phase.CONVERSING)
"""Where visitors tell something in their own words, and find the key. Elsewhere the answers are touched."""
SILENT_S = 6.0
"""Without a new word for so long, who talked has finished (our judgement)."""
LONGEST_S = 30.0
"""Nobody talks longer at a stretch; a key that was forgotten lets go (our judgement)."""
ANSWERING = ("understand", "enquiry")
"""While these are awaited, what was said is on its way."""


def may_talk(state: State) -> bool:
    """Whether the key does something now."""
    visit = state.visit
    here = state.press_to_talk and state.phase in TALKS and not state.training and not state.clerk_talks
    heard = visit.way is Way.SPEAK and visit.consent.microphone and not lost(state)
    return here and heard and visit.pending_what not in ANSWERING and visit.enquiry is None


def talks(state: State) -> bool:
    """Whether the visitor has pressed the key and is listened to."""
    return state.visit.talk is not None and not state.visit.talk.done


@on(TALKS, TalkPressed)
def press(state: State, event: TalkPressed) -> Result:
    """The terminal falls silent and listens; the second of two touches that came at once changes nothing."""
    if not may_talk(state) or talks(state):
        return state, ()
    request = state.visit.request
    if state.phase is Phase.ASKING:
        request = replace(request, heard="")  # said anew, and not in addition
    return do(active(state).with_visit(talk=Talk(state.now, state.now), request=request), StopTelling)


@on(TALKS, TalkReleased)
def release(state: State, event: TalkReleased) -> Result:
    """That was all: what was said is recognised now."""
    return (_finished(active(state)) if talks(state) else state), ()


def noticed(state: State, event: Event) -> State:
    """The state once this event has shown that the visitor still talks."""
    talk = state.visit.talk
    if talk is None or not isinstance(event, SpeechPartial):
        return state
    return state.with_visit(talk=replace(talk, heard=max(talk.heard, event.at)))


def kept(state: State) -> State:
    """The state without a talk that nobody can go on with, and with the end of one that is over."""
    talk = state.visit.talk
    if talk is None:
        return state
    if not may_talk(state) or talk.since < max(state.since, state.visit.saying.since):
        return state.with_visit(talk=None)
    over = state.now - talk.heard >= SILENT_S or state.now - talk.since >= LONGEST_S
    return _finished(state) if over and not talk.done else state


def _finished(state: State) -> State:
    talk = state.visit.talk
    return state if talk is None else state.with_visit(talk=replace(talk, done=True))
