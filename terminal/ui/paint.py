"""Draws placed things with skia. One function a kind of node; every drawing is the same for the same item and time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import skia

from terminal.ui import scene, text
from terminal.ui.figure_place import STRIP, strip
from terminal.ui.icons import draw_icon
from terminal.ui.live import LiveSources
from terminal.ui.look import Look
from terminal.ui.placed import FocusRing, Item, Rect
from terminal.ui.presence import paint_live, paint_mirror, paint_stage
from terminal.visit.events import Level

#: Height of the lower edge of a button in layout units; a pressed button moves down by it.
EDGE = 6
#: Nodes that are drawn again for every frame.
LIVE = (scene.SignerStage, scene.Mirror, scene.Live, scene.Ripple)
#: It says nothing that one must know to go on: beside twice as large words it stays as small as on other screens.
_ELDERLY_MARK = 0.7
#: Of the radius: so far inside its edges a rounded box has no corner any more.
_CORNER = 0.3
#: Seconds of the slow pulse of "your turn": three of one second (A-15).
PULSE_S = 3.0
_FACES: Mapping[Level, int] = {
    Level.VERY_SATISFIED: 5,
    Level.SATISFIED: 4,
    Level.BASICALLY_SATISFIED: 3,
    Level.DISSATISFIED: 2,
    Level.VERY_DISSATISFIED: 1,
}


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """What drawing needs besides the item: canvas, look, live sources, time in seconds."""

    canvas: Any
    look: Look
    live: LiveSources
    now: float

    def colour(self, name: str, alpha: float = 1.0) -> int:
        """A colour of the theme as skia wants it."""
        r, g, b = self.look.tokens.colours[name]
        return int(skia.Color(r, g, b, round(255 * alpha)))

    def fill(self, name: str) -> Any:
        """A paint that fills."""
        return skia.Paint(AntiAlias=True, Color=self.colour(name))


def paint(ink: Ink, items: Iterable[Item], ground: str, area: Rect) -> None:
    """Draw the items that meet ``area`` over the ground; nothing outside ``area`` is touched."""
    canvas = ink.canvas
    canvas.save()
    canvas.clipRect(_rect(area))
    canvas.drawRect(_rect(area), ink.fill(ground))
    for item in items:
        if bounds(item).meets(area):
            _DRAWINGS[type(item.node)](ink, item)
    canvas.restore()


def bounds(item: Item) -> Rect:
    """Where the item leaves ink: its rectangle with shadow, edge, ring and text overhang."""
    node = item.node
    if isinstance(node, scene.Box):
        return item.rect.grown(2 + {0: EDGE, 1: 8, 2: 42, 3: 96}[node.shadow])
    if isinstance(node, scene.Text):
        return item.rect.grown(item.style.size * 0.2 if item.style else 4)
    return item.rect.grown(16)


def is_live(item: Item, now: float) -> bool:
    """True where the item changes with time although the tree does not."""
    if isinstance(item.node, scene.Pulse):
        return 0 <= now - item.node.since <= PULSE_S + 0.1
    return isinstance(item.node, LIVE)


def _rect(rect: Rect) -> Any:
    return skia.Rect.MakeXYWH(rect.x, rect.y, rect.w, rect.h)


def _rounded(rect: Rect, radius: float) -> Any:
    radius = min(radius, rect.w / 2, rect.h / 2)
    return skia.RRect.MakeRectXY(_rect(rect), radius, radius)


def _paint_box(ink: Ink, item: Item) -> None:
    node, rect = item.node, item.rect
    assert isinstance(node, scene.Box)
    if node.shadow:
        _shadow(ink, rect, node)
    if node.edge and not item.pressed:
        ink.canvas.drawRRect(_rounded(rect.moved(0, EDGE), node.radius), ink.fill(node.edge))
    if node.fill:
        fill = node.edge if item.pressed and node.edge and node.edge != "line" else node.fill
        ink.canvas.drawRRect(_rounded(rect, node.radius), ink.fill(fill))
    if node.line and node.line_width:
        half = node.line_width / 2
        ink.canvas.drawRRect(_rounded(rect.grown(-half), node.radius - half), _stroke(ink, node))


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
        ink.canvas.clipRect(_rect(_covered(rect, node.radius)), skia.ClipOp.kDifference)
    ink.canvas.drawRRect(_rounded(rect.moved(0, drop), node.radius), shade)
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
    draw_icon(ink.canvas, item.node.name, _square(item.rect), ink.look.tokens.colours[item.node.colour])


def _square(rect: Rect) -> Rect:
    side = min(rect.w, rect.h)
    return Rect(rect.x + (rect.w - side) / 2, rect.y + (rect.h - side) / 2, side, side)


def _paint_face(ink: Ink, item: Item) -> None:
    assert isinstance(item.node, scene.Face)
    level = _FACES[item.node.level]
    colour = ink.look.tokens.colours[item.node.colour or f"face{level}"]
    draw_icon(ink.canvas, f"face{level}", _square(item.rect), colour)


def _paint_rule(ink: Ink, item: Item) -> None:
    node, rect = item.node, item.rect
    assert isinstance(node, scene.Rule)
    pen = skia.Paint(
        AntiAlias=True,
        Color=ink.colour(node.colour),
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=node.thick,
        StrokeCap=skia.Paint.kRound_Cap,
    )
    if node.dotted:
        pen.setPathEffect(skia.DashPathEffect.Make([4, 18], 0))
    if node.vertical:
        ink.canvas.drawLine(rect.x + rect.w / 2, rect.y, rect.x + rect.w / 2, rect.bottom, pen)
    else:
        ink.canvas.drawLine(rect.x, rect.y + rect.h / 2, rect.right, rect.y + rect.h / 2, pen)


def _paint_cover(ink: Ink, item: Item) -> None:
    ink.canvas.drawRect(_rect(item.rect), skia.Paint(Color=ink.colour("shade", 0.66)))


def _paint_dot(ink: Ink, item: Item) -> None:
    node, rect = item.node, _square(item.rect)
    assert isinstance(node, scene.Dot)
    brush = ink.fill(node.colour)
    radius = rect.w / 2
    if node.hollow:
        brush.setStyle(skia.Paint.kStroke_Style)
        brush.setStrokeWidth(node.size / 4)
        radius -= node.size / 8
    ink.canvas.drawCircle(rect.x + rect.w / 2, rect.y + rect.h / 2, radius, brush)


@lru_cache(maxsize=8)
def _figure(size: float) -> Any:
    """One waiting person: a head and shoulders, ``size`` high."""
    unit = size / 20
    path = skia.Path()
    path.addCircle(8 * unit, 5 * unit, 4 * unit)
    path.moveTo(unit, 20 * unit)
    path.cubicTo(1.2 * unit, 14 * unit, 3.8 * unit, 11 * unit, 8 * unit, 11 * unit)
    path.cubicTo(12.2 * unit, 11 * unit, 14.8 * unit, 14 * unit, 15 * unit, 20 * unit)
    path.close()
    return path


def _paint_people(ink: Ink, item: Item) -> None:
    node, rect = item.node, item.rect
    assert isinstance(node, scene.People)
    step = min(node.size * 0.95, rect.w / node.of)
    for index in range(node.of):
        ink.canvas.save()
        ink.canvas.translate(rect.x + index * step, rect.y)
        ink.canvas.drawPath(_figure(node.size), ink.fill("primary" if index < node.count else "line"))
        ink.canvas.restore()


def _paint_stars(ink: Ink, item: Item) -> None:
    node, rect = item.node, item.rect
    assert isinstance(node, scene.Stars)
    for index in range(node.count):
        x = rect.x + index * node.size * 1.25
        draw_icon(ink.canvas, "star-full", Rect(x, rect.y, node.size, node.size), ink.look.tokens.colours[node.colour])


@lru_cache(maxsize=1)
def _modules(text: str) -> skia.Path:
    """The dark squares of a QR code in a square of side 1, with four modules of margin (ISO/IEC 18004).

    Kept for the next picture of the same screen; a secret in it is used up or over with the call.
    """
    import segno

    rows = list(segno.make_qr(text, error="m").matrix_iter(border=4))
    path, step = skia.Path(), 1 / len(rows)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                path.addRect(skia.Rect.MakeXYWH(x * step, y * step, step, step))
    return path


def _paint_code(ink: Ink, item: Item) -> None:
    node, rect = item.node, _square(item.rect)
    assert isinstance(node, scene.Code)
    ink.canvas.save()
    ink.canvas.translate(rect.x, rect.y)
    ink.canvas.scale(rect.w, rect.h)
    ink.canvas.drawRect(skia.Rect.MakeWH(1, 1), skia.Paint(Color=skia.ColorWHITE))
    ink.canvas.drawPath(_modules(node.text), skia.Paint(Color=skia.ColorBLACK, AntiAlias=False))
    ink.canvas.restore()


def _paint_ring(ink: Ink, item: Item) -> None:
    node, rect = item.node, _square(item.rect).grown(-4)
    assert isinstance(node, scene.Ring)
    pen = skia.Paint(AntiAlias=True, Color=ink.colour("line"), Style=skia.Paint.kStroke_Style, StrokeWidth=node.thick)
    inner = rect.grown(-node.thick / 2)
    ink.canvas.drawOval(_rect(inner), pen)
    pen.setColor(ink.colour(node.colour))
    pen.setStrokeCap(skia.Paint.kRound_Cap)
    ink.canvas.drawArc(_rect(inner), -90, 360 * max(0.0, min(1.0, node.fraction)), False, pen)


def _paint_ripple(ink: Ink, item: Item) -> None:
    node, rect = item.node, _square(item.rect)
    assert isinstance(node, scene.Ripple)
    loud = ink.live.levels.get(node.live, lambda: 0.4)()
    x, y, radius = rect.x + rect.w / 2, rect.y + rect.h / 2, rect.w / 2
    ink.canvas.drawCircle(x, y, radius * (0.86 + 0.14 * loud), ink.fill("primary_tint"))
    ink.canvas.drawCircle(x, y, radius * (0.68 + 0.14 * loud), ink.fill("ripple"))
    ink.canvas.drawCircle(x, y, radius * 0.58, ink.fill("primary"))
    side = radius * 0.66
    draw_icon(
        ink.canvas, node.icon, Rect(x - side / 2, y - side / 2, side, side), ink.look.tokens.colours["on_primary"]
    )


def _paint_pulse(ink: Ink, item: Item) -> None:
    node = item.node
    assert isinstance(node, scene.Pulse)
    ink.canvas.drawRect(_rect(item.rect), ink.fill(node.colour))
    past = ink.now - node.since
    if not ink.look.reduced_motion and 0 <= past < PULSE_S:
        share = (past % 1.0) * 2
        veil = skia.Paint(AntiAlias=True, Color=ink.colour(node.other, share if share <= 1 else 2 - share))
        ink.canvas.drawRect(_rect(item.rect), veil)


def _paint_focus(ink: Ink, item: Item) -> None:
    node = item.node
    assert isinstance(node, FocusRing)
    pen = skia.Paint(AntiAlias=True, Color=ink.colour("focus_gap"), Style=skia.Paint.kStroke_Style, StrokeWidth=6)
    ink.canvas.drawRRect(_rounded(item.rect.grown(3), node.radius + 3), pen)
    pen.setColor(ink.colour("focus"))
    pen.setStrokeWidth(8)
    ink.canvas.drawRRect(_rounded(item.rect.grown(9), node.radius + 9), pen)


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
    size = tokens.size("small") * (_ELDERLY_MARK if ink.look.elderly else 1.0)
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
        ink.canvas.clipRect(_rect(rect))
    ink.canvas.drawRRect(_rounded(ground, size), ink.fill("sunken"))
    text.paragraph(node.mark, style, wide).paint(ink.canvas, place.x, place.y)
    ink.canvas.restore()


_DRAWINGS: Mapping[type, Callable[[Ink, Item], None]] = {
    scene.Box: _paint_box,
    scene.Text: _paint_text,
    scene.Icon: _paint_icon,
    scene.Face: _paint_face,
    scene.Rule: _paint_rule,
    scene.Cover: _paint_cover,
    scene.Dot: _paint_dot,
    scene.People: _paint_people,
    scene.Stars: _paint_stars,
    scene.Code: _paint_code,
    scene.Ring: _paint_ring,
    scene.Ripple: _paint_ripple,
    scene.Pulse: _paint_pulse,
    FocusRing: _paint_focus,
    scene.SignerStage: _paint_presence,
    scene.Mirror: _paint_presence,
    scene.Live: _paint_presence,
}
