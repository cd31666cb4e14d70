"""Fills short gaps: a hand lost for a moment, a body looked for only now and then."""

from __future__ import annotations

import numpy as np

from recognition.landmarks.landmarks import Points
from recognition.landmarks.layout import LEFT_ELBOW, LEFT_WRIST, RIGHT_ELBOW, RIGHT_WRIST

# Fast movement blurs a hand for up to a fifth of a second; held longer, a lowered hand would seem to stay.
HOLD_S = 0.2


class HandBridge:
    """Holds one hand through a short gap, moving on at its last speed, which fades out."""

    def __init__(self, hold_s: float = HOLD_S) -> None:
        self._hold_s = hold_s
        self._last: Points | None = None
        self._seen_at = 0.0
        self._speed = np.zeros(3, np.float32)

    def feed(self, hand: Points | None, at: float) -> tuple[Points | None, float]:
        """The hand (21, 3) to use at time `at`, and how fresh it is: 1 seen now, falling to 0 = gone."""
        if hand is not None:
            self._note(hand, at)
            return hand, 1.0
        gap = at - self._seen_at
        if self._last is None or gap > self._hold_s:
            self._last = None
            return None, 0.0
        fresh = 1 - gap / self._hold_s
        # Moving on for the whole gap at half speed on average stops where a fading speed would.
        return (self._last + self._speed * gap * 0.5).astype(np.float32), fresh

    def _note(self, hand: Points, at: float) -> None:
        step = at - self._seen_at
        moved = self._last is not None and 0 < step <= self._hold_s
        self._speed = (hand[0] - self._last[0]) / step if moved else np.zeros(3, np.float32)  # type: ignore[index]
        self._last, self._seen_at = hand, at


def follow_hands(pose: Points, left: Points | None, right: Points | None) -> Points:
    """The last pose (33, 3) with its wrists at the hands found since, its elbows half the way along."""
    followed = pose.copy()
    for hand, wrist, elbow in ((left, LEFT_WRIST, LEFT_ELBOW), (right, RIGHT_WRIST, RIGHT_ELBOW)):
        if hand is not None:
            moved = hand[0, :2] - pose[wrist, :2]
            followed[wrist, :2] += moved
            followed[elbow, :2] += moved / 2
    return followed
