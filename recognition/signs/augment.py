"""Other people, cameras and trackers, made from a take: turned, stretched, cut, slower, with hands missing."""

from __future__ import annotations

import numpy as np

from recognition.landmarks.layout import POSE
from recognition.signs.normalise import Array, known_aspect

# Spreads are our judgement: a camera held by hand, other builds, webcams that distort at the rim.
TURN_DEG, STRETCH, SHEAR, DEPTH, TREMOR = 7.0, 0.08, 0.05, 0.25, 0.004
CUT = 0.15
NO_BODY, NO_OTHER_HAND, GAP = 0.08, 0.05, 0.4


def augmented(take: Array, aspect: float, rng: np.random.Generator) -> Array:
    """A changed copy (T', 75, 3) of a take; its aspect is 1 (x is already in lengths)."""
    points = _cut(np.array(take, np.float32), rng)
    points[..., [0, 2]] *= known_aspect(aspect)
    angle = np.radians(rng.normal(0, TURN_DEG))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    stretch = np.array([[np.exp(rng.normal(0, STRETCH)), rng.normal(0, SHEAR)], [0, np.exp(rng.normal(0, STRETCH))]])
    points[..., :2] = points[..., :2] @ (turn @ stretch).T
    points[..., 2] *= np.exp(rng.normal(0, DEPTH))
    seen = points[:, 33:, :2][np.isfinite(points[:, 33:, :2])]
    size = (float(seen.std()) if len(seen) else 0.0) or 0.1
    points[:, 33:, :2] += rng.normal(0, TREMOR, points[:, 33:, :2].shape) * size * 5
    # Each bone of a hand is a little longer or shorter on other people: one offset a joint for the whole take.
    points[:, 33:, :2] += rng.normal(0, 2 * TREMOR, (1, *points[0, 33:, :2].shape)) * size * 5
    return _lose(points.astype(np.float32), rng)


def _cut(points: Array, rng: np.random.Generator) -> Array:
    """Starts later and ends earlier, by up to 15 % each."""
    if len(points) < 8:
        return points
    begin, end = (int(len(points) * rng.uniform(0, CUT)) for _ in range(2))
    return points[begin : len(points) - end]


def _lose(points: Array, rng: np.random.Generator) -> Array:
    if rng.random() < NO_BODY and np.isfinite(points[:, 33:, 0]).any():
        points[:, POSE] = np.nan
    for hand in (slice(33, 54), slice(54, 75)):
        other = slice(54, 75) if hand.start == 33 else slice(33, 54)
        if rng.random() < NO_OTHER_HAND and np.isfinite(points[:, other, 0]).mean() > 0.5:
            points[:, hand] = np.nan
        elif rng.random() < GAP and len(points) > 8:
            begin = rng.integers(len(points))
            gap = np.arange(begin, min(begin + 1 + rng.integers(len(points) // 4), len(points)))
            if np.isfinite(np.delete(points[:, hand, 0], gap, axis=0)).any():
                points[gap, hand] = np.nan
    return points
