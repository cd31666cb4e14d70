"""What is measured in every frame of a take: hand shape, palm, place, arms.

`frame_features` is the one description that prototypes, the network and the gestures share.
Shape is measured twice: as seen (knuckles and tips around the wrist, so the way the palm faces counts)
and free of rotation (bends of the joints, distances between tips).
"""

from __future__ import annotations

import numpy as np

from recognition.landmarks.layout import (
    FINGERTIPS,
    LEFT_HAND,
    MOUTH_LEFT,
    MOUTH_RIGHT,
    NOSE,
    RIGHT_ELBOW,
    RIGHT_HAND,
)
from recognition.signs.normalise import Array, BodyFrame, fill_gaps

# Columns of one hand, in this order.
SEEN_SHAPE = slice(0, 60)  # 20 points around the wrist, x y z in palm lengths
FREE_SHAPE = slice(60, 90)  # 15 bends (cosines), 10 tip distances, 5 tip to palm
PALM = slice(90, 96)  # normal of the palm and direction of the fingers, unit vectors
PLACE = slice(96, 98)  # wrist, shoulder widths from between the shoulders
HEAD = slice(98, 102)  # index tip relative to nose and mouth, shoulder widths
PRESENT = slice(102, 103)  # 1 where the hand was found
HAND_COLUMNS = 103
# Then: the arms (elbows and wrists of the pose, x y), and the way from one wrist to the other.
ARMS = slice(2 * HAND_COLUMNS, 2 * HAND_COLUMNS + 8)
BETWEEN = slice(ARMS.stop, ARMS.stop + 2)
COLUMNS = BETWEEN.stop
# Columns without the depth of single joints, which is too unsteady to carry over between cameras and people
# (leaving it out raised the Chinese numbers from 0.72 to 0.78 on unseen people; the free shape still holds depth).
_DEPTH = {hand + axis for hand in (0, HAND_COLUMNS) for axis in range(SEEN_SHAPE.start + 2, SEEN_SHAPE.stop, 3)}
STEADY = np.array([column for column in range(COLUMNS) if column not in _DEPTH])


def frame_features(body: BodyFrame) -> Array:
    """(T, COLUMNS) float32, no NaN: gaps are interpolated, a hand never seen is zero."""
    points, blocks = body.points, []
    for hand, seen in ((RIGHT_HAND, body.seen[:, 0]), (LEFT_HAND, body.seen[:, 1])):
        blocks.append(fill_gaps(_hand(points, points[:, hand]), seen))
        blocks[-1][:, PRESENT] = seen[:, None]
    arms = points[:, RIGHT_ELBOW - 1 : RIGHT_ELBOW + 3, :2].reshape(len(points), -1)
    blocks.append(fill_gaps(np.nan_to_num(arms), np.isfinite(arms).all(1)))
    between = points[:, RIGHT_HAND.start, :2] - points[:, LEFT_HAND.start, :2]
    blocks.append(fill_gaps(np.nan_to_num(between), body.seen.all(1)))
    return np.clip(np.concatenate(blocks, axis=1), -8, 8)


def _hand(points: Array, hand: Array) -> Array:
    """(T, HAND_COLUMNS) of one hand (T, 21, 3); NaN rows come out as zeros, PRESENT is set by the caller."""
    hand = np.nan_to_num(hand)
    around = hand[:, 1:] - hand[:, :1]
    palm = np.linalg.norm(around[:, [4, 8, 12, 16]], axis=2).mean(1)[:, None, None]
    around = around / np.maximum(palm, 1e-4)
    columns = [around.reshape(len(hand), -1), _free_shape(around), _palm(around), hand[:, 0, :2], _head(points, hand)]
    rows: Array = np.concatenate([*columns, np.ones((len(hand), 1))], axis=1).astype(np.float32)
    return rows


def _free_shape(around: Array) -> Array:
    """Bends and distances (T, 30) of a hand around its wrist (T, 20, 3), in palm lengths."""
    full = np.concatenate([np.zeros_like(around[:, :1]), around], axis=1)
    columns = []
    for finger in (1, 5, 9, 13, 17):
        chain = np.diff(full[:, [0, finger, finger + 1, finger + 2, finger + 3]], axis=1)
        bones = chain / np.maximum(np.linalg.norm(chain, axis=2, keepdims=True), 1e-6)
        columns.append((bones[:, :-1] * bones[:, 1:]).sum(2))
    tips = full[:, list(FINGERTIPS)]
    pairs = [np.linalg.norm(tips[:, i] - tips[:, j], axis=1) for i in range(5) for j in range(i)]
    palm = [np.linalg.norm(tips[:, i] - full[:, 9], axis=1) for i in range(5)]
    return np.concatenate([*columns, np.array(pairs + palm).T], axis=1)


def _palm(around: Array) -> Array:
    """Where the palm faces and where the fingers would point (T, 6), unit vectors in picture space."""
    along = around[:, 8]
    normal = np.cross(around[:, 4], around[:, 16])
    units = [v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-6) for v in (normal, along)]
    return np.concatenate(units, axis=1)


def _head(points: Array, hand: Array) -> Array:
    """Index tip relative to nose and mouth (T, 4); zeros without a head."""
    mouth = (points[:, MOUTH_LEFT, :2] + points[:, MOUTH_RIGHT, :2]) / 2
    tip = hand[:, 8, :2]
    return np.nan_to_num(np.concatenate([tip - points[:, NOSE, :2], tip - mouth], axis=1))
