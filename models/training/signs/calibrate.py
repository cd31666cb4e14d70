"""How far a reading can be trusted: logistic regression of "right" on what it rests on (`evidence`).

Right readings come from performers and people that the network was not trained on; wrong ones are misread signs, signs
whose own prototypes are hidden, takes of no sign, and other languages. Every domain weighs the same, so that the many
synthetic takes, which lie nearest to their prototypes, do not set the radius for people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.signs.dataset import Sequences
from recognition.signs.embedding import NetworkEmbedder, sequence
from recognition.signs.forms import IDLE
from recognition.signs.normalise import Array, to_body_frame
from recognition.signs.prototypes import Calibration, Prototypes, evidence
from recognition.signs.recordings import read_recordings
from recognition.signs.refusal import labels_of
from recognition.signs.store import Background

# Takes a sign that recorded people teach.
TAUGHT_TAKES = 5
# Of right readings so many may fall outside of the radius; the confidence refuses the rest.
OUTSIDE = 0.02
# Of the whole signs that visitors make so many are none of ours: our judgement, nobody has measured it.
UNKNOWN_SHARE = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Domain:
    """One kind of takes: vectors (N, D), what they are, and the prototypes they are read with."""

    vectors: Array
    names: tuple[str, ...]
    prototypes: Prototypes

    @classmethod
    def of(cls, embedder: NetworkEmbedder, takes: Sequences, prototypes: Prototypes) -> Domain:
        return cls(embed(embedder, takes), labels_of(takes.names), prototypes)


def taught(embedder: NetworkEmbedder, path: Path, prototypes: Prototypes) -> Domain:
    """The signs of a file's people, taught from their first takes and read on the later ones, among all signs."""
    rows = read_recordings(path)
    chosen = np.flatnonzero(rows.signs)
    bodies = [to_body_frame(rows.take(int(i)), float(rows.aspect[i])) for i in chosen]
    vectors = embedder.embed_sequences(np.array([sequence(body) for body in bodies]))
    names = [f"{who} {label}" for who, label in zip(rows.signers[chosen], rows.labels[chosen], strict=True)]
    # In the order of sessions: taught on one day, read on another where there is one.
    order = np.argsort(rows.sessions[chosen], kind="stable")
    later: list[int] = []
    for name in sorted(set(names)):
        own = [int(i) for i in order if names[i] == name]
        mean = vectors[own[:TAUGHT_TAKES]].mean(0)
        prototypes = prototypes.with_taught(name, (mean / np.linalg.norm(mean))[None])
        later += own[TAUGHT_TAKES:]
    return Domain(vectors[later], tuple(names[i] for i in later), prototypes)


def calibrate(domains: Sequence[Domain], background: Background, prototypes: Prototypes) -> Calibration:
    """Fits the calibration; the radius leaves `OUTSIDE` of the right readings of all domains outside."""
    tables = [_readings(domain) for domain in domains]
    foreign = Domain(background.vectors, ("",) * len(background.vectors), prototypes)
    tables.append(_readings(foreign))
    table = np.concatenate([rows for rows, _, _ in tables])
    truth = np.concatenate([right for _, right, _ in tables])
    weight = np.concatenate([np.full(len(right), len(truth) / len(tables) / len(right)) for _, right, _ in tables])
    weights = logistic(table, truth, weight)
    radius = weighted_quantile(table[truth == 1, 1], weight[truth == 1], OUTSIDE)
    bias, nearness, lead, apart = (float(weight) for weight in weights)
    return Calibration(bias, nearness, lead, radius, apart)


def with_whole(calibration: Calibration, domains: Sequence[Domain]) -> Calibration:
    """Adds the log odds of whole signs, fitted on takes of them (people's and drawn ones; synthetic ones are too near).

    The rest of the calibration is made for windows that end anywhere: there half of what is seen is none of our signs.
    """
    odds, truth, weight = [], [], []
    for domain in domains:
        rows, right, hidden = _readings(domain)
        odds.append(rows @ [calibration.bias, calibration.nearness, calibration.lead, calibration.apart])
        truth.append(right)
        share = np.where(hidden, UNKNOWN_SHARE, 1 - UNKNOWN_SHARE)
        weight.append(share / np.where(hidden, max(hidden.sum(), 1), (~hidden).sum()))
    whole = shift(np.concatenate(odds), np.concatenate(truth), np.concatenate(weight))
    return replace(calibration, whole=whole)


def shift(odds: Array, truth: Array, weight: Array) -> float:
    """What to add to log odds for them to be right on the whole (Newton's method); rows count by their weight."""
    added = 0.0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-odds - added))
        added += float((weight * (truth - chance)).sum() / (weight * chance * (1 - chance)).sum())
    return added


def _readings(domain: Domain) -> tuple[Array, Array, NDArray[np.bool_]]:
    """What every reading that is a sign rests on (with a 1 before), whether it is right, and whether its own sign was
    hidden from it."""
    rows, right, without = [], [], []
    for vector, name in zip(domain.vectors, domain.names, strict=True):
        ranking = domain.prototypes.nearest(vector)
        for hidden in (False, True):
            seen = [item for item in ranking if not (hidden and item[0] == name)]
            if seen[0][0] != IDLE and not (hidden and len(seen) == len(ranking)):
                rows.append((1.0, *evidence(seen)))
                right.append(seen[0][0] == name)
                without.append(hidden)
    return np.array(rows).reshape(-1, 4), np.array(right, float), np.array(without, bool)


def logistic(table: Array, truth: Array, weight: Array) -> Array:
    """Newton's method with a slight ridge; rows count by their weight."""
    weights: Array = np.zeros(table.shape[1], np.float64)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = (table * (weight * chance * (1 - chance))[:, None]).T @ table + 1e-3 * np.eye(table.shape[1])
        weights += np.linalg.solve(slope, table.T @ (weight * (truth - chance)) - 1e-3 * weights)
    return weights


def weighted_quantile(values: Array, weight: Array, share: float) -> float:
    """The value below which this share of the weight lies."""
    order = np.argsort(values)
    return float(values[order][np.searchsorted(np.cumsum(weight[order]), share * weight.sum())])


def embed(embedder: NetworkEmbedder, takes: Sequences) -> Array:
    """(N, D) vectors of takes."""
    parts = np.array_split(np.arange(len(takes.x)), max(len(takes.x) // 256, 1))
    return np.concatenate([embedder.embed_sequences(takes.x[part]) for part in parts])
