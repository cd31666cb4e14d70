"""How the signer and the words told stand together: no word ever covers the space that the hands use."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from terminal.ui import figure_place
from terminal.ui.figure_place import figure
from terminal.ui.look import Look
from terminal.ui.placed import Rect
from terminal.ui.scene import Column, Node, Place, SignerStage, Stack, Told

_FOOT = 20.0
"""Between the words and the lower edge of the stage."""
_PILLAR = 0.5
"""Of the height: words beside the figure that would be taller are set smaller, not in a pillar."""
_SHARE = 0.46
"""Of the stage, for the figure, where the words stand beside it."""
_BESIDE = 700.0
"""A narrower stage has no room beside the figure."""


class _Measuring(Protocol):
    look: Look

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
    """The stage with its words, for the room there is: below the figure, where it stays large enough so, else beside
    it (in the greatest need without their note), else below it and set smaller; only words for which even that is too
    little win over the figure."""
    need = figure_place.LEAST * layout.look.larger
    tall, small = _heights(node, rect.w, layout)
    if _size(rect, tall) < need and rect.w >= _BESIDE * layout.look.larger:
        made = _beside(node, rect, layout)
        if made is not None:
            return made
    most = rect.h - figure_place.least(SignerStage(), layout.look.larger, rect.w)[1] - _FOOT
    tall = min(max(small, min(tall, most)), rect.h - 2 * _FOOT)
    words = Place(node.caption, left=node.side, right=node.side, bottom=_FOOT, height=tall)
    stage = SignerStage(radius=node.radius, below=tall + _FOOT)
    return Stack((stage, _corner(node, rect, layout), words))


def least(node: Told, room: float, layout: _Measuring) -> float:
    """The height in which the figure is just large enough: beside its words, or above them on a narrow stage."""
    if room >= _BESIDE * layout.look.larger:
        figure_needs = figure_place.least(SignerStage(across=_SHARE / 2), layout.look.larger, room)[1]
        return max(figure_needs, _words_beside(node, room, layout) if layout.look.crowded else 0.0)
    alone = figure_place.least(SignerStage(), layout.look.larger, room)[1]
    return alone + _heights(node, room, layout)[1] + _FOOT


def _heights(node: Told, room: float, layout: _Measuring) -> tuple[float, float]:
    """How high the words below the figure want to be, and how high they are when set as small as they may be."""
    wide = room - 2 * node.side
    tall = layout.measure(node.caption, wide)[1]
    return tall, tall - layout.soft(node.caption, wide)


def _beside(node: Told, rect: Rect, layout: _Measuring) -> Node | None:
    need = figure_place.least(SignerStage(), layout.look.larger, rect.w)[0] / rect.w
    for share, note in ((max(need, _SHARE), node.caption.note), (need, node.caption.note), (need, "")):
        made = _pair(node, rect, layout, share, note)
        if made is not None:
            return made
    return None


def _words_beside(node: Told, room: float, layout: _Measuring) -> float:
    """How high the words are beside the figure when they are set as small as they may be, without their note."""
    wide = room - figure_place.least(SignerStage(), layout.look.larger, room)[0] - node.side
    words = layout.kept(replace(node.caption, width=wide, role="h3", note=""))
    over = layout.measure(node.corner, wide)[1] + 24.0 if node.corner else 0.0
    return layout.measure(words, wide)[1] - layout.soft(words, wide) + over + 2 * _FOOT


def _pair(node: Told, rect: Rect, layout: _Measuring, share: float, note: str) -> Node | None:
    """The figure on so much of the width and the words beside it; None where they do not fit."""
    room = rect.w * (1 - share) - node.side
    over = _over(rect, layout) + layout.measure(node.corner, room)[1] + _FOOT if node.corner else _FOOT
    captions = (replace(node.caption, width=room, role=role, note=note) for role in ("h2", "h3"))
    words, smaller = (layout.kept(caption) for caption in captions)
    if layout.measure(words, room)[1] > _PILLAR * rect.h:
        words = smaller
    if layout.measure(words, room)[1] - layout.soft(words, room) > rect.h - over - _FOOT:
        return None
    column = Place(Column((words,), justify="center"), right=node.side, width=room, top=over, bottom=_FOOT)
    return Stack((SignerStage(radius=node.radius, across=share / 2), _corner(node, rect, layout), column))


def _size(rect: Rect, words: float) -> float:
    return figure(rect, SignerStage(below=words + _FOOT, mark="*"))[2]


def _corner(node: Told, rect: Rect, layout: _Measuring) -> Node | None:
    return Place(node.corner, right=24, top=_over(rect, layout)) if node.corner else None


def _over(rect: Rect, layout: _Measuring) -> float:
    """Above the keys over the stage: on a lowered page they lie within reach."""
    return max(24.0, layout.look.line - rect.y)
