"""From a take to a unit vector: takes of the same sign lie close together, whoever signs.

Two halves side by side, half the length each: a small network, run by ONNX Runtime on one thread, and a
linear map (discriminant analysis). The network carries over between people and languages, the linear map
separates the many forms of the lexicon better; together they beat either (measured, docs/model-signs.md).
Trained by `models/training/signs`; what on, and how well it carries over, is in its model card.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from recognition.signs.errors import SignModelError
from recognition.signs.features import COLUMNS, STEADY, frame_features
from recognition.signs.normalise import Array, BodyFrame, resample

# Frames of the network's input; signs last 0.4 to 2 s.
FRAMES = 24


# Moments of the linear half.
MOMENTS = 8
_MOMENT_FRAMES = np.linspace(0, FRAMES - 1, MOMENTS).round().astype(int)


class Embedder(Protocol):
    """Turns a take in body coordinates into a unit vector (dimensions,) float32."""

    @property
    def dimensions(self) -> int: ...

    def embed(self, body: BodyFrame) -> Array: ...


def sequence(body: BodyFrame) -> Array:
    """(FRAMES, COLUMNS) float32: the features evenly over the take, the network's input."""
    return resample(frame_features(body), FRAMES)


def flat(sequences: Array) -> Array:
    """(N, FRAMES, COLUMNS) to (N, MOMENTS * used columns), the input of the linear half."""
    return sequences[:, _MOMENT_FRAMES][:, :, STEADY].reshape(len(sequences), -1)


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """The linear half: `mean` (K,), `weights` (K, D)."""

    mean: Array
    weights: Array

    def __post_init__(self) -> None:
        if self.mean.shape != (MOMENTS * len(STEADY),) or self.weights.shape[:1] != self.mean.shape:
            raise ValueError(f"linear map {self.weights.shape} does not fit {MOMENTS} x {len(STEADY)} features")


class NetworkEmbedder:
    """Runs network and linear map; about a millisecond a take.

    Raises `SignModelError` when the file is no such network.
    """

    def __init__(self, path: Path, linear: Linear) -> None:
        # Imported here: only who recognises signs pays for the runtime.
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 4
        self._linear = linear
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            self._dimensions = self.embed_sequences(np.zeros((1, FRAMES, COLUMNS), np.float32)).shape[1]
        except Exception as error:  # the runtime's errors share no public base class
            raise SignModelError(
                "sign-model-damaged" if path.is_file() else "sign-model-missing",
                message="The sign network cannot be loaded.",
                context=f"{path}: {str(error).splitlines()[0]}",
                hint="Restore models/signs from the release; signs are off until then, everything else works.",
            ) from error

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed(self, body: BodyFrame) -> Array:
        vector: Array = self.embed_sequences(sequence(body)[None])[0]
        return vector

    def embed_sequences(self, sequences: Array) -> Array:
        """(N, FRAMES, COLUMNS) to (N, dimensions) unit vectors."""
        sequences = sequences.astype(np.float32)
        learned = np.asarray(self._session.run(None, {"features": sequences})[0], np.float32)
        # Not `@`: BLAS would wake all its threads for so little, many times a second.
        linear = np.einsum("nk,kd->nd", flat(sequences) - self._linear.mean, self._linear.weights)
        linear /= np.maximum(np.linalg.norm(linear, axis=1, keepdims=True), 1e-6)
        both: Array = np.concatenate([learned, linear], axis=1) * np.float32(np.sqrt(0.5))
        return both
