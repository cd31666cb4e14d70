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
# Nobody knows exactly where a take begins and ends: it is also measured without a tenth of its frames at the start, at
# the end, and at both.
CUTS = ((0.1, 1.0), (0.0, 0.9), (0.1, 0.9))
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
            return _NOTHING, np.zeros(self._embedder.dimensions, np.float32)
        return take_vector(frame_features(body)), self._embedder.embed(body)


def cut_measured(take: Array, aspect: float) -> Array:
    """(len(CUTS), D): what is measured of a take (T, 75, 3) that begins later or ends sooner."""
    ends = [(round(begin * len(take)), round(end * len(take))) for begin, end in CUTS]
    return np.array([_measured(take[begin : max(end, begin + 1)], aspect) for begin, end in ends], np.float32)


def _measured(take: Array, aspect: float) -> Array:
    try:
        return take_vector(frame_features(to_body_frame(take, aspect)))
    except EmptyTakeError:
        return _NOTHING


def take_vector(features: Array) -> Array:
    """(T, COLUMNS) frame features as one vector: sixteen moments, then mean, spread, extremes and speed over time."""
    moments = resample(features[:, STEADY], MOMENTS)
    speed = 3 * np.abs(np.diff(moments, axis=0)).mean(0)
    pooled = [moments.mean(0), moments.std(0), moments.min(0), moments.max(0), speed]
    vector: Array = np.concatenate([moments.ravel() / np.sqrt(MOMENTS), *pooled]).astype(np.float32)
    return vector


# Of a take without a hand.
_NOTHING = take_vector(np.zeros((1, COLUMNS), np.float32))
