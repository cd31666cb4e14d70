"""The arms: where the elbows go so that the hands can be where they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from content.signer.orientation import to_rotation
from content.signer.skeleton import FOREARM, SHOULDER_X, TRUNK_RADII, UPPER_ARM, Array, reach_elbow
from content.signer.style import Style
from content.signer.tracks import Track

# Directions tried around the line from shoulder to wrist.
_AROUND = np.radians(np.arange(0, 360, 10))
# Where a relaxed elbow hangs from the shoulder: down, a little outwards (times the side) and back.
_HANG = np.array((0.45, -1.0, -0.30)) / np.linalg.norm((0.45, -1.0, -0.30))
# The elbow follows over about this many samples, so that it never jumps.
_SMOOTHING = 23


@dataclass(frozen=True, slots=True)
class Elbows:
    """Where the elbows should be over time: right and left (T, 3); the arm takes the nearest place it can."""

    right: Array
    left: Array


def shoulder(style: Style, left: bool) -> Array:
    """The shoulder joint (3,)."""
    return np.array(((1.0 if left else -1.0) * SHOULDER_X * style.shoulder_scale, 0.0, 0.0))


def arm_joints(wrist: Array, hint: Array, style: Style, left: bool) -> Array:
    """Elbows (..., 3) for wrists (..., 3), nearest to the hints."""
    return reach_elbow(shoulder(style, left), wrist, UPPER_ARM * style.arm_scale, FOREARM * style.arm_scale, hint)


def choose_elbows(right: Track, left: Track, style: Style) -> Elbows:
    """The most comfortable elbow at every sample: wrist little bent, elbow low, outside the trunk; smooth over time."""
    return Elbows(*(_smooth(_best(track, style, is_left)) for track, is_left in ((right, False), (left, True))))


def _best(track: Track, style: Style, left: bool) -> Array:
    every = 4  # the choice changes slowly: look at every fourth sample
    wrist, quaternion = track.wrist[::every], track.quaternion[::every]
    joint = shoulder(style, left)
    side = np.array((1.0 if left else -1.0, 1.0, 1.0))
    elbows = arm_joints(wrist[:, None], joint + _circle(wrist - joint), style, left)
    fore = wrist[:, None] - elbows
    fore /= np.linalg.norm(fore, axis=-1, keepdims=True)
    hand = to_rotation(quaternion)[:, :, 1]
    bend = np.degrees(np.arccos(np.clip(np.einsum("tci,ti->tc", fore, hand), -1, 1)))
    upper = (elbows - joint) / (UPPER_ARM * style.arm_scale)
    cost = (np.maximum(bend - 45.0, 0.0) / 32.0) ** 2
    cost += 1.6 * (1.0 - upper @ (_HANG * side))
    cost += np.maximum(0.0, elbows[..., 1] + 130.0) / 110.0
    cost += np.maximum(0.0, (joint[0] - elbows[..., 0]) * side[0]) / 60.0  # not before the breast
    cost += np.maximum(0.0, -90.0 - elbows[..., 2]) / 60.0  # not behind the back
    inside = 1.15 - np.hypot(elbows[..., 0] / TRUNK_RADII[0], elbows[..., 2] / TRUNK_RADII[1])
    cost += np.maximum(inside, 0.0) * 4.0
    chosen = elbows[np.arange(len(elbows)), np.argmin(cost, axis=1)]
    at, known = np.arange(len(track)), np.arange(0, len(track), every)
    return np.stack([np.interp(at, known, chosen[:, axis]) for axis in range(3)], axis=1)


def _circle(span: Array) -> Array:
    """Unit vectors (T, C, 3) all around each line (T, 3)."""
    axis = span / np.maximum(np.linalg.norm(span, axis=-1, keepdims=True), 1e-6)
    least = np.eye(3)[np.argmin(np.abs(axis), axis=-1)]
    first = np.cross(axis, least)
    first /= np.linalg.norm(first, axis=-1, keepdims=True)
    second = np.cross(axis, first)
    ring: Array = np.cos(_AROUND)[:, None] * first[:, None] + np.sin(_AROUND)[:, None] * second[:, None]
    return ring * UPPER_ARM


def _smooth(points: Array) -> Array:
    window = np.hanning(_SMOOTHING + 2)[1:-1]
    padded = np.pad(points, ((_SMOOTHING // 2, _SMOOTHING // 2), (0, 0)), mode="edge")
    columns = [np.convolve(padded[:, axis], window / window.sum(), mode="valid") for axis in range(3)]
    return np.stack(columns, axis=1)


def within_reach(wrist: Array, style: Style, left: bool) -> Array:
    """Wrists drawn in to where the arm can be: (T, 3)."""
    joint = shoulder(style, left)
    span = wrist - joint
    length = np.linalg.norm(span, axis=-1, keepdims=True)
    longest = (UPPER_ARM + FOREARM) * style.arm_scale * 0.985
    result: Array = joint + span * np.minimum(1.0, longest / np.maximum(length, 1e-6))
    return result
