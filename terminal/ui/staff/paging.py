"""Which lines of a conversation fit: pages from the newest back, by how high each line will be.

Heights are estimated before layout, on the safe side; a test lays full pages out and finds nothing that overflows.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from terminal.visit.state import Line

_LETTER_UNITS = 24.5
_BESIDE = 120
"""A full-width character of a bubble; padding, gap and time beside the text."""
_LATIN = 0.56
"""Width of a Latin letter as a share of a Chinese one."""
_TEXT_LINE = 30
_AROUND = 60
"""Height of one line of text; of name, padding and gap around it."""
_CHIP_LINE = 54
_LETTER, _MARK = 22, 62
"""A mini chip: units a letter, units of mark and padding."""
MENDING = 66
"""Height of the row with other words for a doubtful one."""
MOST_LINES = 6


def pages_of(
    lines: tuple[Line, ...], room: float, taken: float, tall: Callable[[Line], float]
) -> list[tuple[Line, ...]]:
    """The lines in pages, the newest page first, in ``room`` units of height; ``tall`` says how high a line will be.

    ``taken`` units of the newest page are for what is not sent yet; that page alone may be empty.
    """
    pages: list[list[Line]] = [[]]
    left = room - taken
    for line in reversed(lines):
        height = tall(line)
        if height > left and (pages[-1] or taken):
            pages.append([])
            left, taken = room, 0
        pages[-1].insert(0, line)
        left -= height
    return [tuple(page) for page in pages]


def text_lines(text: str, across: float) -> int:
    """About how many lines this text takes in a bubble."""
    return max(1, math.ceil(_letters(text) / ((across - _BESIDE) // _LETTER_UNITS)))


def chip_lines(words: tuple[str, ...], across: float) -> int:
    """About how many lines these words take as mini chips."""
    lines, used = 1, 0.0
    for word in words:
        wide = _letters(word) * _LETTER + _MARK
        lines, used = (lines, used + wide) if used + wide <= wrap_width(across) else (lines + 1, wide)
    return lines


def _letters(text: str) -> float:
    return sum(_LATIN if letter.isascii() else 1.0 for letter in text)


def wrap_width(across: float) -> float:
    """Width at which the words of a long utterance go on to the next line."""
    return across - _BESIDE


def text_height(text: str, across: float) -> float:
    """About how high a line of text will be, with its name and padding."""
    return _AROUND + min(MOST_LINES, text_lines(text, across)) * _TEXT_LINE


def chips_height(words: tuple[str, ...], across: float, most: int = MOST_LINES) -> float:
    """About how high words will be as mini chips in at most ``most`` rows."""
    return _AROUND + min(most, chip_lines(words, across)) * _CHIP_LINE


def lines_within(room: float) -> int:
    """How many lines of one text ``room`` units of height hold."""
    return max(1, min(MOST_LINES, int((room - _AROUND) // _TEXT_LINE)))


def first_shown(words: tuple[str, ...], across: float, rows: int) -> int:
    """Place of the first word where the last words that fit into ``rows`` begin; the last one always fits."""
    first = 0
    while first < len(words) - 1 and chip_lines(words[first:], across) > rows:
        first += 1
    return first
