"""Which code of a pad means which level. Configuration, never code: models differ even inside one product line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hardware.errors import DeviceError
from hardware.pad.port import Level

NOTHING = "none"
"""In a key map: the pad itself reports that nobody pressed."""

KeyMap = Mapping[int, Level | None]
"""Code -> level; None is "nobody pressed". A code that is not in the map counts for nothing."""

_BEST_FIRST = (
    Level.VERY_SATISFIED,
    Level.SATISFIED,
    Level.BASICALLY_SATISFIED,
    Level.DISSATISFIED,
    Level.VERY_DISSATISFIED,
)

_NAMED: dict[str, dict[int, Level | None]] = {
    # grades 00.. of PAD-68, worst first; pads with three and four keys cannot say every level
    "grades-5": dict(enumerate(reversed(_BEST_FIRST))),
    "grades-4": dict(enumerate(reversed(_BEST_FIRST[:4]))),
    "grades-3": dict(enumerate(reversed(_BEST_FIRST[1:4]))),
    # two generations of one pad, seen in a public console script: numbers from 1, the orders disagree
    "keys-old": {
        0: None,
        1: Level.SATISFIED,
        2: Level.BASICALLY_SATISFIED,
        3: Level.DISSATISFIED,
        4: Level.VERY_SATISFIED,
    },
    "keys-new": {
        0: None,
        1: Level.VERY_SATISFIED,
        2: Level.SATISFIED,
        3: Level.BASICALLY_SATISFIED,
        4: Level.DISSATISFIED,
        5: Level.DISSATISFIED,
    },
    # Linux key codes (input-event-codes.h): digits, keypad, F13..F17; the key with 5 means five stars
    "hid-digits": dict(zip((6, 5, 4, 3, 2), _BEST_FIRST, strict=True)),
    "hid-keypad": dict(zip((76, 75, 81, 80, 79), _BEST_FIRST, strict=True)),
    "hid-f13": dict(zip((187, 186, 185, 184, 183), _BEST_FIRST, strict=True)),
}

KEY_MAPS: Mapping[str, KeyMap] = MappingProxyType({name: MappingProxyType(codes) for name, codes in _NAMED.items()})
"""The maps that a setting can name."""


def key_map(setting: str | Mapping[str, str]) -> KeyMap:
    """Make a key map from a setting: a name of `KEY_MAPS`, or a table `{"4" or "0x04": level name or "none"}`."""
    if isinstance(setting, str):
        if setting in KEY_MAPS:
            return KEY_MAPS[setting]
        raise _refused(f"key_map = {setting!r}")
    try:
        codes = {int(code, 0): None if name == NOTHING else Level(name) for code, name in setting.items()}
    except ValueError as error:
        raise _refused(str(error)) from error
    return MappingProxyType(codes)


def _refused(context: str) -> DeviceError:
    names = ", ".join(KEY_MAPS)
    levels = ", ".join(level.value for level in Level)
    return DeviceError(
        "pad-key-map",
        message="The pad's key map is not understood.",
        context=context,
        hint=f"Use one of {names}, or a table of codes and the names {levels}, {NOTHING}.",
    )
