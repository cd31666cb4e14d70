"""Readings of Chinese characters where toneless ones do: for ears and for understanding, not for the voice.

pypinyin's 47,000 phrases take 50 MB a process and 0.3 s to load, and change the reading of 88 words of our content;
those are in `content/voice/polyphones.json`. Free text was understood as well without phrases as with them (measured).
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from content.voice import load_polyphones

_WITHOUT_PHRASES = "PYPINYIN_NO_PHRASES"


@lru_cache(maxsize=1)
def pypinyin() -> Any:
    """The module `pypinyin`, light where this process has not loaded it whole; with the words of our content."""
    before = os.environ.get(_WITHOUT_PHRASES)
    os.environ[_WITHOUT_PHRASES] = "1"
    try:
        import pypinyin as light
    finally:  # a process started by this one decides for itself
        if before is None:
            del os.environ[_WITHOUT_PHRASES]
    polyphones = {word: [[syllable] for syllable in read] for word, read in load_polyphones().items()}
    light.load_phrases_dict(polyphones, style="tone3")
    return light
