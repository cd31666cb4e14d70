"""Whether a take is one of the signs of a file at all.

Machines learn the file's signs against a background of other signs: takes of people who sign something else, shipped
with the model. Distance alone refuses half of the foreign signs, the background most of them (measured,
docs/model-signs.md). Three views are added up, since they err on different takes: each half of the embedding tells the
sign that was read from the background, and the classifier says how well the take supports that sign at all and how far
it is ahead of the next one.
Background signs with a name that the file uses are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.signs.describe import LINEAR
from recognition.signs.fitting import KernelMachine
from recognition.signs.normalise import Array
from recognition.signs.store import Background

_OTHER = "~other"
# Narrower than for telling signs apart: what lies near no known take should count as other.
WIDTH = 1.0
# What the lead over the next sign counts beside the score itself (measured on five open sets, docs/model-signs.md).
LEAD = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Refusal:
    """One machine a half of the embedding."""

    machines: tuple[KernelMachine, ...]

    @classmethod
    def fit(cls, vectors: Array, names: NDArray[Any], background: Background) -> Refusal:
        """`vectors` (N, D) embeddings of the known signs, `names` theirs."""
        taken = {_plain(name) for name in names}
        free = np.array([_plain(label) not in taken for label in background.labels])
        labels = np.concatenate([names, np.full(int(free.sum()), _OTHER)])
        pairs = zip(halves(vectors), halves(background.vectors[free]), strict=True)
        return cls(tuple(KernelMachine.fit(np.concatenate(pair), labels, WIDTH) for pair in pairs))

    def knownness(self, vectors: Array, guess: NDArray[Any], scores: Array) -> Array:
        """(M,) higher for takes of the known signs: `guess` (M,) is what they were read as, `scores` (M, classes) what
        the classifier gave every sign."""
        first = np.sort(scores, axis=1)[:, -2:]
        views = [first[:, -1] + LEAD * (first[:, -1] - first[:, 0])]
        for machine, half in zip(self.machines, halves(vectors), strict=True):
            found, read = machine.scores(half), np.searchsorted(machine.classes, guess)
            other = machine.classes == _OTHER
            views.append(found[np.arange(len(found)), read] - found[:, other].max(1, initial=-1.0))
        together: Array = np.sum(views, axis=0)
        return together


def halves(vectors: Array) -> tuple[Array, Array]:
    """The learned and the linear half of embeddings (N, D)."""
    return vectors[:, : vectors.shape[1] - LINEAR], vectors[:, vectors.shape[1] - LINEAR :]


def _plain(name: object) -> str:
    return "".join(letter for letter in str(name).lower() if letter.isalnum())


def labels_of(names: Iterable[object]) -> tuple[str, ...]:
    """Names without the prefix of their source ("ksl13sessions:rice" is "rice")."""
    return tuple(str(name).split(":", 1)[-1] for name in names)
