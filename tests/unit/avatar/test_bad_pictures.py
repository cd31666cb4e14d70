"""Pictures that are of little use invent no signs, and the visitor is told what is wrong with them.

Darkness, a window behind, gloves, a companion, the clerk's hands, hands out of the picture, ten pictures a second,
a frozen camera, noise, an empty wall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from content.signer import Style, perform
from recognition.landmarks import FramingGuide, FramingHint, LandmarkTracker
from recognition.signs import Certainty, SignEvent, SignRecognizer, SignSpotted, SignStream
from terminal.avatar.frames import FrameSource
from terminal.avatar.palette import VARIANTS

Pixels = NDArray[np.uint8]
RATE_HZ = 20
GLOVES = replace(VARIANTS["visitor"], skin=0x2F5DA8, shade=0x234680, line=0x162C52)


@pytest.fixture(scope="module")
def tracker() -> Iterator[LandmarkTracker]:
    with LandmarkTracker() as tracker:
        yield tracker


def watched(
    tracker: LandmarkTracker, picture: Callable[[float], Pixels], seconds: float, rate_hz: float = RATE_HZ
) -> tuple[list[SignEvent], set[FramingHint]]:
    """What comes out of so many seconds of pictures, and what the mirror says meanwhile."""
    stream, guide, events, hints = SignStream(SignRecognizer.load()), FramingGuide(), list[SignEvent](), set()
    tracker.reset()
    for at in np.arange(0, seconds, 1 / rate_hz):
        marks = tracker.track(picture(float(at)), float(at))
        events += stream.feed(marks)
        hints.add(guide.feed(marks))
    return events, hints


def sure(found: list[SignEvent]) -> list[str | None]:
    return [e.recognition.gloss for e in found if isinstance(e, SignSpotted) and e.recognition.state is Certainty.SURE]


def signing(variant: str = "visitor") -> FrameSource:
    palette = GLOVES if variant == "gloves" else VARIANTS[variant]
    return FrameSource(perform(["身份证"], style=Style(rest="down")), variant=palette)


def only_its_sign(events: list[SignEvent]) -> bool:
    return set(sure(events)) <= {"身份证"}


def whole(source: FrameSource) -> float:
    """Seconds until the sign is told and the hands are down."""
    return source.performance.duration_s + 0.6


def test_gloves_make_no_other_sign(tracker: LandmarkTracker) -> None:
    source = signing("gloves")
    assert only_its_sign(watched(tracker, source, whole(source))[0])


def test_darkness_is_said_and_makes_no_other_sign(tracker: LandmarkTracker) -> None:
    source = signing()
    events, hints = watched(tracker, lambda t: (source(t) * 0.08).astype(np.uint8), whole(source))
    assert only_its_sign(events)
    assert FramingHint.TOO_DARK in hints


def test_a_window_behind_is_said_and_makes_no_other_sign(tracker: LandmarkTracker) -> None:
    source = signing()
    source.background = 0xFFFFFF

    def picture(t: float) -> Pixels:
        pixels = source(t)
        return np.where((pixels > 250).all(2, keepdims=True), pixels, pixels // 8)

    events, hints = watched(tracker, picture, whole(source))
    assert only_its_sign(events)
    assert FramingHint.TOO_DARK in hints


def test_a_companion_who_signs_makes_no_other_sign(tracker: LandmarkTracker) -> None:
    source = signing()
    other = FrameSource(perform(["谢谢", "再见"], style=Style(rest="down")), size=(240, 180), variant=VARIANTS["elder"])

    def picture(t: float) -> Pixels:
        pixels = source(t).copy()
        pixels[60:240, 400:640] = other(t)
        return pixels

    events, hints = watched(tracker, picture, whole(source))
    assert only_its_sign(events)
    assert FramingHint.TWO_PEOPLE in hints


def test_a_clerks_hands_at_the_rim_make_no_other_sign(tracker: LandmarkTracker) -> None:
    source = signing()
    clerk = FrameSource(perform(["材料", "谢谢"], style=Style(rest="down")), variant=VARIANTS["elder"])

    def picture(t: float) -> Pixels:
        pixels = source(t).copy()
        pixels[360:, :160] = clerk(t)[220:340, 240:400]  # what moves before a chest, over the counter
        return pixels

    assert only_its_sign(watched(tracker, picture, whole(source))[0])


def test_a_hand_out_of_the_picture_is_said_and_makes_no_other_sign(tracker: LandmarkTracker) -> None:
    source = signing()
    aside = lambda t: np.ascontiguousarray(np.pad(source(t)[:, 250:], ((0, 0), (0, 250), (0, 0)), "edge"))  # noqa: E731
    events, hints = watched(tracker, aside, whole(source))
    assert only_its_sign(events)
    assert FramingHint.HANDS_CUT in hints


def test_ten_pictures_a_second_make_no_other_sign(tracker: LandmarkTracker) -> None:
    source = signing()
    assert only_its_sign(watched(tracker, source, whole(source), rate_hz=10)[0])


def test_a_frozen_camera_says_nothing(tracker: LandmarkTracker) -> None:
    source = signing()
    still = source(source.performance.spans[0].start_s + 0.3)
    stream = SignStream(SignRecognizer.load())
    tracker.reset()
    marks = tracker.track(still, 1.0)
    assert [event for _ in range(60) for event in stream.feed(marks)] == []


@pytest.mark.parametrize("kind", ["noise", "wall"])
def test_nobody_is_nobody(tracker: LandmarkTracker, kind: str) -> None:
    rng = np.random.default_rng(0)
    wall = np.full((480, 640, 3), 200, np.uint8)
    picture = (lambda t: rng.integers(0, 255, (480, 640, 3), np.uint8)) if kind == "noise" else (lambda t: wall)
    assert watched(tracker, picture, 1.5)[0] == []
