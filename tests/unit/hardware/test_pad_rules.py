"""Properties of an evaluation, whatever happens in whatever order; and the key maps."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import DeviceError
from hardware.pad import KEY_MAPS, EvaluationTimes, key_map
from hardware.pad.evaluation import EvaluationBook
from hardware.pad.port import EvaluationClosed, Level, LevelChosen, Outcome

levels = st.sampled_from(list(Level))


@dataclass(frozen=True)
class Prompt:
    timeout_s: float


@dataclass(frozen=True)
class Press:
    level: Level


@dataclass(frozen=True)
class Cancel:
    back: int


@dataclass(frozen=True)
class Away:
    away: bool


@dataclass(frozen=True)
class Pass:
    seconds: float


steps = st.lists(
    st.one_of(
        st.builds(Prompt, st.floats(0, 300)),
        st.builds(Press, levels),
        st.builds(Cancel, st.integers(0, 2)),
        st.builds(Away, st.booleans()),
        st.builds(Pass, st.floats(0, 200)),
    ),
    max_size=40,
)


def played(script: list[object]) -> tuple[EvaluationBook, list[tuple[int, float, Level]], int]:
    """Play a script to its end; what was pressed while which evaluation was open, and how many were opened."""
    book = EvaluationBook("pad", EvaluationTimes())
    now, seq, presses = 0.0, 0, []
    for step in [*script, Pass(400.0)]:
        match step:
            case Prompt(timeout_s):
                seq += 1
                book.begin(seq, timeout_s, now)
            case Press(level):
                presses.append((seq, now, level))
                book.press(level, now)
            case Cancel(back):
                book.cancel(seq - back, now)
            case Away(away):
                book.present = not away
            case Pass(seconds):
                end = now + seconds
                while (due := book.next_timer()) is not None and due <= end:
                    now = due
                    book.tick(now)
                now = end
    return book, presses, seq


@given(steps)
def test_every_prompt_closes_once_and_only_a_late_level_may_follow(script: list[object]) -> None:
    book, _, opened = played(script)
    for seq in range(1, opened + 1):
        closed = [e for e in book.events if isinstance(e, EvaluationClosed) and e.seq == seq]
        assert [e.late for e in closed] in ([False], [False, True])
        if len(closed) == 2:
            assert closed[0].outcome in (Outcome.NONE, Outcome.FAULT)
            assert closed[1].outcome is Outcome.LEVEL


@given(steps)
def test_a_level_is_only_ever_one_that_was_pressed_for_that_evaluation(script: list[object]) -> None:
    book, presses, _ = played(script)
    for event in book.events:
        if isinstance(event, EvaluationClosed):
            assert (event.level is not None) is (event.outcome is Outcome.LEVEL)
            if event.level is not None:
                assert (event.seq, event.pressed_at, event.level) in presses


@given(steps)
def test_a_mark_chosen_in_time_is_never_lost(script: list[object]) -> None:
    book, _, _ = played(script)
    for chosen in (e for e in book.events if isinstance(e, LevelChosen)):
        closed = [e for e in book.events if isinstance(e, EvaluationClosed) and e.seq == chosen.seq]
        assert closed[0].outcome is Outcome.LEVEL


@given(steps)
def test_nothing_is_left_open_when_time_has_passed(script: list[object]) -> None:
    assert played(script)[0].open is None


@pytest.mark.parametrize("name", KEY_MAPS)
def test_every_named_key_map_can_be_set(name: str) -> None:
    assert key_map(name) is KEY_MAPS[name]


def test_no_two_models_are_confused() -> None:
    """A public console script shows two generations of one pad whose codes run in different orders."""
    assert KEY_MAPS["keys-old"][1] is Level.SATISFIED
    assert KEY_MAPS["keys-new"][1] is Level.VERY_SATISFIED
    assert KEY_MAPS["grades-5"][1] is Level.DISSATISFIED
    assert KEY_MAPS["grades-4"][1] is Level.BASICALLY_SATISFIED
    assert KEY_MAPS["grades-4"][3] is Level.VERY_SATISFIED
    assert KEY_MAPS["hid-digits"][6] is Level.VERY_SATISFIED


def test_a_table_of_codes_is_a_key_map() -> None:
    assert key_map({"4": "very_satisfied", "0x03": "satisfied", "0": "none"}) == {
        4: Level.VERY_SATISFIED,
        3: Level.SATISFIED,
        0: None,
    }


@pytest.mark.parametrize("setting", ["five", {"4": "good"}, {"four": "satisfied"}])
def test_a_key_map_that_means_nothing_is_refused_with_the_right_names(setting: str | dict[str, str]) -> None:
    with pytest.raises(DeviceError, match=r"pad-key-map.*grades-5.*very_satisfied"):
        key_map(setting)
