"""The text of a conversation: who said what, doubtful words marked, newest last."""

from __future__ import annotations

from content import phrases
from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Icon, Node, Row, Spacer, Text
from terminal.visit.events import Sureness
from terminal.visit.state import Line

_WHO = {"visitor": "converse.you", "clerk": "converse.clerk", "interpreter": "converse.interpreter"}


def conversation(lines: tuple[Line, ...], look: Look, *, shown: int = 3) -> Node:
    """The last lines in a card; an empty one says where the text will be."""
    head = Row(
        (
            Icon("caption", 46, "primary"),
            Text(look.say("remote.text"), "label", grow=1, lines=1),
            None if look.elderly else Text(look.say("converse.not_kept"), "small", "ink2", lines=1, fit=True),
        ),
        gap=16,
    )
    last = lines[-shown:]
    rows: tuple[Node, ...] = tuple(_line(line, look) for line in last) or (
        Text(look.say("converse.nothing_yet"), "body", "ink2"),
    )
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


def _line(line: Line, look: Look) -> Node:
    mine = line.who == "visitor"
    who = Text(look.say(_WHO[line.who]), "body", "ink2", lines=1, fit=True, width=170)
    doubtful = any(chip.sureness is not Sureness.SURE for chip in line.chips)
    words = Text(spoken(line, look), "body", bold=not mine, fit=True, grow=1)
    mark = Icon("mark-maybe", 36, "ink2") if doubtful else None
    return Row((who, words, mark), gap=18, align="start")


def spoken(line: Line, look: Look) -> str:
    """What was said; a phrase in the visitor's language."""
    found = phrases.load().get(line.phrase)
    return look.pick(found.text) if found else line.text
