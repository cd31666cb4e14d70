"""Fits the linear embedding, prototypes and calibration on synthetic performances.

python -m models.training.signs.linear OUT.npz [--takes 16] [--seed 1]
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

import numpy as np

from content.signer import load_lexicon
from models.training.signs.synthetic import BETWEEN, Take, random_between, random_rest, random_take
from recognition.signs.embedding import LinearEmbedder, moments
from recognition.signs.forms import canonical_glosses
from recognition.signs.normalise import Array, EmptyTakeError, to_body_frame
from recognition.signs.prototypes import Calibration, Prototypes
from recognition.signs.store import save_model

DIMENSIONS = 96
# Share of the average variance mixed into the within-sign covariance (shrinkage; chosen on held-out performers).
SHRINKAGE = 0.3
PROTOTYPES_PER_SIGN = 2


# Windows without a sign in the calibration, per sign of the vocabulary.
NON_SIGNS = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--takes", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    train, train_names = described(args.takes, args.seed)
    held_out, held_names = described(2, args.seed + 1)
    embedder = fit_lda(train, train_names)
    prototypes = make_prototypes(embed(embedder, train), train_names)
    calibration = calibrate(embed(embedder, held_out), held_names, prototypes)
    save_model(args.out, embedder, prototypes, calibration)
    pairs = zip(embed(embedder, held_out), held_names, strict=True)
    right = [prototypes.nearest(vector)[0][0] == name for vector, name in pairs if name != BETWEEN]
    print(
        f"{len(train)} synthetic takes; new synthetic performers: {np.mean(right):.3f} of {len(right)}; {calibration}"
    )


def described(takes: int, seed: int) -> tuple[Array, list[str]]:
    """Feature vectors (N, moments * columns) and names of new performers: signs, rests, windows between signs."""
    lexicon, rng, vectors, names = load_lexicon(), np.random.default_rng(seed), [], []
    forms = list(dict.fromkeys(canonical_glosses().values()))
    makers = [partial(random_take, gloss) for gloss in forms for _ in range(takes)]
    makers += [random_rest] * (10 * takes) + [random_between] * int(NON_SIGNS * len(forms))
    for make in makers:
        take = make(lexicon, rng)
        vector = described_take(take)
        if vector is not None:
            vectors.append(vector)
            names.append(take.gloss)
    return np.array(vectors, np.float32), names


def described_take(take: Take) -> Array | None:
    try:
        return moments(to_body_frame(take.points, take.aspect))
    except EmptyTakeError:
        return None


def fit_lda(vectors: Array, names: list[str]) -> LinearEmbedder:
    """Linear discriminant analysis with a shrunk within-sign covariance."""
    signs = [name != BETWEEN for name in names]
    vectors, names = vectors[signs], [name for name in names if name != BETWEEN]
    labels = np.unique(names, return_inverse=True)[1]
    mean = vectors.mean(0)
    centres = np.array([vectors[labels == i].mean(0) for i in range(labels.max() + 1)])
    within = np.cov((vectors - centres[labels]).T)
    within = (1 - SHRINKAGE) * within + SHRINKAGE * np.diag(np.diag(within)) + 1e-3 * np.eye(len(within))
    values, axes = np.linalg.eigh(within)
    whiten = axes / np.sqrt(np.maximum(values, 1e-6))
    directions = np.linalg.svd((centres - mean) @ whiten, full_matrices=False)[2][:DIMENSIONS]
    return LinearEmbedder(mean.astype(np.float32), (whiten @ directions.T).astype(np.float32))


def embed(embedder: LinearEmbedder, vectors: Array) -> Array:
    found = (vectors - embedder.mean) @ embedder.weights
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def make_prototypes(vectors: Array, names: list[str]) -> Prototypes:
    """Two prototypes a sign: the means of two groups that lie together (two steps of k-means)."""
    found, glosses = [], []
    for gloss in dict.fromkeys(name for name in names if name != BETWEEN):
        own = vectors[[name == gloss for name in names]]
        far = own[np.argmin(own @ own.mean(0))]
        centres = np.array([own.mean(0), far])
        for _ in range(4):
            group = (own @ centres.T).argmax(1)
            centres = np.array([own[group == i].mean(0) for i in range(len(centres)) if (group == i).any()])
            centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        found += list(centres)
        glosses += [gloss] * len(centres)
    return Prototypes(np.array(found, np.float32), tuple(glosses), ("synthetic",) * len(glosses))


def calibrate(vectors: Array, names: list[str], prototypes: Prototypes) -> Calibration:
    """Logistic regression of "right" on similarity and lead; non-signs are takes whose own sign is left out."""
    rows, right = [], []
    for vector, name in zip(vectors, names, strict=True):
        ranking = prototypes.nearest(vector)
        for hidden in (False, True):
            seen = [item for item in ranking if not (hidden and item[0] == name)]
            rows.append((1.0, seen[0][1], seen[0][1] - seen[1][1]))
            right.append(seen[0][0] == name)
    table, truth = np.array(rows), np.array(right, float)
    weights = np.zeros(3)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = (table * (chance * (1 - chance))[:, None]).T @ table + 1e-3 * np.eye(3)
        weights += np.linalg.solve(slope, table.T @ (truth - chance) - 1e-3 * weights)
    kept = table[truth == 1, 1]
    return Calibration(*(float(w) for w in weights), radius=float(np.quantile(kept, 0.05)))


if __name__ == "__main__":
    main()
