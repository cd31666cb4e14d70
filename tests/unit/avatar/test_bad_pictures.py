"""Pictures that are no use invent no signs: darkness, gloves, a frozen camera, noise, an empty wall."""

from __future__ import annotations

from collections.abc import Callable
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
def tracker():
    with LandmarkTracker() as tracker:
        yield tracker


def seen(tracker: LandmarkTracker, picture: Callable[[float], Pixels], seconds: float) -> list[SignEvent]:
    """What comes out of so many seconds of pictures, and whether everything went on."""
    stream = SignStream(SignRecognizer.load())
    tracker.reset()
    return [e for t in np.arange(0, seconds, 1 / RATE_HZ) for e in stream.feed(tracker.track(picture(t), float(t)))]


def sure(found: list[SignEvent]) -> list[str | None]:
    return [e.recognition.gloss for e in found if isinstance(e, SignSpotted) and e.recognition.state is Certainty.SURE]


def signing(variant: str = "visitor") -> FrameSource:
    palette = GLOVES if variant == "gloves" else VARIANTS[variant]
    return FrameSource(perform(["身份证"], style=Style(rest="down")), variant=palette)


def test_gloves_make_no_other_sign(tracker: LandmarkTracker) -> None:
    source = signing("gloves")
    assert set(sure(seen(tracker, source, source.performance.duration_s + 0.6))) <= {"身份证"}


def test_darkness_is_said_and_makes_no_other_sign(tracker: LandmarkTracker) -> None:
    source = signing()
    dark = lambda t: (source(t) * 0.08).astype(np.uint8)  # noqa: E731
    assert set(sure(seen(tracker, dark, source.performance.duration_s + 0.6))) <= {"身份证"}
    tracker.reset()
    guide = FramingGuide()
    hints = [guide.feed(tracker.track(dark(0.1), at / 10)) for at in range(4)]
    assert hints[-1] is FramingHint.TOO_DARK


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
    assert seen(tracker, picture, 1.5) == []
