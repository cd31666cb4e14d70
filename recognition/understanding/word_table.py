"""The words of a lexicon in the order of their sound, to be walked key by key.

Every word is a row of keys (folded syllables, English stems). A key is one character of a string, so all words are one
sorted list of short strings; a stretch of it holds what begins alike. A tree of dicts finds the same, but takes five
times the memory.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

#: The keys' characters begin here, behind the letters, so that one that strays in is seen.
_FIRST_CODE = 0x100


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `low` to `high` (exclusive): those that begin with the keys `begun`."""

    begun: str
    low: int
    high: int


class WordTable:
    """Words with what they mean, by their keys."""

    def __init__(self, words: Mapping[str, frozenset[str]], keys_of: Callable[[str], Iterable[str]]) -> None:
        """`words` with their concepts; `keys_of` gives one key a unit of a word."""
        self._codes: dict[str, str] = {}
        rows = {word: "".join(map(self._code, keys_of(word))) for word in words}
        self._words = sorted(words, key=lambda word: (rows[word], word))
        shared: dict[str, str] = {}
        self._rows = [shared.setdefault(rows[word], rows[word]) for word in self._words]
        self._concepts = [words[word] for word in self._words]

    def _code(self, key: str) -> str:
        return self._codes.setdefault(key, chr(_FIRST_CODE + len(self._codes)))

    def start(self) -> Stretch:
        """All words."""
        return Stretch("", 0, len(self._rows))

    def further(self, stretch: Stretch, keys: Iterable[str]) -> Iterator[Stretch]:
        """The words of a stretch whose next key is one of these."""
        for key in keys:
            if not (code := self._codes.get(key)):
                continue
            begun = stretch.begun + code
            low = bisect_left(self._rows, begun, stretch.low, stretch.high)
            high = bisect_left(self._rows, stretch.begun + chr(ord(code) + 1), low, stretch.high)
            if low < high:
                yield Stretch(begun, low, high)

    def ending(self, stretch: Stretch) -> Iterator[tuple[str, frozenset[str]]]:
        """The words that end here, with their concepts."""
        place = stretch.low
        while place < stretch.high and self._rows[place] == stretch.begun:
            yield self._words[place], self._concepts[place]
            place += 1

    def spelled(self) -> Iterator[tuple[str, tuple[str, ...], frozenset[str]]]:
        """Every word, its keys and its concepts."""
        keys = {code: key for key, code in self._codes.items()}
        for word, row, concepts in zip(self._words, self._rows, self._concepts, strict=True):
            yield word, tuple(keys[code] for code in row), concepts
