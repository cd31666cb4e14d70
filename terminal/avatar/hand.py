"""Drawing a hand from 21 joints, readable from the palm, the back, the side and end-on.

Every bone is a capsule between two projected joints, the palm a rubber band around projected balls, so each view has
thickness. What lies in front is decided by depth, bone by bone; neighbouring fingers always keep a dark gap line.
Order: what is behind the palm, outline of the palm, fingers in its plane, fill of the palm (which joins them), what is
before it from far to near.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
import skia

from content.signer.skeleton import KNUCKLES, RADII
from terminal.avatar.figure import SeenArm
from terminal.avatar.ink import capsule, fill_paint, hull_path, line_paint, outline, polygon, smooth_path, tone
from terminal.avatar.palette import Palette
from terminal.avatar.seen import CHAINS, FINGERS, SeenHand

# Balls under the skin of the palm in local axes and palm lengths: x to the thumb, y to the fingers, z out of the palm.
_PALM_BALLS = np.array([
    (0.105, 0.0, 0.0, 0.118), (-0.105, 0.0, 0.0, 0.118), (-0.26, 0.30, 0.04, 0.145), (-0.335, 0.60, 0.02, 0.115),
    (0.30, 0.90, 0.0, 0.120), (0.095, 0.96, -0.03, 0.125), (-0.125, 0.92, -0.03, 0.120), (-0.325, 0.82, 0.0, 0.112),
    (0.22, 0.26, 0.06, 0.150),
])  # fmt: skip
_PALM_LINES = (
    ((0.36, 0.70, 0.10), (0.16, 0.60, 0.12), (0.05, 0.38, 0.13), (0.06, 0.10, 0.12)),
    ((-0.40, 0.66, 0.09), (-0.15, 0.72, 0.11), (0.08, 0.82, 0.10), (0.18, 0.93, 0.09)),
)
# Share of the forearm between cuff and wrist.
_BARE = 0.05
# Canvas units: outline of a hand, and in front of the face where it must be stronger.
LINE, LINE_OVER_FACE = 3.2, 4.2


def draw_hand(
    canvas: skia.Canvas, hand: SeenHand, palette: Palette, line: float = LINE, arm: SeenArm | None = None
) -> None:
    """Draw one hand on a canvas in canvas units; with its arm, the bare wrist grows out of the cuff."""
    _HandPainter(canvas, hand, palette, line, arm).draw()


class _HandPainter:
    def __init__(self, canvas: skia.Canvas, hand: SeenHand, palette: Palette, line: float, arm: SeenArm | None) -> None:
        self.canvas, self.hand, self.ink, self.line, self.arm = canvas, hand, palette, line, arm
        self.offset = (-0.045 * hand.size, -0.045 * hand.size)
        self.xy = [(float(x), float(y)) for x, y in hand.xy]
        self.radius = {name: (RADII[i] * hand.scale[list(CHAINS[name])]).tolist() for i, name in enumerate(CHAINS)}

    def draw(self) -> None:
        layers = {name: self.hand.layer(name) for name in CHAINS}
        for name in sorted((n for n, layer in layers.items() if layer < 0), key=self.hand.mean_depth):
            self._folded(name) if self.hand.is_folded(name) else self._straight(name)
        palm = self._palm_path()
        outline(self.canvas, palm, self.ink.line, self.line)
        for name in sorted((n for n, layer in layers.items() if layer == 0), key=self.hand.mean_depth):
            self._straight(name)
        self._palm_fill(palm)
        self._before_palm([n for n, layer in layers.items() if layer > 0])

    # ------------------------------------------------------------------ palm
    def _palm_path(self) -> skia.Path:
        xy, _ = self.hand.project(_PALM_BALLS[:, :3])
        path = hull_path(xy, _PALM_BALLS[:, 3] * self.hand.size)
        if self.arm is not None:
            self._add_wrist(path, self.arm)
        return path

    def _add_wrist(self, path: skia.Path, arm: SeenArm) -> None:
        """Skin from the edge of the cuff over the wrist into the palm."""
        half = 20.5 * arm.wrist_scale
        capsule(path, arm.wrist, half, self.hand.point((0.0, 0.24, 0.0)), 0.2 * self.hand.size)
        wrist = np.array(arm.wrist)
        along = wrist - np.array(arm.elbow)
        length = float(np.hypot(*along))
        if length < 60:  # the forearm points at the viewer
            return
        across = np.array((-along[1], along[0])) / length * half
        start = wrist - along * _BARE
        path.addPath(polygon(np.array([start + across, start - across, wrist - across, wrist + across])))

    def _palm_fill(self, palm: skia.Path) -> None:
        tone(self.canvas, palm, self.ink.skin, self.ink.shade, self.offset)
        facing = self.hand.normal[2]
        if facing > 0.45:
            open_hand = sum(not self.hand.is_folded(n) for n in FINGERS) > 2
            for points in _PALM_LINES[: 2 if open_hand else 1]:
                curve = smooth_path([self.hand.point(p) for p in points], 1.0, closed=False)
                self.canvas.drawPath(curve, line_paint(self.ink.line, self.line * 0.7, 0.45))
        elif facing < -0.45:
            self._knuckles()

    def _knuckles(self) -> None:
        flip = np.array((1.0, -1.0))
        across = self.hand.hinge[:2] * flip
        length = float(np.hypot(*across))
        if length < 0.3:
            return
        r = 0.062 * self.hand.size
        dx, dy = across / length * r
        ux, uy = self.hand.along[:2] * flip * r * 0.8
        xy, _ = self.hand.project(KNUCKLES + np.array((0.0, -0.05, -0.12)))
        for x, y in xy.tolist():
            arc = skia.Path()
            arc.moveTo(x - dx, y - dy)
            arc.quadTo(x + ux, y + uy, x + dx, y + dy)
            self.canvas.drawPath(arc, line_paint(self.ink.line, self.line * 0.7, 0.4))

    # --------------------------------------------------------------- fingers
    def _before_palm(self, names: list[str]) -> None:
        """Folded fingers bone by bone, far ones first; straight ones and the thumb as a whole."""
        depth = self.hand.depth
        pieces: list[tuple[float, Callable[[], None]]] = []
        for name in names:
            if self.hand.is_folded(name):
                for bone in range(3):
                    a, b = CHAINS[name][bone : bone + 2]
                    pieces.append((float(depth[a] + depth[b]) / 2, partial(self._one_bone, name, bone)))
            elif name == "thumb":
                pieces.append((float(np.mean(depth[[3, 4]])), self._front_thumb))
            else:
                pieces.append((self.hand.mean_depth(name), partial(self._straight, name, joined=True)))
        for _, draw in sorted(pieces, key=lambda piece: piece[0]):
            draw()

    def _front_thumb(self) -> None:
        over = self.hand.thumb_over_palm()
        self._straight("thumb", joined=not over)
        if not over:
            self._web()

    def _folded(self, name: str) -> None:
        depth, chain = self.hand.depth, CHAINS[name]
        for bone in sorted(range(3), key=lambda k: depth[chain[k]] + depth[chain[k + 1]]):
            self._one_bone(name, bone)

    def _one_bone(self, name: str, bone: int) -> None:
        path = skia.Path()
        self._add_bone(path, name, bone)
        self._skin(path)
        if bone == 2:
            self._nail(name)

    def _add_bone(self, path: skia.Path, name: str, bone: int) -> None:
        a, b = CHAINS[name][bone : bone + 2]
        capsule(path, self.xy[a], self.radius[name][bone], self.xy[b], self.radius[name][bone + 1])

    def _skin(self, path: skia.Path) -> None:
        outline(self.canvas, path, self.ink.line, self.line)
        tone(self.canvas, path, self.ink.skin, self.ink.shade, self.offset)

    def _straight(self, name: str, joined: bool = False) -> None:
        """A straight finger: one contour around its bones; `joined` to the palm by a patch without outline."""
        path = skia.Path()
        for bone in sorted(range(3), key=lambda k: self.hand.depth[CHAINS[name][k + 1]]):
            self._add_bone(path, name, bone)
        self._skin(path)
        if self.hand.points_at_viewer(name):
            self._one_bone(name, 2)
        elif joined:
            self._patch(name)
        if name != "thumb":
            self._creases(name)
        self._nail(name)

    def _patch(self, name: str) -> None:
        """Skin over the outline where a finger grows out of the palm."""
        thumb = name == "thumb"
        root = np.array(self.xy[CHAINS[name][0]])
        middle = np.array(self.hand.point((0.16, 0.30, 0.05) if thumb else (0.0, 0.6, 0.0)))
        x, y = root + (middle - root) * (0.5 if thumb else 0.3)
        r = self.radius[name][0] * 0.86
        path = capsule(skia.Path(), (float(x), float(y)), r, self.xy[CHAINS[name][0]], r)
        self.canvas.drawPath(path, fill_paint(self.ink.skin))

    def _web(self) -> None:
        """Skin between thumb and index where the thumb stands away."""
        knuckle, index = np.array(self.xy[2]), np.array(self.hand.point((0.405, 0.74, 0.0)))
        if np.hypot(*(knuckle - index)) < 0.22 * self.hand.size:
            return
        middle = np.array(self.hand.point((0.30, 0.5, 0.03)))
        half_way = (knuckle + index) / 2
        hollow = half_way + (middle - half_way) * 0.38
        path = skia.Path()
        path.moveTo(*map(float, knuckle))
        path.quadTo(*map(float, hollow), *map(float, index))
        path.lineTo(*map(float, middle))
        path.lineTo(*self.xy[1])
        path.close()
        self.canvas.drawPath(path, fill_paint(self.ink.skin))

    def _creases(self, name: str) -> None:
        paint = line_paint(self.ink.line, self.line * 0.62, 0.5)
        for joint in (1, 2):
            a, b = self.xy[CHAINS[name][joint]], self.xy[CHAINS[name][joint + 1]]
            length = math.hypot(b[0] - a[0], b[1] - a[1])
            if length < 0.12 * self.hand.size:
                continue
            r = self.radius[name][joint] * 0.5
            nx, ny = -(b[1] - a[1]) / length * r, (b[0] - a[0]) / length * r
            self.canvas.drawLine(a[0] - nx, a[1] - ny, a[0] + nx, a[1] + ny, paint)

    def _nail(self, name: str) -> None:
        """A nail where the back of the last bone can be seen."""
        back = self.hand.back_of_tip(name)
        if back[2] < 0.3:
            return
        bone = self.hand.bone(name, 2)
        flat = max(math.hypot(bone[0], bone[1]) / (float(np.linalg.norm(bone)) or 1.0), 0.35)
        (x, y), r = self.xy[CHAINS[name][3]], self.radius[name][3]
        self.canvas.save()
        self.canvas.translate(x + float(back[0]) * r * 0.4, y - float(back[1]) * r * 0.4)
        self.canvas.rotate(math.degrees(math.atan2(-bone[1], bone[0])))
        long, wide = 0.78 * r * flat, 0.6 * r * float(back[2])
        shape = skia.Rect.MakeLTRB(-long, -wide, long, wide)
        self.canvas.drawOval(shape, fill_paint(self.ink.nail))
        self.canvas.drawOval(shape, line_paint(self.ink.line, self.line * 0.4, 0.5))
        self.canvas.restore()
