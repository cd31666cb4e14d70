"""Draws who is present: the signer before the moon gate, the visitor's mirror, other live pictures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import skia

from terminal.ui import scene
from terminal.ui.figure_place import DRAWN, figure
from terminal.ui.icons import draw_icon
from terminal.ui.live import MirrorFrame, Picture
from terminal.ui.placed import Rect

Colours = Mapping[str, tuple[int, int, int]]
Rgb = tuple[int, int, int]

#: tone -> ground inside, ground outside, moon
GROUNDS: Mapping[str, tuple[str, str, str]] = {
    "stage": ("stage_a", "stage_b", "moon"),
    "none": ("stage_a", "stage_b", "moon"),
    "warm": ("warm_a", "warm_b", "warm_moon"),
    "cool": ("cool_a", "cool_b", "cool_moon"),
}
#: Middle (below the drawing's top) and radius of the moon behind head and chest, in units of the drawing.
_MOON = (375.0, 375.0)
#: Where a picture that is too high is cut: little at the top, for the head must stay (our judgement).
_TOP_SHARE = 0.2
#: In a mirror narrower than this the points of the hands are drawn smaller, or they would hide them.
_LARGE = 820.0
#: The hand joints that are joined by lines, MediaPipe's order.
_BONES = ((0, 1, 2, 3, 4), (0, 5, 6, 7, 8), (5, 9, 10, 11, 12), (9, 13, 14, 15, 16), (13, 17, 18, 19, 20), (0, 17))


def paint_stage(
    canvas: Any, node: scene.SignerStage, rect: Rect, colours: Colours, pose: Any, clip: Picture | None = None
) -> None:
    """Ground, moon and, where somebody signs, the figure or a recorded signer; nothing leaves the stage."""
    inside, outside, moon = (colours[name] for name in GROUNDS[node.tone])
    canvas.drawImage(_ground(round(rect.w), round(rect.h), node, inside, outside, moon), rect.x, rect.y)
    if clip is not None:
        _paint_clip(canvas, node, rect, clip)
    if pose is None:
        return
    from terminal.avatar.drawing import View, draw_signer

    left, top, scale = figure(rect, node)
    canvas.save()
    canvas.clipPath(_outline(rect, node), skia.ClipOp.kIntersect, True)
    drawing = skia.Rect.MakeXYWH(left, top, 1000 * scale, DRAWN * scale)
    draw_signer(canvas, pose, drawing, view=View(height=DRAWN))
    canvas.restore()


def _paint_clip(canvas: Any, node: scene.SignerStage, rect: Rect, clip: Picture) -> None:
    """The clip fills the stage; what does not fit is cut at the sides, or below, for head and hands must stay."""
    height, width = clip.shape[:2]
    scale = max(rect.w / width, rect.h / height)
    left = rect.x + (rect.w - width * scale) / 2
    pixels = np.dstack([clip, np.full((height, width), 255, np.uint8)])
    image = skia.Image.fromarray(pixels, colorType=skia.kRGBA_8888_ColorType)
    canvas.save()
    canvas.clipPath(_outline(rect, node), skia.ClipOp.kIntersect, True)
    smooth = skia.SamplingOptions(skia.FilterMode.kLinear)
    canvas.drawImageRect(image, skia.Rect.MakeXYWH(left, rect.y, width * scale, height * scale), smooth)
    canvas.restore()


def _outline(rect: Rect, node: scene.SignerStage) -> Any:
    top = min(rect.w, rect.h) / 2 if node.arch else min(node.radius, rect.h / 2)
    low = node.radius
    shape = skia.RRect()
    shape.setRectRadii(
        skia.Rect.MakeXYWH(rect.x, rect.y, rect.w, rect.h), [(top, top), (top, top), (low, low), (low, low)]
    )
    path = skia.Path()
    path.addRRect(shape)
    return path


@lru_cache(maxsize=8)
def _ground(w: int, h: int, node: scene.SignerStage, inside: Rgb, outside: Rgb, moon: Rgb) -> Any:
    """The pictures of the last pages: one takes up to 4 MB, and 6 ms to make (measured)."""
    surface = skia.Surface(max(1, w), max(1, h))
    canvas = surface.getCanvas()
    rect = Rect(0, 0, w, h)
    canvas.clipPath(_outline(rect, node), skia.ClipOp.kIntersect, True)
    shade = skia.GradientShader.MakeRadial(
        skia.Point(w * node.across, h * 0.4), max(w, h) * 0.62, [skia.Color(*inside), skia.Color(*outside)]
    )
    if node.tone != "none":
        canvas.drawPaint(skia.Paint(Shader=shade, Dither=True))
    _, top, scale = figure(rect, node)
    disc = skia.Paint(AntiAlias=True, Color=skia.Color(*moon, 191))
    canvas.drawCircle(w * node.across, top + _MOON[0] * scale, min(_MOON[1] * scale, w * 0.46), disc)
    return surface.makeImageSnapshot()


def paint_mirror(canvas: Any, node: scene.Mirror, rect: Rect, colours: Colours, frame: MirrorFrame | None) -> None:
    """The flipped picture, the hands seen in it, the place to stand in, and the frame that tells how well we see."""
    canvas.save()
    canvas.clipRRect(_round(rect, 48), skia.ClipOp.kIntersect, True)
    if frame is None:
        canvas.drawRect(_rect(rect), skia.Paint(Color=skia.Color(*colours["mirror_b"])))
        side = rect.h * 0.25
        here = Rect(rect.x + (rect.w - side) / 2, rect.y + (rect.h - side) / 2, side, side)
        draw_icon(canvas, "camera-off", here, colours["caption_bg"])
    else:
        _mirrored(canvas, frame, rect)
    if node.guide:
        _guide(canvas, rect)
    canvas.restore()
    line = {"good": "sure", "wait": "maybe", "lost": "error_bg"}[node.state]
    pen = skia.Paint(AntiAlias=True, Color=skia.Color(*colours[line]), Style=skia.Paint.kStroke_Style, StrokeWidth=8)
    if node.state == "wait":
        pen.setPathEffect(skia.DashPathEffect.Make([30, 18], 0))
    canvas.drawRRect(_round(rect.grown(-4), 46), pen)


def _mirrored(canvas: Any, frame: MirrorFrame, rect: Rect) -> None:
    """Everything is flipped before it is drawn: skia then scales along its fast path (1.8 ms instead of 17.6)."""
    source, scale = _cover(frame.rgb, rect)
    _picture(canvas, np.asarray(cv2.flip(frame.rgb, 1), np.uint8), source, rect)
    height, width = frame.rgb.shape[:2]
    canvas.save()
    canvas.translate(rect.x, rect.y)
    canvas.scale(scale, scale)
    canvas.translate(-source.left(), -source.top())
    for hand in frame.hands:
        _hand(canvas, np.array([width, 0]) + hand * np.array([-width, height]), scale * max(1.0, _LARGE / rect.w))
    canvas.restore()


def _cover(rgb: Picture, rect: Rect) -> tuple[Any, float]:
    """The part of the picture that fills ``rect`` without distortion, and the scale to get there."""
    height, width = rgb.shape[:2]
    scale = max(rect.w / width, rect.h / height)
    w, h = rect.w / scale, rect.h / scale
    return skia.Rect.MakeXYWH((width - w) / 2, (height - h) * _TOP_SHARE, w, h), scale


def _picture(canvas: Any, rgb: Picture, source: Any, rect: Rect) -> None:
    """Draw a part of a picture into a rectangle. BGRA without transparency is what the screen's memory holds; OpenCV
    makes it of 1280x720 in 0.1 ms, numpy in 4 (measured)."""
    bgra = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA)
    image = skia.Image.fromarray(bgra, skia.kBGRA_8888_ColorType, skia.kOpaque_AlphaType, copy=False)
    canvas.drawImageRect(image, source, _rect(rect), skia.SamplingOptions(skia.FilterMode.kLinear))


def _hand(canvas: Any, points: Any, scale: float) -> None:
    """White bones with dark joints, readable on every skin and shirt."""
    if not np.isfinite(points).all():
        return
    bone = skia.Paint(AntiAlias=True, Color=skia.ColorWHITE, StrokeWidth=6 / scale, StrokeCap=skia.Paint.kRound_Cap)
    for chain in _BONES:
        for a, b in pairwise(chain):
            canvas.drawLine(float(points[a][0]), float(points[a][1]), float(points[b][0]), float(points[b][1]), bone)
    joint = skia.Paint(AntiAlias=True, Color=skia.Color(10, 61, 122))
    for x, y in points:
        canvas.drawCircle(float(x), float(y), 9 / scale, skia.Paint(AntiAlias=True, Color=skia.ColorWHITE))
        canvas.drawCircle(float(x), float(y), 6.5 / scale, joint)


def _guide(canvas: Any, rect: Rect) -> None:
    """The dotted outline of a person to stand in."""
    k, x, y = min(rect.w * 0.77, rect.h * 1.29), rect.x + rect.w / 2, rect.y + 4

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * k, y + dy * k

    path = skia.Path()
    path.moveTo(*at(-0.345, 0.80))
    for a, b, c in _GUIDE:
        path.cubicTo(*at(*a), *at(*b), *at(*c))
    pen = skia.Paint(AntiAlias=True, Color=skia.ColorWHITE, Style=skia.Paint.kStroke_Style, StrokeWidth=5)
    pen.setStrokeCap(skia.Paint.kRound_Cap)
    pen.setPathEffect(skia.DashPathEffect.Make([2, 15], 0))
    canvas.drawPath(path, pen)


_Point = tuple[float, float]
#: Bezier pieces of the body outline, in shares of its width, from the left elbow over the head to the right elbow.
_GUIDE: tuple[tuple[_Point, _Point, _Point], ...] = (
    ((-0.335, 0.66), (-0.31, 0.45), (-0.20, 0.395)),
    ((-0.16, 0.375), (-0.13, 0.365), (-0.115, 0.335)),
    ((-0.155, 0.27), (-0.165, 0.04), (0.0, 0.035)),
    ((0.165, 0.04), (0.155, 0.27), (0.115, 0.335)),
    ((0.13, 0.365), (0.16, 0.375), (0.20, 0.395)),
    ((0.31, 0.45), (0.335, 0.66), (0.345, 0.80)),
)


def paint_live(canvas: Any, node: scene.Live, rect: Rect, colours: Colours, picture: Picture | None) -> None:
    """Another picture, filling its place; an icon where there is none."""
    canvas.save()
    canvas.clipRRect(_round(rect, node.radius), skia.ClipOp.kIntersect, True)
    canvas.drawRect(_rect(rect), skia.Paint(Color=skia.Color(*colours["cool_b"])))
    if picture is None:
        side = min(rect.w, rect.h) * 0.4
        here = Rect(rect.x + (rect.w - side) / 2, rect.y + (rect.h - side) / 2, side, side)
        draw_icon(canvas, node.fallback, here, colours["stamp"])
    else:
        source, _ = _cover(picture, rect)
        _picture(canvas, picture, source, rect)
    canvas.restore()


def _rect(rect: Rect) -> Any:
    return skia.Rect.MakeXYWH(rect.x, rect.y, rect.w, rect.h)


def _round(rect: Rect, radius: float) -> Any:
    return skia.RRect.MakeRectXY(_rect(rect), radius, radius)
