"""The linear half of the embedding: discriminant analysis of the frame features at eight moments."""

from __future__ import annotations

import numpy as np

from models.training.signs.dataset import Sequences, is_sign
from recognition.signs.embedding import Linear, flat
from recognition.signs.normalise import Array

DIMENSIONS = 96
# Share of the plain variances mixed into the spread within signs (chosen on synthetic performers held out).
SHRINKAGE = 0.3


def fit_linear(takes: Sequences) -> Linear:
    """Directions in which signs differ most against how performers of one sign differ."""
    signs = np.array([is_sign(str(name)) for name in takes.names])
    vectors = flat(takes.x[signs].astype(np.float32))
    labels = np.unique(takes.names[signs], return_inverse=True)[1]
    mean = vectors.mean(0)
    centres = np.array([vectors[labels == i].mean(0) for i in range(labels.max() + 1)])
    whiten = _whitening(vectors - centres[labels])
    directions = np.linalg.svd((centres - mean) @ whiten, full_matrices=False)[2][:DIMENSIONS]
    return Linear(mean.astype(np.float32), (whiten @ directions.T).astype(np.float32))


def _whitening(deviations: Array) -> Array:
    within = deviations.T @ deviations / len(deviations)
    within = (1 - SHRINKAGE) * within + SHRINKAGE * np.diag(np.diag(within)) + 1e-3 * np.eye(len(within))
    values, axes = np.linalg.eigh(within)
    whitening: Array = axes / np.sqrt(np.maximum(values, 1e-6))
    return whitening
