"""Files of recorded takes in the data's format: one npz with a row a take.

x (N, T, 75, 3), lengths (N,), labels, signers, sessions, split (N,) str, aspect (N,); see the docstrings of
`recognition.landmarks.layout` for the points. `split` is train, eval or foreign. Names may be stored as numbers or
bytes. What the format lets be unknown (sessions, aspect) may be left out.
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

_NEEDED = ("x", "lengths", "labels", "signers", "split")
_NAMES = ("labels", "signers", "sessions", "split")


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
        """(T, 75, 3) float32, as long as the row; NaN where a point is missing. A row of no frames is one without
        anything."""
        frames = int(self.lengths[row])
        points = np.array(self.x[row][: max(frames, 1)], np.float32)
        points[~np.isfinite(points).all(2)] = np.nan
        points[frames:] = np.nan
        return points


def read_recordings(path: Path) -> Recordings:
    """Raises `SignModelError`: recordings-missing or recordings-damaged."""
    if not path.is_file():
        raise SignModelError("recordings-missing", message="There is no such file.", context=str(path))
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in _NEEDED}
            rows = len(arrays["labels"])
            arrays["sessions"] = file["sessions"] if "sessions" in file else np.full(rows, "")
            arrays["aspect"] = file["aspect"] if "aspect" in file else np.full(rows, np.nan)
        arrays |= {name: _names(arrays[name]) for name in _NAMES}
    # TypeError: an array stored by itself, or one value where there should be one a row.
    except (OSError, EOFError, ValueError, TypeError, KeyError, zipfile.BadZipFile) as error:
        raise _damaged(
            "The file of recordings cannot be read.",
            f"{path}: {error}",
            f"It needs the arrays {', '.join(_NEEDED)}, all with one row a take.",
        ) from error
    fault = _shapes(arrays) or _lengths(arrays["lengths"], arrays["x"].shape[1])
    if fault:
        raise _damaged(fault[0], f"{path}: {fault[1]}", fault[2])
    return Recordings(**arrays)


def _shapes(arrays: dict[str, NDArray[Any]]) -> tuple[str, str, str] | None:
    """What does not fit together, where, and what should stand there."""
    x, rows = arrays["x"], len(arrays["labels"])
    if x.ndim != 4 or x.shape[2:] != (75, 3) or any(a.shape != (rows,) for n, a in arrays.items() if n != "x"):
        found = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        hint = "x is (rows, frames, 75, 3); the others have one value a row."
        return "The arrays of the file do not fit together.", found, hint
    if len(x) != rows or not x.size:
        return "The file holds no takes.", f"x {x.shape}, {rows} labels", "Every label needs its row of frames."
    for name in ("x", "lengths", "aspect"):
        if arrays[name].dtype.kind not in "fiu":
            return "An array holds no numbers.", f"{name} is {arrays[name].dtype}", "Store it as numbers."
    return None


def _lengths(lengths: NDArray[Any], most: int) -> tuple[str, str, str] | None:
    """The first row whose number of frames cannot be."""
    wrong = np.flatnonzero(~((lengths >= 0) & (lengths <= most) & (lengths == np.floor(lengths))))
    if not len(wrong):
        return None
    row = int(wrong[0])
    where = f"row {row} (counted from 0): {lengths[row]}" + (f", and {len(wrong) - 1} more" if len(wrong) > 1 else "")
    return "A length is no number of frames.", where, f"Write how many of the {most} frames the row uses."


def _names(found: NDArray[Any]) -> NDArray[Any]:
    """As text: files also keep names as numbers or bytes."""
    return np.char.decode(found, "utf-8") if found.dtype.kind == "S" else found.astype(str)


def _damaged(message: str, context: str, hint: str) -> SignModelError:
    return SignModelError("recordings-damaged", message=message, context=context, hint=hint)
