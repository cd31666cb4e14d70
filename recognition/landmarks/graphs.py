"""MediaPipe's three graphs as plain functions: pictures in, arrays out. Imported by workers only.

MediaPipe 0.10.21 with the models of its wheel; nothing is looked up outside. Pose exists in
complexity 1 only; the others would start a download.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.landmarks.landmarks import Points
from recognition.landmarks.quiet import native_stderr_silenced
from recognition.landmarks.sides import FoundHand
from recognition.left_out import left_out

Pixels = NDArray[np.uint8]

# 0.4 finds more blurred hands than the default 0.5 and no more false ones (measured on eleven real clips,
# `tests/bench/landmarks.py`); the same values as in the recordings the recogniser is measured on.
MIN_CONFIDENCE = 0.4
# A face of a person standing behind the visitor should count; the picture of a wall should not.
MIN_FACE_CONFIDENCE = 0.6
# What MediaPipe imports beside the three: plots of landmarks, 34 MB a process, its newer interface 6, boxes around
# objects 4 (measured).
NEEDLESS = (
    "matplotlib",
    "matplotlib.pyplot",
    "mediapipe.tasks",
    "mediapipe.tasks.python",
    "mediapipe.python.solutions.objectron",
)
# Lines on stderr come when a graph starts and when its later stages first run.
NOISY_CALLS = 40


class Graphs:
    """Hands, pose and face finder of one camera; one thread only. Close it, or use it in a `with`."""

    def __init__(self) -> None:
        with native_stderr_silenced(), left_out(*NEEDLESS):
            import mediapipe.python.solutions.face_detection as face
            import mediapipe.python.solutions.hands as hands
            import mediapipe.python.solutions.pose as pose

            self._hands = hands.Hands(
                max_num_hands=2,
                model_complexity=1,
                min_detection_confidence=MIN_CONFIDENCE,
                min_tracking_confidence=MIN_CONFIDENCE,
            )
            self._pose = pose.Pose(
                model_complexity=1,
                min_detection_confidence=MIN_CONFIDENCE,
                min_tracking_confidence=MIN_CONFIDENCE,
            )
            self._face = face.FaceDetection(model_selection=1, min_detection_confidence=MIN_FACE_CONFIDENCE)
        self._calls = 0
        self._warm_up()

    def hands(self, pixels: Pixels) -> list[FoundHand]:
        """At most two hands, `right` = the person's own right hand in an unmirrored picture."""
        found = self._process(self._hands, pixels)
        pairs = zip(found.multi_hand_landmarks or (), found.multi_handedness or (), strict=True)
        return [_found_hand(marks, side.classification[0]) for marks, side in pairs]

    def pose(self, pixels: Pixels) -> Points | None:
        """(33, 3), or None when no body is seen."""
        found = self._process(self._pose, pixels)
        return None if found.pose_landmarks is None else _array(found.pose_landmarks)

    def faces(self, pixels: Pixels) -> int:
        """How many faces are seen."""
        return len(self._process(self._face, pixels).detections or ())

    def close(self) -> None:
        with native_stderr_silenced():
            for graph in (self._hands, self._pose, self._face):
                graph.close()

    def __enter__(self) -> Graphs:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _warm_up(self) -> None:
        """The first call of a graph takes up to 0.2 s (measured); a grey picture takes it before the visitor."""
        grey = np.full((480, 640, 3), 128, np.uint8)
        for run in (self.hands, self.pose, self.faces):
            run(grey)

    def _process(self, graph: Any, pixels: Pixels) -> Any:
        if self._calls >= NOISY_CALLS:
            return graph.process(pixels)
        self._calls += 1
        with native_stderr_silenced():
            return graph.process(pixels)


def _found_hand(marks: Any, side: Any) -> FoundHand:
    # "Left" is said of a selfie picture; in camera view that is the person's right hand.
    return FoundHand(points=_array(marks), right=side.label == "Left", score=float(side.score))


def _array(marks: Any) -> Points:
    return np.array([(p.x, p.y, p.z) for p in marks.landmark], np.float32)
