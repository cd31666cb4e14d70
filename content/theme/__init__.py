"""The numbers of the screens: colours, type scale, radii, times. `load_theme()` reads `theme.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.reading import Node, read_json

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: colours by name as (red, green, blue), type sizes by role in layout units."""

    name: str
    colours: Mapping[str, tuple[int, int, int]]
    sizes: Mapping[str, float]
    line_heights: Mapping[str, float]
    bold: frozenset[str]
    radii: Mapping[str, float]
    shadows: Mapping[int, tuple[float, float, float]]
    bar: Mapping[str, float]
    min_target: float

    def size(self, role: str) -> float:
        """Height of the character body of a role, in layout units."""
        return self.sizes[role]


@lru_cache(maxsize=16)
def load_theme(name: str = "normal", scale: str = "", bar: str = "") -> Theme:
    """The theme ``name`` (normal, elderly, high_contrast, dark) with the type scale visitor, elderly or staff."""
    root = read_json(FOLDER / "theme.json")
    scale = scale or ("elderly" if name == "elderly" else "visitor")
    return Theme(
        name=name,
        colours=_colours(root, name),
        sizes=_numbers(root["type"][scale]),
        line_heights=_numbers(root["type"]["line_height"]),
        bold=frozenset(root["type"]["bold"].strings()),
        radii=_numbers(root["radius"]),
        shadows={int(k): tuple(_numbers(n).values()) for k, n in root["shadow"].entries()},  # type: ignore[misc]
        bar=_numbers(root["bar"][bar or ("elderly" if scale == "elderly" else "visitor")]),
        min_target=float(root["touch"]["staff_min_px" if scale == "staff" else "min_px"].value),
    )


@lru_cache(maxsize=1)
def touch() -> Mapping[str, float]:
    """How touches are accepted: slip in mm, second touch in ms, smallest target."""
    return _numbers(read_json(FOLDER / "theme.json")["touch"])


@lru_cache(maxsize=1)
def motion() -> Mapping[str, float]:
    """Durations in milliseconds; how far a new screen moves, in layout units."""
    return _numbers(read_json(FOLDER / "theme.json")["motion"])


@lru_cache(maxsize=1)
def easing(name: str = "enter") -> tuple[float, float, float, float]:
    """The two inner points of a cubic Bezier curve from (0, 0) to (1, 1), time across and way up: x1, y1, x2, y2."""
    x1, y1, x2, y2 = (float(node.value) for node in read_json(FOLDER / "theme.json")["easing"][name].items())
    return x1, y1, x2, y2


@lru_cache(maxsize=1)
def cues() -> Mapping[str, tuple[tuple[float, ...], tuple[float, ...], float]]:
    """The six sound cues: tones in Hz, their lengths in ms, gain in dB."""
    sounds = read_json(FOLDER / "theme.json")["sound"]
    return {
        name: (tuple(n["hz"].value), tuple(n["ms"].value), float(n["gain_db"].value)) for name, n in sounds.entries()
    }


def _colours(root: Node, name: str) -> dict[str, tuple[int, int, int]]:
    colours = {key: _rgb(node) for key, node in root["themes"][name].entries()}
    for state, node in root["states"].entries():
        colours[state], colours[f"{state}_bg"] = _rgb(node["fg"]), _rgb(node["bg"])
    colours |= {f"face{level}": _rgb(node) for level, node in root["faces"].entries()}
    colours |= {key: _rgb(node) for key, node in root["fixed"].entries()}
    return colours


def _rgb(node: Node) -> tuple[int, int, int]:
    text = node.string()
    if len(text) != 7 or not text.startswith("#"):
        node.fail("theme-colour-wrong", f"{text!r} is no colour.", "Write it as #RRGGBB.")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _numbers(node: Node) -> dict[str, float]:
    return {key: float(child.value) for key, child in node.entries()}
