"""Whether a take is one of the signs of a file at all.

A machine learns the file's signs against a background of other signs: takes of people who sign something
else, shipped with the model. Distance alone refuses half of the foreign signs, the background most of them
(measured, docs/model-signs.md). Background signs with a name that the file uses are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from recognition.signs.fitting import KernelMachine
from recognition.signs.normalise import Array
from recognition.signs.store import Background

_OTHER = "~other"
# Narrower than for telling signs apart: what lies near no known take should count as other.
WIDTH = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Refusal:
    machine: KernelMachine

    @classmethod
    def fit(cls, vectors: Array, names: np.ndarray, background: Background) -> Refusal:
        """`vectors` (N, D) embeddings of the known signs, `names` theirs."""
        taken = {_plain(name) for name in names}
        free = np.array([_plain(label) not in taken for label in background.labels])
        x = np.concatenate([vectors, background.vectors[free]])
        return cls(KernelMachine.fit(x, np.concatenate([names, np.full(int(free.sum()), _OTHER)]), WIDTH))

    def knownness(self, vectors: Array) -> Array:
        """(M,) higher for takes of the known signs: the best sign's score less that of the background."""
        scores = self.machine.scores(vectors)
        other = self.machine.classes == _OTHER
        return scores[:, ~other].max(1) - scores[:, other].max(1, initial=-1.0)


def _plain(name: object) -> str:
    return "".join(letter for letter in str(name).lower() if letter.isalnum())


def labels_of(names: Iterable[object]) -> tuple[str, ...]:
    """Names without the prefix of their source ("ksl13sessions:rice" is "rice")."""
    return tuple(str(name).split(":", 1)[-1] for name in names)
