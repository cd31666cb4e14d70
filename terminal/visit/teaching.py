"""A sign taught on site, between visits: consent first, then the eyes lead the lesson; a visitor ends it."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import Teach
from terminal.visit.events import LessonChanged, TeachSign, TeachStep
from terminal.visit.moves import do
from terminal.visit.state import Phase, State, Teaching
from terminal.visit.table import Result, anywhere

LONGEST_GLOSS = 20
OVER = ("done", "stopped", "undone")
"""Steps after which another sign may be taught."""


@anywhere(TeachSign)
def teach_sign(state: State, event: TeachSign) -> Result:
    """The lesson is open, nothing is watched yet: the person is asked for consent."""
    gloss = event.gloss.strip()[:LONGEST_GLOSS]
    under_way = state.teaching is not None and state.teaching.step not in OVER
    if not gloss or under_way or state.phase is not Phase.IDLE:
        return state, ()
    return replace(state, teaching=Teaching(gloss), staff_text=""), ()


@anywhere(TeachStep)
def teach_step(state: State, event: TeachStep) -> Result:
    teaching = state.teaching
    if teaching is None:
        return state, ()
    if event.act == "consent":
        if teaching.step != "consent" or state.phase is not Phase.IDLE:
            return state, ()
        state = replace(state, teaching=replace(teaching, step="countdown"))
        return do(state, Teach, act="begin", gloss=teaching.gloss)
    if event.act == "close" or (event.act == "stop" and teaching.step == "consent"):
        closed = event.act == "stop" or teaching.step in OVER
        return (replace(state, teaching=None) if closed else state), ()
    return do(state, Teach, act=event.act, gloss=teaching.gloss)


@anywhere(LessonChanged)
def lesson_changed(state: State, event: LessonChanged) -> Result:
    """What the eyes say of the lesson; of one that is not open any more nothing is shown."""
    teaching = state.teaching
    if teaching is None or teaching.gloss != event.gloss:
        return state, ()
    shown = Teaching(event.gloss, event.step, event.kept, event.seconds, event.problem, event.looks_like)
    return replace(state, teaching=shown), ()
