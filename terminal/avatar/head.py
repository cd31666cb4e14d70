"""Head, face and hair of the drawn people. The face moves by its parameters; the rest is drawn once and kept."""

from __future__ import annotations

from functools import lru_cache

import skia

from content.signer.pose import Face
from terminal.avatar.ink import fill_paint, line_paint, outline, svg_path, tone
from terminal.avatar.palette import Palette

# Turning the head moves its parts by at most this much, canvas units a degree (a flat face cannot turn far).
_YAW, _PITCH = 1.1, 0.9
_NECK_PIVOT = (500.0, 400.0)

_BOB_BACK = ("M396 250C384 164 440 120 504 120C572 120 618 166 606 252C604 290 618 330 608 368C600 392 570 398 552 384"
             "L448 384C430 398 400 392 392 368C382 330 398 292 396 250Z")  # fmt: skip
_BOB_FRONT = ("M404 288C390 196 428 132 506 130C578 130 616 184 597 288C594 262 590 244 580 226C560 216 528 200 512 172"
              "C494 204 452 226 424 232C412 250 406 268 404 288Z")  # fmt: skip
_BOB_LIGHT = ("M512 172C520 152 540 146 562 152C548 154 534 160 526 178C546 206 566 214 580 226"
              "C556 220 526 202 512 172Z",
              "M430 196C440 166 464 148 494 144C470 156 450 172 440 198Z")  # fmt: skip
_SHORT = ("M402 262C388 176 430 128 508 126C584 126 616 180 598 262C594 240 592 222 584 206C566 196 548 190 540 182"
          "C512 200 458 198 424 196C410 216 406 240 402 262Z")  # fmt: skip
_SHORT_LIGHT = ("M436 168C462 144 520 138 560 158C520 150 474 156 436 168Z",)
_NECK = "M456 336C458 380 454 398 440 412C470 452 530 452 560 412C546 398 542 380 544 336Z"
_NECK_SIDES = "M456 340C458 380 454 398 440 412M544 340C542 380 546 398 560 412"
_NECK_SHADOW = "M458 352C476 392 524 392 542 352L543 376C524 410 476 410 457 376Z"


@lru_cache(maxsize=128)
def _path(text: str) -> skia.Path:
    return svg_path(text)


def draw_back_hair(canvas: skia.Canvas, face: Face, palette: Palette) -> None:
    """Hair behind neck and shoulders."""
    if palette.hair_cut != "bob":
        return
    canvas.save()
    _turn(canvas, face)
    canvas.translate(-0.5 * _shift(face)[0], 0)
    canvas.drawPath(_path(_BOB_BACK), fill_paint(palette.hair))
    canvas.restore()


def draw_neck(canvas: skia.Canvas, palette: Palette) -> None:
    canvas.drawPath(_path(_NECK), fill_paint(palette.skin))
    canvas.drawPath(_path(_NECK_SIDES), line_paint(palette.line, 4))
    canvas.drawPath(_path(_NECK_SHADOW), fill_paint(palette.shade))


def draw_head(canvas: skia.Canvas, face: Face, palette: Palette) -> None:
    """Ears, face, front hair, brows, eyes, nose, mouth."""
    dx, dy = _shift(face)
    canvas.save()
    _turn(canvas, face)
    canvas.translate(0.25 * dx, 0.3 * dy)
    _ears(canvas, palette, dx)
    shape = _face_shape(face)
    outline(canvas, shape, palette.line, 2.6)
    tone(canvas, shape, palette.skin, palette.shade, (-5, -7))
    canvas.save()
    canvas.clipPath(shape, skia.ClipOp.kIntersect, True)
    canvas.translate(0.55 * dx, 0.6 * dy)
    for side in (-1, 1):
        cheek = skia.Rect.MakeLTRB(500 + side * 56 - 21, 294, 500 + side * 56 + 21, 318)
        canvas.drawOval(cheek, fill_paint(palette.blush, 0.30 + 0.2 * max(face.smile, 0)))
    canvas.restore()
    _front_hair(canvas, palette, dx)
    canvas.translate(0.75 * dx, 0.8 * dy)
    _brows(canvas, face, palette)
    for side in (-1, 1):
        _eye(canvas, face, palette, side)
    nose = _path("M496 286C492 302 490 308 495 311C499 314 504 313 508 310")
    canvas.save()
    canvas.translate(0.4 * dx, 0.3 * dy)
    canvas.drawPath(nose, line_paint(palette.line, 3.4, 0.75))
    canvas.restore()
    _mouth(canvas, face, palette)
    canvas.restore()


def _shift(face: Face) -> tuple[float, float]:
    return max(-14.0, min(14.0, face.yaw * _YAW)), max(-12.0, min(12.0, face.pitch * _PITCH))


def _turn(canvas: skia.Canvas, face: Face) -> None:
    canvas.rotate(face.roll, *_NECK_PIVOT)


def _ears(canvas: skia.Canvas, palette: Palette, dx: float) -> None:
    for side in (-1, 1):
        x = 500 + side * 91
        text = (f"M{x - side * 4} 258C{x + side * 12} 246 {x + side * 17} 252 {x + side * 14} 276"
                f"C{x + side * 11} 298 {x + side * 4} 308 {x - side * 5} 300Z")  # fmt: skip
        canvas.save()
        canvas.translate(-0.5 * dx, 0)
        canvas.drawPath(_path(text), fill_paint(palette.skin))
        canvas.drawPath(_path(text), line_paint(palette.line, 3))
        canvas.restore()


