"""Drawing the signer: a pose onto a skia canvas.

The drawing's canvas is 1000 units wide; a rectangle of it (`View`) is fitted into the place given. Its camera is nearly
flat, so that hands reach the drawn mouth, ears and chin; `DRAWING_CAMERA` is that camera for code that needs to know
where the drawn joints are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import skia
from numpy.typing import NDArray

from content.signer.camera import Camera
from content.signer.pose import Pose
from terminal.avatar.figure import SeenArm, draw_forearm, draw_trunk
from terminal.avatar.hand import LINE, LINE_OVER_FACE, draw_hand
from terminal.avatar.head import draw_back_hair, draw_head, draw_neck
from terminal.avatar.ink import pair
from terminal.avatar.palette import VARIANTS, Palette
from terminal.avatar.seen import SeenHand

Array = NDArray[np.float64]

# The origin between the shoulders lies here on the canvas.
_ORIGIN = np.array((500.0, 494.0))
# The figure rises and sinks by this much with its breath, canvas units.
_BREATH = 2.0
DRAWING_CAMERA = Camera(distance=3600.0, centre=(0.0, 120.0))


@dataclass(frozen=True, slots=True)
class View:
    """The rectangle of the drawing's canvas that is shown."""

    left: float = 0.0
    top: float = 60.0
    width: float = 1000.0
    height: float = 1060.0


FULL = View()


def draw_signer(
    canvas: skia.Canvas, pose: Pose, rect: skia.Rect, variant: str | Palette = "signer", view: View = FULL
) -> None:
    """Draw the pose into `rect`: the view is centred and scaled to fit its width or height, whatever is smaller."""
    scale = min(rect.width() / view.width, rect.height() / view.height)
    canvas.save()
    canvas.clipRect(rect, skia.ClipOp.kIntersect, True)
    left = rect.centerX() - (view.left + view.width / 2) * scale
    canvas.translate(left, rect.bottom() - (view.top + view.height) * scale)
    canvas.scale(scale, scale)
    _draw(canvas, pose, VARIANTS[variant] if isinstance(variant, str) else variant)
    canvas.restore()


def to_canvas(points: Array) -> tuple[Array, Array]:
    """World points (..., 3) as canvas units (..., 2) and their enlargement (...)."""
    scale = DRAWING_CAMERA.scale(points[..., 2])
    centre = np.array(DRAWING_CAMERA.centre)
    flat = centre + (points[..., :2] - centre) * scale[..., None]
    return _ORIGIN + flat * np.array((1.0, -1.0)), scale


def _draw(canvas: skia.Canvas, pose: Pose, palette: Palette) -> None:
    arms = {side: _seen_arm(pose, side) for side in "rl"}
    hands = {"r": _seen_hand(pose, left=False), "l": _seen_hand(pose, left=True)}
    canvas.translate(0.0, -_BREATH * pose.face.breath)
    draw_back_hair(canvas, pose.face, palette)
    draw_neck(canvas, palette)
    draw_trunk(canvas, (arms["r"], arms["l"]), palette)
    hidden = [side for side in "rl" if _behind_head(pose, side)]
    for side in hidden:
        draw_hand(canvas, hands[side], palette, arm=arms[side])
        draw_forearm(canvas, arms[side], palette)
    draw_head(canvas, pose.face, palette)
    _draw_arms(canvas, pose, {s: arms[s] for s in "rl" if s not in hidden}, hands, palette)


def _draw_arms(
    canvas: skia.Canvas, pose: Pose, arms: dict[str, SeenArm], hands: dict[str, SeenHand], palette: Palette
) -> None:
    """Forearms and hands from far to near."""
    pieces: list[tuple[float, Callable[[], None]]] = []
    for side, arm in arms.items():
        joints = pose.right_hand if side == "r" else pose.left_hand
        line = palette.line_width * (LINE_OVER_FACE if _over_face(joints) else LINE)
        wrist = float(pose.body[f"wrist_{side}"][2])
        # a hand hides behind its own sleeve only when it clearly points away from the viewer
        hand_depth = float(joints[:, 2].mean()) + 24.0
        pieces.append((wrist - 6.0, partial(draw_forearm, canvas, arm, palette)))
        pieces.append((hand_depth, partial(draw_hand, canvas, hands[side], palette, line, arm)))
    for _, draw in sorted(pieces, key=lambda piece: piece[0]):
        draw()


def _over_face(joints: Array) -> bool:
    near = (np.abs(joints[:, 0]) < 105) & (joints[:, 1] > 105) & (joints[:, 1] < 375)
    return bool(near.any())


def _behind_head(pose: Pose, side: str) -> bool:
    joints = pose.right_hand if side == "r" else pose.left_hand
    return bool(joints[:, 2].mean() < -5.0 and joints[:, 1].mean() > 90.0)


def _seen_arm(pose: Pose, side: str) -> SeenArm:
    points = np.array([pose.body[f"{name}_{side}"] for name in ("shoulder", "elbow", "wrist")])
    xy, scale = to_canvas(points)
    return SeenArm(pair(xy[0]), pair(xy[1]), pair(xy[2]), float(scale[1]), float(scale[2]))


def _seen_hand(pose: Pose, left: bool) -> SeenHand:
    joints, rotation = (pose.left_hand, pose.left_rotation) if left else (pose.right_hand, pose.right_rotation)
    xy, scale = to_canvas(joints)
    flip = np.array((-1.0, 1.0, 1.0)) if left else np.ones(3)
    wrist, palm = joints[0], pose.palm

    def project(local: Array) -> tuple[Array, Array]:
        world = wrist + palm * (local * flip) @ rotation.T
        return to_canvas(world)[0], world[:, 2] / palm

    return SeenHand(xy, joints[:, 2] / palm, scale * palm, rotation, left, project)
