"""Measures of the figure and the forward kinematics of a hand.

World: x to the signer's left (right in the picture), y up, z towards the viewer; origin between the shoulder joints.
Unit: 1/1000 of the drawing's canvas; the shoulders are 288 apart. Hand-local axes of a right hand, in palm lengths
(wrist to middle knuckle): x to the thumb side, y from wrist to fingertips, z out of the palm; a left hand mirrors x.
Joints stand in MediaPipe's order. Proportions: our own drawing (judgement, about 1.1 times a natural hand).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PALM = 102.0
SHOULDER_X = 144.0
UPPER_ARM = 250.0
FOREARM = 226.0
HEAD_CENTRE = (0.0, 232.0, 22.0)
# half width, half height, half depth of the head without hair
HEAD_RADII = (90.0, 118.0, 92.0)
# half width and half depth of the trunk, an elliptic cylinder
TRUNK_RADII = (128.0, 74.0)

FINGERS = ("index", "middle", "ring", "pinky")
KNUCKLES = np.array([(0.315, 0.96, 0.0), (0.095, 1.02, -0.03), (-0.125, 0.97, -0.03), (-0.325, 0.86, 0.0)])
BONES = np.array([(0.48, 0.29, 0.23), (0.54, 0.33, 0.24), (0.49, 0.31, 0.24), (0.38, 0.23, 0.21)])
THUMB_BASE = np.array((0.215, 0.20, 0.06))
THUMB_BONES = np.array((0.46, 0.35, 0.28))
# Joint radii, knuckle to tip, in palm lengths: thumb, index, middle, ring, little.
RADII = np.array([
    (0.150, 0.140, 0.122, 0.100), (0.125, 0.112, 0.104, 0.088), (0.128, 0.116, 0.106, 0.090),
    (0.122, 0.110, 0.100, 0.086), (0.108, 0.096, 0.088, 0.076),
])  # fmt: skip

# A hand's angles in degrees, one flat row of 22: for each finger flexion at MCP, PIP, DIP and spread (towards the
# thumb is positive), then for each thumb bone azimuth (from the finger direction to the thumb side) and elevation
# (out of the palm).
ANGLES = 22
THUMB = slice(16, 22)


def finger_slice(finger: int) -> slice:
    """Where the four angles of finger 0 (index) to 3 (little) stand in a row of angles."""
    return slice(4 * finger, 4 * finger + 4)


def hand_joints(angles: Array) -> Array:
    """Joints of right hands in local axes: angles (..., 22) degrees -> (..., 21, 3) palm lengths."""
    rad = np.radians(angles)
    shape = angles.shape[:-1]
    joints = np.zeros((*shape, 21, 3))
    joints[..., 1, :] = THUMB_BASE
    for bone in range(3):
        az, el = rad[..., 16 + 2 * bone], rad[..., 17 + 2 * bone]
        step = np.stack([np.sin(az) * np.cos(el), np.cos(az) * np.cos(el), np.sin(el)], axis=-1)
        joints[..., 2 + bone, :] = joints[..., 1 + bone, :] + THUMB_BONES[bone] * step
    fingers = rad[..., :16].reshape(*shape, 4, 4)
    bend = np.cumsum(fingers[..., :3], axis=-1)  # (..., 4, 3)
    # A bent knuckle cannot spread: the collateral ligaments are tight there.
    spread = fingers[..., 3] * np.clip(1.3 - fingers[..., 0] / 1.05, 0.0, 1.0)
    along = np.cos(bend) * BONES
    steps = np.stack([np.sin(spread)[..., None] * along, np.cos(spread)[..., None] * along, np.sin(bend) * BONES], -1)
    chain = np.cumsum(steps, axis=-2) + KNUCKLES[:, None, :]
    for finger in range(4):
        joints[..., 5 + 4 * finger, :] = KNUCKLES[finger]
        joints[..., 6 + 4 * finger : 9 + 4 * finger, :] = chain[..., finger, :, :]
    return joints


def place_hand(local: Array, wrist: Array, rotation: Array, palm: float, left: bool) -> Array:
    """World joints: local (..., n, 3) palm lengths, wrist (..., 3), rotation (..., 3, 3) -> (..., n, 3) units."""
    flip = np.array((-1.0, 1.0, 1.0)) if left else np.ones(3)
    result: Array = wrist[..., None, :] + palm * np.einsum("...ij,...nj->...ni", rotation, local * flip)
    return result


def reach_elbow(shoulder: Array, wrist: Array, upper: float, fore: float, hint: Array) -> Array:
    """Elbow of a two-bone arm (..., 3): of all places it can be in, the one nearest to the hint (..., 3)."""
    span = wrist - shoulder
    length = np.maximum(np.linalg.norm(span, axis=-1, keepdims=True), 1e-6)
    axis = span / length
    clipped = np.clip(length, abs(upper - fore) + 1.0, (upper + fore) * 0.999)
    along = (upper**2 - fore**2 + clipped**2) / (2 * clipped)
    height = np.sqrt(np.maximum(upper**2 - along**2, 0.0))
    aside = hint - shoulder
    aside = aside - np.sum(aside * axis, axis=-1, keepdims=True) * axis
    aside = aside / np.maximum(np.linalg.norm(aside, axis=-1, keepdims=True), 1e-6)
    elbow: Array = shoulder + axis * along + height * aside
    return elbow