def _face_shape(face: Face) -> skia.Path:
    chin = 371 + face.jaw * 14
    path = skia.Path()
    path.moveTo(412, 244)
    path.cubicTo(412, 186, 446, 160, 500, 160)
    path.cubicTo(554, 160, 588, 186, 588, 244)
    path.cubicTo(588, 282, 584, 306, 566, 332)
    path.cubicTo(552, 352, 522, chin, 500, chin)
    path.cubicTo(478, chin, 448, 352, 434, 332)
    path.cubicTo(416, 306, 412, 282, 412, 244)
    path.close()
    return path


def _front_hair(canvas: skia.Canvas, palette: Palette, dx: float) -> None:
    bob = palette.hair_cut == "bob"
    canvas.drawPath(_path(_BOB_FRONT if bob else _SHORT), fill_paint(palette.hair))
    for light, opacity in zip(_BOB_LIGHT if bob else _SHORT_LIGHT, (0.9, 0.75), strict=False):
        canvas.save()
        canvas.translate(0.3 * dx, 0)
        canvas.drawPath(_path(light), fill_paint(palette.hair_light, opacity))
        canvas.restore()


def _brows(canvas: skia.Canvas, face: Face, palette: Palette) -> None:
    up, inner = -13 * face.brow, 10 * face.furrow
    for side in (-1, 1):
        path = skia.Path()
        path.moveTo(500 + side * 21 - side * 3 * face.furrow, 238 + up + inner)
        path.cubicTo(500 + side * 36, 227 + up * 1.1 + inner * 0.4, 500 + side * 54, 227 + up * 1.1,
                     500 + side * 69, 238 + up * 0.9 - inner * 0.2)  # fmt: skip
        canvas.drawPath(path, line_paint(palette.brow, 7))


def _eye(canvas: skia.Canvas, face: Face, palette: Palette, side: int) -> None:
    x, y = 500 + side * 45, 268
    height = 15 * (1 - face.blink) * (1 + 0.18 * face.brow - 0.18 * face.furrow - 0.12 * max(0.0, face.smile - 0.6))
    if face.blink > 0.85:
        lid = skia.Path()
        lid.moveTo(x - 21, y)
        lid.quadTo(x, y + 10, x + 21, y)
        canvas.drawPath(lid, line_paint(palette.brow, 5.4))
        return
    upper, opening = skia.Path(), skia.Path()
    for path in (upper, opening):
        path.moveTo(x - 22, y + 2)
        path.quadTo(x, y - height * 1.7, x + 22, y + 1)
    opening.quadTo(x, y + height * 1.35, x - 22, y + 2)
    opening.close()
    canvas.drawPath(opening, fill_paint(palette.eye))
    canvas.save()
    canvas.clipPath(opening, skia.ClipOp.kIntersect, True)
    ix, iy = x + face.gaze_x * 6, y - face.gaze_y * 5
    canvas.drawCircle(ix, iy, 12.5, fill_paint(palette.iris))
    canvas.drawCircle(ix, iy, 6.4, fill_paint(palette.pupil))
    canvas.drawCircle(ix - 4, iy - 5, 3.6, fill_paint(0xFFFFFF))
    canvas.restore()
    canvas.drawPath(upper, line_paint(palette.brow, 5))


def _mouth(canvas: skia.Canvas, face: Face, palette: Palette) -> None:
    y = 336
    if face.pucker > 0.3 or (face.jaw > 0.35 and face.smile < 0.3):
        _open_mouth(canvas, face, palette, y)
    elif face.smile > 0.7:
        _laugh(canvas, face, palette, y)
    else:
        curve = 18 * face.smile - 12 * face.furrow
        lips = skia.Path()
        lips.moveTo(474, y - curve * 0.2)
        lips.quadTo(500, y + curve * 0.75, 526, y - curve * 0.2)
        canvas.drawPath(lips, line_paint(palette.lip, 5.4))
        canvas.drawPath(_path("M488 350Q500 354 512 350"), line_paint(palette.line, 3.4, 0.5))


def _open_mouth(canvas: skia.Canvas, face: Face, palette: Palette, y: float) -> None:
    wide, high = (15, 12 + 10 * face.jaw) if face.pucker > 0.3 else (20, 8 + 15 * face.jaw)
    oval = skia.Rect.MakeLTRB(500 - wide, y + 2 - high, 500 + wide, y + 2 + high)
    canvas.drawOval(oval, fill_paint(palette.mouth))
    canvas.save()
    canvas.clipRRect(skia.RRect.MakeOval(oval), skia.ClipOp.kIntersect, True)
    teeth = skia.Rect.MakeLTRB(500 - wide, y - high - 4, 500 + wide, y - high * 0.35)
    canvas.drawOval(teeth, fill_paint(palette.teeth))
    canvas.restore()
    canvas.drawOval(oval, line_paint(palette.lip, 5))


def _laugh(canvas: skia.Canvas, face: Face, palette: Palette, y: float) -> None:
    depth = 9 + 12 * min(1.0, (face.smile - 0.7) / 0.25)
    shape = skia.Path()
    shape.moveTo(466, y - 6)
    shape.quadTo(500, y + 5, 534, y - 6)
    shape.quadTo(522, y + depth, 500, y + depth)
    shape.quadTo(478, y + depth, 466, y - 6)
    shape.close()
    canvas.drawPath(shape, fill_paint(palette.mouth))
    canvas.save()
    canvas.clipPath(shape, skia.ClipOp.kIntersect, True)
    canvas.drawPath(_path("M466 326Q500 343 534 326L534 338Q500 350 466 338Z"), fill_paint(palette.teeth))
    canvas.restore()
    canvas.drawPath(shape, line_paint(palette.lip, 4))
