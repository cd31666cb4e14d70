"""Characters and words for typed pinyin, made from our own content and pypinyin: most useful first.

Whole words of the matters come first (身份证 for ``shenfenzheng`` or ``sfz``), then single characters in the order
of the GB 2312 first level, those that occur in our content before the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, pinyin

from content.matters import load

#: Longest words of the dictionary, in characters.
_LONGEST = 8


def candidates(letters: str) -> tuple[str, ...]:
    """Words and characters for ``letters`` (a-z, no tones), best first; the letters themselves come last."""
    typed = letters.lower().replace("'", "")
    words, characters = _dictionary()
    found: dict[str, None] = dict.fromkeys(words.get(typed, ()))
    found |= dict.fromkeys(characters.get(typed, ()))
    if len(typed) >= 2:
        longer = sorted((key for key in words if key.startswith(typed) and key != typed), key=len)
        found |= dict.fromkeys(word for key in longer[:8] for word in words[key])
    longer = sorted((key for key in characters if key.startswith(typed) and key != typed), key=len)
    found |= dict.fromkeys(sign for key in longer[:4] for sign in characters[key][:2])
    return (*found, letters)


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    counts: Counter[str] = Counter(sign for text in _texts() for sign in text)
    words: defaultdict[str, list[str]] = defaultdict(list)
    for word, _ in Counter(_words()).most_common():
        syllables = lazy_pinyin(word)
        for key in ("".join(syllables), "".join(s[0] for s in syllables)):
            if word not in words[key]:
                words[key].append(word)
    characters: defaultdict[str, list[str]] = defaultdict(list)
    common = _common()
    for sign in sorted(common, key=lambda s: (-counts[s], common.index(s)) if counts[s] else (1, common.index(s))):
        for reading in pinyin(sign, style=Style.NORMAL, heteronym=True)[0]:
            characters[reading.replace("ü", "v")].append(sign)
    return dict(words), dict(characters)


def _texts() -> Iterable[str]:
    for matter in load():
        yield matter.name.zh
        yield from matter.also_called
        yield from (paper.name.zh for paper in matter.materials)


def _words() -> Iterable[str]:
    for text in _texts():
        for part in _runs(text):
            if 2 <= len(part) <= _LONGEST:
                yield part
            for length in (2, 3, 4):
                yield from (part[:length], part[-length:]) if len(part) > length else ()


def _runs(text: str) -> Iterable[str]:
    run = ""
    for sign in text + " ":
        if "\u4e00" <= sign <= "\u9fff":
            run += sign
        elif run:
            yield run
            run = ""


def _common() -> str:
    """The 3,755 characters of the first level of GB 2312 (ordered by pinyin)."""
    rows = range(0xB0, 0xD8)
    codes = (bytes([row, cell]) for row in rows for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)
