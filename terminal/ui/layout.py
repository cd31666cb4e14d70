"""From a node tree to placed things: a small flexible-box layout, enough for our screens.

Measuring asks every node how large it wants to be in a given width; placing gives it a rectangle. Composite nodes
(buttons, chips, keyboards) are first expanded into boxes, rows and texts (`widgets.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from terminal.ui import scene, text
from terminal.ui.look import Look
from terminal.ui.placed import Field, Item, Placed, Rect, Target
from terminal.ui.text import Style
from terminal.ui.widgets import expand

_BALANCED = frozenset({"title", "h1", "h2", "display", "caption", "start"})
#: Roles of running text: broken at a pause where that costs no line.
_READ = frozenset({"body", "lead"})
#: A text may stick out by this much before it counts as a problem: rounding of font metrics.
_SLACK = 2.0

Size = tuple[float, float]


def lay_out(tree: scene.Screenful, look: Look, local: Mapping[str, str] | None = None) -> Placed:
    """The whole screen placed on ``look.width`` x ``look.height`` units."""
    layout = _Layout(look, local or {})
    layout.place(tree.child, Rect(0, 0, look.width, look.height))
    return layout.placed


def padding(pad: scene.Pad) -> tuple[float, float, float, float]:
    """Top, right, bottom, left."""
    return pad if isinstance(pad, tuple) else (pad, pad, pad, pad)


class _Layout:
    def __init__(self, look: Look, local: Mapping[str, str]) -> None:
        self.look = look
        self.local = local
        self.placed = Placed()
        self._expanded: dict[int, tuple[scene.Node, scene.Node]] = {}
        self._sizes: dict[tuple[int, float], Size] = {}

    # --- measuring ---

    def measure(self, node: scene.Node, room: float) -> Size:
        """Wanted width and height in ``room`` units of width; given sizes win."""
        key = (id(node), room)
        if key not in self._sizes:
            inner = min(room, node.width) if node.width is not None else room
            w, h = self._measure(node, inner)
            self._sizes[key] = (
                node.width if node.width is not None else w,
                node.height if node.height is not None else h,
            )
        return self._sizes[key]

    def _measure(self, node: scene.Node, room: float) -> Size:
        match node:
            case scene.Text():
                return self._measure_text(node, room)
            case scene.Column():
                return self._measure_column(node, room)
            case scene.Row():
                return self._measure_row(node, room)
            case scene.Wrap():
                lines = self._wrapped(node, room)
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
                return self.measure(node.child, room)
            case scene.Pages():
                return self._largest_page(node, room)
            case scene.Icon() | scene.Dot() | scene.Face():
                return node.size, node.size
            case scene.People():
                return node.of * node.size * 0.95, node.size
            case scene.Stars():
                return node.count * node.size * 1.25, node.size
            case scene.Rule():
                return (node.thick, 0) if node.vertical else (0, node.thick)
            case scene.Spacer() | scene.Cover():
                return 0, 0
            case scene.SignerStage() | scene.Mirror() | scene.Live() | scene.Ripple() | scene.Ring():
                return room, node.height or 0
            case _:
                return self.measure(self.expanded(node), room)

    def expanded(self, node: scene.Node) -> scene.Node:
        """The boxes and texts that a composite node consists of."""
        if id(node) not in self._expanded:
            self._expanded[id(node)] = (node, expand(node, self.look, self.local))
        return self._expanded[id(node)][1]

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

    def _measure_text(self, node: scene.Text, room: float) -> Size:
        style = self.style(node)
        natural = min(max((text.natural_width(line, style) for line in node.text.split("\n")), default=0), room)
        if node.fit and node.lines == 1:
            return natural, style.size * style.line
        tall = text.height(node.text, style, natural)
        if node.lines:
            tall = min(tall, style.size * style.line * node.lines)
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
        widths = self._widths(children, inner)
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

    def _widths(self, children: Sequence[scene.Node], room: float) -> list[float]:
        """Widths of a row's children: fixed or wanted; spare room goes by ``grow``, missing room is taken from text."""
        wanted = [
            (c.width if c.width is not None else 0.0 if c.grow else self.measure(c, max(room, 0))[0]) for c in children
        ]
        left = room - sum(wanted)
        shares = sum(c.grow for c in children)
        if shares and left > 0:
            return [w + left * c.grow / shares if c.grow else w for c, w in zip(children, wanted, strict=True)]
        soft = sum(w for c, w in zip(children, wanted, strict=True) if self._yields(c))
        if left < 0 and soft > 0:
            keep = max(0.0, 1 + left / soft)
            return [w * keep if self._yields(c) else w for c, w in zip(children, wanted, strict=True)]
        return wanted

    def _yields(self, node: scene.Node) -> bool:
        """Whether a node may be made narrower than it wants: text that may wrap or shrink, and what holds some."""
        if node.width is not None:
            return False
        match node:
            case scene.Text():
                return node.fit or node.lines != 1
            case scene.Icon() | scene.Dot() | scene.Face() | scene.Stars() | scene.Rule():
                return False
            case scene.Column() | scene.Row() | scene.Stack() | scene.Wrap():
                return any(self._yields(child) for child in node.children if child is not None)
            case scene.Box() | scene.Pulse() | scene.Touch() | scene.Place():
                return node.child is not None and self._yields(node.child)
            case scene.SignerStage() | scene.Mirror() | scene.Live() | scene.Ripple() | scene.People() | scene.Ring():
                return True
            case scene.Pages() | scene.Spacer() | scene.Cover():
                return True
            case _:
                return self._yields(self.expanded(node))

    def _soft(self, node: scene.Node, room: float) -> float:
        """How much of a node's height is text that may shrink."""
        if node.height is not None:
            return 0.0
        match node:
            case scene.Text():
                return self._softness(node, room) if node.fit else 0.0
            case scene.Column():
                _, right, _, left = padding(node.pad)
                return sum(self._soft(c, room - left - right) for c in node.children if c is not None)
            case scene.Row():
                _, right, _, left = padding(node.pad)
                children = [c for c in node.children if c is not None]
                widths = self._widths(children, room - left - right - node.gap * max(0, len(children) - 1))
                sizes = [(self.measure(c, w)[1], self._soft(c, w)) for c, w in zip(children, widths, strict=True)]
                return max((h for h, _ in sizes), default=0.0) - max((h - soft for h, soft in sizes), default=0.0)
            case scene.Box() | scene.Touch():
                if node.child is None:
                    return 0.0
                _, right, _, left = padding(node.pad) if isinstance(node, scene.Box) else (0, 0, 0, 0)
                return self._soft(node.child, room - left - right)
            case scene.Button() | scene.Choice() | scene.Caption():
                return self._soft(self.expanded(node), room)
            case _:
                return 0.0

    def _softness(self, node: scene.Text, room: float) -> float:
        """What a text saves when it is set as small as the scale allows."""
        least = min(self.look.tokens.sizes.values())
        if self.style(node).size <= least:
            return 0.0
        tall = self.measure(node, room)[1]
        small = self.style(node, least)
        return max(0.0, tall - (small.size * small.line if node.lines == 1 else text.height(node.text, small, room)))

    def _wrapped(self, node: scene.Wrap, room: float) -> list[list[tuple[scene.Node, float, float]]]:
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

    # --- placing ---

    def place(self, node: scene.Node, rect: Rect) -> None:
        """Put a node and all below it into ``rect``."""
        match node:
            case scene.Text():
                self._place_text(node, rect)
            case scene.Column():
                self._place_column(node, rect)
            case scene.Row():
                self._place_row(node, rect)
            case scene.Wrap():
                self._place_wrap(node, rect)
            case scene.Stack():
                for child in node.children:
                    if child is not None:
                        self.place(child, rect)
            case scene.Place():
                self._place_fixed(node, rect)
            case scene.Cover():
                self.placed.targets.clear()
                self.placed.fields.clear()
                self._emit(node, rect)
            case scene.Box():
                self._emit(replace(node, child=None, line=self._line(node)), rect)
                if node.child is not None:
                    self.place(node.child, rect.inset(*padding(node.pad)))
            case scene.Pulse():
                self._emit(replace(node, child=None), rect)
                if node.child is not None:
                    self.place(node.child, rect)
            case scene.Touch():
                self._place_touch(node, rect)
            case scene.Pages():
                self.place(self.page(node), rect)
            case scene.Ring():
                self._emit(replace(node, inside=None), rect)
                if node.inside is not None:
                    w, h = self.measure(node.inside, rect.w)
                    self.place(node.inside, Rect(rect.x + (rect.w - w) / 2, rect.y + (rect.h - h) / 2, w, h))
            case scene.Spacer():
                pass
            case scene.Entry():
                self.placed.fields.append(Field(node, rect))
                self.place(self.expanded(node), rect)
            case (
                scene.Icon()
                | scene.Dot()
                | scene.Face()
                | scene.People()
                | scene.Stars()
                | scene.Rule()
                | scene.SignerStage()
                | scene.Live()
                | scene.Ripple()
            ):
                self._emit(node, rect)
            case scene.Mirror():
                self._emit(node, rect)
                self.place(self.expanded(node), rect)
            case _:
                self.place(self.expanded(node), rect)

    def page(self, node: scene.Pages) -> scene.Node:
        """The page that is chosen now."""
        chosen = self.local.get(node.key, node.start)
        return dict(node.pages).get(chosen, node.pages[0][1])

    def _line(self, node: scene.Box) -> str:
        """The colour of the line; ``outline`` is drawn in high contrast only, where grounds do not differ."""
        if node.line != "outline":
            return node.line
        return "border" if self.look.tokens.name == "high_contrast" else ""

    def _emit(self, node: scene.Node, rect: Rect, style: Style | None = None) -> None:
        self.placed.items.append(Item(node, rect, style))

    def _problem(self, what: str, rect: Rect) -> None:
        self.placed.problems.append(f"{what} in {rect.w:.0f}x{rect.h:.0f} at {rect.x:.0f},{rect.y:.0f}")

    def _place_text(self, node: scene.Text, rect: Rect) -> None:
        if not node.text:
            return
        style = self._fitted(node, rect) if node.fit else self.style(node)
        words = text.cut(node.text, style, rect.w, node.lines) if node.lines else node.text
        width = rect.w
        if node.role in _BALANCED | _READ and not node.lines:
            words = text.at_pause(words, style, rect.w)
        if node.role in _BALANCED:
            width = text.balanced_width(words, style, rect.w)
        x = rect.x + {"left": 0.0, "center": (rect.w - width) / 2, "right": rect.w - width}[node.align]
        tall = text.height(words, style, width)
        if tall > rect.h + _SLACK or text.widest_word(words, style) > rect.w + _SLACK:
            self._problem(f"text {words!r} needs {text.widest_word(words, style):.0f}x{tall:.0f}", rect)
        shrunk = style.size < self.look.tokens.size(node.role)
        y = rect.y + max(0.0, (rect.h - tall) / 2) if shrunk else rect.y
        self._emit(replace(node, text=words), Rect(x, y, width, max(rect.h, tall)), style)

    def _fitted(self, node: scene.Text, rect: Rect) -> Style:
        """The largest size, down to the smallest of the scale, at which the text fits its room."""
        style, least = self.style(node), min(self.look.tokens.sizes.values())
        while style.size > least:
            wide = text.natural_width(node.text, style) if node.lines == 1 else text.widest_word(node.text, style)
            if wide <= rect.w + 1 and text.height(node.text, style, max(rect.w, 1)) <= rect.h + _SLACK:
                break
            style = replace(style, size=max(least, style.size * 0.95))
        return style

    def _place_column(self, node: scene.Column, rect: Rect) -> None:
        inner = rect.inset(*padding(node.pad))
        children = [child for child in node.children if child is not None]
        heights = [self.measure(child, inner.w)[1] if not child.grow else child.height or 0.0 for child in children]
        left = inner.h - sum(heights) - node.gap * max(0, len(children) - 1)
        if left < 0:
            heights, left = self._squeezed(children, heights, inner.w, left)
        if left < -_SLACK:
            self._problem(f"column of {len(children)} needs {-left:.0f} more", rect)
        shares = sum(child.grow for child in children)
        if shares and left > 0:
            heights = [h + left * c.grow / shares for c, h in zip(children, heights, strict=True)]
            left = 0
        y, gap = self._start(node.justify, inner.y, max(left, 0), len(children), node.gap)
        for child, h in zip(children, heights, strict=True):
            w = (
                inner.w
                if node.align == "stretch" and child.width is None
                else min(self.measure(child, inner.w)[0], inner.w)
            )
            shift = {"center": (inner.w - w) / 2, "end": inner.w - w}.get(node.align, 0.0)
            self.place(child, Rect(inner.x + shift, y, w, h))
            y += h + gap

    def _squeezed(
        self, children: list[scene.Node], heights: list[float], room: float, left: float
    ) -> tuple[list[float], float]:
        """Texts that may shrink give up height, each by its share, at most down to the smallest text."""
        soft = [min(self._soft(c, room), h) for c, h in zip(children, heights, strict=True)]
        give = min(sum(soft), -left)
        if give <= 0:
            return heights, left
        squeezed = [h - s * give / sum(soft) for h, s in zip(heights, soft, strict=True)]
        return squeezed, left + give

    def _place_row(self, node: scene.Row, rect: Rect) -> None:
        inner = rect.inset(*padding(node.pad))
        children = [child for child in node.children if child is not None]
        widths = self._widths(children, inner.w - node.gap * max(0, len(children) - 1))
        left = inner.w - sum(widths) - node.gap * max(0, len(children) - 1)
        if left < -_SLACK:
            self._problem(f"row of {len(children)} needs {-left:.0f} more", rect)
        x, gap = self._start(node.justify, inner.x, max(left, 0), len(children), node.gap)
        for child, w in zip(children, widths, strict=True):
            h = inner.h if node.align == "stretch" and child.height is None else min(self.measure(child, w)[1], inner.h)
            if isinstance(child, scene.Rule) and child.vertical:
                h = inner.h
            shift = {"center": (inner.h - h) / 2, "end": inner.h - h}.get(node.align, 0.0)
            self.place(child, Rect(x, inner.y + shift, w, h))
            x += w + gap

    @staticmethod
    def _start(justify: str, start: float, left: float, count: int, gap: float) -> tuple[float, float]:
        if justify == "between" and count > 1:
            return start, gap + left / (count - 1)
        return start + {"center": left / 2, "end": left}.get(justify, 0.0), gap

    def _place_wrap(self, node: scene.Wrap, rect: Rect) -> None:
        y = rect.y
        for line in self._wrapped(node, rect.w):
            x, tall = rect.x, max(h for _, _, h in line)
            for child, w, h in line:
                self.place(child, Rect(x, y + (tall - h) / 2, w, h))
                x += w + node.gap
            y += tall + node.gap
        if y - node.gap > rect.bottom + _SLACK:
            self._problem(f"wrap of {len(node.children)} needs {y - node.gap - rect.bottom:.0f} more", rect)

    def _place_fixed(self, node: scene.Place, rect: Rect) -> None:
        w = node.width if node.width is not None else node.child.width
        h = node.height if node.height is not None else node.child.height
        if w is None and node.left is not None and node.right is not None:
            w = rect.w - node.left - node.right
        room = w if w is not None else rect.w - (node.left or 0) - (node.right or 0)
        wanted = self.measure(node.child, room)
        w = w if w is not None else wanted[0]
        if h is None:
            h = rect.h - node.top - node.bottom if node.top is not None and node.bottom is not None else wanted[1]
        x = (
            rect.x + node.left
            if node.left is not None
            else rect.right - w - node.right
            if node.right is not None
            else rect.x + (rect.w - w) / 2
        )
        y = (
            rect.y + node.top
            if node.top is not None
            else rect.bottom - h - node.bottom
            if node.bottom is not None
            else rect.y + (rect.h - h) / 2
        )
        self.place(node.child, Rect(x, y, w, h))

    def _place_touch(self, node: scene.Touch, rect: Rect) -> None:
        first = len(self.placed.items)
        slot = len(self.placed.targets)
        child = node.child
        radius = child.radius if isinstance(child, scene.Box) else 26.0
        self.placed.targets.append(
            Target(rect, node.intent, node.label, node.enabled, node.sink, first, first, radius, node.then)
        )
        self.place(child, rect)
        self.placed.targets[slot] = replace(self.placed.targets[slot], last=len(self.placed.items))
        least = self.look.tokens.min_target
        if min(rect.w, rect.h) < least - 0.5:
            self._problem(f"target {node.label!r} is smaller than {least:.0f}", rect)
        if not rect.within(Rect(0, 0, self.look.width, self.look.height)):
            self._problem(f"target {node.label!r} leaves the screen", rect)
