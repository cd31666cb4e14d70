"""Finds the words of the lexicon in a request, by character and by sound.

Every word is a row of folded syllables (Chinese) or word stems (English) in a `WordTable`. All matches are found, then
the set of matches that do not overlap and explain most is taken: a long word beats the short words inside it, an exact
word beats one that only sounds alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from recognition.understanding.sound import folded, read, syllable, word_syllables
from recognition.understanding.word_table import WordTable

#: How well a character fits: the same, the same toneless syllable, the same for a blurred accent. Our judgement.
EXACT, HOMOPHONE, ACCENT = 1.0, 0.85, 0.7
#: How poorly a character of grammar (的, 了, 去 …) fits when it would have to be a misheard other one.
_FUNCTION_CHARACTER = 0.7
_FUNCTION = frozenset(
    "我你您他她它的了吗呢吧啊呀哦嗯呃那这就是在个不没有都来去说要到人家上下跟和也还又再想能会可以什么怎咋啥哪把给一二三四五六七八九十天年月几多少好对"
)
#: Beside a topic these are what they are: numbers, and 就 (no 旧).
_NEVER_MISHEARD = frozenset("一二两三四五六七八九十就")
#: The least fit of a word that is heard, by what it means: topics are repaired most readily. Our judgement.
_LEAST_FIT = {"topics": 0.69, "acts": 0.84, "states": 0.84, "people": 0.84}
_LEAST_FIT_OTHERS = 0.9
#: Two syllables alike are too common to tell a word by a blurred accent in both.
_LEAST_FIT_OF_TWO = 0.79
#: How well a word with a character missing fits, and how long it must have been.
_SHORTENED, _LEAST_SHORTENED = 0.75, 4
#: A word of so many syllables is told by its sound whatever it means.
_LONG = 4
#: Longer words count for more than their length, so that they beat the words inside them.
_LENGTH_POWER = 1.3
#: A word that only sounds alike must be longer by about half to beat one that stands there: 玩护照 is no 过完户.
_QUALITY_POWER = 4
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


def stem(word: str) -> str:
    """An English word without its endings (-s, -'s, -ing, -ed), roughly: the same for words and for what was said."""
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word.removesuffix(ending).rstrip("e")
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 else word


class Spotter:
    """Words of a lexicon, ready to be found. Give it (word, concept) pairs of one language and the concepts' kinds.

    `dialect` gives words of a region and those of the same length that they stand for (莫得: 没有): both are one.
    """

    def __init__(
        self,
        lang: str,
        words: Iterable[tuple[str, str]],
        fillers: Iterable[str],
        kinds: Mapping[str, str],
        dialect: Mapping[str, str] | None = None,
    ) -> None:
        self._lang = lang
        self._kinds = kinds
        self._dialect = dialect or {}
        self._spoken = re.compile("|".join(sorted(self._dialect, key=len, reverse=True)) or "(?!)")
        words = [(self._standard(word), concept) for word, concept in words]
        spelled = [*words, *((self._standard(word), "filler") for word in fillers)]
        short = list(self._short(words))
        self._shortened = frozenset(word for word, _ in short)
        meant: dict[str, frozenset[str]] = {}
        shared: dict[frozenset[str], frozenset[str]] = {}  # a few hundred sets for tens of thousands of words
        for word, concept in (*spelled, *short):
            both = meant.get(word, frozenset()) | {concept}
            meant[word] = shared.setdefault(both, both)
        self._table = WordTable(meant, self._keys)
        self._readings = _readings(self._table) if lang == "zh" else {}

    def hits(self, units: Sequence[str]) -> list[Hit]:
        """The words found, in order, without overlap; fillers have the concept `filler`."""
        units = self._heard(units)
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

    def misheard_verbs(self, units: Sequence[str], hits: Sequence[Hit]) -> Iterator[Hit]:
        """Verbs of one character that a character right beside a topic only sounds like: 去公积金 for 取公积金."""
        units = self._heard(units)
        topics = [hit for hit in hits if any(self._kinds.get(concept) == "topics" for concept in hit.concepts)]
        beside = sorted({place for hit in topics for place in (hit.start - 1, hit.end) if 0 <= place < len(units)})
        telling = [hit for hit in hits if self._is_telling(hit)]
        meant = {unit for hit in telling for unit in range(hit.start, hit.end)}
        for place in beside:
            if place in meant or units[place] in _NEVER_MISHEARD:
                continue
            for word, concepts in self._verbs.get(folded(syllable(units[place])), {}).items():
                if word != units[place]:
                    yield Hit(place, place + 1, concepts, ACCENT, word)

    def _heard(self, units: Sequence[str]) -> Sequence[str]:
        """The units as the standard language says them; there are as many."""
        return units if self._lang == "en" else tuple(self._standard("".join(units)))

    def _standard(self, text: str) -> str:
        return self._spoken.sub(lambda match: self._dialect[match[0]], text)

    def _is_telling(self, hit: Hit) -> bool:
        """Whether a word stands as it is: it names or does something, or is longer (方面, 这个; but not 想去)."""
        return any(self._kinds.get(c) in _LEAST_FIT for c in hit.concepts) or (
            hit.length > 1 and "want" not in hit.concepts
        )

    @cached_property
    def _verbs(self) -> dict[str, dict[str, frozenset[str]]]:
        """Words of one character for what is done or has happened, by sound."""
        found: dict[str, dict[str, frozenset[str]]] = {}
        for word, keys, concepts in self._table.spelled():
            verbs = frozenset(c for c in concepts if self._kinds.get(c) in ("acts", "states"))
            if len(keys) == 1 and verbs:
                found.setdefault(keys[0], {})[word] = verbs
        return found

    def _worth(self, hit: Hit) -> float:
        worth = hit.quality**_QUALITY_POWER * float(hit.length**_LENGTH_POWER)
        return worth * _FILLER_SHARE if hit.concepts == {"filler"} else worth

    def _keys(self, word: str) -> tuple[str, ...]:
        if self._lang == "en":
            return tuple(stem(part) for part in word.split())
        return tuple(folded(syllable) for syllable in read(word))

    def _short(self, words: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Topics of four and more characters with one lost by the recogniser: 残疾人证 -> 残人证."""
        known = {word for word, _ in words}
        for word, concept in words:
            if self._lang == "en" or self._kinds.get(concept) != "topics" or len(word) < _LEAST_SHORTENED:
                continue
            for lost in range(len(word)):
                short = word[:lost] + word[lost + 1 :]
                if short not in known and not set(short) & _FUNCTION:
                    yield short, concept

    def _from(self, units: Sequence[str], start: int) -> Iterable[Hit]:
        front = [self._table.start()]
        for end in range(start, len(units)):
            keys = self._sounds(units[end])
            front = [longer for stretch in front for longer in self._table.further(stretch, keys)]
            if not front:
                return
            for stretch in front:
                for word, concepts in self._table.ending(stretch):
                    if hit := self._hit(word, concepts, units, start, end + 1):
                        yield hit

    def _sounds(self, unit: str) -> set[str]:
        """Keys of a unit: its stem (English); its usual syllable and those it has in our words (Chinese)."""
        if self._lang == "en":
            return {stem(unit)}
        return {folded(syllable(unit))} | self._readings.get(unit, set())

    def _hit(self, word: str, concepts: frozenset[str], units: Sequence[str], start: int, end: int) -> Hit | None:
        if self._lang == "en":
            return Hit(start, end, concepts, EXACT, word)
        given = units[start:end]
        if all(map(str.__eq__, word, given)):
            return Hit(start, end, concepts, _SHORTENED if word in self._shortened else EXACT, word)
        if word in self._shortened or sum(character not in _FUNCTION for character in word) < 2:
            return None
        fits = [_fit(a, b, s) for a, b, s in zip(word, given, word_syllables(word), strict=True)]
        quality = sum(fits) / len(fits)
        if len(word) == 2 and quality < _LEAST_FIT_OF_TWO:
            return None
        heard = frozenset(c for c in concepts if quality >= self._least_fit(c, len(word)))
        return Hit(start, end, heard, quality, word) if heard else None

    def _least_fit(self, concept: str, length: int) -> float:
        kind = "topics" if length >= _LONG else self._kinds.get(concept, "")
        return _LEAST_FIT.get(kind, _LEAST_FIT_OTHERS)


def _readings(table: WordTable) -> dict[str, set[str]]:
    """The keys that every character has in some word."""
    found: dict[str, set[str]] = {}
    for word, keys, _ in table.spelled():
        for character, key in zip(word, keys, strict=True):
            found.setdefault(character, set()).add(key)
    return found


def _fit(wanted: str, given: str, sound: str) -> float:
    if wanted == given:
        return EXACT
    fit = HOMOPHONE if sound == syllable(given) else ACCENT
    return fit * _FUNCTION_CHARACTER if given in _FUNCTION else fit
