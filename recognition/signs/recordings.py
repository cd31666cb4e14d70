"""Files of recorded takes in the data's format: one npz with a row a take.

x (N, T, 75, 3), lengths (N,), labels, signers, sessions, split (N,) str, aspect (N,); see the docstrings of
`recognition.landmarks.layout` for the points. `split` is train, eval or foreign.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.signs.errors import SignModelError
from recognition.signs.normalise import Array

_NEEDED = ("x", "lengths", "labels", "signers", "sessions", "split", "aspect")


@dataclass(frozen=True, slots=True, eq=False)
class Recordings:
    """The rows of one file, arrays as stored."""

    x: Array
    lengths: NDArray[Any]
    labels: NDArray[Any]
    signers: NDArray[Any]
    sessions: NDArray[Any]
    split: NDArray[Any]
    aspect: Array

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def signs(self) -> NDArray[Any]:
        """(N,) bool: rows of the vocabulary, not foreign ones."""
        known: NDArray[Any] = self.split != "foreign"
        return known

    def take(self, row: int) -> Array:
        """(T, 75, 3) float32, as long as the row."""
        return np.asarray(self.x[row][: max(int(self.lengths[row]), 1)], np.float32)


def read_recordings(path: Path) -> Recordings:
    """Raises `SignModelError`: recordings-missing or recordings-damaged."""
    if not path.is_file():
        raise SignModelError("recordings-missing", message="There is no such file.", context=str(path))
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in _NEEDED}
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SignModelError(
            "recordings-damaged",
            message="The file of recordings cannot be read.",
            context=f"{path}: {error}",
            hint=f"It needs the arrays {', '.join(_NEEDED)}, all with one row a take.",
        ) from error
    rows = len(arrays["labels"])
    if arrays["x"].ndim != 4 or arrays["x"].shape[2:] != (75, 3) or any(len(a) != rows for a in arrays.values()):
        raise SignModelError(
            "recordings-damaged",
            message="The arrays of the file do not fit together.",
            context=f"{path}: " + ", ".join(f"{name} {array.shape}" for name, array in arrays.items()),
            hint="x is (rows, frames, 75, 3); the others have one value a row.",
        )
    return Recordings(**arrays)
