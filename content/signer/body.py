"""The rest of the body: head and trunk points, and hands kept out of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from content.signer.arms import shoulder, within_reach
from content.signer.orientation import to_rotation
from content.signer.pose import BODY, FACE
from content.signer.skeleton import (
    HEAD_CENTRE,
    HEAD_RADII,
    PALM,
    TRUNK_RADII,
    Array,
    hand_joints,
    place_hand,
)
from content.signer.style import Style
from content.signer.tracks import Track

# Head points about the head's centre, world units, as terminal/avatar draws them.
_HEAD = {
    "head": (0, 0, 0), "nose": (0, -48, 104), "eye_l": (45, -6, 82), "eye_r": (-45, -6, 82), "ear_l": (96, -14, -4),
    "ear_r": (-96, -14, -4), "mouth_l": (26, -74, 88), "mouth_r": (-26, -74, 88),
}  # fmt: skip
_NECK = np.array((0.0, 92.0, 8.0))
_HIP = (92.0, -520.0)


def body_points(elbows: Mapping[str, Array], wrists: Mapping[str, Array], face: Array, style: Style) -> Array:
    """All body points (T, 17, 3) in the order of `BODY`."""
    points = np.zeros((len(face), len(BODY), 3))
    turn = _head_turn(face)
    centre = _NECK + (np.array(HEAD_CENTRE) - _NECK) * style.head_scale
    for name, offset in _HEAD.items():
        from_neck = centre - _NECK + np.array(offset) * style.head_scale
        points[:, BODY.index(name)] = _NECK + np.einsum("tij,j->ti", turn, from_neck)
    points[:, BODY.index("neck")] = _NECK
    for side, sign in (("l", 1.0), ("r", -1.0)):
        name = "left" if side == "l" else "right"
        points[:, BODY.index(f"shoulder_{side}")] = shoulder(style, side == "l")
        points[:, BODY.index(f"elbow_{side}")] = elbows[name]
        points[:, BODY.index(f"wrist_{side}")] = wrists[name]
        points[:, BODY.index(f"hip_{side}")] = (sign * _HIP[0] * style.shoulder_scale, _HIP[1], 0.0)
    return points


def _head_turn(face: Array) -> Array:
    """Rotation of the head about the neck (T, 3, 3) from roll, yaw and pitch in degrees."""
    roll, yaw, pitch = (np.radians(face[:, FACE.index(n)]) for n in ("roll", "yaw", "pitch"))
    turn = np.zeros((len(face), 3, 3))
    cr, sr, cy, sy, cp, sp = np.cos(roll), np.sin(roll), np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    turn[:, 0] = np.stack([cr * cy, sr * cp + cr * sy * sp, -sr * sp + cr * sy * cp], axis=1)
    turn[:, 1] = np.stack([-sr * cy, cr * cp - sr * sy * sp, -cr * sp - sr * sy * cp], axis=1)
    turn[:, 2] = np.stack([-sy, cy * sp, cy * cp], axis=1)
    return turn


def keep_outside(track: Track, style: Style) -> Track:
    """The track with the hand moved towards the viewer where any joint would be inside trunk or head, and in reach."""
    left = bool(track.wrist[0, 0] > 0)
    joints = place_hand(hand_joints(track.angles), track.wrist, to_rotation(track.quaternion),
                        PALM * style.hand_scale, left)  # fmt: skip
    push = np.maximum(_trunk_depth(joints, style), _head_depth(joints, style)).max(axis=1)
    wrist = track.wrist.copy()
    wrist[:, 2] += _foreseen(push)
    return Track(within_reach(wrist, style, left), track.quaternion, track.angles)


def _foreseen(push: Array) -> Array:
    """The push spread over its neighbours and smoothed, so that a hand gives way before it has to."""
    half = 5
    padded = np.pad(push, half, mode="edge")
    highest = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1).max(axis=1)
    weights = np.hanning(2 * half + 3)[1:-1]
    return np.convolve(np.pad(highest, half, mode="edge"), weights / weights.sum(), mode="valid")


def _trunk_depth(joints: Array, style: Style) -> Array:
    """How far each joint (T, 21) must come forward to clear the trunk; behind the middle plane nothing is moved."""
    half_width = TRUNK_RADII[0] * style.shoulder_scale
    within = np.clip(1.0 - (joints[..., 0] / half_width) ** 2, 0.0, None)
    surface = TRUNK_RADII[1] * np.sqrt(within)
    inside = (joints[..., 1] < 40.0) & (joints[..., 2] > -40.0) & (within > 0)
    return np.where(inside, np.maximum(surface - joints[..., 2], 0.0), 0.0)


def _head_depth(joints: Array, style: Style) -> Array:
    centre = np.array(HEAD_CENTRE)
    radii = np.array(HEAD_RADII) * style.head_scale
    unit = (joints - centre) / radii
    within = np.clip(1.0 - unit[..., 0] ** 2 - unit[..., 1] ** 2, 0.0, None)
    surface = np.sqrt(within)
    inside = (within > 0.02) & (unit[..., 2] > -0.3)
    return np.where(inside, np.maximum(surface - unit[..., 2], 0.0) * radii[2] * 0.9, 0.0)
