"""How the visitor stands before the camera, as one hint at a time.

Pure: time comes with the landmarks. The order of the hints is that of `docs`' mirror: nothing seen,
too far, hands cut, too dark, two people, good. A hint stays for at least 1.5 s, so that it can be read.
"""

from __future__ import annotations

from enum import Enum

import numpy as np

from recognition.landmarks.landmarks import Landmarks, Points
from recognition.landmarks.layout import LEFT_SHOULDER, LEFT_WRIST, RIGHT_SHOULDER, RIGHT_WRIST

# Design: a hint that changes faster cannot be read.
HOLD_S = 1.5
# Shoulder width / picture height of a person at 1.8 m in a 60 degree camera is about 0.22; the hand
# model loses hands of people further off (our judgement, checked on clips shrunk to a third).
FAR_SHOULDERS = 0.17
# Standing so near that signing hands leave the picture: shoulders over 0.62 of its width.
NEAR_SHOULDERS = 0.62
# Below this mean luma of the face (of a dark room, or before a window) pictures lose hands (our judgement).
DARK = 0.13
# How long a hand may be out before it counts; a passing lowering of the arms is no fault of framing.
CUT_AFTER_S = 0.8


class FramingHint(Enum):
    """What the mirror says; the value is the key of its text in content."""

    NOTHING_SEEN = "nothing-seen"
    TOO_FAR = "too-far"
    HANDS_CUT = "hands-cut"
    TOO_DARK = "too-dark"
    TWO_PEOPLE = "two-people"
    GOOD = "good"


class FramingGuide:
    """Turns landmarks into hints that hold long enough to be read."""

    def __init__(self, hold_s: float = HOLD_S) -> None:
        self._hold_s = hold_s
        self._hint: FramingHint | None = None
        self._since = 0.0
        self._cut_since: float | None = None

    def feed(self, landmarks: Landmarks) -> FramingHint:
        """The hint to show now."""
        seen = self._judge(landmarks)
        if self._hint is None or (seen is not self._hint and landmarks.at - self._since >= self._hold_s):
            self._hint, self._since = seen, landmarks.at
        return self._hint

    def _judge(self, landmarks: Landmarks) -> FramingHint:
        cut = self._hands_cut_long(landmarks)
        pose = landmarks.pose
        if not np.isfinite(pose[LEFT_SHOULDER, 0]):
            dark = landmarks.brightness < DARK and not landmarks.has_hands
            return FramingHint.TOO_DARK if dark else self._bodiless(landmarks, cut)
        if _shoulder_width(pose, landmarks.aspect) < FAR_SHOULDERS:
            return FramingHint.TOO_FAR
        if cut or _shoulder_width(pose, landmarks.aspect) > NEAR_SHOULDERS * landmarks.aspect:
            return FramingHint.HANDS_CUT
        if landmarks.brightness < DARK:
            return FramingHint.TOO_DARK
        return FramingHint.TWO_PEOPLE if landmarks.bodies > 1 else FramingHint.GOOD

    def _bodiless(self, landmarks: Landmarks, cut: bool) -> FramingHint:
        """Hands without a body: too near, with the head out of the picture."""
        return FramingHint.HANDS_CUT if landmarks.has_hands or cut else FramingHint.NOTHING_SEEN

    def _hands_cut_long(self, landmarks: Landmarks) -> bool:
        if not _hand_leaves_picture(landmarks):
            self._cut_since = None
            return False
        if self._cut_since is None:
            self._cut_since = landmarks.at
        return landmarks.at - self._cut_since >= CUT_AFTER_S


def _hand_leaves_picture(landmarks: Landmarks) -> bool:
    """A hand over the rim at the sides or the top; hanging arms leave at the bottom, which is no fault."""
    marks = np.concatenate([landmarks.left, landmarks.right, landmarks.pose[[LEFT_WRIST, RIGHT_WRIST]]])
    with np.errstate(invalid="ignore"):
        aside = (marks[:, 0] < 0) | (marks[:, 0] > 1) | (marks[:, 1] < 0)
        cut_hand = (landmarks.points[33:, 1] > 1).sum() > 5
    return bool(aside.any() or cut_hand)


def _shoulder_width(pose: Points, aspect: float) -> float:
    across = pose[LEFT_SHOULDER] - pose[RIGHT_SHOULDER]
    return float(np.hypot(across[0] * aspect, across[1]))
