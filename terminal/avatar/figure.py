"""Trunk and arms of the drawn people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia

from terminal.avatar.ink import Array, Point, capsule, fill_paint, line_paint, outline, pair, polygon, svg_path, tone
from terminal.avatar.palette import Palette

# Canvas units: sleeve at shoulder, elbow and cuff, bare wrist.
_R_SHOULDER, _R_ELBOW, _R_CUFF, _R_WRIST = 54.0, 43.0, 33.0, 22.0
# Where on the forearm the sleeve ends.
_CUFF = 0.84
TRUNK = svg_path("M436 404C410 424 352 432 318 462C292 486 300 560 322 650C336 712 338 760 330 1400"
                 "H670C662 760 664 712 678 650C700 560 708 486 682 462C648 432 590 424 564 404"
                 "C548 440 452 440 436 404Z")  # fmt: skip
_NECKLINE = svg_path("M446 400L500 506L554 400Z")
_NECKLINE_SHADE = svg_path("M456 424L500 506L544 424C524 448 476 448 456 424Z")
_COLLAR = (svg_path("M440 394L420 424L462 500L500 518L450 412Z"), svg_path("M560 394L580 424L538 500L500 518L550 412Z"))
_BUTTONS = (572, 656, 740, 824, 908, 992)


@dataclass(frozen=True, slots=True)
class SeenArm:
    """An arm on the canvas: joints in canvas units and their enlargement by nearness."""

    shoulder: Point
    elbow: Point
    wrist: Point
    elbow_scale: float
    wrist_scale: float


def draw_trunk(canvas: skia.Canvas, arms: tuple[SeenArm, SeenArm], palette: Palette) -> None:
    """Trunk and both upper arms as one silhouette, then folds, collar and buttons."""
    uppers = [capsule(skia.Path(), a.shoulder, _R_SHOULDER, a.elbow, _R_ELBOW * a.elbow_scale) for a in arms]
    for path in (TRUNK, *uppers):
        outline(canvas, path, palette.shirt_line, 2.6)
    tone(canvas, TRUNK, palette.shirt, palette.fold, (-12, -6))
    _collar(canvas, palette)
    for path, arm in zip(uppers, arms, strict=True):
        tone(canvas, path, palette.shirt, palette.fold, (-7, -4))
        canvas.save()
        canvas.clipPath(TRUNK, skia.ClipOp.kIntersect, True)
        fold = _sides(arm.shoulder, _R_SHOULDER, arm.elbow, _R_ELBOW * arm.elbow_scale, 0.42)
        canvas.drawPath(fold, line_paint(palette.shirt_line, 3.4))
        canvas.restore()


def _collar(canvas: skia.Canvas, palette: Palette) -> None:
    canvas.drawPath(_NECKLINE, fill_paint(palette.skin))
    canvas.drawPath(_NECKLINE_SHADE, fill_paint(palette.shade, 0.6))
    for side in _COLLAR:
        canvas.drawPath(side, fill_paint(palette.collar))
        canvas.drawPath(side, line_paint(palette.shirt_line, 3))
    canvas.drawLine(500, 518, 500, 1400, line_paint(palette.shirt_line, 2.6, 0.7))
    for y in _BUTTONS:
        canvas.drawCircle(509, y, 4.4, fill_paint(palette.shirt_line))


def draw_forearm(canvas: skia.Canvas, arm: SeenArm, palette: Palette) -> None:
    """Bare wrist, sleeve and cuff; the hand follows or goes before, by depth."""
    elbow, wrist = np.array(arm.elbow), np.array(arm.wrist)
    at: dict[float, Point] = {t: pair(elbow + (wrist - elbow) * t) for t in (0.78, _CUFF)}
    near = arm.wrist_scale
    skin = capsule(skia.Path(), at[0.78], 26 * near, arm.wrist, _R_WRIST * near)
    outline(canvas, skin, palette.line, 3)
    tone(canvas, skin, palette.skin, palette.shade, (-4, -3))
    sleeve = capsule(skia.Path(), arm.elbow, _R_ELBOW * arm.elbow_scale, at[_CUFF], _R_CUFF * near)
    outline(canvas, sleeve, palette.shirt_line, 2.6)
    tone(canvas, sleeve, palette.shirt, palette.fold, (-7, -5))
    upper = capsule(skia.Path(), arm.shoulder, _R_SHOULDER, arm.elbow, _R_ELBOW * arm.elbow_scale)
    canvas.save()
    canvas.clipPath(upper, skia.ClipOp.kIntersect, True)
    fold = _sides(arm.elbow, _R_ELBOW * arm.elbow_scale, at[_CUFF], _R_CUFF * near, 0.30)
    canvas.drawPath(fold, line_paint(palette.shirt_line, 3.4))
    canvas.restore()
    _cuff(canvas, elbow, wrist, near, palette)


def _cuff(canvas: skia.Canvas, elbow: Array, wrist: Array, near: float, palette: Palette) -> None:
    along = wrist - elbow
    length = float(np.hypot(*along))
    if length < 40:  # seen end-on: the cuff is a ring around the wrist
        ring = elbow + along * _CUFF
        canvas.drawCircle(float(ring[0]), float(ring[1]), (_R_CUFF + 2) * near, fill_paint(palette.collar))
        return
    unit = along / length
    across = np.array((-unit[1], unit[0]))
    start, end = elbow + along * _CUFF - unit * 2, elbow + along * _CUFF + unit * min(24.0, 0.12 * length)
    wide, narrow = (_R_CUFF + 2) * near, _R_CUFF * near
    corners = [start + across * wide, end + across * narrow, end - across * narrow, start - across * wide]
    band = polygon(np.array(corners))
    outline(canvas, band, palette.shirt_line, 2.6)
    canvas.drawPath(band, fill_paint(palette.collar))
    canvas.drawPath(band, line_paint(palette.collar, 5))


def _sides(a: Point, ra: float, b: Point, rb: float, start: float) -> skia.Path:
    """The two long edges of a capsule from a share of its length on: folds of the cloth."""
    path = skia.Path()
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = float(np.hypot(dx, dy)) or 1.0
    nx, ny = -dy / length, dx / length
    for side in (1, -1):
        for t, move in ((start, path.moveTo), (1.0, path.lineTo)):
            r = ra + (rb - ra) * t
            move(a[0] + dx * t + nx * side * r, a[1] + dy * t + ny * side * r)
    return path
