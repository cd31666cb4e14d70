"""Takes as plain vectors, for fitting a classifier on the rows of one file.

Two descriptions: what is measured directly, at sixteen moments and over the whole take; and the
network's embedding, which has seen many signers. They err differently, so both are used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.signs.embedding import Embedder
from recognition.signs.features import COLUMNS, STEADY, frame_features
from recognition.signs.normalise import Array, EmptyTakeError, resample, to_body_frame

MOMENTS = 16
# Length of the embedding's linear half.
LINEAR = 96


@dataclass(frozen=True, slots=True, eq=False)
class Descriptions:
    """One row a take: `measured` (N, D) and `embedded` (N, E), float32."""

    measured: Array
    embedded: Array

    def __getitem__(self, rows: NDArray[Any]) -> Descriptions:
        return Descriptions(self.measured[rows], self.embedded[rows])

    def __len__(self) -> int:
        return len(self.measured)

    @property
    def parts(self) -> list[Array]:
        """What classifiers are fitted on: the linear half of the embedding adds nothing there (measured)."""
        return [self.measured, self.embedded[:, : self.embedded.shape[1] - LINEAR]]


class Describer:
    """Describes takes with one embedder."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def describe(self, take: Array, aspect: float) -> tuple[Array, Array]:
        """(D,) and (E,) of a take (T, 75, 3); zeros when no hand was found, which is like no sign."""
        try:
            body = to_body_frame(take, aspect)
        except EmptyTakeError:
            measured = take_vector(np.zeros((1, COLUMNS), np.float32))
            return measured, np.zeros(self._embedder.dimensions, np.float32)
        return take_vector(frame_features(body)), self._embedder.embed(body)


def take_vector(features: Array) -> Array:
    """(T, COLUMNS) frame features as one vector: sixteen moments, then mean, spread, extremes and speed over time."""
    moments = resample(features[:, STEADY], MOMENTS)
    speed = 3 * np.abs(np.diff(moments, axis=0)).mean(0)
    pooled = [moments.mean(0), moments.std(0), moments.min(0), moments.max(0), speed]
    vector: Array = np.concatenate([moments.ravel() / np.sqrt(MOMENTS), *pooled]).astype(np.float32)
    return vector
