"""How large every node wants to be: the first half of layout. Composite nodes are expanded as they are met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from terminal.ui import figure_place, scene, text
from terminal.ui.look import NUMBERS, Look
from terminal.ui.paged import whole
from terminal.ui.text import Style
from terminal.ui.widgets import expand

Size = tuple[float, float]


def padding(pad: scene.Pad) -> tuple[float, float, float, float]:
    """Top, right, bottom, left."""
    return pad if isinstance(pad, tuple) else (pad, pad, pad, pad)


class Measure:
    """Asks every node how large it wants to be in a given width, once each."""

    def __init__(self, look: Look, local: Mapping[str, str]) -> None:
        self.look = look
        self.local = local
        self._expanded: dict[int, tuple[scene.Node, scene.Node]] = {}
        self._sizes: dict[tuple[int, float], Size] = {}
        self._made: list[scene.Node] = []

    def measure(self, node: scene.Node, room: float) -> Size:
        """Wanted width and height in ``room`` units of width; given sizes win."""
        key = (id(node), room)
        if key not in self._sizes:
            inner = min(room, node.width) if node.width is not None else room
            w, h = self._measure(node, inner)
            self._sizes[key] = (
                node.width if node.width is not None else w,
                self.given(node, inner) if node.height is not None else h,
            )
        return self._sizes[key]

    def given(self, node: scene.Node, room: float) -> float:
        """The height that a node was given."""
        return node.height or 0.0

    def taken(self, node: scene.Either, room: float) -> scene.Node:
        """The arrangement that a width allows; whether the height does is seen where the node is placed."""
        return node.usual

    def _measure(self, node: scene.Node, room: float) -> Size:
        match node:
            case scene.Text():
                return self._measure_text(node, room)
            case scene.Column():
                return self._measure_column(node, room)
            case scene.Row():
                return self._measure_row(node, room)
            case scene.Wrap():
                lines = self.wrapped(node, room)
                widest = max((sum(w for _, w, _ in line) + node.gap * (len(line) - 1) for line in lines), default=0)
                tall = sum(max(h for _, _, h in line) for line in lines) + node.gap * max(0, len(lines) - 1)
                return widest, tall
            case scene.Stack():
                sizes = [self.measure(child, room) for child in node.children if child is not None]
                return max((w for w, _ in sizes), default=0), max((h for _, h in sizes), default=0)
            case scene.Place():
                w, h = self.measure(node.child, room - (node.left or 0) - (node.right or 0))
                return w + (node.left or 0) + (node.right or 0), h + (node.top or 0) + (node.bottom or 0)
            case scene.Box() | scene.Pulse():
                return self._measure_box(node, room)
            case scene.Touch():
                w, h = self.measure(node.child, room)
                return w, max(h, self.look.tokens.min_target) if self.look.crowded else h
            case scene.Either():
                return self.measure(self.taken(node, room), room)
            case scene.Pages():
                return self._largest_page(node, room)
            case scene.Paged():
                return self.measure(self.expanded(node), room)
            case scene.Icon() | scene.Dot() | scene.Face() | scene.Code():
                return node.size, node.size
            case scene.People():
                return node.of * node.size * 0.95, node.size
            case scene.Stars():
                return node.count * node.size * 1.25, node.size
            case scene.Rule():
                return (node.thick, 0) if node.vertical else (0, node.thick)
            case scene.Spacer() | scene.Cover():
                return 0, 0
            case scene.SignerStage():
                return room, node.height or figure_place.least(node, self.look.larger, room)[1]
            case scene.Told() | scene.Mirror() | scene.Live() | scene.Ripple() | scene.Ring():
                return room, node.height or 0
            case _:
                return self.measure(self.expanded(node), room)

    def expanded(self, node: scene.Node) -> scene.Node:
        """The boxes and texts that a composite node consists of."""
        if id(node) not in self._expanded:
            made = whole(node) if isinstance(node, scene.Paged) else expand(node, self.look, self.local)
            self._expanded[id(node)] = (node, made)
        return self._expanded[id(node)][1]

    def kept(self, node: scene.Node) -> scene.Node:
        """A node made while placing: it stays as long as its size is remembered by its identity."""
        self._made.append(node)
        return node

    def style(self, node: scene.Text, size: float | None = None) -> Style:
        """How a text is set in this theme."""
        tokens = self.look.tokens
        return Style(
            size=size or tokens.size(node.role),
            line=tokens.line_heights[node.role],
            bold=node.role in tokens.bold if node.bold is None else node.bold,
            colour=tokens.colours[node.colour],
            align=node.align,
        )

    def lines(self, node: scene.Text) -> int:
        """How many lines a text may have at most, 0 for any number: at 200 % text a limit would cut words."""
        return 0 if self.look.outgrown and node.role not in NUMBERS and not node.typed else node.lines

    def _measure_text(self, node: scene.Text, room: float) -> Size:
        style, lines = self.style(node), self.lines(node)
        natural = min(max((text.natural_width(line, style) for line in node.text.split("\n")), default=0), room)
        if node.fit and lines == 1:
            return natural, style.size * style.line
        tall = text.height(node.text, style, natural)
        if lines:
            tall = min(tall, style.size * style.line * lines)
        return natural, tall

    def _measure_column(self, node: scene.Column, room: float) -> Size:
        top, right, bottom, left = padding(node.pad)
        children = [child for child in node.children if child is not None]
        sizes = [self.measure(child, room - left - right) for child in children]
        tall = sum(h for _, h in sizes) + node.gap * max(0, len(sizes) - 1)
        return max((w for w, _ in sizes), default=0) + left + right, tall + top + bottom

    def _measure_row(self, node: scene.Row, room: float) -> Size:
        top, right, bottom, left = padding(node.pad)
        children = [child for child in node.children if child is not None]
        inner = room - left - right - node.gap * max(0, len(children) - 1)
        widths = self.widths(children, inner)
        tall = max((self.measure(c, w)[1] for c, w in zip(children, widths, strict=True)), default=0)
        used = sum(widths) if not any(c.grow for c in children) else inner
        return used + left + right + node.gap * max(0, len(children) - 1), tall + top + bottom

    def _measure_box(self, node: scene.Box | scene.Pulse, room: float) -> Size:
        top, right, bottom, left = padding(node.pad) if isinstance(node, scene.Box) else (0, 0, 0, 0)
        if node.child is None:
            return 0, 0
        w, h = self.measure(node.child, room - left - right)
        return w + left + right, h + top + bottom

    def _largest_page(self, node: scene.Pages, room: float) -> Size:
        sizes = [self.measure(page, room) for _, page in node.pages]
        return max((w for w, _ in sizes), default=0), max((h for _, h in sizes), default=0)

    def widths(self, children: Sequence[scene.Node], room: float) -> list[float]:
        """Widths of a row's children: fixed or wanted; spare room goes by ``grow``, missing room is taken from text."""
        wanted = [
            (c.width if c.width is not None else 0.0 if c.grow else self.measure(c, max(room, 0))[0]) for c in children
        ]
        left = room - sum(wanted)
        shares = sum(c.grow for c in children)
        if shares and left > 0:
            wanted = [w + left * c.grow / shares if c.grow else w for c, w in zip(children, wanted, strict=True)]
            return self._room_to_sign(children, wanted)
        soft = sum(w for c, w in zip(children, wanted, strict=True) if self.yields(c))
        if left < 0 and soft > 0:
            keep = max(0.0, 1 + left / soft)
            wanted = [w * keep if self.yields(c) else w for c, w in zip(children, wanted, strict=True)]
        return self._room_to_sign(children, self._narrowed(children, wanted, room))

    def _room_to_sign(self, children: Sequence[scene.Node], given: list[float]) -> list[float]:
        """Nobody signs small: where a signer has too little width, the others give some of theirs."""
        least = [self.signer_needs(c) for c in children]
        missing = sum(max(0.0, need - w) for need, w in zip(least, given, strict=True))
        spare = [max(0.0, w - max(need, self.look.tokens.min_target)) for need, w in zip(least, given, strict=True)]
        if missing <= 0 or sum(spare) <= 0:
            return given
        share = min(1.0, missing / sum(spare))
        return [max(need, w) - s * share for need, w, s in zip(least, given, spare, strict=True)]

    def signer_needs(self, node: scene.Node) -> float:
        """The width that a signer in it needs to be large enough; 0 where nobody signs."""
        match node:
            case scene.SignerStage():
                need = figure_place.least(node, self.look.larger, node.width or 0.0)[0]
                return min(need, node.width) if node.width is not None else need
            case scene.Row():
                return sum(self.signer_needs(child) for child in node.children if child is not None)
            case scene.Column() | scene.Stack():
                return max((self.signer_needs(child) for child in node.children if child is not None), default=0.0)
            case scene.Either():
                return max(self.signer_needs(node.usual), self.signer_needs(node.tight))
            case _:
                return 0.0

    def _narrowed(self, children: Sequence[scene.Node], wanted: list[float], room: float) -> list[float]:
        """Where even fixed widths find no room, all give their share, and what was to grow keeps a target's width."""
        if not children or room <= 0 or sum(wanted) <= room + 1:
            return wanted
        least = self.look.tokens.min_target
        wanted = [max(w, 2 * least) if c.grow else w for c, w in zip(children, wanted, strict=True)]
        return [w * room / sum(wanted) for w in wanted]

    def yields(self, node: scene.Node) -> bool:
        """Whether a node may be made narrower than it wants: text that may wrap or shrink, and what holds some."""
        if node.width is not None:
            return False
        match node:
            case scene.Text():
                return node.fit or node.lines != 1
            case scene.Icon() | scene.Dot() | scene.Face() | scene.Stars() | scene.Rule() | scene.Code():
                return False
            case scene.Column() | scene.Row() | scene.Stack() | scene.Wrap():
                return any(self.yields(child) for child in node.children if child is not None)
            case scene.Box() | scene.Pulse() | scene.Touch() | scene.Place():
                return node.child is not None and self.yields(node.child)
            case scene.SignerStage() | scene.Mirror() | scene.Live() | scene.Ripple() | scene.People() | scene.Ring():
                return True
            case scene.Told() | scene.Pages() | scene.Paged() | scene.Spacer() | scene.Cover():
                return True
            case scene.Either():
                return self.yields(node.usual)
            case _:
                return self.yields(self.expanded(node))

    def wrapped(self, node: scene.Wrap, room: float) -> list[list[tuple[scene.Node, float, float]]]:
        lines: list[list[tuple[scene.Node, float, float]]] = []
        used = 0.0
        for child in node.children:
            w, h = self.measure(child, room)
            if not lines or used + node.gap + w > room:
                lines.append([])
                used = -node.gap
            lines[-1].append((child, w, h))
            used += node.gap + w
        return lines
