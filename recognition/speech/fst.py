"""A weighted transducer written in OpenFst's `vector` format, which Vosk reads as a decoding graph.

Layout (little endian): magic, two strings (FST type, arc type) with 32-bit lengths, version 2, flags 0, 64-bit
properties, start state, number of states and arcs; then for each state its final weight, 64-bit number of arcs, and the
arcs as (input label, output label, weight, next state). Label 0 is epsilon; weights are costs, infinity is "not final".
"""

from __future__ import annotations

import math
import struct
from pathlib import Path

MAGIC = 2125659606
VERSION = 2
EXPANDED_MUTABLE = 0x3
"""The only properties claimed: all states are there; a reader computes the rest."""


class Transducer:
    """States are numbered from 0, the start state."""

    def __init__(self) -> None:
        self._arcs: list[list[tuple[int, int, float, int]]] = []
        self._final: list[float] = []

    def add_state(self, *, final: float = math.inf) -> int:
        self._arcs.append([])
        self._final.append(final)
        return len(self._arcs) - 1

    def add_arc(self, source: int, target: int, *, reads: int = 0, writes: int = 0, cost: float = 0.0) -> None:
        self._arcs[source].append((reads, writes, cost, target))

    @property
    def states(self) -> int:
        return len(self._arcs)

    @property
    def arcs(self) -> int:
        return sum(map(len, self._arcs))

    def to_bytes(self) -> bytes:
        head = struct.pack("<i", MAGIC) + _text("vector") + _text("standard")
        head += struct.pack("<iiQqqq", VERSION, 0, EXPANDED_MUTABLE, 0, self.states, self.arcs)
        parts = [head]
        for final, arcs in zip(self._final, self._arcs, strict=True):
            parts.append(struct.pack("<fq", final, len(arcs)))
            parts += [struct.pack("<iifi", *arc) for arc in arcs]
        return b"".join(parts)

    def write(self, path: Path) -> None:
        path.write_bytes(self.to_bytes())


def _text(value: str) -> bytes:
    raw = value.encode()
    return struct.pack("<i", len(raw)) + raw
