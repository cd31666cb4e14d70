"""Where the two hands of a part go: touching points, targets in the world and the way to what they touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from content.signer.handshapes import Handshape, Handshapes
from content.signer.notation import HandState, Part
from content.signer.orientation import direction, hand_rotation, rotation_about
from content.signer.places import (
    BODY_PLACES,
    HAND_PLACES,
    STANDOFF,
    HandPlace,
    Place,
    surface_gap,
    touching_point,
)
from content.signer.skeleton import PALM, Array, hand_joints

_MIRROR = np.array((-1.0, 1.0, 1.0))
_PALM_MIDDLE = np.array((0.0, 0.55, 0.0))
# Where a still base hand is held, middle of the palm, and the half distance of two free hands (judgement).
_BASE_POINT = np.array((44.0, -128.0, 205.0))
_HALF_GAP, _HALF_GAP_TIPS = 86.0, 132.0
# At temple, ear and cheek a palm turns this far towards the head, radians.
_SIDE_TURN = np.radians(55.0)


@dataclass(frozen=True, slots=True)
class HandSetup:
    """One hand at the place of its part: shape, rotation (3, 3), wrist (3,), way to what it touches (3,)."""

    shape: Handshape
    shape_end: Handshape | None
    rotation: Array
    wrist: Array
    wrist_end: Array
    approach: Array


@dataclass(frozen=True, slots=True)
class Build:
    """Lengths of the performer: palm in world units and where a place of the table lies on this body."""

    palm: float
    at: Callable[[str], Place]


def place_on(head_scale: float, shoulder_scale: float) -> Callable[[str], Place]:
    """The table of places for another build: head places grow about the throat, the rest with the shoulders."""

    def at(name: str) -> Place:
        place = BODY_PLACES[name]
        throat = np.array((0.0, 105.0, 40.0))
        if place.point[1] > 105.0:
            return Place(throat + (place.point - throat) * head_scale, place.normal, place.space)
        return Place(place.point * np.array((shoulder_scale, 1.0, 1.0)), place.normal, place.space)

    return at


def arrange(part: Part, shapes: Handshapes, build: Build) -> tuple[HandSetup, HandSetup | None]:
    """Right hand and left hand of a part, each at the place where its movement is measured from."""
    right = _Hand(part.right, shapes, left=False, build=build)
    if part.left is None:
        return _at_body(right, part, build), None
    left = _Hand(part.left, shapes, left=True, build=build)
    if part.location in HAND_PLACES:
        return _on_other_hand(right, left, part)
    place = build.at(part.location)
    if part.relation == "base" and not place.space:
        base = left.setup(_BASE_POINT - left.offset(_PALM_MIDDLE), np.array((0.0, 0.0, 1.0)))
        return _at_body(right, part, build), base
    if part.contact != "none" and part.location == "chest_front":
        return _meeting(right, left, part, place)
    return _apart(right, left, part, place)


class _Hand:
    """A hand on its way to a setup."""

    def __init__(self, state: HandState, shapes: Handshapes, left: bool, build: Build) -> None:
        self.shape = shapes[state.shape]
        self.end = shapes[state.shape_end] if state.shape_end else None
        self.left = left
        self.palm = build.palm
        self.rotation = hand_rotation(state.palm, state.fingers, left, self.shape.by_thumb)
        self.lead = direction(state.fingers)
        self.palm_normal = direction(state.palm)

    def offset(self, local: Array) -> Array:
        """World vector from the wrist to a local point."""
        return self.palm * self.rotation @ (local * (_MIRROR if self.left else 1.0))

    def joints(self) -> Array:
        """World joints (21, 3) about the wrist."""
        flip = _MIRROR if self.left else 1.0
        return self.palm * (hand_joints(self.shape.angles) * flip) @ self.rotation.T

    def support(self, towards: Array) -> Array:
        """The point of the hand that lies farthest in a direction, about the wrist."""
        joints = self.joints()
        along = joints @ towards
        result: Array = joints[along > along.max() - 0.14 * PALM].mean(axis=0) + towards * 0.09 * self.palm
        return result

    def face_surface(self, place: Place) -> None:
        """Turn about the fingers so that a palm that looks in looks at the side of the head it touches."""
        if place.space or abs(place.normal[0]) < 0.55 or self.palm_normal[2] > -0.9:
            return
        goal = self.rotation.T @ -place.normal
        turn = float(np.clip(np.arctan2(goal[0], goal[2]), -_SIDE_TURN, _SIDE_TURN))
        self.rotation = self.rotation @ rotation_about((0.0, 1.0, 0.0), turn)

    def setup(self, wrist: Array, approach: Array, wrist_end: Array | None = None) -> HandSetup:
        end = wrist if wrist_end is None else wrist_end
        return HandSetup(self.shape, self.end, self.rotation, wrist, end, approach)


def _wrist_at(hand: _Hand, place: Place, touching: bool) -> Array:
    if place.space:
        return place.point - hand.offset(_PALM_MIDDLE)
    point = touching_point(hand.shape, hand.rotation, -place.normal, hand.left, _reach(hand, place))
    gap = surface_gap(hand.shape, point) if touching else STANDOFF
    return place.point + place.normal * gap - hand.offset(point)


def _reach(hand: _Hand, place: Place) -> float:
    """How far along its fingers a flat hand meets a place."""
    if abs(place.point[0]) > 90 and (place.point[0] > 0) != hand.left:
        return 0.6
    if place.point[1] > 100 and place.normal[2] > 0.55:
        return 0.62 if place.point[1] > 200 or place.normal[1] < -0.5 else 1.0
    return 0.0


def _at_body(hand: _Hand, part: Part, build: Build) -> HandSetup:
    if part.location in HAND_PLACES:  # the other hand rests: use its usual place in space
        place = Place(_BASE_POINT, np.array((0.0, 0.0, 1.0)), space=True)
    else:
        place = build.at(part.location)
        hand.face_surface(place)
    wrist = _wrist_at(hand, place, part.contact != "none")
    return hand.setup(wrist, -place.normal, _end_of(hand, part, build))


def _end_of(hand: _Hand, part: Part, build: Build) -> Array | None:
    if not part.location_end or part.location_end in HAND_PLACES:
        return None
    return _wrist_at(hand, build.at(part.location_end), part.contact != "none")


def _on_other_hand(right: _Hand, left: _Hand, part: Part) -> tuple[HandSetup, HandSetup]:
    left_wrist = _BASE_POINT - left.offset(_PALM_MIDDLE)
    target = HAND_PLACES[part.location]
    approach = _approach(right, left, target, part)
    joints = left.joints() + left_wrist
    point = joints[list(target.joints) or _fingers_out(left.shape)].mean(axis=0)
    if target.approach in ("palm", "back") or part.location in ("hand_l", "wrist_l", "under_palm_l"):
        point = point - approach * 0.14 * left.palm
    touch = touching_point(right.shape, right.rotation, approach, False)
    gap = surface_gap(right.shape, touch) if part.contact not in ("none", "cross") else STANDOFF * 0.8
    wrist = point - approach * gap - right.offset(touch)
    return right.setup(wrist, approach), left.setup(left_wrist, -approach)


def _approach(right: _Hand, left: _Hand, target: HandPlace, part: Part) -> Array:
    """Unit vector from the right hand to the left hand's surface."""
    if target.approach in ("palm", "back"):
        normal = left.palm_normal if target.approach == "palm" else -left.palm_normal
        return -normal
    if target.approach == "up":
        return np.array((0.0, -1.0, 0.0))
    if target.approach == "down":
        return np.array((0.0, 1.0, 0.0))
    leading = right.lead if right.shape.leads and abs(right.lead[1]) < 0.8 else None
    if right.lead[1] < -0.8:
        leading = right.lead
    return leading if leading is not None and right.lead[2] < 0.5 else _into(right.palm_normal)


