"""One take in, one recognition out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from recognition.signs.embedding import Embedder
from recognition.signs.errors import SignModelError
from recognition.signs.forms import IDLE
from recognition.signs.normalise import Array, BodyFrame, EmptyTakeError, to_body_frame
from recognition.signs.prototypes import Calibration, Prototypes, decide
from recognition.signs.recognition import UNKNOWN, Recognition, raised
from recognition.signs.store import SHIPPED, load_model


class SignRecognizer:
    """Nearest prototype within a calibrated radius, else unknown. One thread; a few milliseconds a take."""

    def __init__(self, embedder: Embedder, prototypes: Prototypes, calibration: Calibration) -> None:
        self._embedder = embedder
        self._prototypes = prototypes
        self._calibration = calibration

    @classmethod
    def load(cls, path: Path = SHIPPED) -> SignRecognizer:
        """The shipped model, or the one at `path`. Raises `SignModelError`."""
        model = load_model(path)
        return cls(model.embedder, model.prototypes, model.calibration)

    @property
    def glosses(self) -> tuple[str, ...]:
        """The signs it knows, taught ones included."""
        return tuple(gloss for gloss in dict.fromkeys(self._prototypes.glosses) if gloss != IDLE)

    @property
    def taught(self) -> tuple[str, ...]:
        """The signs with prototypes taught on site."""
        return self._prototypes.taught

    def classify(self, take: Array, aspect: float, among: Collection[str] | None = None) -> Recognition:
        """Reads one take.

        Parameters
        ----------
        take : (T, 75, 3) landmarks of one sign, NaN where missing.
        aspect : picture width / height; NaN when unknown.
        among : only these glosses may come out, where the dialogue expects few (digits).
        """
        try:
            vectors = self._vectors(take, aspect)
        except EmptyTakeError:
            return UNKNOWN
        rankings = [self._prototypes.nearest(vector, among) for vector in vectors]
        best = max(rankings, key=lambda ranking: ranking[0][1] if ranking else -1.0)
        return decide(best, self._calibration)

    def whole(self, reading: Recognition) -> Recognition:
        """How far a reading can be trusted that stands for a whole sign; `classify` speaks of any window."""
        return raised(reading, self._calibration.whole)

    def teach(self, gloss: str, takes: Sequence[Array], aspect: float) -> None:
        """Adds a sign, or a form of one, from a few takes; nothing is trained.

        Raises `SignModelError` (sign-take-unusable) when a take shows no hand.
        """
        try:
            vectors = [self._vectors(take, aspect)[0] for take in takes]
        except EmptyTakeError as error:
            raise SignModelError(
                "sign-take-unusable",
                message="No hand was seen in one of the takes.",
                context=f"{gloss}: {len(takes)} takes",
                hint="Record it again with both hands in the frame.",
            ) from error
        mean = np.mean(vectors, axis=0)
        self._prototypes = self._prototypes.with_taught(gloss, mean[None] / max(float(np.linalg.norm(mean)), 1e-6))

    def vector(self, take: Array, aspect: float) -> Array:
        """Unit vector (D,) of a take; takes of one sign lie close together. Raises `EmptyTakeError` without hands."""
        return self._vectors(take, aspect)[0]

    def forget(self, gloss: str) -> None:
        """Undoes teaching; shipped prototypes of the sign stay."""
        self._prototypes = self._prototypes.without_taught(gloss)

    def _vectors(self, take: Array, aspect: float) -> list[Array]:
        """The take's vector, and the mirrored one where the leading hand is a guess."""
        body = to_body_frame(take, aspect)
        bodies: list[BodyFrame] = [body, body.turned_over()] if body.ambiguous else [body]
        return [self._embedder.embed(each) for each in bodies]
