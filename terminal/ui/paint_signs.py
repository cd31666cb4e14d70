"""Draws the small signs of the screens: faces, lines, dots, people who wait, stars, codes, rings, and who listens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import skia

from terminal.ui import scene
from terminal.ui.icons import draw_icon
from terminal.ui.ink import Ink, skia_rect, square
from terminal.ui.placed import Item, Rect
from terminal.visit.events import Level

_FACES: Mapping[Level, int] = {
    Level.VERY_SATISFIED: 5,
    Level.SATISFIED: 4,
    Level.BASICALLY_SATISFIED: 3,
    Level.DISSATISFIED: 2,
    Level.VERY_DISSATISFIED: 1,
}


def _paint_face(ink: Ink, item: Item) -> None:
    assert isinstance(item.node, scene.Face)
    level = _FACES[item.node.level]
    colour = ink.look.tokens.colours[item.node.colour or f"face{level}"]
    draw_icon(ink.canvas, f"face{level}", square(item.rect), colour)


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


def _paint_dot(ink: Ink, item: Item) -> None:
    node, rect = item.node, square(item.rect)
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
    node, rect = item.node, square(item.rect)
    assert isinstance(node, scene.Code)
    ink.canvas.save()
    ink.canvas.translate(rect.x, rect.y)
    ink.canvas.scale(rect.w, rect.h)
    ink.canvas.drawRect(skia.Rect.MakeWH(1, 1), skia.Paint(Color=skia.ColorWHITE))
    ink.canvas.drawPath(_modules(node.text), skia.Paint(Color=skia.ColorBLACK, AntiAlias=False))
    ink.canvas.restore()


def _paint_ring(ink: Ink, item: Item) -> None:
    node, rect = item.node, square(item.rect).grown(-4)
    assert isinstance(node, scene.Ring)
    pen = skia.Paint(AntiAlias=True, Color=ink.colour("line"), Style=skia.Paint.kStroke_Style, StrokeWidth=node.thick)
    inner = rect.grown(-node.thick / 2)
    ink.canvas.drawOval(skia_rect(inner), pen)
    pen.setColor(ink.colour(node.colour))
    pen.setStrokeCap(skia.Paint.kRound_Cap)
    ink.canvas.drawArc(skia_rect(inner), -90, 360 * max(0.0, min(1.0, node.fraction)), False, pen)


def _paint_ripple(ink: Ink, item: Item) -> None:
    node, rect = item.node, square(item.rect)
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


SIGNS: Mapping[type, Callable[[Ink, Item], None]] = {
    scene.Face: _paint_face,
    scene.Rule: _paint_rule,
    scene.Dot: _paint_dot,
    scene.People: _paint_people,
    scene.Stars: _paint_stars,
    scene.Code: _paint_code,
    scene.Ring: _paint_ring,
    scene.Ripple: _paint_ripple,
}
"""Which drawing draws which node."""
