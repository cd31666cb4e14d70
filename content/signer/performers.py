"""Performers and cameras drawn by lot: other tempo, build, hand, place of the camera; and what a tracker would give."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from content.signer.camera import Camera
from content.signer.performance import Performance
from content.signer.style import Style

Array = NDArray[np.float32]


def random_style(rng: np.random.Generator) -> Style:
    """A performer: tempo 0.7-1.6 (facts of sentence corpora), one in ten left-handed, own build."""
    return Style(
        speed=float(rng.uniform(0.7, 1.6)),
        size=float(rng.uniform(0.8, 1.2)),
        dominant="left" if rng.random() < 0.1 else "right",
        jitter=float(rng.uniform(0.3, 1.5)),
        rng=rng,
        hand_scale=float(rng.uniform(0.85, 1.15)),
        shoulder_scale=float(rng.uniform(0.88, 1.12)),
        arm_scale=float(rng.uniform(0.92, 1.08)),
        head_scale=float(rng.uniform(0.9, 1.1)),
        rest="down" if rng.random() < 0.5 else "folded",
    )


def random_camera(rng: np.random.Generator) -> Camera:
    """A webcam near the middle, somewhat turned and tilted."""
    return Camera(
        distance=float(rng.uniform(1500, 3000)),
        yaw_deg=float(rng.normal(0, 8)),
        pitch_deg=float(rng.normal(0, 7)),
        roll_deg=float(rng.normal(0, 3)),
        zoom=float(rng.uniform(0.7, 1.15)),
        shift=(float(rng.uniform(-0.12, 0.12)), float(rng.uniform(-0.08, 0.12))),
    )


def filmed(played: Performance, camera: Camera, begin_s: float, end_s: float, rng: np.random.Generator) -> Array:
    """What a tracker would give between two times: at a webcam's rate, unsteady, sometimes without a hand."""
    rate_hz = float(rng.choice([10, 15, 25, 30]))
    times = np.arange(begin_s, max(end_s, begin_s + 3 / rate_hz), 1 / rate_hz)
    points = played.landmarks(times, camera)
    points[..., :2] += rng.normal(0, rng.uniform(0.0005, 0.003), points[..., :2].shape)
    points[..., 2] *= rng.uniform(0.6, 1.4)
    points[:, 33:, 2] += rng.normal(0, 0.006, points[:, 33:, 2].shape)
    _lose_hands(points, rng)
    return points.astype(np.float32)


def _lose_hands(points: Array, rng: np.random.Generator) -> None:
    """Hands are missing in 5-20 % of the frames, in runs; never in all; out of the picture always."""
    for hand in (slice(33, 54), slice(54, 75)):
        outside = (points[:, hand, 1].mean(1) > 1.02) | (np.abs(points[:, hand, 0].mean(1) - 0.5) > 0.52)
        gap = rng.random() < 0.5
        start, length = rng.integers(len(points)), 1 + rng.integers(max(len(points) // 4, 1))
        lost = outside | (gap & (np.arange(len(points)) >= start) & (np.arange(len(points)) < start + length))
        points[lost if not lost.all() else outside, hand] = np.nan
