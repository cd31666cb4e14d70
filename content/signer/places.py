"""Places of the notation: where a hand goes, and which way the body's surface looks there.

Points are for the right hand, in world units (see skeleton.py), judged from the drawing: eyes, mouth, chin and collar
stand where terminal/avatar draws them. A mirrored hand mirrors x.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from content.signer.handshapes import Handshape
from content.signer.skeleton import PALM, Array, hand_joints


@dataclass(frozen=True, slots=True)
class Place:
    """A point and the outward normal of the surface there; `space`: free space, where the palm's middle goes."""

    point: Array
    normal: Array
    space: bool = False


def _place(point: tuple[float, float, float], normal: tuple[float, float, float], space: bool = False) -> Place:
    unit = np.array(normal) / np.linalg.norm(normal)
    return Place(np.array(point), unit, space)


BODY_PLACES = {
    "chest_front": _place((0, -95, 215), (0, 0, 1), space=True),
    "chest_r": _place((-150, -62, 190), (0, 0, 1), space=True),
    "side_r": _place((-225, -150, 110), (0, 0, 1), space=True),
    "head_side": _place((-205, 200, 85), (-1, 0, 0.3), space=True),
    "forehead": _place((-38, 276, 104), (-0.25, 0.2, 1)),
    "temple": _place((-84, 246, 66), (-0.8, 0.1, 0.6)),
    "eye": _place((-45, 228, 108), (-0.2, 0, 1)),
    "face": _place((0, 205, 118), (0, 0, 1)),
    "cheek": _place((-62, 185, 84), (-0.6, 0, 0.8)),
    "ear": _place((-102, 222, 24), (-0.9, 0, 0.4)),
    "ear_back": _place((-104, 216, -22), (-0.9, 0, -0.3)),
    "ear_mouth": _place((-84, 190, 60), (-0.8, 0, 0.6)),
    "mouth": _place((0, 158, 116), (0, 0, 1)),
    "lips": _place((0, 158, 114), (0, 0, 1)),
    "mouth_corner": _place((-26, 158, 110), (-0.4, 0, 0.9)),
    "chin": _place((0, 130, 104), (0, -0.3, 1)),
    "under_chin": _place((0, 108, 74), (0, -1, 0.5)),
    "neck": _place((0, 88, 56), (0, 0, 1)),
    "shoulder_l": _place((138, -6, 62), (0.2, 0.4, 0.9)),
    "shoulder_r": _place((-205, 40, 120), (-0.2, 0.3, 0.9), space=True),
    "chest": _place((0, -84, 78), (0, 0, 1)),
    "chest_l": _place((58, -84, 76), (0.1, 0, 1)),
    "belly": _place((-30, -225, 120), (0, 0, 1), space=True),
    "waist": _place((-150, -225, 120), (0, 0, 1), space=True),
    "waist_r": _place((-118, -262, 74), (-0.6, 0, 0.8)),
    "behind_hip": _place((-225, -250, -40), (-0.6, 0, -0.8), space=True),
    "upper_arm_l": _place((178, -96, 62), (0.2, 0, 1)),
    "elbow_l": _place((196, -208, 66), (0, 0, 1)),
}

# Free distance to a surface that is not touched.
STANDOFF = 46.0
_PALM_THICKNESS = 0.13
# Points of a hand that may touch, in local axes, with the outward direction there.
_SIDES = {
    "palm": ((0.0, 0.55, _PALM_THICKNESS), (0, 0, 1)),
    "back": ((0.0, 0.62, -_PALM_THICKNESS), (0, 0, -1)),
    "little": ((-0.45, 0.6, 0.0), (-1, 0, 0)),
    "thumb": ((0.40, 0.75, 0.0), (1, 0, 0)),
}


def touching_point(shape: Handshape, rotation: Array, towards: Array, left: bool, far: float = 0.0) -> Array:
    """Local point (3,) of the hand that meets a surface lying in world direction `towards`.

    `far`: how much further along the fingers, in palm lengths, a flat hand meets it (the other side of the body, the
    face: fingers reach there rather than the palm).
    """
    joints = hand_joints(shape.angles)
    if shape.leads:
        result: Array = joints[list(shape.leads)].mean(axis=0)
        return result
    flip = np.array((-1.0, 1.0, 1.0)) if left else np.ones(3)
    local = (rotation.T @ towards) * flip
    saluting = far > 0 and abs(rotation[0, 1]) > 0.5 and rotation[1, 1] > 0.5
    if local[1] > 0.62 or saluting:
        tips = joints[[8, 12, 16, 20]]
        result = tips[np.argsort(tips[:, 1])[-2:]].mean(axis=0)
        return result
    name = max(_SIDES, key=lambda side: float(np.dot(_SIDES[side][1], local)))
    result = np.array(_SIDES[name][0]) + np.array((0.0, far, 0.0))
    return result


def surface_gap(shape: Handshape, point: Array) -> float:
    """How far the touching point stays from the surface: a finger's radius, or the hollow of a curved hand."""
    if shape.leads:
        return 0.10 * PALM
    if point[2] < _PALM_THICKNESS:  # back or side of the hand
        return 2.0
    tips = hand_joints(shape.angles)[[8, 12, 16, 20], 2]
    return PALM * float(np.clip(tips.max() - _PALM_THICKNESS, 0.02, 0.75))


@dataclass(frozen=True, slots=True)
class HandPlace:
    """A place on the other (left) hand: points of its joints to average, and how to approach it."""

    joints: tuple[int, ...]
    approach: str  # "palm", "back": along its palm normal; "up", "down", "side": a world direction


HAND_PLACES = {
    "palm_l": HandPlace((0, 5, 17), "palm"),
    "back_l": HandPlace((0, 5, 17), "back"),
    "hand_l": HandPlace((0, 5, 9, 17), "side"),
    "fingers_l": HandPlace((), "side"),
    "index_l": HandPlace((6, 8), "side"),
    "thumb_l": HandPlace((4,), "up"),
    "coin_l": HandPlace((4, 8), "up"),
    "ring_l": HandPlace((4, 8, 12), "up"),
    "frame_l": HandPlace((4, 8), "side"),
    "under_palm_l": HandPlace((5, 9, 17), "down"),
    "wrist_l": HandPlace((0,), "up"),
}
