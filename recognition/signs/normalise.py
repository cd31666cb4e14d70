"""Takes made comparable: independent of place, size, signing hand, and of short gaps.

Input as everywhere: (T, 75, 3), see `recognition.landmarks.layout`. Output is a `BodyFrame`: lengths
in shoulder widths around the middle of the shoulders, x to the own left, y down, the dominant hand first.
Hands-only recordings have no shoulders; there the palm gives the scale and the mean wrist the centre.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recognition.landmarks.layout import (
    KNUCKLES,
    LEFT_HAND,
    LEFT_SHOULDER,
    MIRRORED,
    RIGHT_HAND,
    RIGHT_SHOULDER,
)

Array = NDArray[np.float32]

# Webcams of unknown picture shape.
ASPECT_UNKNOWN = 4 / 3
# Shoulder widths per palm length (wrist to knuckles): about 0.33 m to 0.09 m on an adult, foreshortened.
SHOULDERS_PER_PALM = 3.0
# One hand seen this much more often than the other is the dominant one without looking at movement.
CLEARLY_MORE = 1.25
# With both hands seen alike, the left one leads only if it moves so much farther: most people are right-handed.
CLEARLY_FARTHER = 1.3


class EmptyTakeError(ValueError):
    """No frame, or no hand in any frame: nothing to recognise."""


@dataclass(frozen=True, slots=True, eq=False)
class BodyFrame:
    """A take in body coordinates.

    Attributes
    ----------
    points : (T, 75, 3) float32 in shoulder widths; NaN where missing. Right-hand slots hold the
        dominant hand (a left-handed take is mirrored).
    seen : (T, 2) bool, dominant and other hand found.
    has_body : shoulders were found; else centre and scale come from the hands.
    mirrored : the take was turned over because its left hand leads.
    ambiguous : both hands take part about equally, so the leading hand is a guess.
    """

    points: Array
    seen: NDArray[np.bool_]
    has_body: bool
    mirrored: bool
    ambiguous: bool

    def turned_over(self) -> BodyFrame:
        """The same take with the other hand leading."""
        return replace(self, points=mirror(self.points), seen=self.seen[:, ::-1], mirrored=not self.mirrored)


def to_body_frame(take: Array, aspect: float) -> BodyFrame:
    """Puts a take (T, 75, 3) of a picture with this width / height into body coordinates.

    Raises `EmptyTakeError` when no hand was found in any frame.
    """
    points = np.array(take, np.float32)
    if points.ndim != 3 or points.shape[1:] != (75, 3):
        raise ValueError(f"a take has the shape (T, 75, 3), this one {points.shape}")
    points[~np.isfinite(points).all(2)] = np.nan
    if not np.isfinite(points[:, LEFT_HAND.start :, 0]).any():
        raise EmptyTakeError("no hand in any frame")
    points[..., [0, 2]] *= known_aspect(aspect)
    left_leads, ambiguous = _leading_hand(points)
    if left_leads:
        points = mirror(points)
    centre, scale, has_body = _body(points)
    points[..., :2] -= centre
    points /= scale
    seen = np.isfinite(points[:, [RIGHT_HAND.start, LEFT_HAND.start], 0])
    return BodyFrame(points, seen, has_body, left_leads, ambiguous)


def known_aspect(aspect: float) -> float:
    """Width / height of the picture, or what webcams have where nobody knows it."""
    return aspect if np.isfinite(aspect) and aspect > 0 else ASPECT_UNKNOWN


def mirror(points: Array) -> Array:
    """The same take as signed with the other hand; x must be in lengths, not parts of the width."""
    mirrored = points[:, list(MIRRORED)].copy()
    mirrored[..., 0] *= -1
    return mirrored


def _leading_hand(points: Array) -> tuple[bool, bool]:
    """Whether the left hand leads, and whether that is a guess."""
    left, right = (int(np.isfinite(points[:, hand, 0]).all(1).sum()) for hand in (LEFT_HAND, RIGHT_HAND))
    if max(left, right) > CLEARLY_MORE * min(left, right):
        return left > right, False
    return _path(points[:, LEFT_HAND.start]) > CLEARLY_FARTHER * _path(points[:, RIGHT_HAND.start]), True


def _path(wrist: Array) -> float:
    """Length of the way of a wrist (T, 3) over the frames in which it is seen."""
    way = wrist[np.isfinite(wrist[:, 0]), :2]
    return float(np.linalg.norm(np.diff(way, axis=0), axis=1).sum())


def _body(points: Array) -> tuple[Array, float, bool]:
    """Centre (2,), scale, and whether shoulders gave them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all-NaN columns are the hands-only case
        shoulders = np.nanmedian(points[:, [LEFT_SHOULDER, RIGHT_SHOULDER], :2], axis=0)
        wrists = np.nanmean(points[:, [LEFT_HAND.start, RIGHT_HAND.start], :2], axis=(0, 1))
    palm = palm_length(points)
    if np.isfinite(shoulders).all():
        width = float(np.linalg.norm(shoulders[0] - shoulders[1]))
        # Seen from the side, shoulders are narrow: the palm then tells the size better.
        return shoulders.mean(0), max(width, palm, 1e-3), True
    return wrists, max(SHOULDERS_PER_PALM * palm, 1e-3), False


def palm_length(points: Array) -> float:
    """Median distance from wrist to knuckles of both hands, in the units of the points."""
    lengths = []
    for hand in (LEFT_HAND, RIGHT_HAND):
        marks = points[:, hand, :2]
        marks = marks[np.isfinite(marks[:, 0, 0])]
        if len(marks):
            lengths.append(np.linalg.norm(marks[:, list(KNUCKLES)] - marks[:, :1], axis=2).mean(1))
    return float(np.median(np.concatenate(lengths))) if lengths else 0.0


def fill_gaps(values: Array, seen: NDArray[np.bool_]) -> Array:
    """(T, K) with unseen rows interpolated between seen ones, held at the ends; zeros if none is seen."""
    if not seen.any():
        return np.zeros_like(values)
    at = np.flatnonzero(seen)
    times = np.arange(len(values))
    after = np.clip(np.searchsorted(at, times), 0, len(at) - 1)
    before = np.maximum(after - (at[after] > times), 0)
    span = np.maximum(at[after] - at[before], 1)
    weight = np.clip((times - at[before]) / span, 0, 1).astype(np.float32)[:, None]
    filled: Array = (values[at[before]] * (1 - weight) + values[at[after]] * weight).astype(np.float32)
    return filled


def resample(values: Array, frames: int) -> Array:
    """(T, K) to (frames, K), linearly in time."""
    at = np.linspace(0, len(values) - 1, frames)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, len(values) - 1)
    weight = (at - low).astype(np.float32)[:, None]
    resampled: Array = (values[low] * (1 - weight) + values[high] * weight).astype(np.float32)
    return resampled
