"""Prototypes: one vector per way of making a sign, with how far its takes may lie from it.

Synthetic, recorded and taught prototypes have the same format: a unit vector, a gloss, an origin.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from recognition.signs.forms import IDLE
from recognition.signs.normalise import Array
from recognition.signs.recognition import UNKNOWN, Alternative, Recognition, certainty

ALTERNATIVES = 4


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns similarities into confidence, fitted on takes of signs and of non-signs not used otherwise.

    confidence = sigmoid(bias + nearness * similarity + lead * (similarity - that of the next sign)
    + apart * (similarity - that of the nearest take of no sign)).
    radius: smallest similarity (cosine) at which a take may be a known sign at all.
    whole: log odds by which a reading that stands for a whole sign is likelier right; a window that ends anywhere is
    often half a sign, or none.
    """

    bias: float
    nearness: float
    lead: float
    radius: float
    apart: float = 0.0
    whole: float = 0.0

    def confidence(self, similarity: float, lead: float, apart: float) -> float:
        score = self.bias + self.nearness * similarity + self.lead * lead + self.apart * apart
        return float(1 / (1 + np.exp(-score)))


@dataclass(frozen=True, eq=False)
class Prototypes:
    """vectors (P, D) unit length float32; glosses and origins, one each."""

    vectors: Array
    glosses: tuple[str, ...]
    origins: tuple[str, ...]

    @property
    def taught(self) -> tuple[str, ...]:
        pairs = zip(self.glosses, self.origins, strict=True)
        return tuple(dict.fromkeys(gloss for gloss, origin in pairs if origin == "taught"))

    def with_taught(self, gloss: str, vectors: Array) -> Prototypes:
        """Adds taught prototypes (K, D) of a sign, old or new."""
        count = len(vectors)
        return Prototypes(
            np.concatenate([self.vectors, vectors]).astype(np.float32),
            self.glosses + (gloss,) * count,
            self.origins + ("taught",) * count,
        )

    def without_taught(self, gloss: str) -> Prototypes:
        """Takes the taught prototypes of a sign away; shipped ones stay."""
        pairs = zip(self.glosses, self.origins, strict=True)
        keep = [not (name == gloss and origin == "taught") for name, origin in pairs]
        chosen = np.flatnonzero(keep)
        return Prototypes(
            self.vectors[chosen],
            tuple(self.glosses[i] for i in chosen),
            tuple(self.origins[i] for i in chosen),
        )

    def nearest(self, vector: Array, among: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Signs with the cosine of their nearest prototype, nearest first; `among` limits the signs."""
        if not self.glosses:
            return []
        names, order, starts = self._by_gloss
        # Not `@`: BLAS would wake all its threads for so little, many times a second.
        similarity = np.einsum("pd,d->p", self.vectors, vector)[order]
        best = np.maximum.reduceat(similarity, starts)
        ranking = ((names[i], float(best[i])) for i in np.argsort(-best, kind="stable").tolist())
        return [item for item in ranking if among is None or item[0] in among or item[0] == IDLE]

    @cached_property
    def _by_gloss(self) -> tuple[list[str], NDArray[np.intp], NDArray[np.intp]]:
        """The signs, the prototypes in their order, and where each sign's begin."""
        names, index = np.unique(np.array(self.glosses), return_inverse=True)
        order = np.argsort(index, kind="stable")
        return names.tolist(), order, np.searchsorted(index[order], np.arange(len(names)))


def decide(ranking: Sequence[tuple[str, float]], calibration: Calibration) -> Recognition:
    """The recognition for a ranking of signs by similarity."""
    if not ranking:
        return UNKNOWN
    if ranking[0][0] == IDLE:
        return UNKNOWN
    gloss, similarity = ranking[0]
    others = [item for item in ranking[1 : ALTERNATIVES + 2] if item[0] != IDLE][:ALTERNATIVES]
    confidence = calibration.confidence(*evidence(ranking))
    alternatives = _shared(others, confidence, similarity)
    if similarity < calibration.radius:
        return Recognition(
            None, confidence, UNKNOWN.state, (Alternative(gloss, confidence), *alternatives)[:ALTERNATIVES]
        )
    state = certainty(confidence, confidence - (alternatives[0].confidence if alternatives else 0.0))
    return Recognition(gloss, confidence, state, alternatives)


def evidence(ranking: Sequence[tuple[str, float]]) -> tuple[float, float, float]:
    """What the confidence in the first sign of a ranking rests on: its similarity, its lead over the next sign, and how
    far apart it is from what is no sign."""
    similarity = ranking[0][1]
    sign = next((value for name, value in ranking[1:] if name != IDLE), -1.0)
    nothing = next((value for name, value in ranking[1:] if name == IDLE), -1.0)
    return similarity, similarity - sign, similarity - nothing


def _shared(others: Sequence[tuple[str, float]], confidence: float, similarity: float) -> tuple[Alternative, ...]:
    """What is left for the others, shared by nearness; they never overtake the best reading."""
    weights = np.exp([20 * (value - similarity) for _, value in others])
    shares = (1 - confidence) * weights / (1 + weights.sum()) if len(weights) else []
    return tuple(
        Alternative(name, float(share)) for (name, _), share in zip(others, shares, strict=True) if name != IDLE
    )