def _into(normal: Array) -> Array:
    return normal if normal[2] <= 0.3 else np.array((0.0, 0.0, -1.0))


def _fingers_out(shape: Handshape) -> list[int]:
    out = [f for f in range(4) if shape.angles[4 * f] + shape.angles[4 * f + 1] < 80] or [0, 1, 2, 3]
    return [joint for f in out for joint in (7 + 4 * f, 8 + 4 * f)]


def _meeting(right: _Hand, left: _Hand, part: Part, place: Place) -> tuple[HandSetup, HandSetup]:
    """Two hands that touch in front of the chest."""
    if part.contact == "cross":
        front = np.array((0.0, 0.0, 14.0))
        return (
            right.setup(place.point + front - right.offset(_PALM_MIDDLE), np.array((0.0, 0.0, -1.0))),
            left.setup(place.point - front - left.offset(_PALM_MIDDLE), np.array((0.0, 0.0, 1.0))),
        )
    if part.contact == "link":
        ring = np.array((0.06 * PALM, 0.0, 0.0))
        r, ell = (hand_joints(hand.shape.angles)[[4, 8]].mean(axis=0) for hand in (right, left))
        towards = np.array((1.0, 0.0, 0.0))
        return (
            right.setup(place.point + ring - right.offset(r), towards),
            left.setup(place.point - ring - left.offset(ell), -towards),
        )
    if part.contact == "hold":
        tip = hand_joints(left.shape.angles)[7]
        left_wrist = place.point - left.offset(tip)
        wrist = place.point - right.offset(np.array((0.0, 0.75, 0.28)))
        return right.setup(wrist, np.array((0.0, -1.0, 0.0))), left.setup(left_wrist, np.array((0.0, 1.0, 0.0)))
    towards = _meeting_direction(right, left)
    return (
        right.setup(place.point - right.support(towards), towards),
        left.setup(place.point - left.support(-towards), -towards),
    )


