"""The signer's error: a sign file, a handshape table or a gloss is wrong. Whoever edits the lexicon can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from content.errors import ContentError


class LexiconError(ContentError):
    """A fault in the sign lexicon; `context` names file, line and field."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint naming the nearest known words, or the whole list where it is short."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"Known: {', '.join(names)}." if len(names) <= 20 else "See content/lexicon/README.md."
