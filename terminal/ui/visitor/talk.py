"""The text of a conversation: who said what, doubtful words marked, newest last."""

from __future__ import annotations

from content import phrases
from terminal.ui.look import Look
from terminal.ui.said import CERTAIN, DOUBT, words_said
from terminal.ui.scene import Box, Column, Icon, Node, Row, Spacer, Text
from terminal.visit.events import Sureness
from terminal.visit.state import Line

_MOST_ROWS = 2
_SIGNS_A_ROW = 20
"""A line of the card holds about so many Chinese signs (measured at the body size)."""
_WHO = {"visitor": "converse.you", "clerk": "converse.clerk", "interpreter": "converse.interpreter"}
_WIDE_FROM = "\u2e80"
"""From here on characters are as wide as high."""


def conversation(lines: tuple[Line, ...], look: Look, *, shown: int = 3, kept: bool = False) -> Node:
    """The last lines in a card; an empty one says where the text will be. What is too long ends with …: the caption
    above holds the end of what was said last. ``kept``: a written record is on, which is said
    instead of that nothing stays."""
    private = (
        None
        if look.large or (look.english and look.landscape)
        else Text(look.say("remote.record_on" if kept else "converse.not_kept"), "small", "ink2", lines=1, fit=True)
    )
    head = Row(
        (Icon("caption", 46, "primary"), Text(look.say("remote.text"), "label", grow=1, lines=1, fit=True), private),
        gap=16,
    )
    rows: tuple[Node, ...] = tuple(_line(line, look) for line in _fitting(lines, look, shown))
    if not rows:
        rows = (Text(look.say("converse.nothing_yet"), "body", "ink2", fit=True),)
    body = Column((*rows, Spacer(grow=1)), gap=14, grow=1)
    return Box(
        Column((head, body), gap=18),
        fill="surface",
        line="outline",
        line_width=4,
        radius=36,
        pad=(24, 36, 20, 36),
        shadow=1,
        grow=1,
    )


def _fitting(lines: tuple[Line, ...], look: Look, shown: int) -> list[Line]:
    """The newest lines that need no more than ``shown`` rows together, at least one."""
    kept: list[Line] = []
    room = shown
    for line in reversed(lines):
        rows = min(_MOST_ROWS, 1 + len(spoken(line, look)) // _SIGNS_A_ROW)
        if kept and rows > room:
            break
        kept.insert(0, line)
        room -= rows
    return kept


def _line(line: Line, look: Look) -> Node:
    mine = line.who == "visitor"
    wide = 170 if not look.large else 250 if not look.outgrown else 290
    who = Text(look.say(_WHO[line.who]), "body", "ink2", lines=1, fit=True, width=wide)
    doubtful = any(chip.sureness is not Sureness.SURE for chip in line.chips)
    icon = "yes" if line.mended else "mark-maybe"
    rows = 1 if look.large else _MOST_ROWS
    words = Text(spoken(line, look), "body", bold=not mine, fit=True, lines=rows, grow=1)
    mark = Icon(icon, 36, "ink2") if doubtful or line.mended else None
    return Row((who, words, mark), gap=18, align="start")


def newest(words: str, most: float) -> str:
    """The last words of a long speech, as captions go; where it began stands in the conversation.

    ``most`` counts Chinese characters; Latin ones are half as wide.
    """
    wide, start = 0.0, len(words)
    while start > 0 and wide < most:
        start -= 1
        wide += 0.0 if words[start] in (DOUBT, CERTAIN) else 1.0 if words[start] >= _WIDE_FROM else 0.5
    if start == 0:
        return words
    kept = words[start:]
    return "…" + (DOUBT if kept.count(CERTAIN) > kept.count(DOUBT) else "") + kept


def spoken(line: Line, look: Look) -> str:
    """What was said; a phrase in the visitor's language."""
    found = phrases.load().get(line.phrase)
    return look.pick(found.text) if found else words_said(line)
