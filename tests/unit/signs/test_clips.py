"""Real clips through tracker and stream: foreign signs are unknown, people who do not sign say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from recognition.landmarks import Landmarks, LandmarkTracker
from recognition.landmarks.landmarks import nothing
from recognition.signs import SignEvent, SignRecognizer, SignSpotted, SignStream

CLIPS = Path(__file__).parents[4] / "shared" / "data" / "clips"
FOREIGN = ("asl_book", "asl_please", "asl_school", "asl_sister", "dim_hello", "lsm_doctor", "lsm_dolor")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not CLIPS.is_dir(), reason="the clips of ../shared are not here"),
]


@pytest.fixture(scope="module")
def tracker() -> Iterator[LandmarkTracker]:
    with LandmarkTracker() as tracker:
        yield tracker


def tracked(clip: str, tracker: LandmarkTracker) -> list[Landmarks]:
    import cv2

    reader, found = cv2.VideoCapture(str(CLIPS / f"{clip}.mp4")), []
    rate = reader.get(cv2.CAP_PROP_FPS)
    tracker.reset()
    while (read := reader.read())[0]:
        pixels = np.ascontiguousarray(read[1][:, :, ::-1])
        found.append(tracker.track(pixels, len(found) / rate))
    return found


def events(pictures: list[Landmarks]) -> list[SignEvent]:
    """What a stream says, with a second of an empty picture after the clip."""
    stream = SignStream(SignRecognizer.load())
    after = [nothing(pictures[-1].at + i / 25) for i in range(1, 26)]
    return [event for picture in [*pictures, *after] for event in stream.feed(picture)]


@pytest.mark.parametrize("clip", FOREIGN)
def test_a_foreign_sign_is_unknown(clip: str, tracker: LandmarkTracker) -> None:
    spotted = [event for event in events(tracked(clip, tracker)) if isinstance(event, SignSpotted)]
    assert spotted
    assert all(event.recognition.gloss is None for event in spotted)


@pytest.mark.parametrize("clip", ["nosign_sitting", "nosign_walking"])
def test_people_who_do_not_sign_say_nothing(clip: str, tracker: LandmarkTracker) -> None:
    assert events(tracked(clip, tracker)) == []


def test_mirroring_the_picture_mirrors_the_landmarks(tracker: LandmarkTracker) -> None:
    """Within 10 pixels of 640 in the middle of a clip, for the hand that is seen in both."""
    import cv2

    reader, frames = cv2.VideoCapture(str(CLIPS / "asl_please.mp4")), []
    while (read := reader.read())[0]:
        frames.append(np.ascontiguousarray(read[1][:, :, ::-1]))
    wrists = []
    for turned in (False, True):
        tracker.reset()
        pictures = [np.ascontiguousarray(frame[:, ::-1]) if turned else frame for frame in frames[:40]]
        last = [tracker.track(picture, i / 30) for i, picture in enumerate(pictures)][-1]
        wrists.append(last.left[0] if turned else last.right[0])
    assert abs((1 - wrists[1][0]) - wrists[0][0]) < 10 / 640
    assert abs(wrists[1][1] - wrists[0][1]) < 10 / 480
