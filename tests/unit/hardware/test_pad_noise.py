"""Test 20: ten thousand evaluations on a line where one bit in a hundred is turned over."""

from __future__ import annotations

import pytest

from hardware.pad.messages import Profile
from hardware.pad.settings import PadSettings
from hardware.pad.simulator.noise_trial import run_trial


@pytest.mark.slow
def test_20_no_wrong_level_in_ten_thousand_evaluations_with_one_percent_of_bits_turned() -> None:
    """Two thirds of all frames are damaged, yet nearly every mark gets through, and not one of them is wrong."""
    count = run_trial(10_000, 0.01, PadSettings())
    assert count.damaged_frames > count.good_frames
    assert count.wrong_level == 0
    assert count.right_level + count.late > 9_500
    assert count.right_level + count.late + count.none + count.fault >= 10_000


def test_on_a_clean_line_every_mark_arrives_and_no_frame_is_damaged() -> None:
    for profile in Profile:
        count = run_trial(200, 0.0, PadSettings(profile=profile))
        assert (count.right_level, count.damaged_frames) == (200, 0)
