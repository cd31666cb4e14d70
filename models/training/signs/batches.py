"""What the network sees in a step: takes drawn by lot, a few spliced to no sign, all disturbed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.signs.dataset import Sequences
from recognition.signs.embedding import FRAMES
from recognition.signs.features import ARMS, BETWEEN, FREE_SHAPE, HAND_COLUMNS, HEAD, PLACE, PRESENT, SEEN_SHAPE

# Of the performed half so many are no sign: rests, talking hands, ways into and out of signs.
NO_SIGN_SHARE = 0.12
# So many of a batch are put together from the end of one take and the beginning of another: no sign.
SPLICED = 0.06
# Other people: length of the body's ways, and a steady difference of every measure of the hand (palm lengths).
TEMPO, BUILD, HAND = 0.25, 0.07, 0.04
NOISE = 0.03


def _of_both_hands(*slices: slice) -> NDArray[np.intp]:
    return np.concatenate([np.r_[each] + hand for hand in (0, HAND_COLUMNS) for each in slices])


HANDS = _of_both_hands(SEEN_SHAPE, FREE_SHAPE)
WAYS = np.concatenate([_of_both_hands(PLACE, HEAD), np.r_[ARMS], np.r_[BETWEEN]])
# What is set to a value in a share of the takes: the other hand is lost; the arms are; nothing tells that a hand was
# filled in.
REPLACED = (
    (np.arange(HAND_COLUMNS, 2 * HAND_COLUMNS), 0.08, 0.0),
    (np.r_[ARMS], 0.08, 0.0),
    (_of_both_hands(PRESENT), 0.1, 1.0),
)


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Takes to draw from: x (N, FRAMES, COLUMNS); labels (N,), `no_sign` for what has no class; chances added up."""

    x: NDArray[Any]
    labels: NDArray[Any]
    chance: NDArray[Any]
    no_sign: int

    @classmethod
    def of(cls, takes: Sequences, names: list[str]) -> Pool:
        """What is not among `names` is no sign."""
        index = {name: i for i, name in enumerate(names)}
        labels = np.array([index.get(str(name), len(names)) for name in takes.names])
        return cls(takes.x, labels, balanced(labels, len(names)), len(names))

    def draw(self, count: int, rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[Any]]:
        """`count` takes and their labels; a few are spliced and are no sign."""
        rows, others = (np.minimum(np.searchsorted(self.chance, rng.random(count)), len(self.x) - 1) for _ in range(2))
        x, labels = self.x[rows], self.labels[rows]
        spliced = (rng.random(count) < SPLICED) & (labels != self.labels[others])
        end = int(rng.integers(FRAMES // 3, FRAMES - FRAMES // 3 + 1))
        x[spliced] = np.concatenate([x[spliced, FRAMES - end :], self.x[others[spliced], : FRAMES - end]], axis=1)
        return x, np.where(spliced, self.no_sign, labels)


def balanced(labels: NDArray[Any], no_sign: int) -> NDArray[Any]:
    """Chances of rows, added up: rare signs come nearly as often as common ones, no sign in a fixed share."""
    chance = 1 / np.sqrt(np.bincount(labels)[labels])
    outside = labels == no_sign
    if outside.any():
        chance[outside] *= NO_SIGN_SHARE / (1 - NO_SIGN_SHARE) * chance[~outside].sum() / chance[outside].sum()
    return np.cumsum(chance / chance.sum())


def disturbed(x: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    """(N, FRAMES, COLUMNS) as other people might do it: another tempo, build and hand, a lost other hand, no arms."""
    count = len(x)
    tempo = np.exp(rng.normal(0, TEMPO, (count, 1)) * (rng.random((count, 1)) < 0.7))
    at = (np.linspace(0, 1, FRAMES) ** tempo * (FRAMES - 1)).round().astype(int)
    x = x[np.arange(count)[:, None], at]
    x[:, :, WAYS] *= np.exp(rng.normal(0, BUILD, (count, 1, 1)))
    seen = np.any(x[:, :, HANDS] != 0, axis=1, keepdims=True)  # a hand never seen stays zero
    x[:, :, HANDS] += rng.normal(0, HAND, seen.shape) * seen
    for columns, share, value in REPLACED:
        x[np.ix_(rng.random(count) < share, np.arange(FRAMES), columns)] = value
    noisy: NDArray[Any] = x + NOISE * rng.standard_normal(x.shape, np.float32)
    return noisy.astype(np.float32)
