"""Which lines of a conversation fit: pages from the newest back, by how high each line will be.

Heights are estimated before layout, on the safe side; a test lays full pages out and finds nothing that overflows.
"""

from __future__ import annotations

import math

from terminal.visit.state import Chip, Line, Request

_LETTER_UNITS = 24.5
_BESIDE = 120
"""A full-width character of a bubble; padding, gap and time beside the text."""
_LATIN = 0.56
"""Width of a Latin letter as a share of a Chinese one."""
_TEXT_LINE = 30
_AROUND = 60
"""Height of one line of text; of name, padding and gap around it."""
_CHIP_LINE = 54
_LETTER, _MARK, _UNSEEN = 22, 62, 3
"""A mini chip: units a letter, units of mark and padding, letters of 没看清."""
_MENDING = 66
MOST_LINES = 6


def pages_of(lines: tuple[Line, ...], room: float, taken: float, across: float) -> list[tuple[Line, ...]]:
    """The lines in pages, the newest page first, in ``room`` units of height, ``across`` wide.

    ``taken`` units of the newest page are for what is not sent yet; that page alone may be empty.
    """
    pages: list[list[Line]] = [[]]
    left = room - taken
    for line in reversed(lines):
        tall = line_height(line, across)
        if tall > left and (pages[-1] or taken):
            pages.append([])
            left, taken = room, 0
        pages[-1].insert(0, line)
        left -= tall
    return [tuple(page) for page in pages]


def text_lines(text: str, across: float) -> int:
    """About how many lines this text takes in a bubble."""
    letters = sum(_LATIN if letter.isascii() else 1.0 for letter in text)
    return max(1, math.ceil(letters / ((across - _BESIDE) // _LETTER_UNITS)))


def chip_lines(chips: tuple[Chip, ...], across: float) -> int:
    """About how many lines these words take."""
    lines, used = 1, 0.0
    for chip in chips:
        wide = (len(chip.gloss) or _UNSEEN) * _LETTER + _MARK
        lines, used = (lines, used + wide) if used + wide <= wrap_width(across) else (lines + 1, wide)
    return lines


def wrap_width(across: float) -> float:
    """Width at which the words of a long utterance go on to the next line."""
    return across - _BESIDE


def line_height(line: Line, across: float) -> float:
    """About how high a line will be."""
    if line.chips:
        return _AROUND + chip_lines(line.chips, across) * _CHIP_LINE
    return _AROUND + min(MOST_LINES, text_lines(line.text, across)) * _TEXT_LINE


def lines_within(room: float) -> int:
    """How many lines of one text ``room`` units of height hold."""
    return max(1, min(MOST_LINES, int((room - _AROUND) // _TEXT_LINE)))


def newest_chips(chips: tuple[Chip, ...], across: float, rows: int) -> tuple[Chip, ...]:
    """As many of the last words as fit into ``rows``; the last one always."""
    first = 0
    while first < len(chips) - 1 and chip_lines(chips[first:], across) > rows:
        first += 1
    return chips[first:]


def request_height(request: Request, across: float, rows: int, *, mended: bool) -> float:
    """About how high the words are that the visitor has not sent yet; 0 where there are none."""
    if request.chips:
        return _AROUND + min(rows, chip_lines(request.chips, across)) * _CHIP_LINE + (_MENDING if mended else 0)
    words = request.typed or request.partial or request.heard
    return _AROUND + 2 * _TEXT_LINE if words else 0
