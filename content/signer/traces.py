"""Figures written in the air with the leading finger.

Strokes as the signer writes them for the partner's eyes is a matter of custom; here they read rightly from the
signer's side (judgement), so x is to the signer's right when positive in the table below.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from content.signer.skeleton import Array

_HALF = 62.0  # world units of half a figure
_SPEED_S = 0.20  # seconds per unit of the table along a stroke
_LIFT = 26.0  # towards the viewer while the finger travels between strokes

# Points in -1..1: x to the signer's right, y up. One list a stroke.
_STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "公": [
        [(-0.2, 0.9), (-0.8, 0.2)], [(0.2, 0.9), (0.8, 0.2)],
        [(0.0, 0.2), (-0.5, -0.8), (0.5, -0.7)], [(0.4, -0.3), (0.7, -0.9)],
    ],
    "工": [[(-0.7, 0.8), (0.7, 0.8)], [(0.0, 0.8), (0.0, -0.8)], [(-0.9, -0.8), (0.9, -0.8)]],
    "业": [[(-0.3, 0.8), (-0.3, -0.7)], [(0.3, 0.8), (0.3, -0.7)], [(-0.9, -0.7), (0.9, -0.7)]],
    "介": [
        [(0.0, 0.9), (-0.9, 0.1)], [(0.0, 0.9), (0.9, 0.1)],
        [(-0.3, 0.1), (-0.5, -0.9)], [(0.3, 0.1), (0.3, -0.9)],
    ],
    "?": [
        [(-0.5, 0.5), (-0.2, 0.9), (0.3, 0.9), (0.6, 0.5), (0.4, 0.1), (0.0, -0.1), (0.0, -0.5)],
        [(0.0, -0.85), (0.0, -0.95)],
    ],
    "rectangle": [[(0.0, 0.7), (-0.9, 0.7), (-0.9, -0.7), (0.0, -0.7)]],
    "企": [[(0.0, 0.9), (-0.8, 0.3)], [(0.0, 0.9), (0.8, 0.3)]],
    "tick": [[(-0.6, 0.0), (-0.2, -0.6), (0.8, 0.8)]],
    "民": [[(-0.6, 0.8), (0.6, 0.8), (0.6, 0.3), (-0.6, 0.3)], [(-0.6, 0.8), (-0.6, -0.8), (-0.1, -0.5)]],
    "区": [
        [(0.7, 0.8), (-0.7, 0.8), (-0.7, -0.8), (0.8, -0.8)], [(0.4, 0.5), (-0.4, -0.4)], [(-0.3, 0.4), (0.4, -0.4)],
    ],
    "lightning": [[(0.3, 0.9), (-0.3, 0.1), (0.3, 0.1), (-0.3, -0.9)]],
    "千": [[(0.4, 0.9), (-0.4, 0.7)], [(-0.8, 0.2), (0.8, 0.2)], [(0.0, 0.75), (0.0, -0.9)]],
    "万-hook": [[(-0.1, 0.7), (0.6, 0.7), (0.5, -0.7), (0.2, -0.5)]],
    "丿": [[(0.3, 0.8), (0.1, 0.0), (-0.5, -0.8)]],
}  # fmt: skip


@lru_cache(maxsize=32)
def trace_shift(trace: str | None) -> tuple[Array, float]:
    """Shift of the hand (N, 3) in world units at even times, and the seconds it takes; a short line without a trace."""
    table = _STROKES[trace] if trace else [[(-0.4, 0.0), (0.4, 0.0)]]
    points: list[tuple[float, float, float]] = []
    for number, stroke in enumerate(table):
        if number:
            points.append((*stroke[0], 1.0))
        points.extend((x, y, 0.0) for x, y in stroke)
    corners = np.array(points) * (-_HALF, _HALF, _LIFT)
    lengths = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    even = np.linspace(0.0, along[-1], 64)
    path = np.stack([np.interp(even, along, corners[:, axis]) for axis in range(3)], axis=1)
    return path, max(0.5, _SPEED_S * along[-1] / _HALF)
