"""How the signer and the words told stand together: no word ever covers the space that the hands use."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from terminal.ui.figure_place import figure
from terminal.ui.placed import Rect
from terminal.ui.scene import Column, Node, Place, SignerStage, Stack, Told

_FOOT = 20.0
"""Between the words and the lower edge of the stage."""
_LEAST = 0.5
"""Above the words the figure would be drawn smaller than this: it stands beside them (nobody signs below 500 units)."""
_PILLAR = 0.5
"""Of the height: words beside the figure that would be taller are set smaller, not in a pillar."""
_SHARE = 0.46
"""Of the stage, for the figure, where the words stand beside it."""
_BESIDE = 700.0
"""A narrower stage has no room beside the figure."""


class _Measuring(Protocol):
    def measure(self, node: Node, room: float) -> tuple[float, float]:
        """Wanted width and height of a node."""
        ...

    def soft(self, node: Node, room: float) -> float:
        """How much of a node's height is text that may shrink."""
        ...

    def kept(self, node: Node) -> Node:
        """The node, remembered as long as its size is."""
        ...


def told(node: Told, rect: Rect, layout: _Measuring) -> Node:
    """The stage with its words, for the room there is; very long words win over the figure, which grows small."""
    tall = layout.measure(node.caption, rect.w - 2 * node.side)[1]
    if _size(rect, SignerStage(radius=node.radius, below=tall + _FOOT, mark="*")) < _LEAST and rect.w >= _BESIDE:
        made = _beside(node, rect, layout)
        if made is not None:
            return made
    tall = min(tall, rect.h - 2 * _FOOT)
    words = Place(node.caption, left=node.side, right=node.side, bottom=_FOOT, height=tall)
    stage = SignerStage(radius=node.radius, below=tall + _FOOT)
    return Stack((stage, _corner(node), words))


def _beside(node: Told, rect: Rect, layout: _Measuring) -> Node | None:
    room = rect.w * (1 - _SHARE) - node.side
    over = layout.measure(node.corner, room)[1] + 2 * _FOOT if node.corner else _FOOT
    words, smaller = (layout.kept(replace(node.caption, width=room, role=role)) for role in ("h2", "h3"))
    if layout.measure(words, room)[1] > _PILLAR * rect.h:
        words = smaller
    if layout.measure(words, room)[1] - layout.soft(words, room) > rect.h - over - _FOOT:
        return None
    column = Place(Column((words,), justify="center"), right=node.side, width=room, top=over, bottom=_FOOT)
    return Stack((SignerStage(radius=node.radius, across=_SHARE / 2), _corner(node), column))


def _size(rect: Rect, stage: SignerStage) -> float:
    return figure(rect, stage)[2]


def _corner(node: Told) -> Node | None:
    return Place(node.corner, right=24, top=24) if node.corner else None
