"""Draws placed things with skia. One function a kind of node; every drawing is the same for the same item and time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import skia

from terminal.ui import scene, text
from terminal.ui.figure_place import STRIP, strip
from terminal.ui.icons import draw_icon
from terminal.ui.ink import Ink, rounded, skia_rect, square
from terminal.ui.paint_signs import SIGNS
from terminal.ui.placed import FocusRing, Item, Rect
from terminal.ui.presence import paint_live, paint_mirror, paint_stage

#: Height of the lower edge of a button in layout units; a pressed button moves down by it.
EDGE = 6
#: How far a box's edge or its shadow goes beyond it, by how high the box lies.
_SHADOWS = {0: EDGE, 1: 8, 2: 42, 3: 96}
#: Nodes that are drawn again for every frame.
LIVE = (scene.SignerStage, scene.Mirror, scene.Live, scene.Ripple)
#: It says nothing that one must know to go on: beside twice as large words it stays as small as on other screens.
_ELDERLY_MARK = 0.7
#: Of the radius: so far inside its edges a rounded box has no corner any more.
_CORNER = 0.3
#: Seconds of the slow pulse of "your turn": three of one second (A-15).
PULSE_S = 3.0


def paint(ink: Ink, items: Iterable[Item], ground: str, area: Rect) -> None:
    """Draw the items that meet ``area`` over the ground; nothing outside ``area`` is touched."""
    canvas = ink.canvas
    canvas.save()
    canvas.clipRect(skia_rect(area))
    canvas.drawRect(skia_rect(area), ink.fill(ground))
    for item in items:
        if item.rect.meets(area, _overhang(item)):
            _DRAWINGS[type(item.node)](ink, item)
    canvas.restore()


def bounds(item: Item) -> Rect:
    """Where the item leaves ink: its rectangle with shadow, edge, ring and text overhang."""
    return item.rect.grown(_overhang(item))


def _overhang(item: Item) -> float:
    """How far its ink goes beyond its rectangle."""
    node = item.node
    if isinstance(node, scene.Text):
        return item.style.size * 0.2 if item.style else 4
    return 2 + _SHADOWS[node.shadow] if isinstance(node, scene.Box) else 16


def is_live(item: Item, now: float) -> bool:
    """True where the item changes with time although the tree does not."""
    if isinstance(item.node, scene.Pulse):
        return 0 <= now - item.node.since <= PULSE_S + 0.1
    return isinstance(item.node, LIVE)


def _paint_box(ink: Ink, item: Item) -> None:
    node, rect = item.node, item.rect
    assert isinstance(node, scene.Box)
    if node.shadow:
        _shadow(ink, rect, node)
    if node.edge and not item.pressed:
        ink.canvas.drawRRect(rounded(rect.moved(0, EDGE), node.radius), ink.fill(node.edge))
    if node.fill:
        fill = node.edge if item.pressed and node.edge and node.edge != "line" else node.fill
        ink.canvas.drawRRect(rounded(rect, node.radius), ink.fill(fill))
    if node.line and node.line_width:
        half = node.line_width / 2
        ink.canvas.drawRRect(rounded(rect.grown(-half), node.radius - half), _stroke(ink, node))


def _stroke(ink: Ink, node: scene.Box) -> Any:
    pen = skia.Paint(
        AntiAlias=True, Color=ink.colour(node.line), Style=skia.Paint.kStroke_Style, StrokeWidth=node.line_width
    )
    if node.dash == "dashed":
        pen.setPathEffect(skia.DashPathEffect.Make([node.line_width * 3, node.line_width * 2], 0))
    elif node.dash == "dotted":
        pen.setStrokeCap(skia.Paint.kRound_Cap)
        pen.setPathEffect(skia.DashPathEffect.Make([0.1, node.line_width * 2.2], 0))
    return pen


def _shadow(ink: Ink, rect: Rect, node: scene.Box) -> None:
    drop, blur, alpha = ink.look.tokens.shadows[node.shadow]
    shade = skia.Paint(AntiAlias=True, Color=ink.colour("stamp", alpha))
    shade.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur / 2))
    ink.canvas.save()
    if node.fill:
        ink.canvas.clipRect(skia_rect(_covered(rect, node.radius)), skia.ClipOp.kDifference)
    ink.canvas.drawRRect(rounded(rect.moved(0, drop), node.radius), shade)
    ink.canvas.restore()


def _covered(rect: Rect, radius: float) -> Rect:
    """What the box itself paints over: blending the shadow of a large card there took 1.6 ms, 0.3 around it."""
    inset = min(radius * _CORNER + 1, rect.w / 2, rect.h / 2)
    return rect.grown(-inset)


def _paint_text(ink: Ink, item: Item) -> None:
    node, rect = item.node, item.rect
    assert isinstance(node, scene.Text)
    assert item.style is not None
    laid = text.paragraph(node.text, item.style, rect.w)
    laid.paint(ink.canvas, rect.x, rect.y)
    if item.mark is not None:
        text.paint_marked(ink.canvas, node.text, item.style, rect.w, (rect.x, rect.y), item.mark)


def _paint_icon(ink: Ink, item: Item) -> None:
    assert isinstance(item.node, scene.Icon)
    draw_icon(ink.canvas, item.node.name, square(item.rect), ink.look.tokens.colours[item.node.colour])


def _paint_cover(ink: Ink, item: Item) -> None:
    ink.canvas.drawRect(skia_rect(item.rect), skia.Paint(Color=ink.colour("shade", 0.66)))


def _paint_pulse(ink: Ink, item: Item) -> None:
    node = item.node
    assert isinstance(node, scene.Pulse)
    shape = rounded(item.rect, node.radius)
    ink.canvas.drawRRect(shape, ink.fill(node.colour))
    past = ink.now - node.since
    if not ink.look.reduced_motion and 0 <= past < PULSE_S:
        share = (past % 1.0) * 2
        veil = skia.Paint(AntiAlias=True, Color=ink.colour(node.other, share if share <= 1 else 2 - share))
        ink.canvas.drawRRect(shape, veil)


def _paint_focus(ink: Ink, item: Item) -> None:
    node = item.node
    assert isinstance(node, FocusRing)
    pen = skia.Paint(AntiAlias=True, Color=ink.colour("focus_gap"), Style=skia.Paint.kStroke_Style, StrokeWidth=6)
    ink.canvas.drawRRect(rounded(item.rect.grown(3), node.radius + 3), pen)
    pen.setColor(ink.colour("focus"))
    pen.setStrokeWidth(8)
    ink.canvas.drawRRect(rounded(item.rect.grown(9), node.radius + 9), pen)


def _paint_presence(ink: Ink, item: Item) -> None:
    match item.node:
        case scene.SignerStage():
            clip = ink.live.clip(ink.now)
            pose = ink.live.signer(ink.now) if clip is None else None
            paint_stage(ink.canvas, item.node, item.rect, ink.look.tokens.colours, pose, clip)
            if pose is not None or (clip is not None and not ink.live.checked(ink.now)):
                _mark(ink, item.node, item.rect)
        case scene.Mirror():
            paint_mirror(ink.canvas, item.node, item.rect, ink.look.tokens.colours, ink.live.mirror())
        case scene.Live():
            picture = ink.live.pictures.get(item.node.source, lambda: None)()
            paint_live(ink.canvas, item.node, item.rect, ink.look.tokens.colours, picture)


def _mark(ink: Ink, node: scene.SignerStage, rect: Rect) -> None:
    """Says that nobody has checked these signs: in the lower left corner, on a narrow stage along its lower edge."""
    ink.canvas.save()
    tokens = ink.look.tokens
    size = tokens.size("small") * (_ELDERLY_MARK if ink.look.large else 1.0)
    style = text.Style(size, 1.2, False, tokens.colours["ink2"])
    wide = text.natural_width(node.mark, style)
    tall, low = style.size * style.line, rect.bottom - node.below
    if strip(rect, node):
        place = Rect(rect.x + rect.w * node.across - wide / 2, low - (STRIP + tall) / 2, wide, tall)
    else:
        place = Rect(rect.x + node.radius * 0.4 + size, low - tall - size * 0.9, wide, tall)
    ground = Rect(place.x - size * 0.6, place.y - size * 0.2, place.w + size * 1.2, place.h + size * 0.4)
    if strip(rect, node):
        ground = Rect(ground.x, low - STRIP, ground.w, STRIP + (0 if node.below else size))
        ink.canvas.clipRect(skia_rect(rect))
    ink.canvas.drawRRect(rounded(ground, size), ink.fill("sunken"))
    text.paragraph(node.mark, style, wide).paint(ink.canvas, place.x, place.y)
    ink.canvas.restore()


_DRAWINGS: Mapping[type, Callable[[Ink, Item], None]] = {
    **SIGNS,
    scene.Box: _paint_box,
    scene.Text: _paint_text,
    scene.Icon: _paint_icon,
    scene.Cover: _paint_cover,
    scene.Pulse: _paint_pulse,
    FocusRing: _paint_focus,
    scene.SignerStage: _paint_presence,
    scene.Mirror: _paint_presence,
    scene.Live: _paint_presence,
}
