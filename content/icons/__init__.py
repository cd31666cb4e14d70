"""The icons: stroked and filled paths (SVG syntax) on a grid of 24 units with round strokes of 2 units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.reading import Node, read_json

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class IconPaths:
    """Paths of one icon: ``cut`` is stroked in white over the filled parts, ``dotted`` has a dotted stroke."""

    stroke: tuple[str, ...]
    fill: tuple[str, ...]
    cut: tuple[str, ...] = ()
    dotted: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def load_icons() -> Mapping[str, IconPaths]:
    """All icons by name."""
    icons = read_json(FOLDER / "icons.json")["icons"]
    return {name: _paths(node) for name, node in icons.entries()}


def _paths(node: Node) -> IconPaths:
    return IconPaths(*(node[part].strings() for part in ("stroke", "fill", "cut", "dotted")))
