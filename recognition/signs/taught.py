"""Signs taught on site, kept as landmarks: a file in the format of the recordings, one row a take.

Landmarks are kept rather than vectors, so that a new network learns the taught signs again by itself. No picture, no
name. `sessions` holds when a lesson was; undoing takes the last lesson of a sign away.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.signs.errors import SignModelError
from recognition.signs.normalise import Array
from recognition.signs.recognizer import SignRecognizer
from recognition.signs.recordings import read_recordings

# Frames kept of a take; longer ones are thinned.
FRAMES = 64


@dataclass(frozen=True, slots=True, eq=False)
class TaughtSign:
    """One lesson: takes (T, 75, 3) of one gloss, in the picture's parts; `at` an ISO time."""

    gloss: str
    takes: tuple[Array, ...]
    aspect: float
    at: str


class TaughtSigns:
    """All lessons of one terminal. Raises `SignModelError` (recordings-damaged) for a file that cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lessons: list[TaughtSign] = _read(path) if path.is_file() else []

    @property
    def lessons(self) -> tuple[TaughtSign, ...]:
        return tuple(self._lessons)

    def add(self, lesson: TaughtSign) -> None:
        """Keeps a lesson, on disk at once."""
        takes = tuple(_thinned(take) for take in lesson.takes)
        self._lessons.append(TaughtSign(lesson.gloss, takes, lesson.aspect, lesson.at))
        self._write()

    def undo(self, gloss: str) -> bool:
        """Takes the last lesson of a sign away, on disk at once; whether there was one."""
        places = [i for i, lesson in enumerate(self._lessons) if lesson.gloss == gloss]
        if not places:
            return False
        del self._lessons[places[-1]]
        self._write()
        return True

    def teach(self, recognizer: SignRecognizer) -> None:
        """Makes the recogniser know these signs, and no other taught ones."""
        for gloss in recognizer.taught:
            recognizer.forget(gloss)
        for lesson in self._lessons:
            recognizer.teach(lesson.gloss, lesson.takes, lesson.aspect)

    def _write(self) -> None:
        if not self._lessons:
            self._path.unlink(missing_ok=True)
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(f"part-{self._path.name}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            np.savez_compressed(file, **_arrays(self._lessons))
        part.replace(self._path)


def _arrays(lessons: Sequence[TaughtSign]) -> dict[str, NDArray[Any]]:
    rows = [(lesson, take) for lesson in lessons for take in lesson.takes]
    x = np.full((len(rows), FRAMES, 75, 3), np.nan, np.float16)
    for place, (_, take) in enumerate(rows):
        x[place, : len(take)] = take
    return {
        "x": x,
        "lengths": np.array([len(take) for _, take in rows], np.int16),
        "labels": np.array([lesson.gloss for lesson, _ in rows]),
        "signers": np.array(["" for _ in rows]),
        "sessions": np.array([lesson.at for lesson, _ in rows]),
        "split": np.array(["train" for _ in rows]),
        "aspect": np.array([lesson.aspect for lesson, _ in rows], np.float32),
    }


def _read(path: Path) -> list[TaughtSign]:
    rows = read_recordings(path)
    keys = dict.fromkeys(zip(rows.labels.tolist(), rows.sessions.tolist(), strict=True))
    lessons = []
    for gloss, at in keys:
        own = np.flatnonzero((rows.labels == gloss) & (rows.sessions == at))
        takes = tuple(np.array(rows.take(int(i)), np.float32) for i in own)
        if any(len(take) == 0 for take in takes):
            raise SignModelError(
                "recordings-damaged",
                message="A taught take is empty.",
                context=f"{path}: {gloss}",
                hint="Remove the file or restore it; the signs can be taught again.",
            )
        lessons.append(TaughtSign(gloss, takes, float(rows.aspect[own[0]]), at))
    return lessons


def _thinned(take: Array) -> Array:
    if len(take) <= FRAMES:
        return take
    thinned: Array = take[np.linspace(0, len(take) - 1, FRAMES).round().astype(int)]
    return thinned
