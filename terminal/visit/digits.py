"""A number that is said: who does not see the field hears how many digits are there, and never which: others hear."""

from __future__ import annotations

from terminal.visit.effects import Tell
from terminal.visit.events import EnterDigits, Way
from terminal.visit.moves import do
from terminal.visit.state import State
from terminal.visit.table import Result


def digits_heard(state: State, missing: int, event: EnterDigits) -> Result:
    """What is told after digits: what is still missing, or whether it is right. Who types sees it."""
    if state.visit.way is not Way.SPEAK or not event.said:
        return state, ()
    if missing <= 0:
        return do(state, Tell, key="voice.digits_complete", aloud=True)
    return do(state, Tell, key="voice.digits_missing", args=(("n", str(missing)),), aloud=True)
