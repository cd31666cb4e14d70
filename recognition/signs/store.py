"""Reads and writes the sign model: one npz file, checked before it is believed.

Version 1 holds: version; mean, weights (the linear embedding); prototypes, glosses, origins;
calibration (bias, nearness, lead, radius).
"""

from __future__ import annotations

import zipfile
from dataclasses import astuple
from pathlib import Path

import numpy as np

from recognition.signs.embedding import LinearEmbedder
from recognition.signs.errors import SignModelError
from recognition.signs.prototypes import Calibration, Prototypes

VERSION = 1
SHIPPED = Path(__file__).parents[2] / "models" / "signs" / "signs.npz"


def save_model(path: Path, embedder: LinearEmbedder, prototypes: Prototypes, calibration: Calibration) -> None:
    """Writes a model; numbers in half precision."""
    np.savez_compressed(
        path,
        version=np.int64(VERSION),
        mean=embedder.mean.astype(np.float32),
        weights=embedder.weights.astype(np.float16),
        prototypes=prototypes.vectors.astype(np.float16),
        glosses=np.array(prototypes.glosses),
        origins=np.array(prototypes.origins),
        calibration=np.array(astuple(calibration), np.float64),
    )


def load_model(path: Path = SHIPPED) -> tuple[LinearEmbedder, Prototypes, Calibration]:
    """Reads a model. Raises `SignModelError`: sign-model-missing, -version or -damaged."""
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
        if int(arrays["version"]) == VERSION:
            return _parts(arrays)
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise SignModelError(
            "sign-model-damaged",
            message="The sign model cannot be read.",
            context=f"{path}: {error}",
            hint="Restore models/signs from the release; signs are off until then, everything else works.",
        ) from error
    raise SignModelError(
        "sign-model-version",
        message=f"The sign model has version {int(arrays['version'])}, this program reads version {VERSION}.",
        context=str(path),
        hint="Install the model that belongs to this release.",
    )


def _parts(arrays: dict[str, np.ndarray]) -> tuple[LinearEmbedder, Prototypes, Calibration]:
    embedder = LinearEmbedder(arrays["mean"].astype(np.float32), arrays["weights"].astype(np.float32))
    vectors = arrays["prototypes"].astype(np.float32)
    glosses, origins = tuple(arrays["glosses"].tolist()), tuple(arrays["origins"].tolist())
    if not len(vectors) == len(glosses) == len(origins) or vectors.shape[1] != embedder.weights.shape[1]:
        raise ValueError("prototypes, names and weights do not fit together")
    if not all(np.isfinite(array).all() for array in (vectors, embedder.mean, embedder.weights)):
        raise ValueError("numbers are missing")
    return embedder, Prototypes(vectors, glosses, origins), Calibration(*arrays["calibration"].tolist())
