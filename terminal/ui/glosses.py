"""A sign's gloss in the words of whoever reads it."""

from __future__ import annotations

import re

from content.signer import load_lexicon
from terminal.ui.look import Look

_FURTHER = re.compile(r" *[,;(].*")
"""What follows the first meaning of a sign in the lexicon."""


def in_words(look: Look, gloss: str) -> str:
    """The gloss itself in Chinese, its first meaning in English; a word that the lexicon has not stays as it is."""
    if not look.english or gloss not in load_lexicon():
        return gloss
    return _FURTHER.split(load_lexicon().sign(gloss).en)[0] or gloss
