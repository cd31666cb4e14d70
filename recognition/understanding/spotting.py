"""Finds the words of the lexicon in a request, by character and by sound.

Every word is a path in a tree of folded syllables (Chinese) or word stems (English). All matches are found, then the
set of matches that do not overlap and explain most is taken: a long word beats the short words inside it, an exact
word beats one that only sounds alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from recognition.understanding.sound import folded, sounds, word_syllables

#: How well a character fits: the same, the same toneless syllable, the same for a blurred accent. Our judgement.
EXACT, HOMOPHONE, ACCENT = 1.0, 0.85, 0.7
#: Longer words count for more than their length, so that they beat the words inside them.
_LENGTH_POWER = 1.3
#: A filler explains, but never at the cost of a word.
_FILLER_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found at units `start` to `end` (exclusive). `quality` 1 = letter by letter, less = by sound."""

    start: int
    end: int
    concepts: frozenset[str]
    quality: float
    word: str

    @property
    def length(self) -> int:
        """Units covered."""
        return self.end - self.start


@dataclass(slots=True)
class _Branch:
    """A node of the tree; `words` end here."""

    children: dict[str, _Branch] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)


def stem(word: str) -> str:
    """An English word without plural s and possessive."""
    word = word.removesuffix("'s")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


class Spotter:
    """Words of a lexicon, ready to be found. Give it (word, concept) pairs of one language."""

    def __init__(self, lang: str, words: Iterable[tuple[str, str]], fillers: Iterable[str]) -> None:
        self._lang = lang
        self._root = _Branch()
        self._fillers = {self._keys(word) for word in fillers}
        for word, concept in words:
            self._plant(word, concept)
        for word in fillers:
            self._plant(word, "filler")

    def hits(self, units: Sequence[str]) -> list[Hit]:
        """The words found, in order, without overlap; fillers have the concept `filler`."""
        best: list[tuple[float, tuple[Hit, ...]]] = [(0.0, ())]
        ending: dict[int, list[Hit]] = {}
        for start in range(len(units)):
            for hit in self._from(units, start):
                ending.setdefault(hit.end, []).append(hit)
        for end in range(1, len(units) + 1):
            choice = best[end - 1]
            for hit in ending.get(end, ()):
                worth = best[hit.start][0] + self._worth(hit)
                if worth > choice[0]:
                    choice = (worth, (*best[hit.start][1], hit))
            best.append(choice)
        return list(best[-1][1])

    def _worth(self, hit: Hit) -> float:
        worth = hit.quality**2 * float(hit.length**_LENGTH_POWER)
        return worth * _FILLER_SHARE if hit.concepts == {"filler"} else worth

    def _keys(self, word: str) -> tuple[str, ...]:
        if self._lang == "en":
            return tuple(stem(part) for part in word.split())
        return tuple(folded(syllable) for syllable in word_syllables(word))

    def _plant(self, word: str, concept: str) -> None:
        branch = self._root
        for key in self._keys(word):
            branch = branch.children.setdefault(key, _Branch())
        branch.words[word] = branch.words.get(word, frozenset()) | {concept}

    def _from(self, units: Sequence[str], start: int) -> Iterable[Hit]:
        front = [self._root]
        for end in range(start, len(units)):
            keys = (stem(units[end]),) if self._lang == "en" else {key for _, key in sounds(units[end])}
            front = [branch.children[key] for branch in front for key in keys if key in branch.children]
            if not front:
                return
            for branch in front:
                for word, concepts in branch.words.items():
                    quality = self._quality(word, units[start : end + 1])
                    if quality:
                        yield Hit(start, end + 1, concepts, quality, word)

    def _quality(self, word: str, units: Sequence[str]) -> float:
        """Mean fit of the characters; 0 where a single character is not the same."""
        if self._lang == "en":
            return EXACT
        if len(units) == 1:
            return EXACT if word == units[0] else 0.0
        fits = [self._fit(a, b, s) for a, b, s in zip(word, units, word_syllables(word), strict=True)]
        return sum(fits) / len(fits)

    @staticmethod
    def _fit(wanted: str, given: str, syllable: str) -> float:
        if wanted == given:
            return EXACT
        return HOMOPHONE if any(syllable == heard for heard, _ in sounds(given)) else ACCENT
