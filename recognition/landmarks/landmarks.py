"""What the tracker found in one picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.landmarks.layout import LEFT_HAND, POINTS, POSE, RIGHT_HAND

Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """Landmarks of one person in one picture.

    Attributes
    ----------
    at : seconds on the clock of the caller (monotonic).
    points : (75, 3) float32, see `recognition.landmarks.layout`; NaN where nothing was found.
    aspect : picture width / height; multiply x by it before measuring lengths or angles.
    confidence : 0..1, how far the hands can be trusted; 0 without hands, less while bridged.
    brightness : mean luma of the face, of the picture where no body was found, 0..1.
    bodies : people seen, counted now and then; 0 when nobody was found.
    """

    at: float
    points: Points
    aspect: float = 4 / 3
    confidence: float = 0.0
    brightness: float = 0.5
    bodies: int = 0

    @property
    def pose(self) -> Points:
        return self.points[POSE]

    @property
    def left(self) -> Points:
        return self.points[LEFT_HAND]

    @property
    def right(self) -> Points:
        return self.points[RIGHT_HAND]

    @property
    def has_left(self) -> bool:
        return bool(np.isfinite(self.left[0, 0]))

    @property
    def has_right(self) -> bool:
        return bool(np.isfinite(self.right[0, 0]))

    @property
    def has_hands(self) -> bool:
        return self.has_left or self.has_right


def nothing(at: float, aspect: float = 4 / 3) -> Landmarks:
    """A picture in which nothing was found."""
    return Landmarks(at=at, points=np.full((POINTS, 3), np.nan, np.float32), aspect=aspect)
