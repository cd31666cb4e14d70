"""The whole round trip: drawn signs, found by the real tracker, read by the shipped recogniser."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from content.signer import Style, perform
from recognition.landmarks import LandmarkTracker
from recognition.signs import Gesture, GestureSpotted, Mode, SignEvent, SignRecognizer, SignSpotted, SignStream
from terminal.avatar.frames import FrameSource
from terminal.avatar.reading import HANDS_LOST, Read, page
from terminal.avatar.tracking import RoundTrip

RATE_HZ = 25
HALL_SIGNS = [
    "谢谢", "社保", "老人", "身份证", "丢", "残疾人证", "老年人优待证", "护照", "结婚", "养老", "材料",
]  # fmt: skip


@pytest.fixture
def tracker() -> Iterator[LandmarkTracker]:
    """A new one each time: MediaPipe remembers the last pictures, and no test may depend on the one before."""
    with LandmarkTracker() as tracker:
        yield tracker


@pytest.fixture(scope="module")
def recognizer() -> SignRecognizer:
    return SignRecognizer.load()


def watch(
    tracker: LandmarkTracker, recognizer: SignRecognizer, glosses: list[str], mode: Mode, speed: float = 1.0
) -> tuple[SignStream, list[SignEvent]]:
    """What comes out while the drawn visitor signs, hands down before and after."""
    played = perform(glosses, style=Style(rest="down", speed=speed))
    source = FrameSource(played)
    stream = SignStream(recognizer, mode)
    tracker.reset()
    times = np.arange(0.3, played.duration_s + 0.7, 1 / RATE_HZ)
    return stream, [e for t in times for e in stream.feed(tracker.track(source(float(t)), float(t)))]


def chips(found: list[SignEvent]) -> list[str | None]:
    words: list[str | None] = []
    for event in found:
        if isinstance(event, SignSpotted):
            words = [*words[: len(words) - event.replaces], event.recognition.gloss]
    return words


def test_all_digits_are_read(tracker: LandmarkTracker, recognizer: SignRecognizer) -> None:
    stream, _ = watch(tracker, recognizer, list("0123456789"), Mode.NUMBER)
    assert stream.number.text == "0123456789"


def test_ten_is_read(tracker: LandmarkTracker, recognizer: SignRecognizer) -> None:
    assert "10" in chips(watch(tracker, recognizer, ["10"], Mode.WORDS)[1])


@pytest.mark.parametrize("gloss", HALL_SIGNS)
def test_signs_of_the_hall_are_read(tracker: LandmarkTracker, recognizer: SignRecognizer, gloss: str) -> None:
    assert chips(watch(tracker, recognizer, [gloss], Mode.WORDS)[1]) == [gloss]


@pytest.mark.parametrize(
    ("gloss", "gesture", "value"),
    [("好", Gesture.YES, 0), ("不", Gesture.NO, 0), ("1", Gesture.FINGERS, 1), ("3", Gesture.FINGERS, 3),
     ("5", Gesture.FINGERS, 5)],
)  # fmt: skip
def test_gestures_steer(
    tracker: LandmarkTracker, recognizer: SignRecognizer, gloss: str, gesture: Gesture, value: int
) -> None:
    _, found = watch(tracker, recognizer, [gloss], Mode.CHOICE, speed=0.5)
    assert (gesture, value) in {(e.gesture, e.value) for e in found if isinstance(e, GestureSpotted)}


def test_the_page_says_what_failed_and_why() -> None:
    fine = Read("好", RoundTrip("好", 9, 1.0, 1.0, 0.05), "好", 0.9, "")
    lost = Read("丢", RoundTrip("丢", 9, 0.2, 0.2, None), "", 0.0, HANDS_LOST)
    text = page([fine, lost])
    assert "2 signs, 1 read rightly (0.500)" in text
    assert f"| 丢 | unknown | 0.00 | {HANDS_LOST} | 0.20 | - |" in text
    assert "| 好 |" not in text
