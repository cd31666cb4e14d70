"""Made-up bodies and hands for the landmark tests."""

from __future__ import annotations

import numpy as np

from recognition.landmarks import Landmarks
from recognition.landmarks.landmarks import Points
from recognition.landmarks.sides import FoundHand


def body(shoulders: float = 0.3, middle: float = 0.5) -> Points:
    """A pose (33, 3) facing the camera, arms hanging; the own right side is on the picture's left."""
    pose = np.full((33, 3), 0.5, np.float32)
    pose[[11, 13, 15], 0], pose[[12, 14, 16], 0] = middle + shoulders / 2, middle - shoulders / 2
    pose[[11, 12], 1], pose[[13, 14], 1], pose[[15, 16], 1] = 0.5, 0.7, 0.9
    return pose


def hand_at(x: float, y: float, right: bool, score: float = 0.9) -> FoundHand:
    """A small hand whose wrist is at (x, y)."""
    points = np.zeros((21, 3), np.float32)
    points[:, 0], points[:, 1] = x, y - np.linspace(0, 0.1, 21)
    return FoundHand(points, right, score)


def seen(at: float, pose: Points | None = None, right: Points | None = None, **more: object) -> Landmarks:
    points = np.full((75, 3), np.nan, np.float32)
    if pose is not None:
        points[:33] = pose
    if right is not None:
        points[54:] = right
    return Landmarks(at=at, points=points, **more)  # type: ignore[arg-type]
