"""What the engine is given: pinyin for Chinese, plain words for English."""

from __future__ import annotations

from terminal.voice.ear import for_the_ear
from terminal.voice.pinyin import to_pinyin

#: Voices of espeak-ng by our names: pinyin needs no guessing at characters.
VOICES = {"zh": "cmn-latn-pinyin", "en": "en-us"}


def engine_text(text: str, voice: str) -> str:
    """The text the engine reads in this voice; empty if nothing can be spoken."""
    heard = for_the_ear(text, voice)
    return to_pinyin(heard) if voice == "zh" else heard
