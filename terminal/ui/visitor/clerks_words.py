"""What the clerk writes to a visitor whose page has no caption: a strip in the colour of people, over the top line.

Only the signer, who knows few of the words, and the voice told it there; who reads saw nothing of it.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

from terminal.ui.look import Look
from terminal.ui.scene import Box, Icon, Node, Place, Row, Screenful, Stack, Text
from terminal.ui.visitor.frame import pills
from terminal.ui.visitor.sides import MARGIN, TOP
from terminal.ui.visitor.words import said
from terminal.visit.state import Phase, State

KEYS = ("converse.clerk_says", "phrase.")
"""Sentences of the clerk's."""
TALKS = (Phase.CONVERSING, Phase.REMOTE)
"""Pages on which what is said stands as lines."""


_HIGH = 128.0
"""Height of the strip on a standing panel: two lines."""


def with_clerks_words(screen: Screenful, state: State, look: Look) -> Screenful:
    """The screen with the clerk's words, where they stand nowhere on it."""
    if state.phase in TALKS or state.visit.warned is not None or not state.visit.saying.key.startswith(KEYS):
        return screen
    help_ = state.visit.help
    if help_ is not None and help_.since > state.visit.saying.since:
        return screen  # the same place tells of the person who comes
    words = said(state, look)
    if not words or _shows(screen.child, words):
        return screen
    parts: tuple[Node | None, ...] = (screen.child, _strip(words, state, look, screen.ground))
    return replace(screen, child=Stack(parts))


def _strip(words: str, state: State, look: Look, ground: str) -> Node:
    """It covers no target. Where it lies over the top line, what the devices do stays beside it."""
    named = f"{look.say('converse.clerk')}{': ' if look.english else '：'}{words}"
    text = Text(named, "h3", "on_help", fit=True, lines=1 if look.landscape else 2, grow=1)
    row = Row((Icon("person", 64, "on_help"), text), gap=24)
    if not (look.landscape or look.elderly or look.drop):
        box = Box(row, fill="help", radius=32, pad=(8, 32, 8, 32))
        top = 12 if state.phase is Phase.CALLED else 98  # that page has no top line, and the signer's head is there
        return Place(box, left=MARGIN, right=MARGIN, top=top, height=look.room(_HIGH))
    high = TOP if look.landscape else _HIGH
    band = Box(row, fill="help", radius=32, pad=(2, 28, 2, 28), grow=1.0, height=high - 4)
    line = Row((band, *pills(state, look)), gap=18)
    return Place(Box(line, fill=ground, pad=(2, MARGIN, 2, MARGIN)), left=0, right=0, top=0, height=high)


def _shows(node: object, words: str) -> bool:
    """Whether these words stand somewhere below this node."""
    if isinstance(node, tuple):
        return any(_shows(child, words) for child in node)
    if not is_dataclass(node):
        return False
    return any(_shows(child, words) for child in _inside(node)) or getattr(node, "text", None) == words


def _inside(node: object) -> list[object]:
    """What may hold nodes."""
    found = [getattr(node, part.name) for part in fields(node)] if is_dataclass(node) else []
    return [one for one in found if isinstance(one, (Node, tuple))]
