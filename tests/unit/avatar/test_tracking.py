"""The round trip: drawn hands are found by the real tracker."""

from __future__ import annotations

import numpy as np
import pytest

from recognition.landmarks import LandmarkTracker
from terminal.avatar.tracking import RoundTrip, report, round_trip


@pytest.fixture(scope="module")
def tracker():
    with LandmarkTracker() as tracker:
        yield tracker


@pytest.mark.parametrize("gloss", ["1", "2", "4", "5", "6", "8", "好", "不"])
def test_the_tracker_follows_gestures_and_plain_numbers(tracker: LandmarkTracker, gloss: str) -> None:
    trip = round_trip(gloss, tracker)
    assert trip.found > 0.9
    assert trip.error_palms is not None
    assert trip.error_palms < 0.3


def test_the_report_puts_lost_hands_first() -> None:
    text = report([RoundTrip("好", 9, 1.0, 1.0, 0.05), RoundTrip("丢", 9, 0.2, 0.2, None)])
    lines = text.splitlines()
    assert lines[1].startswith("丢")
    assert "loses hands" in lines[1]
    assert "1 lose hands" in lines[-1]
    assert np.isclose(float(lines[-1].split("error ")[1].split(" ")[0]), 0.05)
