"""From a node tree to placed things: a small flexible-box layout, enough for our screens.

Measuring asks every node how large it wants to be in a given width; placing gives it a rectangle. Composite nodes
(buttons, chips, keyboards) are first expanded into boxes, rows and texts (`widgets.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from terminal.ui import scene, text
from terminal.ui.look import Look
from terminal.ui.measure import padding
from terminal.ui.need import Need
from terminal.ui.opened import opened
from terminal.ui.paged import paged
from terminal.ui.placed import Field, Item, Placed, Rect, Target
from terminal.ui.text import Style
from terminal.ui.told import told

_BALANCED = frozenset({"title", "h1", "h2", "h3", "display", "caption", "start", "button", "button_main"})
#: Roles of running text: broken at a pause where that costs no line.
_READ = frozenset({"body", "lead"})
_Giving = Callable[[scene.Node, float, float], float]
"""What a node of this width and height can give of its height."""
#: A text may stick out by this much before it counts as a problem: rounding of font metrics.
_SLACK = 2.0


def lay_out(tree: scene.Screenful, look: Look, local: Mapping[str, str] | None = None) -> Placed:
    """The whole screen placed on ``look.width`` x ``look.height`` units."""
    layout = _Layout(look, local or {})
    layout.place(tree.child, Rect(0, 0, look.width, look.height))
    return layout.placed


class _Layout(Need):
    def __init__(self, look: Look, local: Mapping[str, str]) -> None:
        super().__init__(look, local)
        self.placed = Placed()
        self._turned = False

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
            case scene.Either():
                fitting = self.taken(node, rect.w)
                short = self.look.outgrown and self.stiff(fitting, rect.w) <= self.stiff(node.tight, rect.w)
                self.place(fitting if short or self._fits(fitting, rect) else node.tight, rect)
            case scene.Paged():
                self.place(self.kept(paged(node, rect, self)), rect)
            case scene.Ring():
                self._emit(replace(node, inside=None), rect)
                if node.inside is not None:
                    w, h = self.measure(node.inside, rect.w)
                    self.place(node.inside, Rect(rect.x + (rect.w - w) / 2, rect.y + (rect.h - h) / 2, w, h))
            case scene.Spacer():
                pass
            case scene.Ripple() if rect.h < self.look.tokens.min_target:
                pass  # a dot would look like dirt
            case scene.Entry():
                self.placed.fields.append(Field(node, rect))
                self.place(self.expanded(node), rect)
            case (
                scene.Icon()
                | scene.Dot()
                | scene.Face()
                | scene.People()
                | scene.Stars()
                | scene.Code()
                | scene.Rule()
                | scene.Live()
                | scene.Ripple()
            ):
                self._emit(node, rect)
            case scene.SignerStage():
                self._emit(replace(node, mark=self.look.say("signer.unverified")), rect)
            case scene.Told():
                self.place(self.kept(told(node, rect, self)), rect)
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
        lines = self.lines(node)
        shorten = text.ending if node.typed else text.cut
        words = shorten(node.text, style, rect.w, lines) if lines else node.text
        width = rect.w
        if node.role in _BALANCED | _READ and not lines:
            words = text.at_pause(words, style, rect.w)
        if node.role in _BALANCED:
            width = text.balanced_width(words, style, rect.w)
        x = rect.x + {"left": 0.0, "center": (rect.w - width) / 2, "right": rect.w - width}[node.align]
        tall = text.height(words, style, width)
        if tall > rect.h + _SLACK or text.widest_word(words, style) > rect.w + _SLACK:
            self._problem(f"text {words!r} needs {text.widest_word(words, style):.0f}x{tall:.0f}", rect)
            if node.lines and not lines:  # what somebody typed may be longer than any room
                words = text.cut(node.text, style, rect.w, max(node.lines, int(rect.h // (style.size * style.line))))
                tall = text.height(words, style, width)
        shrunk = style.size < self.look.tokens.size(node.role)
        y = rect.y + max(0.0, (rect.h - tall) / 2) if shrunk else rect.y
        self._emit(replace(node, text=words), Rect(x, y, width, max(rect.h, tall)), style)

    def _fitted(self, node: scene.Text, rect: Rect) -> Style:
        """The largest size, down to the smallest of the scale, at which the text fits its room."""
        style, least = self.style(node), self.look.smallest(node.role)
        while style.size > least:
            wide = text.natural_width(node.text, style) if self.lines(node) == 1 else text.widest_word(node.text, style)
            if wide <= rect.w + 1 and text.height(node.text, style, max(rect.w, 1)) <= rect.h + _SLACK:
                break
            style = replace(style, size=max(least, style.size * 0.95))
        return style

    def _fits(self, node: scene.Node, rect: Rect) -> bool:
        """Whether it needs no more height than this once its texts are small and its rows on further pages."""
        tall = self.measure(node, rect.w)[1]
        return tall - self.soft(node, rect.w) - self.folds(node, rect.w) <= rect.h + _SLACK

    def _place_column(self, node: scene.Column, rect: Rect) -> None:
        inner = rect.inset(*padding(node.pad))
        children = [child for child in node.children if child is not None]
        heights = [self.measure(child, inner.w)[1] if not child.grow else child.height or 0.0 for child in children]
        room = inner.h - node.gap * max(0, len(children) - 1)
        if sum(heights) + sum(self.measure(child, inner.w)[1] for child in children if child.grow) > room:
            heights = [max(h, self.stiff(c, inner.w)) if c.grow else h for c, h in zip(children, heights, strict=True)]
        left, between = room - sum(heights), node.gap
        if left < 0:
            heights, left, between = self._made_room(node, children, heights, inner, left)
        kept = self._out_of_reach(children, heights, inner, self.least_gap(node))
        if left < -_SLACK and not self._turned and (last := self.last_keys(children)) > (first := int(any(kept))):
            self._turn_pages(node, children, (first, last), inner, sum(kept))
            return
        if left < 0:
            heights, left = self._squeezed(children, heights, inner.w, left, (self._all_of_growing,), kept)
        if left < -_SLACK and self.look.crowded:
            self._problem(f"column of {len(children)} needs {-left:.0f} more", rect)
            heights, left = self._squeezed(children, heights, inner.w, left, (self._words,), kept)
        if self.look.crowded:
            heights, left = self._enough(children, heights, inner.w, left)
        shares = sum(child.grow for child in children)
        if shares and left > 0:
            heights = [h + left * c.grow / shares for c, h in zip(children, heights, strict=True)]
            left = 0
        y, gap = self._start(node.justify, inner.y, max(left, 0), len(children), between)
        for child, h in zip(children, heights, strict=True):
            w = (
                inner.w
                if node.align == "stretch" and child.width is None
                else min(self.measure(child, inner.w)[0], inner.w)
            )
            shift = {"center": (inner.w - w) / 2, "end": inner.w - w}.get(node.align, 0.0)
            self.place(child, Rect(inner.x + shift, y, w, h))
            y += h + gap

    def _made_room(
        self, node: scene.Column, children: list[scene.Node], heights: list[float], inner: Rect, left: float
    ) -> tuple[list[float], float, float]:
        """Heights, what is left then, and the gap: what can give does, texts first, pictures and large keys last.

        On a screen that was drawn for its letters nothing needs to come that far.
        """
        kept = self._out_of_reach(children, heights, inner, self.least_gap(node))
        heights, left = self._squeezed(children, heights, inner.w, left, (self._text, self._rows), kept)
        between, left = self._closer(node, len(children), left)
        if left < -_SLACK:
            if not self.look.crowded:
                self._problem(f"column of {len(children)} needs {-left:.0f} more", inner)
            heights, left = self._squeezed(children, heights, inner.w, left, (self._needless,), kept)
        return heights, left, between

    def _enough(
        self, children: list[scene.Node], heights: list[float], room: float, left: float
    ) -> tuple[list[float], float]:
        """What grows has what it needs at least before the rest is shared out."""
        short = [
            max(0.0, self.stiff(c, room) - h) if c.grow and not isinstance(c, scene.Spacer) else 0.0
            for c, h in zip(children, heights, strict=True)
        ]
        if not 0 < sum(short) <= left:
            return heights, left
        return [h + s for h, s in zip(heights, short, strict=True)], left - sum(short)

    def _closer(self, node: scene.Column, count: int, left: float) -> tuple[float, float]:
        """Children move together by what is missing, as far as two fingers allow: the gap, and what is left then."""
        if left >= 0 or count < 2:
            return node.gap, left
        give = min((node.gap - self.least_gap(node)) * (count - 1), -left)
        return node.gap - give / (count - 1), left + give

    def last_keys(self, children: Sequence[scene.Node]) -> int:
        """Which child holds the last keys; -1 where none does, or where words that must be read stand below them."""
        pressed = [place for place, child in enumerate(children) if self.pressed_in(child)]
        if not pressed or (pressed[-1] < len(children) - 1 and not self.look.crowded):
            return -1
        return pressed[-1]

    def _turn_pages(
        self, node: scene.Column, children: list[scene.Node], turned: tuple[int, int], inner: Rect, high: float
    ) -> None:
        """Nothing can give any more: what is around the last keys goes on pages, and the keys stay where they are.

        ``turned``: the first child that goes on pages, and the last keys. What is above the reach of a seated person,
        ``high``, stays on every page.
        """
        first, last = turned
        turn = 2 * self.look.tokens.min_target
        others = [c for c in children[first:] if c is not children[last] and not isinstance(c, scene.Spacer)]
        gap = self.least_gap(node) if first else node.gap
        room = inner.h - turn - 2 * gap - (high + gap if first else 0.0)
        rows, keys = opened(others, children[last], (inner.w, room), self)
        pages = scene.Paged("rest", tuple(replace(row, grow=0.0) for row in rows), gap, turn_height=turn, grow=1)
        above = tuple(replace(child, height=high, grow=0.0) for child in children[:first])
        self._turned = True
        self.place(self.kept(scene.Column((*above, pages, replace(keys, grow=0.0)), gap=gap)), inner)
        self._turned = False

    def _out_of_reach(self, children: list[scene.Node], heights: list[float], inner: Rect, gap: float) -> list[float]:
        """What each keeps of its height whatever comes: on a lowered page, what stands above the line that a seated
        person reaches. Below it nothing would be won."""
        above = self.look.line - inner.y - gap
        pressed = [self.pressed_in(child) for child in children] if above > 0 else []
        if not any(pressed) or pressed[0]:
            return [0.0] * len(children)
        return [min(heights[0], above), *(0.0 for _ in children[1:])]

    def _squeezed(
        self,
        children: list[scene.Node],
        heights: list[float],
        room: float,
        left: float,
        givers: Sequence[_Giving],
        kept: Sequence[float],
    ) -> tuple[list[float], float]:
        """Children give up height, each by its share of what it has to give: texts that may shrink first, down to the
        smallest text; then rows that may go on a further page."""
        for giving in givers:
            soft = [
                max(0.0, min(giving(c, room, h), h - least))
                for c, h, least in zip(children, heights, kept, strict=True)
            ]
            give = min(sum(soft), -left)
            if give > 0:
                heights = [h - s * give / sum(soft) for h, s in zip(heights, soft, strict=True)]
                left += give
        return heights, left

    def _text(self, node: scene.Node, room: float, height: float) -> float:
        return min(self.soft(node, room), height - self.stiff(node, room))

    def _rows(self, node: scene.Node, room: float, height: float) -> float:
        return min(self.folds(node, room), height - self.stiff(node, room))

    def _needless(self, node: scene.Node, room: float, height: float) -> float:
        """In the greatest need: pictures, and what is larger than a finger needs."""
        return height - self.stiff(node, room)

    def _all_of_growing(self, node: scene.Node, room: float, height: float) -> float:
        """What was to grow makes do with what is left, and finds its own way out."""
        signs = self.signer_needs(node) if self.look.crowded else isinstance(node, scene.SignerStage)
        return height if node.grow and not signs else 0.0

    def _words(self, node: scene.Node, room: float, height: float) -> float:
        """Before a key leaves the screen, words overflow."""
        return max(0.0, height - self.bones(node, room))

    def _place_row(self, node: scene.Row, rect: Rect) -> None:
        inner = rect.inset(*padding(node.pad))
        children = [child for child in node.children if child is not None]
        widths = self.widths(children, inner.w - node.gap * max(0, len(children) - 1))
        if node.justify == "center":
            widths = [self._beside_its_picture(c, w, inner.h) for c, w in zip(children, widths, strict=True)]
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

    def _beside_its_picture(self, node: scene.Node, width: float, room: float) -> float:
        """The label of a key that goes on a second line is no wider than both lines."""
        if not isinstance(node, scene.Text) or node.align != "center" or self.lines(node) == 1:
            return width
        style = self.style(node)
        tall = text.height(node.text, style, width)
        fits = tall < style.size * style.line * 2.5 and tall <= room + _SLACK  # else its letters will be smaller
        return text.balanced_width(node.text, style, width) if fits else width

    @staticmethod
    def _start(justify: str, start: float, left: float, count: int, gap: float) -> tuple[float, float]:
        if justify == "between" and count > 1:
            return start, gap + left / (count - 1)
        return start + {"center": left / 2, "end": left}.get(justify, 0.0), gap

    def _place_wrap(self, node: scene.Wrap, rect: Rect) -> None:
        y = rect.y
        for line in self.wrapped(node, rect.w):
            x, tall = rect.x, max(h for _, _, h in line)
            for child, w, h in line:
                self.place(child, Rect(x, y + (tall - h) / 2, w, h))
                x += w + node.gap
            y += tall + node.gap
        if y - node.gap > rect.bottom + _SLACK:
            self._problem(f"wrap of {len(node.children)} needs {y - node.gap - rect.bottom:.0f} more", rect)

    def _place_fixed(self, node: scene.Place, rect: Rect) -> None:
        w = node.width if node.width is not None else node.child.width
        h = node.height
        if w is None and node.left is not None and node.right is not None:
            w = rect.w - node.left - node.right
        room = w if w is not None else rect.w - (node.left or 0) - (node.right or 0)
        wanted = self.measure(node.child, room)
        w = w if w is not None else wanted[0]
        if h is None and node.child.height is not None:
            h = wanted[1]
        elif h is None:
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
