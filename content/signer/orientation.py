"""Directions of the notation as vectors and hand frames as rotations."""

from __future__ import annotations

import numpy as np

from content.signer.skeleton import Array

_AXES = {
    "left": (1.0, 0.0, 0.0), "right": (-1.0, 0.0, 0.0), "up": (0.0, 1.0, 0.0),
    "down": (0.0, -1.0, 0.0), "out": (0.0, 0.0, 1.0), "in": (0.0, 0.0, -1.0),
}  # fmt: skip
# A hand that points or shows its knuckles straight at the viewer is turned by this much, in degrees, towards the
# middle and up: people do so too, and end-on hands are read badly by people and trackers (judgement).
_EASE_IN_DEG, _EASE_UP_DEG = 24.0, 16.0
# Diagonals are drawn for legibility: a hand leans towards the viewer rather than pointing at them, and a palm turned
# half aside is turned a little more to the viewer.
_LEANING_OUT, _TURNED_OUT = 0.5, 1.6
# A hand that hangs straight down, or lies straight across, follows its forearm by this much.
_EASE_DOWN_DEG, _EASE_ACROSS_DEG = 24.0, 10.0


def direction(token: str) -> Array:
    """Unit vector of "out", "up_left"..."""
    words = token.split("_")
    leaning = _LEANING_OUT if {"up", "down"} & set(words) else _TURNED_OUT
    weights = [leaning if word == "out" and len(words) > 1 else 1.0 for word in words]
    total = np.sum([weight * np.array(_AXES[word]) for weight, word in zip(weights, words, strict=True)], axis=0)
    result: Array = total / np.linalg.norm(total)
    return result


def hand_rotation(palm: str, fingers: str, left: bool, by_thumb: bool = False) -> Array:
    """Rotation (3, 3) of the hand's axes: columns local x, y (wrist to knuckles), z (palm normal).

    A left hand's local x points away from its thumb, since its joints mirror x. `by_thumb`: fingers is the thumb's
    direction (thumb up).
    """
    lead, normal = direction(fingers), direction(palm)
    normal = normal - (normal @ lead) * lead
    normal /= np.linalg.norm(normal)
    if by_thumb:
        thumb_side = lead if not left else -lead
        frame = np.stack([thumb_side, np.cross(normal, thumb_side), normal], axis=1)
    else:
        frame = np.stack([np.cross(lead, normal), lead, normal], axis=1)
    return eased(frame, left)


def eased(frame: Array, left: bool) -> Array:
    """The frame turned a little towards what a wrist can do, where its finger axis points at the viewer, straight down
    or straight to the middle."""
    side = -1.0 if left else 1.0
    x, y, z = frame[:, 1]
    if z > 0.7:
        share = (z - 0.7) / 0.3
        inwards = rotation_about((0.0, 1.0, 0.0), np.radians(_EASE_IN_DEG * share * side))
        return inwards @ rotation_about((1.0, 0.0, 0.0), np.radians(-_EASE_UP_DEG * share)) @ frame
    if y < -0.85:
        return rotation_about((0.0, 0.0, 1.0), np.radians(_EASE_DOWN_DEG * side)) @ frame
    if x * side > 0.95:
        return rotation_about((0.0, 0.0, 1.0), np.radians(_EASE_ACROSS_DEG * side)) @ frame
    return frame


def rotation_about(axis: tuple[float, float, float] | Array, angle: float | Array) -> Array:
    """Rotation(s) by angle (...) in radians about a fixed axis (3,): (..., 3, 3)."""
    unit = np.asarray(axis, dtype=float)
    unit = unit / np.linalg.norm(unit)
    cross = np.array([[0, -unit[2], unit[1]], [unit[2], 0, -unit[0]], [-unit[1], unit[0], 0]])
    turn = np.asarray(angle, dtype=float)[..., None, None]
    result: Array = np.eye(3) + np.sin(turn) * cross + (1 - np.cos(turn)) * (cross @ cross)
    return result


def to_quaternion(rotation: Array) -> Array:
    """Rotations (..., 3, 3) as unit quaternions (..., 4), w first, w >= 0."""
    m = rotation
    k = np.empty((*m.shape[:-2], 4, 4))
    k[..., 0, 0] = m[..., 0, 0] + m[..., 1, 1] + m[..., 2, 2]
    k[..., 0, 1] = k[..., 1, 0] = m[..., 2, 1] - m[..., 1, 2]
    k[..., 0, 2] = k[..., 2, 0] = m[..., 0, 2] - m[..., 2, 0]
    k[..., 0, 3] = k[..., 3, 0] = m[..., 1, 0] - m[..., 0, 1]
    k[..., 1, 1] = m[..., 0, 0] - m[..., 1, 1] - m[..., 2, 2]
    k[..., 2, 2] = m[..., 1, 1] - m[..., 0, 0] - m[..., 2, 2]
    k[..., 3, 3] = m[..., 2, 2] - m[..., 0, 0] - m[..., 1, 1]
    k[..., 1, 2] = k[..., 2, 1] = m[..., 1, 0] + m[..., 0, 1]
    k[..., 1, 3] = k[..., 3, 1] = m[..., 2, 0] + m[..., 0, 2]
    k[..., 2, 3] = k[..., 3, 2] = m[..., 2, 1] + m[..., 1, 2]
    quaternion = np.linalg.eigh(k)[1][..., -1]
    result: Array = quaternion * np.where(quaternion[..., :1] < 0, -1.0, 1.0)
    return result


def to_rotation(quaternion: Array) -> Array:
    """Unit quaternions (..., 4) as rotations (..., 3, 3)."""
    w, x, y, z = np.moveaxis(quaternion, -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def slerp(a: Array, b: Array, t: Array) -> Array:
    """Between quaternions a and b (4,) for t (T,): (T, 4), the short way round."""
    dot = float(a @ b)
    b, dot = (b, dot) if dot >= 0 else (-b, -dot)
    if dot > 0.9995:
        mixed = a + t[:, None] * (b - a)
        result: Array = mixed / np.linalg.norm(mixed, axis=-1, keepdims=True)
        return result
    angle = np.arccos(min(dot, 1.0))
    result = (np.sin((1 - t) * angle)[:, None] * a + np.sin(t * angle)[:, None] * b) / np.sin(angle)
    return result
