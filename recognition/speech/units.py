"""Sounds of Mandarin without tone: syllable -> initial and final, the units our model scores.

Tones are not among them: 北京 and 背景 are one sound here. `y-` and `w-` spellings become finals, and the three
vowels written `i` are three units (`ii` after z c s, `iii` after zh ch sh r).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# fmt: off
INITIALS = ("b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s")
FINALS = (
    "a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er", "i", "ii", "iii", "ia", "ie", "iao", "iu",
    "ian", "in", "iang", "ing", "iong", "u", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ong", "ueng", "v", "ve",
    "van", "vn", "io",
)
# fmt: on
GARBAGE = "spn"
"""Any speech that is none of ours: the pronunciation of `[unk]`."""
UNITS = (*INITIALS, *FINALS, GARBAGE)
SILENCE_PHONE = 1

_RARE = {
    "n": "en",
    "ng": "en",
    "m": "mu",
    "hm": "heng",
    "hng": "heng",
    "ê": "ei",
    "r": "er",
    "yai": "ya",
    "nue": "nve",
    "lue": "lve",
}
_AFTER_Y = {
    "i": "i",
    "a": "ia",
    "e": "ie",
    "ao": "iao",
    "ou": "iu",
    "an": "ian",
    "in": "in",
    "ang": "iang",
    "ing": "ing",
    "ong": "iong",
    "u": "v",
    "ue": "ve",
    "uan": "van",
    "un": "vn",
    "o": "io",
    "ve": "ve",
    "v": "v",
    "van": "van",
    "vn": "vn",
}
_AFTER_W = {
    "u": "u",
    "a": "ua",
    "o": "uo",
    "ai": "uai",
    "ei": "ui",
    "an": "uan",
    "en": "un",
    "ang": "uang",
    "eng": "ueng",
    "ong": "ueng",
}
_AFTER_JQX = {"u": "v", "ue": "ve", "uan": "van", "un": "vn"}
_SPELLINGS = {"uei": "ui", "uen": "un", "iou": "iu", "ueng": "ong"}


@lru_cache(maxsize=4096)
def split_syllable(syllable: str) -> tuple[str, str] | None:
    """`zhong1` -> `("zh", "ong")`, `an` -> `("", "an")`; None when it is no Mandarin syllable."""
    plain = re.sub(r"[0-9]", "", syllable.lower().replace("u:", "v").replace("ü", "v"))
    plain = _RARE.get(plain, plain)
    if plain.startswith(("y", "w")):
        final = (_AFTER_Y if plain[0] == "y" else _AFTER_W).get(plain[1:])
        return ("", final) if final else None
    for initial in sorted(INITIALS, key=len, reverse=True):
        if plain.startswith(initial):
            final = _final_after(initial, plain[len(initial) :])
            return (initial, final) if final in FINALS else None
    return ("", plain) if plain in FINALS else None


def units_of(syllables: Iterable[str]) -> tuple[str, ...] | None:
    """The units of several syllables in a row; None when one of them is no Mandarin syllable."""
    units: list[str] = []
    for syllable in syllables:
        parts = split_syllable(syllable)
        if parts is None:
            return None
        units += [part for part in parts if part]
    return tuple(units)


def phone_id(unit: str, position: str) -> int:
    """Number of a unit at a place in its word: `B`egin, `I`nternal, `E`nd or `S`ingle. Silence is phone 1."""
    return 2 + 4 * UNITS.index(unit) + "BIES".index(position)


def phone_count() -> int:
    return 1 + 4 * len(UNITS)


def unit_index(phone: int) -> int:
    """0 for silence, else 1 + the place in `UNITS`."""
    return 0 if phone == SILENCE_PHONE else 1 + (phone - 2) // 4


def phone_outputs() -> list[tuple[int, int]]:
    """Network outputs (first frame, further frames) of each phone, from phone 1 on."""
    return [(2 * unit_index(p), 2 * unit_index(p) + 1) for p in range(1, phone_count() + 1)]


OUTPUT_COUNT = 2 * (1 + len(UNITS))


def word_phones(units: tuple[str, ...]) -> list[int]:
    """Phone numbers of a whole word, by place."""
    if len(units) == 1:
        return [phone_id(units[0], "S")]
    inner = [phone_id(unit, "I") for unit in units[1:-1]]
    return [phone_id(units[0], "B"), *inner, phone_id(units[-1], "E")]


def _final_after(initial: str, final: str) -> str:
    if initial in ("j", "q", "x"):
        final = _AFTER_JQX.get(final, final)
    if final == "i":
        final = "ii" if initial in ("z", "c", "s") else "iii" if initial in ("zh", "ch", "sh", "r") else "i"
    return _SPELLINGS.get(final, final)
