"""Steering gestures from performed hands, in either hand and at any size."""

from __future__ import annotations

import numpy as np
import pytest

from content.signer import Camera, Style, perform
from recognition.landmarks import Landmarks
from recognition.signs.gestures import Gesture, GestureReader


def gestures(gloss: str, speed: float = 0.6, among_words: bool = False, **style: object) -> list[tuple[Gesture, int]]:
    """What the reader says about a performance at 25 pictures a second."""
    played = perform([gloss], style=Style(speed=speed, **style))  # type: ignore[arg-type]
    times = np.arange(0, played.duration_s, 1 / 25)
    reader = GestureReader()
    found = [
        reader.feed(Landmarks(at=float(at), points=points), among_words)
        for at, points in zip(times, played.landmarks(times, Camera()), strict=True)
    ]
    return [gesture for gesture in found if gesture is not None]


@pytest.mark.parametrize("hand", ["right", "left"])
def test_thumb_up_is_yes(hand: str) -> None:
    assert gestures("好", dominant=hand) == [(Gesture.YES, 0)]


@pytest.mark.parametrize("gloss", ["好", "你好", "对", "谢谢"])
def test_a_sign_with_a_thumb_among_words_is_no_yes(gloss: str) -> None:
    assert gestures(gloss, speed=1.0, among_words=True) == []


def test_a_thumb_held_up_among_words_is_yes() -> None:
    assert gestures("好", speed=0.35, among_words=True) == [(Gesture.YES, 0)]


@pytest.mark.parametrize("hand", ["right", "left"])
def test_a_waving_palm_is_no(hand: str) -> None:
    assert (Gesture.NO, 0) in gestures("不", dominant=hand)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("size", [0.9, 1.1])
def test_held_fingers_are_counted(count: int, size: float) -> None:
    assert gestures(str(count), hand_scale=size) == [(Gesture.FINGERS, count)]


def test_a_passing_handshape_steers_nothing() -> None:
    played = perform(["1", "2"], style=Style(speed=1.6))
    times = np.arange(0, played.duration_s, 1 / 25)
    reader = GestureReader()
    frames = zip(times, played.landmarks(times, Camera()), strict=True)
    assert not any(reader.feed(Landmarks(at=float(at), points=points)) for at, points in frames)


def test_missing_landmarks_steer_nothing() -> None:
    reader = GestureReader()
    nothing = np.full((75, 3), np.nan, np.float32)
    assert all(reader.feed(Landmarks(at=i / 25, points=nothing)) is None for i in range(100))
