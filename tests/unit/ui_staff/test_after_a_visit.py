"""When the visitor has gone, nothing of what was said or shown stays on the clerk's screen."""

from __future__ import annotations

from staff_pictures import placed, texts
from staff_states import CONVERSING

from terminal.ui.staff.keys import staff_intent
from terminal.visit.events import ClerkAsksEvaluation, ClerkFinishes, Leave, SkipRating, Tick
from terminal.visit.machine import step
from terminal.visit.state import Phase, State


def test_the_conversation_is_gone_once_the_screen_is_idle() -> None:
    said = {line.text for line in CONVERSING.visit.lines if line.text}
    assert said & set(texts(placed(CONVERSING)))
    state, _ = step(CONVERSING, Leave(at=CONVERSING.now + 1))
    state, _ = step(state, SkipRating(at=CONVERSING.now + 2))
    for second in range(3, 20):
        state, _ = step(state, Tick(at=CONVERSING.now + second))
    assert state.phase is Phase.IDLE
    assert not any(words in shown for words in said for shown in texts(placed(state)))


def test_nothing_is_to_be_finished_where_nobody_is_served() -> None:
    assert staff_intent("Ctrl+F", CONVERSING) == ClerkFinishes()
    assert staff_intent("Ctrl+F", State(clerk="0215")) is None
    left_open = State(clerk="0215", open_ticket="t27")
    assert staff_intent("Ctrl+F", left_open) == ClerkFinishes()


def test_the_entry_says_that_the_visitor_is_rating() -> None:
    rating, _ = step(CONVERSING, ClerkAsksEvaluation(at=CONVERSING.now + 1))
    assert rating.phase is Phase.EVALUATING
    before, during = " ".join(texts(placed(CONVERSING))), " ".join(texts(placed(rating)))
    assert during.count("访客在评价") > 2, "in the header, over the phrases, beside the screen and in the entry"
    assert "访客在评价" not in before
    assert "到窗口后" not in during
