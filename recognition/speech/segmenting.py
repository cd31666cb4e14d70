"""Text -> words of a vocabulary, by longest match."""

from __future__ import annotations

from collections.abc import Callable, Iterator

LONGEST = 12


def segment(text: str, known: Callable[[str], bool]) -> list[str] | None:
    """Words of the model's vocabulary; None when a character is not in it.

    Vosk drops unknown words from a grammar without a sound, which would make the phrase another one.
    """
    parts = list(stretches(text, known))
    whole = len(parts) == 1 and sum(map(len, parts[0])) == len(text)
    return parts[0] if whole else None if text else []


def stretches(text: str, known: Callable[[str], bool]) -> Iterator[list[str]]:
    """Rows of words; characters that are in no word are left out and part the text."""
    words: list[str] = []
    at = 0
    while at < len(text):
        size = next((n for n in range(min(LONGEST, len(text) - at), 0, -1) if known(text[at : at + n])), 0)
        if size:
            words.append(text[at : at + size])
        elif words:
            yield words
            words = []
        at += size or 1
    if words:
        yield words
