"""Every kind of event, also late, empty, doubled or out of range, in every state of every screen."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.visit.events import Event, SpeechHeard
from terminal.visit.machine import step
from terminal.visit.state import Phase, State
from tests.unit.visit.every_event import every_event, states

UNHEARD = SpeechHeard(text="", confidence=0.0)


def _at(state: State, event: Event) -> Event:
    return replace(event, at=state.now + 0.5)


def test_no_event_breaks_the_visit_and_who_comes_to_a_page_is_told_what_it_asks() -> None:
    """After 返回 the caption of the page before stood over the next question: 请带好这些 over 对 and 不对."""
    for state in states():
        for event in every_event():
            after, _ = step(state, _at(state, event))
            if after.phase not in (state.phase, Phase.IDLE):
                moved = f"{state.phase.value} x {type(event).__name__} to {after.phase.value}"
                assert after.visit.saying.since == after.now, moved


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(states()), st.lists(st.sampled_from(every_event()), max_size=12))
def test_no_story_that_begins_anywhere_breaks_the_visit(state: State, story: list[Event]) -> None:
    for event in story:
        state, _ = step(state, _at(state, event))
    assert state.phase in Phase


def test_a_third_sound_that_nobody_understands_leaves_the_question_where_it_is() -> None:
    """Unheard the third time over 对 / 不对 the machine refused its own move, and the terminal ended; then it threw
    away what had been understood."""
    speaker = next(s for s in states() if s.phase is Phase.CONFIRMING and s.visit.request.misses == 2)
    state, _ = step(speaker, _at(speaker, UNHEARD))
    assert (state.phase, state.visit.meaning) == (Phase.CONFIRMING, speaker.visit.meaning)