def _meeting_direction(right: _Hand, left: _Hand) -> Array:
    apart = right.lead - left.lead
    if abs(apart[1]) > 1.2:
        return np.array((0.0, np.sign(apart[1]), 0.0))
    return np.array((1.0, 0.0, 0.0))


def _apart(right: _Hand, left: _Hand, part: Part, place: Place) -> tuple[HandSetup, HandSetup]:
    """Two hands side by side, mirrored about the middle; crossed arms where each goes to the other side."""
    side = _half_gap(right, left, part, place)
    stacked = right.palm_normal[1] * left.palm_normal[1] < -0.9
    setups = []
    for hand, sign in ((right, -1.0), (left, 1.0)):
        point = place.point.copy()
        point[0] = sign * side
        normal = place.normal * np.array((np.sign(place.point[0]) * sign or 1.0, 1.0, 1.0))
        if side < 0 and not hand.left:
            point[2] += 30.0
        if stacked:  # palms face each other, one hand above the other
            point = np.array((sign * 26.0, point[1] - 34.0 * hand.palm_normal[1], point[2]))
        if part.location in ("mouth", "lips", "chin"):  # two hands meet below and before the mouth
            point += (0.0, -46.0, 60.0)
        here = Place(point, normal, place.space)
        setups.append(hand.setup(_wrist_at(hand, here, part.contact != "none"), _way(part, -normal, sign)))
    return setups[0], setups[1]


def _way(part: Part, inwards: Array, sign: float) -> Array:
    return np.array((-sign, 0.0, 0.0)) if part.location.startswith("chest_front") else inwards


def _half_gap(right: _Hand, left: _Hand, part: Part, place: Place) -> float:
    """Half the distance between the hands; negative: arms crossed."""
    if part.location == "upper_arm_l" or (part.location == "chest" and part.relation == "shape"):
        result: float = -max(abs(place.point[0]), 62.0)
        return result
    if abs(place.point[0]) > 40:
        return abs(float(place.point[0]))
    if part.relation == "swap":
        return 75.0
    if right.lead[0] > 0.7 and left.lead[0] < -0.7:
        return _HALF_GAP_TIPS if part.relation != "alternate" else _HALF_GAP
    return _HALF_GAP if place.space else 58.0
