"""Drawing a hand from 21 joints, readable from the palm, the back, the side and end-on.

Every bone is a capsule between two projected joints, the palm a rubber band around projected balls, so each view has
thickness. What lies in front is decided by depth, bone by bone; neighbouring fingers always keep a dark gap line.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import NDArray

from content.signer.skeleton import KNUCKLES, RADII
from terminal.avatar.figure import SeenArm
from terminal.avatar.ink import capsule, fill_paint, hull_path, line_paint, outline, smooth_path, tone
from terminal.avatar.palette import Palette

Array = NDArray[np.float64]

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
_CHAINS = {"thumb": (1, 2, 3, 4), "index": (5, 6, 7, 8), "middle": (9, 10, 11, 12), "ring": (13, 14, 15, 16),
           "pinky": (17, 18, 19, 20)}  # fmt: skip
_FINGERS = ("index", "middle", "ring", "pinky")
# Share of the forearm between cuff and wrist.
_BARE = 0.05
# Canvas units: outline of a hand, and in front of the face where it must be stronger.
LINE, LINE_OVER_FACE = 3.2, 4.2


@dataclass(frozen=True, slots=True)
class SeenHand:
    """A hand as the viewer sees it: `xy` (21, 2) canvas units, `depth` (21,) palm lengths towards the viewer,
    `size` of a palm length in canvas units at the wrist, `rotation` (3, 3) with y up; `project` maps local points."""

    xy: Array
    depth: Array
    scale: Array  # (21,) canvas units per palm length at each joint
    rotation: Array
    left: bool
    project: Callable[[Array], tuple[Array, Array]]

    @property
    def size(self) -> float:
        return float(self.scale[0])


def draw_hand(
    canvas: skia.Canvas, hand: SeenHand, palette: Palette, line: float = LINE, arm: SeenArm | None = None
) -> None:
    """Draw one hand on a canvas in canvas units; with its arm, the bare wrist grows out of the cuff."""
    _HandPainter(canvas, hand, palette, line, arm).draw()


class _HandPainter:
    def __init__(
        self, canvas: skia.Canvas, hand: SeenHand, palette: Palette, line: float, arm: SeenArm | None
    ) -> None:
        self.canvas, self.hand, self.ink, self.line, self.arm = canvas, hand, palette, line, arm
        self.normal = hand.rotation[:, 2]
        self.along = hand.rotation[:, 1]
        self.hinge = hand.rotation[:, 0]
        self.palm_side = self.normal[2] > 0
        self.offset = (-0.045 * hand.size, -0.045 * hand.size)
        self.xy = [tuple(map(float, p)) for p in hand.xy]
        self.radius = {n: [float(r * hand.scale[j]) for r, j in zip(RADII[i], _CHAINS[n], strict=True)]
                       for i, n in enumerate(_CHAINS)}  # fmt: skip
        palm_xy, palm_depth = hand.project(np.array([(0.0, 0.55, 0.0)]))
        self.palm_depth = float(palm_depth[0])

    def draw(self) -> None:
        layers = {name: self._layer(name) for name in _CHAINS}
        self.palm = self._palm_path()
        self._add_wrist(self.palm)
        for name in sorted((n for n, layer in layers.items() if layer < 0), key=self._depth_of):
            self._folded(name) if self._is_folded(name) else self._straight(name)
        outline(self.canvas, self.palm, self.ink.line, self.line)
        for name in sorted((n for n, layer in layers.items() if layer == 0), key=self._depth_of):
            self._straight(name)
        self._palm_fill()
        self._before_palm([n for n, layer in layers.items() if layer > 0])

    def _depth_of(self, name: str) -> float:
        return float(np.mean(self.hand.depth[list(_CHAINS[name])]))

    def _bone(self, name: str, bone: int) -> Array:
        """Direction of a bone in the view, depth included, in palm lengths."""
        a, b = _CHAINS[name][bone], _CHAINS[name][bone + 1]
        step = (self.hand.xy[b] - self.hand.xy[a]) / self.hand.size
        return np.array((step[0], -step[1], self.hand.depth[b] - self.hand.depth[a]))

    def _is_folded(self, name: str) -> bool:
        if name == "thumb":
            return False
        middle = self._bone(name, 1)
        return bool(middle @ self.along < 0.3 * np.linalg.norm(middle))

    def _layer(self, name: str) -> int:
        """-1 behind the palm, 0 in its plane, 1 before it."""
        chain = list(_CHAINS[name])
        if name == "thumb":
            ahead = float(np.mean(self.hand.depth[chain[1:]])) - self.palm_depth
            return 1 if ahead > -0.02 else -1
        if self._is_folded(name):
            return 1 if 0.5 * self.normal[2] + 0.6 * self.along[2] > 0 else -1
        reach = self.hand.depth[chain[3]] - self.hand.depth[chain[0]]
        length = sum(float(np.linalg.norm(self._bone(name, b))) for b in range(3))
        return 1 if reach > 0.62 * length else -1 if reach < -0.75 * length else 0

    # ------------------------------------------------------------------ palm
    def _palm_path(self) -> skia.Path:
        xy, _ = self.hand.project(_PALM_BALLS[:, :3])
        return hull_path(xy, _PALM_BALLS[:, 3] * self.hand.size)

    def _add_wrist(self, path: skia.Path) -> None:
        """Skin from the edge of the cuff over the wrist into the palm."""
        if self.arm is None:
            return
        elbow, wrist = np.array(self.arm.elbow), np.array(self.arm.wrist)
        into_palm, _ = self.hand.project(np.array([(0.0, 0.24, 0.0)]))
        half = 20.5 * self.arm.wrist_scale
        capsule(path, self.arm.wrist, half, tuple(map(float, into_palm[0])), 0.2 * self.hand.size)
        along = wrist - elbow
        length = float(np.hypot(*along))
        if length < 60:
            return
        across = np.array((-along[1], along[0])) / length * half
        start = wrist - along * _BARE
        corners = [start + across, start - across, wrist - across, wrist + across]
        band = skia.Path()
        band.addPoly([skia.Point(x, y) for x, y in np.array(corners).tolist()], True)
        path.addPath(band)

    def _palm_fill(self) -> None:
        tone(self.canvas, self.palm, self.ink.skin, self.ink.shade, self.offset)
        if self.normal[2] > 0.45:
            for points in _PALM_LINES[: 2 if self._open() else 1]:
                xy, _ = self.hand.project(np.array(points))
                curve = smooth_path([(float(x), float(y)) for x, y in xy], 1.0, closed=False)
                self.canvas.drawPath(curve, line_paint(self.ink.line, self.line * 0.7, 0.45))
        elif self.normal[2] < -0.45:
            self._knuckles()

    def _open(self) -> bool:
        return sum(not self._is_folded(n) for n in _FINGERS) > 2

    def _knuckles(self) -> None:
        xy, _ = self.hand.project(KNUCKLES + np.array((0.0, -0.05, -0.12)))
        across = self.hand.rotation[:2, 0] * np.array((1.0, -1.0))
        length = float(np.hypot(*across))
        if length < 0.3:
            return
        r = 0.062 * self.hand.size
        for x, y in xy:
            arc = skia.Path()
            dx, dy = across / length * r
            up = self.hand.rotation[:2, 1] * np.array((1.0, -1.0)) * r * 0.8
            arc.moveTo(x - dx, y - dy)
            arc.quadTo(x + up[0], y + up[1], x + dx, y + dy)
            self.canvas.drawPath(arc, line_paint(self.ink.line, self.line * 0.7, 0.4))

    # --------------------------------------------------------------- fingers
    def _before_palm(self, names: list[str]) -> None:
        """Folded fingers bone by bone, far ones first; straight ones and the thumb as a whole."""
        pieces: list[tuple[float, Callable[[], None]]] = []
        for name in names:
            if self._is_folded(name):
                for bone in range(3):
                    a, b = _CHAINS[name][bone : bone + 2]
                    depth = float(self.hand.depth[a] + self.hand.depth[b]) / 2
                    pieces.append((depth, lambda n=name, k=bone: self._one_bone(n, k)))
            elif name == "thumb":
                depth = float(np.mean(self.hand.depth[[3, 4]]))
                pieces.append((depth, self._front_thumb))
            else:
                pieces.append((self._depth_of(name), lambda n=name: self._straight(n, joined=True)))
        for _, draw in sorted(pieces, key=lambda piece: piece[0]):
            draw()

    def _front_thumb(self) -> None:
        over = self._thumb_over_palm()
        self._straight("thumb", joined=not over)
        if not over:
            self._web()

    def _thumb_over_palm(self) -> bool:
        """The thumb lies across the palm or the folded fingers."""
        tip = self._local(4)
        return bool(tip[0] < 0.22)

    def _local(self, joint: int) -> Array:
        step = (self.hand.xy[joint] - self.hand.xy[0]) / self.hand.size
        seen = np.array((step[0], -step[1], self.hand.depth[joint] - self.hand.depth[0]))
        local = self.hand.rotation.T @ seen
        return local * np.array((-1.0, 1.0, 1.0)) if self.hand.left else local

    def _folded(self, name: str) -> None:
        for bone in sorted(range(3), key=lambda k: self.hand.depth[_CHAINS[name][k]] + self.hand.depth[_CHAINS[name][k + 1]]):
            self._one_bone(name, bone)

    def _one_bone(self, name: str, bone: int) -> None:
        path = skia.Path()
        self._add_bone(path, name, bone)
        outline(self.canvas, path, self.ink.line, self.line)
        tone(self.canvas, path, self.ink.skin, self.ink.shade, self.offset)
        if bone == 2:
            self._nail(name)

    def _add_bone(self, path: skia.Path, name: str, bone: int) -> None:
        a, b = _CHAINS[name][bone : bone + 2]
        capsule(path, self.xy[a], self.radius[name][bone], self.xy[b], self.radius[name][bone + 1])

    def _straight(self, name: str, joined: bool = False) -> None:
        """A straight finger: one contour around its bones, joined to the palm by a patch without outline."""
        order = sorted(range(3), key=lambda k: self.hand.depth[_CHAINS[name][k + 1]])
        path = skia.Path()
        for bone in order:
            self._add_bone(path, name, bone)
        outline(self.canvas, path, self.ink.line, self.line)
        tone(self.canvas, path, self.ink.skin, self.ink.shade, self.offset)
        if self._towards_viewer(name):
            self._one_bone(name, 2)
        elif joined:
            self._patch(name)
        if name != "thumb":
            self._creases(name)
        self._nail(name)

    def _towards_viewer(self, name: str) -> bool:
        tip = self._bone(name, 2)
        return bool(tip[2] > 0.8 * np.linalg.norm(tip))

    def _patch(self, name: str) -> None:
        """Skin over the outline where a finger grows out of the palm."""
        first = _CHAINS[name][0]
        r = self.radius[name][0] * 0.96
        middle, _ = self.hand.project(np.array([(0.16, 0.30, 0.05) if name == "thumb" else (0.0, 0.6, 0.0)]))
        root = np.array(self.xy[first])
        inner = root + (middle[0] - root) * (0.5 if name == "thumb" else 0.3)
        path = capsule(skia.Path(), (float(inner[0]), float(inner[1])), r * 0.9, self.xy[first], r * 0.9)
        self.canvas.drawPath(path, fill_paint(self.ink.skin))

    def _web(self) -> None:
        """Skin between thumb and index where the thumb stands away."""
        side, _ = self.hand.project(np.array([(0.405, 0.74, 0.0), (0.30, 0.5, 0.03)]))
        knuckle, index, middle = np.array(self.xy[2]), side[0], side[1]
        if np.hypot(*(knuckle - index)) < 0.22 * self.hand.size:
            return
        hollow = (knuckle + index) / 2 + (middle - (knuckle + index) / 2) * 0.38
        path = skia.Path()
        path.moveTo(float(knuckle[0]), float(knuckle[1]))
        path.quadTo(float(hollow[0]), float(hollow[1]), float(index[0]), float(index[1]))
        path.lineTo(float(middle[0]), float(middle[1]))
        path.lineTo(*self.xy[1])
        path.close()
        self.canvas.drawPath(path, fill_paint(self.ink.skin))

    def _creases(self, name: str) -> None:
        for joint in (1, 2):
            a, b = self.xy[_CHAINS[name][joint]], self.xy[_CHAINS[name][joint + 1]]
            length = math.hypot(b[0] - a[0], b[1] - a[1])
            if length < 0.12 * self.hand.size:
                continue
            r = self.radius[name][joint] * 0.5
            nx, ny = -(b[1] - a[1]) / length * r, (b[0] - a[0]) / length * r
            self.canvas.drawLine(a[0] - nx, a[1] - ny, a[0] + nx, a[1] + ny, line_paint(self.ink.line, self.line * 0.62, 0.5))

    def _nail(self, name: str) -> None:
        """A nail where the back of the last bone can be seen."""
        bone = self._bone(name, 2)
        length = float(np.linalg.norm(bone)) or 1.0
        back = self._thumb_back(bone / length) if name == "thumb" else -np.cross(self.hinge, bone / length)
        if back[2] < 0.3:
            return
        tip, r = self.xy[_CHAINS[name][3]], self.radius[name][3]
        heading = math.degrees(math.atan2(-bone[1], bone[0]))
        flat = math.hypot(bone[0], bone[1]) / length
        self.canvas.save()
        self.canvas.translate(tip[0] + back[0] * r * 0.4, tip[1] - back[1] * r * 0.4)
        self.canvas.rotate(heading)
        shape = skia.Rect.MakeLTRB(-r * 0.78 * max(flat, 0.35), -r * 0.6 * back[2], r * 0.78 * max(flat, 0.35), r * 0.6 * back[2])
        self.canvas.drawOval(shape, fill_paint(self.ink.nail))
        self.canvas.drawOval(shape, line_paint(self.ink.line, self.line * 0.4, 0.5))
        self.canvas.restore()

    def _thumb_back(self, bone: Array) -> Array:
        """The thumb's back looks away from the palm and the other fingers."""
        away = -(self.hinge * (1 if self.hand.left else -1)) * 0.7 - self.normal * 0.55
        away = away - (away @ bone) * bone
        return away / (float(np.linalg.norm(away)) or 1.0)
