"""Reads `readings.json` and `polyphones.json`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.reading import Node, read_json

FOLDER = Path(__file__).resolve().parent
_FILE = FOLDER / "readings.json"
_POLYPHONES = FOLDER / "polyphones.json"
#: One syllable of tone-numbered pinyin; ü is v.
_SYLLABLE = re.compile(r"[a-zv]+[1-5]")


@dataclass(frozen=True)
class Readings:
    """`phrases`: word -> one syllable a character; `spoken`: written -> said; `letters`: capital -> syllables."""

    phrases: Mapping[str, tuple[str, ...]]
    spoken: Mapping[str, str]
    letters: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=2)
def load_readings(path: Path = _FILE) -> Readings:
    """The readings shipped, or those of another file. Raises `ContentError` at the first fault."""
    root = read_json(path)
    phrases = {word: _syllables(node) for word, node in root["phrases"].entries()}
    for word, node in root["phrases"].entries():
        if len(phrases[word]) != len(word):
            node.fail("reading-length-wrong", f"{word} needs {len(word)} syllables.", "Write one syllable a character.")
    return Readings(
        phrases=phrases,
        spoken={written: node.string() for written, node in root["spoken"].entries()},
        letters={letter: _syllables(node) for letter, node in root["letters"].entries()},
    )


@lru_cache(maxsize=1)
def load_polyphones() -> Mapping[str, tuple[str, ...]]:
    """Words in our content that are not read as their characters are by themselves (了解: liao3 jie3).

    A test reads all Chinese of the content with them and with the whole dictionary, and names what is missing.
    """
    return {word: _syllables(node) for word, node in read_json(_POLYPHONES)["words"].entries()}


def _syllables(node: Node) -> tuple[str, ...]:
    syllables = tuple(node.string().split())
    for syllable in syllables:
        if not _SYLLABLE.fullmatch(syllable):
            node.fail("reading-wrong", f"{syllable!r} is no tone-numbered syllable.", "Write for example: hang2.")
    return syllables
