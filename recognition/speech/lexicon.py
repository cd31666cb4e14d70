"""Chinese text -> how it sounds: syllables without tone, and their units.

Readings come from pypinyin with the words of our content, so 会计 is `kuai ji`. Digits are read as numbers are read
aloud; punctuation and blanks are silent. What has no Mandarin reading (Latin letters, emoji, characters without
reading) makes the whole text unreadable rather than shorter.
"""

from __future__ import annotations

import re
from functools import lru_cache

from recognition.mandarin import pypinyin
from recognition.speech.units import split_syllable

_SILENT = re.compile(r"[\s，。、；：？！…—·（）“”‘’《》【】,.;:?!()\"'\-]+")
_DIGITS = re.compile(r"\d+")
_DIGIT_NAMES = "零一二三四五六七八九"
_LONGEST_READ_AS_NUMBER = 4
"""Longer digit strings (telephones, documents) are read digit by digit; our judgement."""


def plain(text: str) -> str:
    """The characters that are spoken: `去3号窗口！` -> `去三号窗口`."""
    return _SILENT.sub("", _DIGITS.sub(_read_digits, text))


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...] | None:
    """Toneless syllables of a text; None when some of it has no Mandarin reading or nothing is spoken at all."""
    light, spoken = pypinyin(), plain(text)
    read = light.lazy_pinyin(spoken, style=light.Style.NORMAL, errors=lambda _: ["?"], v_to_u=False)
    if not read or len(read) != len(spoken) or any(split_syllable(s) is None for s in read):
        return None
    return tuple(read)


def text_units(text: str) -> tuple[str, ...] | None:
    """Initials and finals of a text, or None as `syllables`."""
    read = syllables(text)
    return None if read is None else syllable_units(read)


def syllable_units(read: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(unit for s in read for unit in (split_syllable(s) or ()) if unit)


def _read_digits(match: re.Match[str]) -> str:
    digits = match.group()
    if len(digits) > _LONGEST_READ_AS_NUMBER or (digits[0] == "0" and len(digits) > 1):
        return "".join(_DIGIT_NAMES[int(d)] for d in digits)
    import cn2an

    return str(cn2an.an2cn(digits))
