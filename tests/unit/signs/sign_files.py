"""Small files of recorded takes, drawn: a few people who sign a few words, in the format of the recordings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from content.signer import Camera, Style, perform

FRAMES = 40


@dataclass(frozen=True)
class Row:
    label: str
    signer: str
    session: str
    split: str


def one_take(gloss: str, rng: np.random.Generator) -> np.ndarray:
    played = perform([gloss], style=Style(jitter=0.5, rng=rng))
    times = np.linspace(played.spans[0].start_s, played.spans[0].end_s, 20)
    return played.landmarks(times, Camera())


def arrays(rows: Iterable[Row]) -> dict[str, Any]:
    """The arrays of a file with one drawn take a row; every label is a sign of the lexicon."""
    rows, rng = list(rows), np.random.default_rng(0)
    takes = [one_take(row.label, rng) for row in rows]
    x = np.full((len(rows), FRAMES, 75, 3), np.nan, np.float16)
    for row, points in zip(x, takes, strict=True):
        row[: len(points)] = points
    return {
        "x": x,
        "lengths": np.array([len(take) for take in takes], np.int16),
        "labels": np.array([row.label for row in rows], str),
        "signers": np.array([row.signer for row in rows], str),
        "sessions": np.array([row.session for row in rows], str),
        "split": np.array([row.split for row in rows], str),
        "aspect": np.full(len(rows), 4 / 3, np.float32),
    }


def save(path: Path, found: dict[str, Any]) -> Path:
    np.savez(path, **found)
    return path
