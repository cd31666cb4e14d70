"""From a take to a unit vector: signs that look alike lie close together.

The embedding is one linear map of the frame features at eight moments, learned so that performers of the
same sign fall together (linear discriminant analysis on synthetic performances).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from recognition.signs.features import COLUMNS, frame_features
from recognition.signs.normalise import Array, BodyFrame, resample

MOMENTS = 8


class Embedder(Protocol):
    """Turns a take in body coordinates into a unit vector (D,) float32."""

    def embed(self, body: BodyFrame) -> Array: ...


def moments(body: BodyFrame) -> Array:
    """(MOMENTS * COLUMNS,) float32: the features at evenly spaced moments of the take."""
    return resample(frame_features(body), MOMENTS).ravel()


@dataclass(frozen=True, slots=True, eq=False)
class LinearEmbedder:
    """`mean` (MOMENTS * COLUMNS,), `weights` (MOMENTS * COLUMNS, D)."""

    mean: Array
    weights: Array

    def __post_init__(self) -> None:
        if self.weights.shape[:1] != self.mean.shape or self.mean.shape != (MOMENTS * COLUMNS,):
            raise ValueError(f"weights {self.weights.shape} do not fit {MOMENTS} x {COLUMNS} features")

    def embed(self, body: BodyFrame) -> Array:
        vector = (moments(body) - self.mean) @ self.weights
        return vector / max(float(np.linalg.norm(vector)), 1e-6)
