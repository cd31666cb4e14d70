"""Readings of Chinese characters where toneless ones do: for ears and for understanding, not for the voice.

pypinyin's 47,000 phrases take 50 MB a process and 0.3 s to load. Few of them change a toneless reading: those are in
`readings.tsv` (made by `models.training.speech.readings` from pypinyin, whose licence is `MIT-pypinyin.txt`), those of
our content in `content/voice/polyphones.json`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from content.voice import load_polyphones

_LIGHT = {"PYPINYIN_NO_PHRASES": "1", "PYPINYIN_NO_DICT_COPY": "1"}
"""What pypinyin reads when it is first imported: no phrases, and its table of characters once instead of twice."""

READINGS = Path(__file__).with_name("readings.tsv")
"""A word, a tab, its tone-numbered syllables."""


@lru_cache(maxsize=1)
def pypinyin() -> Any:
    """The module `pypinyin`, light where this process has not loaded it whole; with the words that need saying."""
    light = characters_only()
    rows = (line.split("\t") for line in READINGS.read_text(encoding="utf-8").splitlines())
    _teach(light, {word: tuple(read.split()) for word, read in rows})
    _teach(light, load_polyphones())
    return light


def characters_only() -> Any:
    """The module without its phrases, where this process has not loaded it whole: every character by itself."""
    before = {name: os.environ.get(name) for name in _LIGHT}
    os.environ.update(_LIGHT)
    try:
        import pypinyin as light
    finally:  # a process started by this one decides for itself
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return light


def _teach(light: Any, words: Mapping[str, tuple[str, ...]]) -> None:
    shared: dict[str, list[str]] = {}  # some thousand syllables in tens of thousands of words; pypinyin copies them
    spelled = {word: [shared.setdefault(one, [one]) for one in read] for word, read in words.items()}
    light.load_phrases_dict(spelled, style="tone3")
