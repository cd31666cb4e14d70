"""Whatever has happened, both screens can be made: no state without its words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.matters import load
from content.words import load_words
from terminal.ui.examples import CLOCK, HALL
from terminal.ui.look import staff_look, visitor_look
from terminal.ui.staff import staff_view
from terminal.ui.visitor import visitor_view
from terminal.visit.events import Event, Language
from terminal.visit.machine import step
from terminal.visit.state import State
from tests.unit.visit.every_event import every_event, states

MATTERS = load()
WORDS = Path(__file__).parents[3] / "content" / "words"


@pytest.mark.parametrize("language", list(Language))
@settings(max_examples=120, deadline=None)
@given(state=st.sampled_from(states()), story=st.lists(st.sampled_from(every_event()), max_size=8))
def test_both_screens_can_be_made_whatever_happens(language: Language, state: State, story: list[Event]) -> None:
    for event in story:
        state, _ = step(state, replace(event, at=state.now + 0.5))
    comfort = replace(state.visit.comfort, language=language)
    state = state.with_visit(comfort=comfort)
    facts = {"hall": HALL, "clock": CLOCK, "matters": MATTERS, "interpreter": True}
    assert visitor_view(state, visitor_look(state, **facts)).title  # type: ignore[arg-type]
    assert staff_view(state, staff_look(language, **facts)).title  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_that_is_said_can_be_read(language: str) -> None:
    """Who refused a written record was told so by voice, and the screen had no words for it."""
    spoken = yaml.safe_load((WORDS / f"say.{language}.yaml").read_text(encoding="utf-8"))["say"]
    keys = [f"{room}.{name}" for room, sentences in spoken.items() for name in sentences]
    words = load_words(language)
    assert [key for key in keys if key not in words] == []
