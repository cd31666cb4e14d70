"""Smoothing, bridging and telling left from right, without pictures."""

from __future__ import annotations

import numpy as np
import pytest
from landmark_people import body, hand_at

from recognition.landmarks.bridge import HandBridge, follow_hands
from recognition.landmarks.landmarks import Points
from recognition.landmarks.layout import MIRRORED
from recognition.landmarks.one_euro import OneEuro
from recognition.landmarks.sides import FoundHand, SideKeeper, Sides, body_fits

FRAME_S = 1 / 30


def test_a_resting_hand_does_not_tremble() -> None:
    rng = np.random.default_rng(0)
    raw = (0.5 + rng.normal(0, 0.002, (200, 1))).astype(np.float32)
    smooth_filter = OneEuro(4.0, 40.0)
    smooth = np.array([smooth_filter.filter(value, i * FRAME_S) for i, value in enumerate(raw)])
    assert smooth[50:].std() < 0.75 * raw[50:].std()


def test_a_fast_hand_is_followed_within_two_frames() -> None:
    path = (np.arange(40)[:, None] * 2 * FRAME_S).astype(np.float32)  # two picture widths a second
    smooth_filter = OneEuro(4.0, 40.0)
    smooth = np.array([smooth_filter.filter(value, i * FRAME_S) for i, value in enumerate(path)])
    assert abs(smooth[-1] - path[-1]) < 2 * 2 * FRAME_S


def test_a_hand_that_comes_back_starts_where_it_is() -> None:
    smooth_filter = OneEuro(1.0, 0.0)
    missing = np.array([np.nan], np.float32)
    for i, value in enumerate((np.zeros(1, np.float32), missing, missing)):
        smooth_filter.filter(value, i * FRAME_S)
    assert smooth_filter.filter(np.ones(1, np.float32), 3 * FRAME_S) == 1


def test_a_repeated_time_changes_nothing() -> None:
    smooth_filter = OneEuro(1.0, 0.0)
    first = smooth_filter.filter(np.zeros(1, np.float32), 1.0)
    assert smooth_filter.filter(np.ones(1, np.float32), 1.0) is first


def test_a_hand_lost_for_three_frames_is_bridged_and_then_let_go() -> None:
    bridge = HandBridge()
    bridge.feed(hand_at(0.4, 0.5, True).points, 0.0)
    bridge.feed(hand_at(0.41, 0.5, True).points, FRAME_S)
    held, fresh = bridge.feed(None, 4 * FRAME_S)
    assert held is not None
    assert held[0, 0] > 0.41
    assert 0 < fresh < 1
    assert bridge.feed(None, 0.5) == (None, 0.0)


def test_arms_follow_the_hands_between_two_looks_at_the_body() -> None:
    pose = body()
    hand = hand_at(0.2, 0.4, True).points
    followed = follow_hands(pose, None, hand)
    assert followed[16, :2] == pytest.approx(hand[0, :2])
    assert followed[15] == pytest.approx(pose[15])


def sides_of(hands: list[FoundHand], pose: Points | None) -> Sides:
    keeper = SideKeeper()
    keeper.follow(hands, 1.0, at=0.0)
    return keeper.settle(pose, fresh=True, aspect=1.0)


@pytest.mark.parametrize("told_right", [True, False])
def test_the_body_decides_which_hand_it_is(told_right: bool) -> None:
    sides = sides_of([hand_at(0.35, 0.88, told_right)], body())
    assert sides.right is not None
    assert sides.left is None


def test_without_a_body_the_hand_model_decides() -> None:
    sides = sides_of([hand_at(0.9, 0.5, right=False)], None)
    assert sides.left is not None
    assert sides.right is None


def test_two_hands_are_never_the_same_side() -> None:
    hands = [hand_at(0.3, 0.8, True), hand_at(0.7, 0.8, True, score=0.6)]
    sides = sides_of(hands, None)
    assert sides.left is hands[1]
    assert sides.right is hands[0]


def test_a_second_find_of_the_same_hand_is_dropped() -> None:
    sides = sides_of([hand_at(0.3, 0.8, True), hand_at(0.305, 0.8, False, score=0.6)], None)
    assert sides.left is None


def test_one_wrong_word_of_the_hand_model_does_not_change_the_side() -> None:
    keeper = SideKeeper()
    for frame in range(10):
        keeper.follow([hand_at(0.5, 0.5, right=True)], 1.0, at=frame * FRAME_S)
        keeper.settle(None, fresh=False, aspect=1.0)
    keeper.follow([hand_at(0.5, 0.5, right=False)], 1.0, at=10 * FRAME_S)
    assert keeper.settle(None, fresh=False, aspect=1.0).right is not None


def test_a_clerks_hand_at_the_rim_is_not_the_visitors() -> None:
    sides = sides_of([hand_at(0.98, 0.95, True)], body(shoulders=0.15, middle=0.3))
    assert (sides.left, sides.right) == (None, None)


def test_a_body_too_small_for_the_hands_is_imagined() -> None:
    assert body_fits([hand_at(0.3, 0.8, True)], body(shoulders=0.3), aspect=1.0)
    assert not body_fits([hand_at(0.3, 0.8, True)], body(shoulders=0.03), aspect=1.0)


def test_mirroring_twice_changes_nothing() -> None:
    order = np.arange(75)
    assert (order[list(MIRRORED)][list(MIRRORED)] == order).all()
