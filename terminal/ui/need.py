"""What every node can do without where there is not room for all: small texts, further pages, then pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from terminal.ui import figure_place, scene, text
from terminal.ui.look import Look
from terminal.ui.measure import Measure, padding
from terminal.ui.paged import least
from terminal.ui.told import least as told_least

_ASKS = (
    *(scene.Text, scene.Column, scene.Row, scene.Box, scene.Touch),
    *(scene.Button, scene.Choice, scene.Chip, scene.Caption, scene.Entry, scene.Keypad, scene.PinyinKeyboard),
)
"""What has words that must be read or a target that must be hit: its given height may be too small for them."""


_LEAST_ICON = 0.5
"""Of its size, an icon is still known."""
_WRAPPED = 1.5
"""At 200 % text a label of one line may have two."""
_LEAST_GAP = 14.0
"""Between keys, so that a finger hits one only: 5 mm (rule A-13)."""


class Need(Measure):
    """Asks every node how much of its height it can give, and how high it must stay."""

    def __init__(self, look: Look, local: Mapping[str, str]) -> None:
        super().__init__(look, local)
        self._stiffs: dict[tuple[int, float], float] = {}
        self._broken: dict[tuple[int, float], bool] = {}

    def given(self, node: scene.Node, room: float) -> float:
        """The height that a node was given, and as much more as its smallest words and targets need.

        Only where a look is `crowded`: text at 200 %, lowered pages; and by no more than these are larger there.
        """
        height = super().given(node, room)
        if not isinstance(node, _ASKS) or not self.look.crowded:
            return height
        most = height * max(self.look.room(1.0) * (_WRAPPED if self.look.outgrown else 1.0), self.look.larger)
        return max(height, min(most, self._stiffness(node, room)))

    def taken(self, node: scene.Either, room: float) -> scene.Node:
        """At 200 % text the tight arrangement also where the usual one is too narrow for a word."""
        return node.tight if self.look.outgrown and self.breaks(node.usual, room) else node.usual

    def breaks(self, node: scene.Node, room: float) -> bool:
        """Whether a word in it, set as small as it may be, is wider than its place."""
        key = (id(node), room)
        if key not in self._broken:
            self._broken[key] = self._breaks(node, room)
        return self._broken[key]

    def _breaks(self, node: scene.Node, room: float) -> bool:
        match node:
            case scene.Text():
                size = self.look.smallest(node.role) if node.fit else None
                widest = text.natural_width if self.lines(node) == 1 else text.widest_word
                return widest(node.text, self.style(node, size)) > room + 1
            case scene.Column() | scene.Wrap():
                _, right, _, left = padding(node.pad) if isinstance(node, scene.Column) else (0, 0, 0, 0)
                return any(self.breaks(c, (c.width or room - left - right)) for c in node.children if c is not None)
            case scene.Row():
                return any(self.breaks(child, width) for child, width in self._along(node, room))
            case scene.Box() | scene.Touch():
                _, right, _, left = padding(node.pad) if isinstance(node, scene.Box) else (0, 0, 0, 0)
                return node.child is not None and self.breaks(node.child, room - left - right)
            case scene.Either():
                return self.breaks(self.taken(node, room), room)
            case scene.Button() | scene.Choice() | scene.Chip() | scene.Caption():
                return self.breaks(self.expanded(node), room)
            case _:
                return False

    def pressed_in(self, node: scene.Node) -> bool:
        """Whether there is anything to press in it."""
        match node:
            case scene.Touch():
                return True
            case scene.Column() | scene.Row() | scene.Stack() | scene.Wrap():
                return any(self.pressed_in(child) for child in node.children if child is not None)
            case scene.Box() | scene.Place():
                return node.child is not None and self.pressed_in(node.child)
            case scene.Pages():
                return any(self.pressed_in(page) for _, page in node.pages)
            case scene.Either():
                return self.pressed_in(node.tight)
            case scene.Paged():
                return any(self.pressed_in(row) for row in node.rows)
            case scene.Button() | scene.Choice() | scene.Chip() | scene.Keypad() | scene.PinyinKeyboard():
                return True
            case _:
                return False

    def soft(self, node: scene.Node, room: float) -> float:
        """How much of a node's height is text that may shrink."""
        return self._giving(node, room, self._softness)

    def folds(self, node: scene.Node, room: float) -> float:
        """How much of a node's height is rows that may go on a further page."""
        return self._giving(node, room, self._folding)

    def stiff(self, node: scene.Node, room: float) -> float:
        """How high a node stays in the greatest need: a target large enough to press, the smallest text, no picture."""
        tall = self._stiffness(node, room)
        return tall if node.height is None else min(tall, self.given(node, room))

    def least_gap(self, node: scene.Column) -> float:
        """What stays between the children of a column in the greatest need."""
        return min(node.gap, _LEAST_GAP) if self.look.crowded else node.gap

    def _stiffness(self, node: scene.Node, room: float) -> float:
        key = (id(node), room)
        if key not in self._stiffs:
            self._stiffs[key] = self._stiff(node, room)
        return self._stiffs[key]

    def _stiff(self, node: scene.Node, room: float) -> float:
        match node:
            case scene.Text():
                return self._measure_text(node, room)[1] - self._softness(node, room)
            case scene.Column():
                top, right, bottom, left = padding(node.pad)
                children = [c for c in node.children if c is not None]
                rows = sum(self.stiff(c, room - left - right) for c in children)
                return rows + self.least_gap(node) * max(0, len(children) - 1) + top + bottom
            case scene.Row():
                return self._tallest(node, room, self.stiff)
            case scene.Box():
                top, right, bottom, left = padding(node.pad)
                return (self.stiff(node.child, room - left - right) if node.child else 0.0) + top + bottom
            case scene.Touch():
                return max(self.look.tokens.min_target, self.stiff(node.child, room))
            case scene.Stack():
                return max((self.stiff(c, room) for c in node.children if c is not None), default=0.0)
            case scene.Place():
                inner = node.width or room - (node.left or 0) - (node.right or 0)
                return self.stiff(node.child, inner) + (node.top or 0) + (node.bottom or 0)
            case scene.Paged():
                return least(node, room, self)
            case scene.Either():
                return min(self.stiff(self.taken(node, room), room), self.stiff(node.tight, room))
            case scene.Pages():
                return max((self.stiff(page, room) for _, page in node.pages), default=0.0)
            case scene.Entry():
                return self.look.tokens.min_target
            case scene.SignerStage():
                return figure_place.least(node, self.look.larger, room)[1]
            case scene.Told():
                return told_least(node, room, self)
            case scene.Icon() if self.look.crowded:
                return self.measure(node, room)[1] * _LEAST_ICON
            case scene.Mirror() | scene.Live() | scene.Ripple() | scene.Spacer():
                return 0.0
            case (
                scene.Button()
                | scene.Choice()
                | scene.Chip()
                | scene.Caption()
                | scene.Keypad()
                | scene.PinyinKeyboard()
            ):
                return self.stiff(self.expanded(node), room)
            case _:
                return self.measure(node, room)[1]

    def bones(self, node: scene.Node, room: float) -> float:
        """The height that keys and whoever signs need, words left aside."""
        match node:
            case scene.Touch():
                return self.look.tokens.min_target
            case scene.SignerStage() | scene.Told():
                return self.stiff(node, room)
            case scene.Column():
                top, right, bottom, left = padding(node.pad)
                high = [self.bones(c, room - left - right) for c in node.children if c is not None]
                return sum(high) + self.least_gap(node) * max(0, sum(map(bool, high)) - 1) + top + bottom
            case scene.Row():
                return self._tallest(node, room, self.bones)
            case scene.Box():
                top, right, bottom, left = padding(node.pad)
                return (self.bones(node.child, room - left - right) + top + bottom) if node.child else 0.0
            case scene.Stack():
                return max((self.bones(c, room) for c in node.children if c is not None), default=0.0)
            case scene.Wrap():
                return self.measure(node, room)[1]
            case scene.Either():
                return min(self.bones(node.usual, room), self.bones(node.tight, room))
            case scene.Pages():
                return max((self.bones(page, room) for _, page in node.pages), default=0.0)
            case scene.Paged():
                return max((self.bones(row, room) for row in node.rows), default=0.0) + node.gap + node.turn_height
            case (
                scene.Button() | scene.Choice() | scene.Chip() | scene.Entry() | scene.Keypad() | scene.PinyinKeyboard()
            ):
                return max(self.look.tokens.min_target, self.bones(self.expanded(node), room))
            case _:
                return 0.0

    def _tallest(self, node: scene.Row, room: float, tall: Callable[[scene.Node, float], float]) -> float:
        """The height of a row whose children are as high as ``tall`` says."""
        top, _, bottom, _ = padding(node.pad)
        return max((tall(child, width) for child, width in self._along(node, room)), default=0.0) + top + bottom

    def _along(self, node: scene.Row, room: float) -> list[tuple[scene.Node, float]]:
        """The children of a row, each with its width."""
        _, right, _, left = padding(node.pad)
        children = [child for child in node.children if child is not None]
        widths = self.widths(children, room - left - right - node.gap * max(0, len(children) - 1))
        return list(zip(children, widths, strict=True))

    def _giving(self, node: scene.Node, room: float, leaf: Callable[[scene.Node, float], float]) -> float:
        """What a node gives of its height, where ``leaf`` says it for texts and rows."""
        if node.height is not None:
            return 0.0
        match node:
            case scene.Text() | scene.Paged():
                return leaf(node, room)
            case scene.Column():
                _, right, _, left = padding(node.pad)
                return sum(self._giving(c, room - left - right, leaf) for c in node.children if c is not None)
            case scene.Row():
                sizes = [(self.measure(c, w)[1], self._giving(c, w, leaf)) for c, w in self._along(node, room)]
                return max((h for h, _ in sizes), default=0.0) - max((h - give for h, give in sizes), default=0.0)
            case scene.Box() | scene.Touch():
                if node.child is None:
                    return 0.0
                _, right, _, left = padding(node.pad) if isinstance(node, scene.Box) else (0, 0, 0, 0)
                return self._giving(node.child, room - left - right, leaf)
            case scene.Button() | scene.Choice() | scene.Caption():
                return self._giving(self.expanded(node), room, leaf)
            case scene.Either():
                return self._giving(self.taken(node, room), room, leaf)
            case _:
                return 0.0

    def _folding(self, node: scene.Node, room: float) -> float:
        """What rows save when only the tallest of them stands there with the key to the next page."""
        if not isinstance(node, scene.Paged):
            return 0.0
        return max(0.0, self.measure(node, room)[1] - least(node, room, self))

    def _softness(self, node: scene.Node, room: float) -> float:
        """What a text saves when it is set as small as the scale allows."""
        if isinstance(node, scene.Paged):
            return self._giving(self.expanded(node), room, self._softness)
        if not isinstance(node, scene.Text) or not node.fit:
            return 0.0
        smallest = self.look.smallest(node.role)
        if self.style(node).size <= smallest:
            return 0.0
        tall = self._measure_text(node, room)[1]
        small = self.style(node, smallest)
        short = small.size * small.line if self.lines(node) == 1 else text.height(node.text, small, room)
        return max(0.0, tall - short)
