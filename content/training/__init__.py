"""The invented visitor with whom a clerk practises: what is wanted, what is signed and typed, how it is rated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.reading import Node, Text, read_json

_FILE = Path(__file__).with_name("visit.json")
SURENESS = ("sure", "maybe", "unclear")
RATINGS = ("very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign as it will be seen; an empty gloss is one that is not seen clearly."""

    gloss: str
    sureness: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What the visitor says when it is their turn: signs, or a text."""

    signs: tuple[Sign, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class TrainingVisit:
    """One invented visit."""

    matter: str
    number: str
    rating: str
    turns: tuple[Turn, ...]


@cache
def load(path: Path = _FILE) -> TrainingVisit:
    """The visit of the file; ContentError with place and hint where something is wrong."""
    root = read_json(path)
    return TrainingVisit(
        matter=root["matter"].string(),
        number=root["number"].string(),
        rating=root["rating"].one_of(RATINGS),
        turns=tuple(_turn(node) for node in root["turns"].items()),
    )


def _turn(node: Node) -> Turn:
    text = node.get("text")
    if text is not None:
        return Turn(text=text.text())
    return Turn(signs=tuple(_sign(sign) for sign in node["signs"].items()))


def _sign(node: Node) -> Sign:
    return Sign(
        gloss=str(node.fields()["gloss"]),
        sureness=node["sureness"].one_of(SURENESS),
        alternatives=node["alternatives"].strings(),
    )


__all__ = ["Sign", "TrainingVisit", "Turn", "load"]
