"""Handshapes of content/lexicon/handshapes.yaml as joint angles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from content.signer.errors import LexiconError, did_you_mean
from content.signer.skeleton import ANGLES, FINGERS, THUMB, Array, finger_slice

# What of the hand touches: tips of the fingers that lead, or the hand's flat, fist or side (chosen by direction).
_TIPS = {"thumb": 4, "index": 8, "middle": 12, "ring": 16, "pinky": 20}


@dataclass(frozen=True, slots=True)
class Handshape:
    """One shape: angles (22,) degrees and the joints that lead it (empty: the whole hand)."""

    name: str
    zh: str
    angles: Array
    leads: tuple[int, ...]
    by_thumb: bool  # the notation's finger direction is the thumb's


class Handshapes:
    """All handshapes by name."""

    def __init__(self, shapes: Mapping[str, Handshape]) -> None:
        self._shapes = dict(shapes)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._shapes)

    def __getitem__(self, name: str) -> Handshape:
        return self._shapes[name]


def load_handshapes(path: Path) -> Handshapes:
    """Read the table; raises `LexiconError` naming the shape and the field."""
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    shapes = {name: _shape(path, name, row, table) for name, row in table["handshapes"].items()}
    return Handshapes(shapes)


def _shape(path: Path, name: str, row: Mapping[str, Any], table: Mapping[str, Any]) -> Handshape:
    angles = np.zeros(ANGLES)
    spread = _named(path, name, "spread", row["spread"], table["spreads"])
    for index, finger in enumerate(FINGERS):
        bends = _named(path, name, f"fingers, {finger}", row["fingers"][index], table["fingers"])
        angles[finger_slice(index)] = (*bends, spread[index])
    angles[THUMB] = np.ravel(_named(path, name, "thumb", row["thumb"], table["thumbs"]))
    leads = tuple(_TIPS[tip] for tip in row.get("leads", ()))
    return Handshape(name, row["zh"], angles, leads, bool(row.get("by_thumb", False)))


def _named(path: Path, shape: str, field: str, value: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return value
    if value not in known:
        raise LexiconError("handshape-wrong", message=f"unknown {field} {value!r}", context=f"{path.name}, {shape}",
                           hint=did_you_mean(str(value), known))  # fmt: skip
    return known[value]
