"""Pictures in, tracked landmarks of one signer out.

Hands are looked for in every picture, the body in every fifteenth (fourth while it moves), further
faces every two seconds. Together that is less than half of what the whole-body graph (Holistic) costs,
and hands are found where it finds none because the head is out of the picture (measured,
`tests/bench/landmarks.py`). Between two looks the last body stays, with its arms drawn to the hands.
A hand lost for a moment is bridged. Everything is smoothed by a One-Euro filter, which does not drag behind.
"""

from __future__ import annotations

from types import TracebackType

import numpy as np

from recognition.landmarks.bridge import HandBridge, follow_hands
from recognition.landmarks.graphs import Graphs, Pixels
from recognition.landmarks.landmarks import Landmarks, Points
from recognition.landmarks.layout import FACE, LEFT_HAND, LEFT_SHOULDER, POINTS, POSE, RIGHT_SHOULDER, UNSEEN_POSE
from recognition.landmarks.one_euro import OneEuro
from recognition.landmarks.sides import FoundHand, SideKeeper, Sides, body_fits

# Pictures from one look for the body to the next: half a second at 30 frames/s for one who stands still
# or is not there, and sooner after the shoulders moved. Oftener would cost more than half of Holistic.
STEADY_EVERY, MOVING_EVERY = 15, 4
# Shoulders that moved this far (parts of the picture) between two looks belong to somebody who moves.
MOVED = 0.03
FACES_EVERY_S = 2.0
# A body not found again for so long is gone.
POSE_HOLD_S = 1.5
# Filter settings in parts of the picture: rest tremor of about 1/500 disappears, a fast hand (2 pictures
# a second) is followed within a frame (our judgement, checked by the filter's tests).
HAND_CUTOFF_HZ, HAND_BETA = 5.0, 80.0
POSE_CUTOFF_HZ, POSE_BETA = 1.5, 10.0


class LandmarkTracker:
    """Tracks one signer. For a worker process: loads MediaPipe, one thread, 15 to 35 ms a picture."""

    def __init__(self) -> None:
        self._graphs = Graphs()
        self.reset()

    def reset(self) -> None:
        """Forgets the signer; for a new visit or a new recording."""
        self._until_look = 0
        self._pose: Points | None = None
        self._pose_at = 0.0
        self._faces, self._faces_at = 0, -np.inf
        self._bridges = HandBridge(), HandBridge()
        self._sides = SideKeeper()
        self._hand_filter = OneEuro(HAND_CUTOFF_HZ, HAND_BETA)
        self._pose_filter = OneEuro(POSE_CUTOFF_HZ, POSE_BETA)

    def track(self, pixels: Pixels, at: float) -> Landmarks:
        """Landmarks of one picture.

        Parameters
        ----------
        pixels : (height, width, 3) uint8 RGB, camera view (not mirrored).
        at : seconds, rising from picture to picture.
        """
        height, width = pixels.shape[:2]
        aspect = width / height
        hands = self._graphs.hands(pixels)
        if self._sides.follow(hands, aspect, at):
            self._until_look -= MOVING_EVERY  # a new hand: the body tells best whose it is
        self._look_for_body(pixels, at)
        if self._pose is not None and not body_fits(hands, self._pose, aspect):
            self._pose = None
        sides = self._sides.settle(self._pose, self._pose_at == at, aspect)
        left, left_fresh = self._bridges[0].feed(_points(sides.left), at)
        right, right_fresh = self._bridges[1].feed(_points(sides.right), at)
        return Landmarks(
            at=at,
            points=self._filtered(left, right, at),
            aspect=aspect,
            confidence=_confidence(sides, left_fresh, right_fresh),
            brightness=_brightness(pixels, self._pose),
            bodies=max(self._faces, int(self._pose is not None)),
        )

    def close(self) -> None:
        self._graphs.close()

    def __enter__(self) -> LandmarkTracker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _look_for_body(self, pixels: Pixels, at: float) -> None:
        self._until_look -= 1
        if self._until_look < 0:
            pose = self._graphs.pose(pixels)
            self._until_look = (MOVING_EVERY if _moved(self._pose, pose) else STEADY_EVERY) - 1
            if pose is not None:
                self._pose, self._pose_at = pose, at
            elif at - self._pose_at > POSE_HOLD_S:
                self._pose = None
        if at - self._faces_at >= FACES_EVERY_S:
            self._faces, self._faces_at = self._graphs.faces(pixels), at

    def _filtered(self, left: Points | None, right: Points | None, at: float) -> Points:
        points = np.full((POINTS, 3), np.nan, np.float32)
        hands = points[LEFT_HAND.start :]
        if left is not None:
            hands[:21] = left
        if right is not None:
            hands[21:] = right
        points[LEFT_HAND.start :] = self._hand_filter.filter(hands.copy(), at)
        body = points[POSE]
        if self._pose is not None:
            body[:] = follow_hands(self._pose, left, right)
        points[POSE] = self._pose_filter.filter(body.copy(), at)
        points[UNSEEN_POSE] = np.nan
        return points


def _points(hand: FoundHand | None) -> Points | None:
    return None if hand is None else hand.points


def _moved(last: Points | None, now: Points | None) -> bool:
    if last is None or now is None:
        return False
    shoulders = [LEFT_SHOULDER, RIGHT_SHOULDER]
    return bool(np.abs(now[shoulders, :2] - last[shoulders, :2]).max() > MOVED)


def _brightness(pixels: Pixels, pose: Points | None) -> float:
    """Mean luma of the face where a body is seen: before a window it is as dark as in a dark room, and its hands are
    lost as easily. Of the whole picture where there is no body."""
    height, width = pixels.shape[:2]
    part = pixels[::16, ::16]
    if pose is not None:
        (left, top), (right, bottom) = pose[FACE, :2].min(0), pose[FACE, :2].max(0)
        rows = slice(max(int(top * height), 0), max(int(bottom * height), 0) + 1)
        face = pixels[rows, max(int(left * width), 0) : max(int(right * width), 0) + 1]
        part = face if face.size else part
    return float(part.mean()) / 255


def _confidence(sides: Sides, left_fresh: float, right_fresh: float) -> float:
    """The better hand's: the model's score when seen now, its freshness while bridged."""
    left = sides.left.score if sides.left else 0.5 * left_fresh
    right = sides.right.score if sides.right else 0.5 * right_fresh
    return max(left, right)
