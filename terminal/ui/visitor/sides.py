"""The two sides of a page, what is looked at and what is touched, also where it is lowered; the signer in its size."""

from __future__ import annotations

from dataclasses import dataclass, replace

from terminal.ui import scene
from terminal.ui.look import Look
from terminal.ui.scene import Column, Either, Node, Pages, Row, SignerStage
from terminal.visit.events import Way
from terminal.visit.state import State

MARGIN = 48
TOP = 104
"""Margin at the sides of a page; where it begins below the top line."""
SIGNED = 506.0
"""Height of a narrow stage whose figure is as large as one who signs must be: 500 units of our design."""
SIGNED_WIDE = 400.0
"""Width of such a stage where the words beside it, or the mirror, need theirs."""
BESIDE_KEYS = 1.35
"""Lying: how much wider than a keypad the side is on which the signer asks for the number."""
_HEIGHT = 1920
_LARGER_TEXT = 0.15
"""Of the room that a lowered page has more, its larger small text needs so much below."""
_ENOUGH = 106.0
"""But no more than this: a signer above what can be reached is large anyhow."""
_SIGNERS_SHARE = 0.55
"""Of the width, where such a stage is high enough for more than it has on other pages."""
_WATCH_GIVES = 0.75
"""On a lower panel the look zone gives up most of what is missing; targets keep their size."""


@dataclass(frozen=True, slots=True)
class Lying(Row):
    """What is looked at, at the left; at the right what is touched. Only keys low down may stand at the left."""


def lying(children: tuple[Node | None, ...], *, gap: float, pad: scene.Pad) -> Row:
    """The sides of a panel that lies; where there is nothing to look at, the first of them is like the others."""
    kind = Lying if children[0] is not None else Row
    return kind(children, gap=gap, pad=pad, align="stretch")


@dataclass(frozen=True, slots=True)
class Risen(Column):
    """Begins where it does on other pages though the page is lowered: what is only looked at has grown by so much."""


def rises(body: Node) -> bool:
    """Whether it takes in itself what a lowered page was lowered by."""
    if isinstance(body, Pages):
        return all(isinstance(page, Risen) for _, page in body.pages)
    if isinstance(body, Either):
        return rises(body.usual) and rises(body.tight)
    return isinstance(body, Risen)


def lifted(body: Node, drop: float) -> Node:
    """A lowered page of a panel that lies: what is to be touched begins so much lower, what is looked at does not."""
    if drop <= 0:
        return body
    if isinstance(body, Pages):
        return replace(body, pages=tuple((name, lifted(page, drop)) for name, page in body.pages))
    if isinstance(body, Either):
        return Either(lifted(body.usual, drop), lifted(body.tight, drop))
    above = (drop, 0.0, 0.0, 0.0)
    if not isinstance(body, Lying):
        return Column((replace(body, grow=1.0),), pad=above)
    first, *rest = (child for child in body.children if child is not None)
    lower = (
        Column((replace(child, grow=1.0, width=None),), pad=above, grow=child.grow, width=child.width) for child in rest
    )
    return replace(body, children=(first, *lower))


def halves(look: Look, watch: Node, touch: Node, *, tall: float, gap: float = 24, share: float = 1.0) -> Node:
    """Look above and touch below; on a panel that lies: look left, touch right. ``share`` is the width of the left."""
    if look.landscape:
        sides = (replace(watch, grow=share, height=None), replace(touch, grow=1.0))
        return lying(sides, gap=32, pad=(0, 56, 24, 56))
    tall -= max(0.0, _HEIGHT - look.height) * _WATCH_GIVES
    tall = max(tall * look.larger, look.line - TOP)
    return Risen((replace(watch, height=tall), replace(touch, grow=1.0)), gap=gap, pad=(0, MARGIN, 24, MARGIN))


def signed_to(state: State) -> bool:
    """Whether somebody signs to this visitor: to who speaks, the words are as large as the room allows instead."""
    return state.visit.way is not Way.SPEAK


def asked_role(state: State, look: Look, role: str) -> str:
    """The size of a question: on a lowered page it has all the room above for who hears it and sees no signer."""
    return "display" if look.drop and not look.landscape and not signed_to(state) else role


def signer_beside(look: Look, words: Node, *, width: float, height: float | None = None) -> Node:
    """The signer at the left, words at the right, as large on the panel where the page is lowered.

    A given height of a standing page takes in what the page was lowered by: wrap the page in `Risen`.
    """
    wide, tall = width * look.larger, height
    if height is not None and look.landscape:
        tall = height * look.larger
    elif height is not None and look.drop:
        tall = max(height + look.drop - min(look.drop * _LARGER_TEXT, _ENOUGH), SIGNED * look.larger)
        wide = max(wide, min(look.width * _SIGNERS_SHARE, tall * width / height))
    return Row((SignerStage(width=wide), replace(words, grow=1.0)), gap=32, align="stretch", height=tall)
