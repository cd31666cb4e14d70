"""One hint at a time, each held long enough to be read."""

from __future__ import annotations

import numpy as np
import pytest
from landmark_people import body, hand_at, seen

from recognition.landmarks import FramingGuide, FramingHint, Landmarks

CASES = [
    ("nobody", seen(0.0), FramingHint.NOTHING_SEEN),
    ("a body far away", seen(0.0, body(shoulders=0.08)), FramingHint.TOO_FAR),
    ("face at the glass", seen(0.0, body(shoulders=0.8)), FramingHint.HANDS_CUT),
    ("only a hand, the head out", seen(0.0, right=hand_at(0.5, 0.5, True).points), FramingHint.HANDS_CUT),
    ("a dark room", seen(0.0, body(), brightness=0.05), FramingHint.TOO_DARK),
    ("nobody in the dark", seen(0.0, brightness=0.05), FramingHint.TOO_DARK),
    ("a companion behind", seen(0.0, body(), bodies=2), FramingHint.TWO_PEOPLE),
    ("standing right", seen(0.0, body(), right=hand_at(0.4, 0.6, True).points, bodies=1), FramingHint.GOOD),
]


@pytest.mark.parametrize(("case", "landmarks", "hint"), CASES, ids=[case[0] for case in CASES])
def test_each_situation_has_its_hint(case: str, landmarks: Landmarks, hint: FramingHint) -> None:
    assert FramingGuide().feed(landmarks) is hint


def test_a_hint_holds_for_a_second_and_a_half() -> None:
    guide = FramingGuide()
    assert guide.feed(seen(0.0)) is FramingHint.NOTHING_SEEN
    assert guide.feed(seen(1.4, body())) is FramingHint.NOTHING_SEEN
    assert guide.feed(seen(1.5, body())) is FramingHint.GOOD


def test_a_hand_out_of_the_picture_counts_only_when_it_stays_there() -> None:
    guide = FramingGuide()
    outside = hand_at(-0.1, 0.5, True).points
    assert guide.feed(seen(0.0, body(), right=outside)) is FramingHint.GOOD
    assert guide.feed(seen(1.6, body(), right=outside)) is FramingHint.HANDS_CUT


def test_an_arm_hanging_out_at_the_bottom_is_no_fault() -> None:
    pose = body()
    pose[[15, 16], 1] = 1.2
    guide = FramingGuide()
    guide.feed(seen(0.0, pose))
    assert guide.feed(seen(2.0, pose)) is FramingHint.GOOD


def test_missing_numbers_never_raise() -> None:
    points = np.full((75, 3), np.nan, np.float32)
    points[11] = 0.4
    assert FramingGuide().feed(Landmarks(at=0.0, points=points)) in FramingHint
