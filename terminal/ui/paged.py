"""Rows for which there is not room enough go on further pages: nothing is pushed off the screen, nothing scrolls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from terminal.ui.look import Look
from terminal.ui.placed import Rect
from terminal.ui.scene import Button, Column, Local, Node, Paged, Rule, Spacer


class _Measuring(Protocol):
    look: Look
    local: Mapping[str, str]

    def measure(self, node: Node, room: float) -> tuple[float, float]:
        """Wanted width and height of a node."""
        ...

    def kept(self, node: Node) -> Node:
        """The node, remembered as long as its size is."""
        ...


def whole(node: Paged) -> Column:
    """All rows one below the other, with thin lines between them where ``ruled``."""
    return _column(node, node.rows)


def least(node: Paged, room: float, layout: _Measuring) -> float:
    """The height of the tallest row with the key to the next page."""
    rows = [layout.measure(row, room)[1] for row in node.rows]
    return max(rows, default=0.0) + node.gap + _turn_height(node, room, layout)


def paged(node: Paged, rect: Rect, layout: _Measuring) -> Node:
    """The page that the visitor has turned to, as full as ``rect`` allows, and the key to the next one."""
    made = layout.kept(whole(node))
    if len(node.rows) <= _most(node) and layout.measure(made, rect.w)[1] <= rect.h + 1:
        return made
    tall = _turn_height(node, rect.w, layout)
    pages = _pages([layout.measure(row, rect.w)[1] for row in node.rows], node, rect.h - node.gap - tall)
    if len(pages) < 2:
        return made
    turned = layout.local.get(node.key, "0")
    number = min(int(turned) if turned.isdigit() else 0, len(pages) - 1)
    first, last = pages[number]
    following = Local(key=node.key, value=str((number + 1) % len(pages)))
    turn = _turn(node, layout.look, f"{number + 1}/{len(pages)}", following)
    column = _column(node, node.rows[first:last])
    return layout.kept(replace(column, children=(*column.children, Spacer(grow=1), turn)))


def _turn(node: Paged, look: Look, which: str, following: Local | None) -> Button:
    tall = max(node.turn_height, look.tokens.min_target)
    return Button(f"{look.say(node.more)} {which}", following, "quiet", "next", role="body", height=tall)


def _turn_height(node: Paged, room: float, layout: _Measuring) -> float:
    """How high the key to the next page stands: large letters need more than it was given."""
    return layout.measure(layout.kept(_turn(node, layout.look, "9/9", None)), room)[1]


def _pages(heights: Sequence[float], node: Paged, room: float) -> list[tuple[int, int]]:
    """First and past-the-last row of each page; a row that is too tall for any page has one for itself."""
    between = node.gap if not node.ruled else 2 * node.gap + Rule().thick
    pages, first, used = [], 0, 0.0
    for place, height in enumerate(heights):
        if place > first and (used + between + height > room + 1 or place - first == _most(node)):
            pages.append((first, place))
            first, used = place, 0.0
        used += height + (between if place > first else 0.0)
    return [*pages, (first, len(heights))]


def _most(node: Paged) -> int:
    return node.most or len(node.rows)


def _column(node: Paged, rows: Sequence[Node]) -> Column:
    children: list[Node] = []
    for row in rows:
        children += [Rule(), row] if children and node.ruled else [row]
    return Column(tuple(children), gap=node.gap)
