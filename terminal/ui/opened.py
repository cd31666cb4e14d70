"""What goes on further pages at 200 % text: where not even one row has room above all of the keys, keys and rows are
taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from terminal.ui.look import Look
from terminal.ui.scene import Column, Node, Pages, Row, Spacer, Wrap


class _Measuring(Protocol):
    look: Look

    def stiff(self, node: Node, room: float) -> float:
        """How high a node stays in the greatest need."""
        ...

    def wrapped(self, node: Wrap, room: float) -> list[list[tuple[Node, float, float]]]:
        """The lines of a wrap."""
        ...

    def page(self, node: Pages) -> Node:
        """The page that is chosen now."""
        ...

    def last_keys(self, children: Sequence[Node]) -> int:
        """Which child holds the last keys; -1 where none does."""
        ...

    def kept(self, node: Node) -> Node:
        """The node, remembered as long as its size is."""
        ...


def opened(
    rows: Sequence[Node], keys: Node, room: tuple[float, float], layout: _Measuring
) -> tuple[tuple[Node, ...], Node]:
    """Rows, and the keys below them, for the width and height of ``room``.

    Only the last of the keys stay where all would leave no room for the highest row; the others are rows like any. A
    row that is too high all the same is the rows that it consists of.
    """
    if not layout.look.outgrown:
        return tuple(rows), keys
    wide, tall = room
    shown = list(rows)
    while max((layout.stiff(row, wide) for row in shown), default=0.0) > tall - layout.stiff(keys, wide):
        inside = layout.page(keys) if isinstance(keys, Pages) else keys
        children = [c for c in inside.children if c is not None] if isinstance(inside, Column) else []
        if (last := layout.last_keys(children)) < 0:
            break
        shown += [c for c in children if c is not children[last] and not isinstance(c, Spacer)]
        keys = children[last]
    most = tall - layout.stiff(keys, wide)
    return tuple(part for row in shown for part in _parts(row, (wide, most), layout)), keys


def _parts(row: Node, room: tuple[float, float], layout: _Measuring) -> tuple[Node, ...]:
    wide, most = room
    if row.height is not None or layout.stiff(row, wide) <= most:
        return (row,)
    match row:
        case Column(pad=0):
            return tuple(part for child in row.children if child is not None for part in _parts(child, room, layout))
        case Wrap():
            lines = layout.wrapped(row, wide)
            return tuple(layout.kept(Row(tuple(child for child, _, _ in line), gap=row.gap)) for line in lines)
        case _:
            return (row,)
