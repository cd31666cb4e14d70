"""The clerk's speech as captions: partial words while they come, then a line with its doubtful words marked."""

from __future__ import annotations

from terminal.visit.events import SpeechHeard, SpeechPartial
from terminal.visit.moves import active, tell
from terminal.visit.state import Line, Said, State
from terminal.visit.table import Result

DOUBTFUL_BELOW = 0.7
"""Words heard less surely are greyed and dotted (`recognition/speech/results.py` has the measurement)."""


def clerk_partial(state: State, event: SpeechPartial) -> Result:
    """What the clerk has said so far."""
    return active(state).with_visit(caption=event.text), ()


def clerk_heard(state: State, event: SpeechHeard) -> Result:
    """A line of the clerk's, signed where the lexicon has it. What was not caught leaves no line."""
    state = active(state).with_visit(caption="")
    if not event.text:
        return state, ()
    words = tuple(Said(text, sure < DOUBTFUL_BELOW) for text, sure in event.words)
    line = Line("clerk", event.text, state.now, words=words)
    return tell(state.with_visit(lines=(*state.visit.lines, line)), "converse.clerk_says", text=event.text)
