"""A classifier fitted on the rows of one file: several descriptions, one kernel machine each, scores added.

Regularised least squares with a Gaussian kernel (an LS-SVM; Suykens 1999): closed form, NumPy only,
as good here as a support vector machine (measured, see docs/model-signs.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.signs.normalise import Array

# Width of the kernel: this part of the usual 1 / (dimensions * variance), and the ridge. Chosen by folds over
# people of the training rows; wide kernels carry over to new people, narrow ones do not.
KERNEL_WIDTH, RIDGE = 0.4, 0.05


@dataclass(slots=True, eq=False)
class KernelMachine:
    """Fitted on (N, D) vectors; `scores` are roughly 0..1 a class, calibrated by nothing."""

    classes: NDArray[Any]
    mean: Array
    spread: Array
    support: Array
    weights: Array
    bias: Array
    width: float

    @classmethod
    def fit(cls, x: Array, y: NDArray[Any], width: float = KERNEL_WIDTH) -> KernelMachine:
        """Every class weighs the same, however many rows it has."""
        mean, spread = x.mean(0), x.std(0) + 1e-2
        z = ((x - mean) / spread).astype(np.float32)
        classes, index, counts = np.unique(y, return_inverse=True, return_counts=True)
        weight = (len(y) / len(classes) / counts)[index]
        target = np.eye(len(classes))[index]
        bias = (weight[:, None] * target).sum(0) / weight.sum()
        kernel = _kernel(z, z, width) + RIDGE * np.diag(1 / weight)
        return cls(classes, mean, spread, z, np.linalg.solve(kernel, target - bias), bias, width)

    def scores(self, x: Array) -> Array:
        """(M, classes)."""
        z = ((x - self.mean) / self.spread).astype(np.float32)
        return _kernel(z, self.support, self.width) @ self.weights + self.bias


@dataclass(slots=True, eq=False)
class Ensemble:
    """One machine a description; the weighted mean of their scores."""

    machines: list[KernelMachine]
    weights: tuple[float, ...]

    @classmethod
    def fit(cls, descriptions: Sequence[Array], y: NDArray[Any], weights: tuple[float, ...] = ()) -> Ensemble:
        """`weights` of the descriptions; alike where none are given."""
        return cls([KernelMachine.fit(x, y) for x in descriptions], weights or (1.0,) * len(descriptions))

    @property
    def classes(self) -> NDArray[Any]:
        return self.machines[0].classes

    def scores(self, descriptions: Sequence[Array]) -> Array:
        scores = [machine.scores(x) for machine, x in zip(self.machines, descriptions, strict=True)]
        mean: Array = np.average(scores, axis=0, weights=self.weights)
        return mean


def _kernel(a: Array, b: Array, width: float) -> Array:
    """Gaussian kernel of standardised vectors; the variance is 1 by construction of the second."""
    gap = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    kernel: Array = np.exp(-width / a.shape[1] * np.maximum(gap, 0))
    return kernel
