"""Whether somebody is signing: hands raised into the signing space."""

from __future__ import annotations

import numpy as np

from recognition.landmarks.landmarks import Landmarks
from recognition.landmarks.layout import LEFT_SHOULDER, RIGHT_SHOULDER

# Signing space reaches from the belly up; folded hands rest about 1.25 shoulder widths below the shoulders
# and hanging ones lower still (proportions of an adult; our judgement).
REST_BELOW_SHOULDERS = 1.15


def hands_up(landmarks: Landmarks) -> bool:
    """A hand in the signing space. Without a body any hand in the upper nine tenths of the picture counts."""
    wrists = [hand[9] for hand in (landmarks.left, landmarks.right) if np.isfinite(hand[9, 0])]
    if not wrists:
        return False
    highest = min(float(wrist[1]) for wrist in wrists)
    left, right = landmarks.pose[LEFT_SHOULDER], landmarks.pose[RIGHT_SHOULDER]
    if not np.isfinite(left[0]) or not np.isfinite(right[0]):
        return highest < 0.9
    width = float(np.hypot((left[0] - right[0]) * landmarks.aspect, left[1] - right[1]))
    return highest < float(left[1] + right[1]) / 2 + REST_BELOW_SHOULDERS * width
