"""Reads and writes the sign model: a folder with two files, checked before they are believed.

`embedding.onnx` is the network. `signs.npz`, version 2, holds: version; linear_mean (K,), linear_weights (K, L);
prototypes (P, D), glosses, origins; calibration (the numbers of
`Calibration`); background (B, D) and
background_labels, takes of other signs that tell what "another sign" looks like.
"""

from __future__ import annotations

import zipfile
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.signs.embedding import Linear, NetworkEmbedder
from recognition.signs.errors import SignModelError
from recognition.signs.normalise import Array
from recognition.signs.prototypes import Calibration, Prototypes

VERSION = 2
SHIPPED = Path(__file__).parents[2] / "models" / "signs"
NETWORK, SIGNS = "embedding.onnx", "signs.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """Vectors (B, D) of takes of signs outside any vocabulary at hand, and what they are."""

    vectors: Array
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SignModel:
    """Everything that is shipped."""

    embedder: NetworkEmbedder
    prototypes: Prototypes
    calibration: Calibration
    background: Background


def save_signs(
    path: Path, linear: Linear, prototypes: Prototypes, calibration: Calibration, background: Background
) -> None:
    """Writes `signs.npz`; vectors in half precision."""
    np.savez_compressed(
        path,
        version=np.int64(VERSION),
        linear_mean=linear.mean,
        linear_weights=linear.weights.astype(np.float16),
        prototypes=prototypes.vectors.astype(np.float16),
        glosses=np.array(prototypes.glosses),
        origins=np.array(prototypes.origins),
        calibration=np.array(astuple(calibration), np.float64),
        background=background.vectors.astype(np.float16),
        background_labels=np.array(background.labels),
    )


def load_model(folder: Path = SHIPPED) -> SignModel:
    """Reads a model. Raises `SignModelError`: sign-model-missing, -version or -damaged."""
    path = folder / SIGNS
    if not path.is_file():
        raise SignModelError(
            "sign-model-missing",
            message="There is no sign model.",
            context=str(path),
            hint="Restore models/signs from the release, or train it: ./wuai models train signs",
        )
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        version = int(arrays["version"])
        if version == VERSION:
            return _model(folder / NETWORK, arrays)
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise SignModelError(
            "sign-model-damaged",
            message="The sign model cannot be read.",
            context=f"{path}: {error}",
            hint="Restore models/signs from the release; signs are off until then, everything else works.",
        ) from error
    raise SignModelError(
        "sign-model-version",
        message=f"The sign model has version {version}, this program reads version {VERSION}.",
        context=str(path),
        hint="Install the model that belongs to this release.",
    )


def _model(network: Path, arrays: dict[str, NDArray[Any]]) -> SignModel:
    linear = Linear(arrays["linear_mean"].astype(np.float32), arrays["linear_weights"].astype(np.float32))
    embedder = NetworkEmbedder(network, linear)
    vectors, others = (arrays[name].astype(np.float32) for name in ("prototypes", "background"))
    glosses, origins, labels = (tuple(arrays[name].tolist()) for name in ("glosses", "origins", "background_labels"))
    if not len(vectors) == len(glosses) == len(origins) or len(others) != len(labels):
        raise ValueError("vectors and names do not fit together")
    if vectors.shape[1] != embedder.dimensions or others.shape[1] != embedder.dimensions:
        raise ValueError("vectors do not fit the network")
    if not np.isfinite(vectors).all() or not np.isfinite(others).all():
        raise ValueError("numbers are missing")
    calibration = Calibration(*arrays["calibration"].tolist())
    return SignModel(embedder, Prototypes(vectors, glosses, origins), calibration, Background(others, labels))
