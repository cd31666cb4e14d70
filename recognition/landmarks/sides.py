"""Which found hand is the signer's own left and which the right.

The hand model's own word on left and right was trained on selfie pictures; in camera view it is
swapped, and it errs on hands seen edge-on. The body decides where it is seen, the model otherwise.
Hands that cannot be the signer's (a clerk's hand in the picture, a passer-by) are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from recognition.landmarks.landmarks import Points
from recognition.landmarks.layout import LEFT_SHOULDER, LEFT_WRIST, RIGHT_SHOULDER, RIGHT_WRIST

# An outstretched arm spans about 1.7 shoulder widths from the shoulder's middle to the wrist plus half
# a shoulder; beyond this a hand is somebody else's (our judgement).
REACH_SHOULDER_WIDTHS = 2.4
# Wrist to middle knuckle against shoulder width: about 0.25 on a person facing the camera, more when turned
# or leaning over. A body with smaller shoulders than that was imagined (seen where the head is out of the picture).
PALM_SHOULDER_WIDTHS = 0.7
# Cost, in shoulder widths, of contradicting a hand model that is certain of its side (our judgement).
DOUBT_WEIGHT = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class FoundHand:
    """One hand as the hand model gives it: points (21, 3), `right` = own right hand in camera view."""

    points: Points
    right: bool
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    left: FoundHand | None = None
    right: FoundHand | None = None


def assign_sides(hands: Sequence[FoundHand], pose: Points | None, aspect: float) -> Sides:
    """Left and right hand out of at most a few found ones; `pose` (33, 3) or None when no body was found."""
    own = [hand for hand in hands if pose is None or _within_reach(hand, pose, aspect)]
    best, best_cost = Sides(), np.inf
    slots = [*own, None, None]
    for left, right in permutations(range(len(slots)), 2):
        sides = Sides(slots[left], slots[right])
        used = (sides.left is not None) + (sides.right is not None)
        cost = _cost(sides, pose, aspect) + 10.0 * (min(len(own), 2) - used)
        if cost < best_cost:
            best, best_cost = sides, cost
    return best


def body_fits(hands: Sequence[FoundHand], pose: Points, aspect: float) -> bool:
    """Whether hands of this size can belong to a body (33, 3) of that size."""
    palms = [_distance(hand.points[0], hand.points[9], aspect) for hand in hands]
    return max(palms, default=0.0) <= PALM_SHOULDER_WIDTHS * _distance(
        pose[LEFT_SHOULDER], pose[RIGHT_SHOULDER], aspect
    )


def _cost(sides: Sides, pose: Points | None, aspect: float) -> float:
    cost = 0.0
    for hand, right in ((sides.left, False), (sides.right, True)):
        if hand is None:
            continue
        cost += DOUBT_WEIGHT * hand.score * (hand.right != right)
        if pose is not None:
            wrist = pose[RIGHT_WRIST if right else LEFT_WRIST]
            cost += min(_distance(hand.points[0], wrist, aspect) / _shoulder_width(pose, aspect), 3.0)
    return cost


def _within_reach(hand: FoundHand, pose: Points, aspect: float) -> bool:
    middle = (pose[LEFT_SHOULDER] + pose[RIGHT_SHOULDER]) / 2
    return _distance(hand.points[0], middle, aspect) <= REACH_SHOULDER_WIDTHS * _shoulder_width(pose, aspect)


def _shoulder_width(pose: Points, aspect: float) -> float:
    # A person turned sideways has narrow shoulders in the picture; 0.08 of its height keeps the scale sane.
    return max(_distance(pose[LEFT_SHOULDER], pose[RIGHT_SHOULDER], aspect), 0.08)


def _distance(a: Points, b: Points, aspect: float) -> float:
    return float(np.hypot((a[0] - b[0]) * aspect, a[1] - b[1]))
