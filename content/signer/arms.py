"""The arms: where the elbows go so that the hands can be where they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from content.signer.orientation import to_rotation
from content.signer.skeleton import FOREARM, SHOULDER_X, TRUNK_RADII, UPPER_ARM, Array, reach_elbow
from content.signer.style import Style
from content.signer.tracks import Track

# Swivel angles tried, radians: 0 hangs down and a little out, positive lifts the elbow outwards.
_CANDIDATES = np.radians(np.arange(-40, 111, 6))
# The elbow follows over about this many samples, so that it never jumps.
_SMOOTHING = 15


@dataclass(frozen=True, slots=True)
class Swivels:
    """Swivel of each arm over time (T,), radians."""

    right: Array
    left: Array


def shoulder(style: Style, left: bool) -> Array:
    """The shoulder joint (3,)."""
    return np.array(((1.0 if left else -1.0) * SHOULDER_X * style.shoulder_scale, 0.0, 0.0))


def arm_joints(wrist: Array, swivel: Array, style: Style, left: bool) -> Array:
    """Elbows (T, 3) for wrists (T, 3)."""
    upper, fore = UPPER_ARM * style.arm_scale, FOREARM * style.arm_scale
    return reach_elbow(shoulder(style, left), wrist, upper, fore, swivel, left)


def choose_swivels(right: Track, left: Track, style: Style) -> Swivels:
    """The most comfortable elbow at every sample: wrist little bent, elbow low and outside the trunk."""
    return Swivels(*(_smooth(_best(track, style, is_left)) for track, is_left in ((right, False), (left, True))))


def _best(track: Track, style: Style, left: bool) -> Array:
    every = 4  # the choice changes slowly: look at every fourth sample
    wrist, quaternion = track.wrist[::every], track.quaternion[::every]
    elbows = np.stack([arm_joints(wrist, np.full(len(wrist), c), style, left) for c in _CANDIDATES], axis=1)
    fore = wrist[:, None] - elbows
    fore /= np.linalg.norm(fore, axis=-1, keepdims=True)
    hand = to_rotation(quaternion)[:, :, 1]
    bend = np.degrees(np.arccos(np.clip(np.einsum("tci,ti->tc", fore, hand), -1, 1)))
    cost = (np.maximum(bend - 45.0, 0.0) / 32.0) ** 2
    cost += (np.abs(_CANDIDATES) / np.radians(60.0)) ** 2 * 0.8
    cost += np.maximum(0.0, elbows[..., 1] + 130.0) / 110.0
    inside = 1.15 - np.hypot(elbows[..., 0] / TRUNK_RADII[0], (elbows[..., 2]) / TRUNK_RADII[1])
    cost += np.maximum(inside, 0.0) * 4.0
    chosen = _CANDIDATES[np.argmin(cost, axis=1)]
    return np.interp(np.arange(len(track)), np.arange(0, len(track), every), chosen)


def _smooth(values: Array) -> Array:
    window = np.hanning(_SMOOTHING + 2)[1:-1]
    padded = np.pad(values, _SMOOTHING // 2, mode="edge")
    return np.convolve(padded, window / window.sum(), mode="valid")[: len(values)]


def within_reach(wrist: Array, style: Style, left: bool) -> Array:
    """Wrists drawn in to where the arm can be: (T, 3)."""
    joint = shoulder(style, left)
    span = wrist - joint
    length = np.linalg.norm(span, axis=-1, keepdims=True)
    longest = (UPPER_ARM + FOREARM) * style.arm_scale * 0.985
    result: Array = joint + span * np.minimum(1.0, longest / np.maximum(length, 1e-6))
    return result
