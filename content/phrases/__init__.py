"""The clerk's quick phrases: what each function key says to the visitor, in both languages and in signing order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.reading import Node, Text, read_json

_FILE = Path(__file__).with_name("clerk.json")

KEYS = tuple(f"F{number}" for number in range(1, 9))
"""F9 to F11 are the clerk's actions, F12 is the visitor's help key (our decision)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase. ``glosses`` empty: shown as text only. ``verified``: a deaf signer has checked the sign order."""

    id: str
    key: str
    text: Text
    glosses: tuple[str, ...]
    verified: bool


class Phrases(Mapping[str, Phrase]):
    """Phrases by id, in the order of their keys."""

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        self._by_id = {phrase.id: phrase for phrase in phrases}

    def __getitem__(self, phrase_id: str) -> Phrase:
        return self._by_id[phrase_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)


@cache
def load(path: Path = _FILE) -> Phrases:
    """Read the phrases; `ContentError` names the place where an id or a key is used twice or unknown."""
    nodes = read_json(path)["phrases"].items()
    phrases = tuple(_phrase(node) for node in nodes)
    for field in ("id", "key"):
        _each_once(nodes, field)
    return Phrases(phrases)


def _phrase(node: Node) -> Phrase:
    return Phrase(
        id=node["id"].string(),
        key=node["key"].one_of(KEYS),
        text=node["text"].text(),
        glosses=node["glosses"].strings(),
        verified=node["verified"].flag(),
    )


def _each_once(nodes: list[Node], field: str) -> None:
    seen: set[str] = set()
    for node in nodes:
        value = node[field].string()
        if value in seen:
            node[field].fail("phrase-twice", f"The {field} {value!r} is used twice.", "Give each phrase its own.")
        seen.add(value)


__all__ = ["KEYS", "Phrase", "Phrases", "load"]
