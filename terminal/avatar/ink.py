"""How everything is drawn: outline first, fill later, two flat tones with light from the upper left."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import skia
from numpy.typing import NDArray

Point = tuple[float, float]
Array = NDArray[np.float64]
_ROUND = np.linspace(0.0, 2.0 * np.pi, 48, endpoint=False)
_SPOKES = np.stack([np.cos(_ROUND), np.sin(_ROUND)], axis=1)
_TOKEN = re.compile(r"[MLCQHVZ]|-?[\d.]+")
_ARITY = {"M": 2, "L": 2, "C": 6, "Q": 4, "H": 1, "V": 1, "Z": 0}


def fill_paint(colour: int, opacity: float = 1.0) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color=_argb(colour, opacity))


def line_paint(colour: int, width: float, opacity: float = 1.0) -> skia.Paint:
    return skia.Paint(
        AntiAlias=True, Color=_argb(colour, opacity), Style=skia.Paint.kStroke_Style, StrokeWidth=width,
        StrokeJoin=skia.Paint.kRound_Join, StrokeCap=skia.Paint.kRound_Cap,
    )  # fmt: skip


def _argb(colour: int, opacity: float) -> int:
    return (round(255 * opacity) << 24) | colour


def svg_path(text: str) -> skia.Path:
    """A path from absolute M, L, C, Q, H, V and Z commands (skia-python 144 reads no SVG path strings)."""
    path, tokens, at, command = skia.Path(), _TOKEN.findall(text), 0, "M"
    x = y = 0.0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        values = [float(v) for v in tokens[at : at + _ARITY[command]]]
        at += len(values)
        if command == "H":
            values = [values[0], y]
        elif command == "V":
            values = [x, values[0]]
        {"M": path.moveTo, "L": path.lineTo, "H": path.lineTo, "V": path.lineTo, "C": path.cubicTo,
         "Q": path.quadTo, "Z": path.close}[command](*values)  # fmt: skip
        if values:
            x, y = values[-2:]
    return path


def capsule(path: skia.Path, a: Sequence[float], ra: float, b: Sequence[float], rb: float) -> skia.Path:
    """Add the hull of two circles to `path`."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    if length <= abs(ra - rb) + 1e-3:
        centre, radius = (a, ra) if ra >= rb else (b, rb)
        path.addCircle(centre[0], centre[1], radius)
        return path
    heading, lean = math.degrees(math.atan2(dy, dx)), math.degrees(math.acos((ra - rb) / length))
    around_b = skia.Rect.MakeLTRB(b[0] - rb, b[1] - rb, b[0] + rb, b[1] + rb)
    around_a = skia.Rect.MakeLTRB(a[0] - ra, a[1] - ra, a[0] + ra, a[1] + ra)
    path.arcTo(around_b, heading - lean, 2 * lean, True)
    path.arcTo(around_a, heading + lean, 360 - 2 * lean, False)
    path.close()
    return path


def smooth_path(points: Sequence[Point], tension: float = 0.9, closed: bool = True) -> skia.Path:
    """A Catmull-Rom curve through the points."""
    path, n = skia.Path(), len(points)
    path.moveTo(*points[0])
    for i in range(n if closed else n - 1):
        p0 = points[(i - 1) % n] if closed or i else points[0]
        p1, p2 = points[i], points[(i + 1) % n]
        p3 = points[(i + 2) % n] if closed or i + 2 < n else points[-1]
        path.cubicTo(
            p1[0] + (p2[0] - p0[0]) * tension / 3, p1[1] + (p2[1] - p0[1]) * tension / 3,
            p2[0] - (p3[0] - p1[0]) * tension / 3, p2[1] - (p3[1] - p1[1]) * tension / 3, *p2,
        )  # fmt: skip
    if closed:
        path.close()
    return path


def hull_path(centres: Array, radii: Array) -> skia.Path:
    """The outline of a rubber band around circles: centres (n, 2), radii (n,). In 48 directions the farthest point."""
    farthest = np.argmax(centres @ _SPOKES.T + radii[:, None], axis=0)
    return polygon(centres[farthest] + radii[farthest, None] * _SPOKES)


def pair(point: Array) -> Point:
    """A point (2,) as plain numbers."""
    return float(point[0]), float(point[1])


def polygon(points: Array) -> skia.Path:
    """A closed path through points (n, 2)."""
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in points.tolist()], True)
    return path


def outline(canvas: skia.Canvas, path: skia.Path, line: int, width: float) -> None:
    """The dark band around a shape; the fill over it leaves half of it to be seen."""
    canvas.drawPath(path, line_paint(line, width * 2))


def tone(canvas: skia.Canvas, path: skia.Path, base: int, shade: int, offset: Point) -> None:
    """Two tones: the shape in shade, then the same shape moved towards the light in the base colour."""
    canvas.drawPath(path, fill_paint(shade))
    canvas.save()
    canvas.clipPath(path, skia.ClipOp.kIntersect, True)
    canvas.translate(*offset)
    canvas.drawPath(path, fill_paint(base))
    canvas.restore()
