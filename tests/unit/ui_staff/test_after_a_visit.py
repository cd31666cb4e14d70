"""When the visitor has gone, nothing of what was said or shown stays on the clerk's screen."""

from __future__ import annotations

from staff_pictures import placed, texts
from staff_states import CONVERSING

from terminal.visit.events import Leave, SkipRating, Tick
from terminal.visit.machine import step
from terminal.visit.state import Phase


def test_the_conversation_is_gone_once_the_screen_is_idle() -> None:
    said = {line.text for line in CONVERSING.visit.lines if line.text}
    assert said & set(texts(placed(CONVERSING)))
    state, _ = step(CONVERSING, Leave(at=CONVERSING.now + 1))
    state, _ = step(state, SkipRating(at=CONVERSING.now + 2))
    for second in range(3, 20):
        state, _ = step(state, Tick(at=CONVERSING.now + second))
    assert state.phase is Phase.IDLE
    assert not any(words in shown for words in said for shown in texts(placed(state)))
