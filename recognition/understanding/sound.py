"""How Chinese sounds to a recogniser that confuses homophones and to ears used to regional accents.

A character has one or more toneless syllables; `folded` maps syllables that accents mix up to one (n/l, zh/z, ch/c,
sh/s, f/h, in/ing, en/eng, an/ang, r/y), so that 户口 and 父口, 养老 and 洋老 are the same sound.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any

from recognition.mandarin import pypinyin

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
#: f- before its finals sounds like hu-: 法 fa / 花 hua.
_F_TO_H = {"fa": "hua", "fan": "huan", "fei": "hui", "fen": "hun", "fo": "huo", "fu": "hu"}
#: r- said as y- (and er without its r) in the north-east: 人 ren / 银 yin.
_R_TO_Y = {"er": "e", "ren": "yin", "re": "ye", "rou": "you", "ran": "yan", "rao": "yao", "rong": "yong", "ru": "yu"}


def read(text: str) -> list[str]:
    """Toneless syllables of a text, one a character."""
    light = pypinyin()
    sounds: list[str] = light.lazy_pinyin(text, style=light.Style.NORMAL, errors=_as_it_is)
    return [sys.intern(sound) for sound in sounds]  # some 400 syllables, in tens of thousands of words


def _as_it_is(rest: str) -> Any:
    """Characters without a reading stand for themselves, one by one; pypinyin's stubs know only the string form."""
    return list(rest)


@lru_cache(maxsize=8_000)
def syllable(character: str) -> str:
    """The commonest toneless syllable of one character; the character itself where it has none."""
    return read(character)[0]


@lru_cache(maxsize=2_000)
def word_syllables(word: str) -> tuple[str, ...]:
    """Toneless syllables of a word, one a character, read as in the word (长 in 长大 is zhang)."""
    return tuple(read(word))


@lru_cache(maxsize=2_000)
def folded(sound: str) -> str:
    """The syllable without the differences that accents blur."""
    for initial, plain in _INITIALS:
        sound = sound.replace(initial, plain, 1) if sound.startswith(initial) else sound
    for nasal in ("ing", "eng", "ang"):
        if sound.endswith(nasal):
            sound = sound[:-1]
    sound = _F_TO_H.get(sound, sound)
    sound = _R_TO_Y.get(sound, sound)
    return "l" + sound[1:] if sound.startswith("n") and len(sound) > 1 else sound
