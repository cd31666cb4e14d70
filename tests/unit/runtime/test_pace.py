"""25 pictures a second stay 25: what one picture takes too long is taken from its own rest, not added to all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.runtime.pace import Pace

FRAME_S = 1 / 25


def begun(late: list[float], start: float = 1234.5) -> list[float]:
    """When each picture begins where every sleep ends so much later than asked; drawing itself takes no time."""
    pace, now, times = Pace(FRAME_S, start), start, []
    for more in late:
        times.append(now)
        now = pace.after(now) + more
    return times


def test_sleeps_that_end_late_do_not_add_up() -> None:
    """A quarter of an hour of sleeps that are 0.1 ms too long: 22,500 pictures, none fewer."""
    times = begun([0.0001] * 22_501)
    assert times[-1] - times[0] == pytest.approx(900, abs=0.001)


def test_who_was_late_is_on_time_with_the_next_picture() -> None:
    times = begun([0.0, 0.015, 0.0, 0.0])
    assert [round(at - times[0], 3) for at in times] == [0.0, 0.04, 0.095, 0.12]


def test_what_was_missed_is_left_out_and_not_made_up_for() -> None:
    times = begun([0.0, 0.3, 0.0, 0.0])
    assert [round(at - times[0], 3) for at in times] == [0.0, 0.04, 0.38, 0.4]


def test_a_finger_between_two_beats_moves_neither() -> None:
    pace = Pace(FRAME_S, 10.0)
    assert pace.after(10.013) == pytest.approx(10.04)
    assert pace.after(10.04) == pytest.approx(10.08)


@given(st.floats(0, 1e6), st.integers(0, 10**7))
def test_a_beat_itself_leads_to_the_next_one(start: float, count: int) -> None:
    pace = Pace(FRAME_S, start)
    beat = start + count * FRAME_S
    assert pace.after(beat) - beat == pytest.approx(FRAME_S, rel=0.01)


def test_no_frame_time_is_no_rest() -> None:
    assert Pace(0.0, 5.0).after(7.0) == 7.0
