"""From signs to tracks: for every part the hands' wrist, rotation and angles over time, then joined with blends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from content.signer.arrangement import Build, HandSetup, arrange
from content.signer.handshapes import Handshape, Handshapes
from content.signer.movement import RATE_HZ, Motion, Setting, minimum_jerk, phase_motion, phase_seconds
from content.signer.notation import Part
from content.signer.orientation import direction, hand_rotation, slerp, to_quaternion, to_rotation
from content.signer.skeleton import ANGLES, Array
from content.signer.style import Style

# Blends between signs last this long, by how far the hand travels; the end of a sign is held (spec of the figure).
BLEND_MIN_S, BLEND_MAX_S, END_HOLD_S = 0.16, 0.24, 0.13
# From rest to the first sign and back there is more way and no hurry.
REST_BLEND_S = 0.42
# World units: the length of a long way, what a radian of turning counts, units a second added beyond.
_LONG_WAY, _TURN_WAY, _TOP_SPEED = 300.0, 75.0, 1900.0


@dataclass(slots=True)
class Track:
    """One hand over T samples: wrist (T, 3), quaternion (T, 4), angles (T, 22)."""

    wrist: Array
    quaternion: Array
    angles: Array

    def __len__(self) -> int:
        return len(self.wrist)

    def row(self, index: int) -> Track:
        return Track(self.wrist[[index]], self.quaternion[[index]], self.angles[[index]])

    def held(self, samples: int) -> Track:
        """The last row, repeated."""
        last = self.row(-1)
        return Track(*(np.repeat(a, samples, axis=0) for a in (last.wrist, last.quaternion, last.angles)))


def join(tracks: Sequence[Track]) -> Track:
    return Track(*(np.concatenate([getattr(t, n) for t in tracks]) for n in ("wrist", "quaternion", "angles")))


def samples_of(seconds: float) -> int:
    return max(2, round(seconds * RATE_HZ))


def blend(start: Track, end: Track, samples: int) -> Track:
    """Minimum-jerk way from the last row of one to the first of the other, a little outwards over long ways."""
    done = minimum_jerk(np.arange(1, samples + 1) / (samples + 1))
    a, b = start.wrist[-1], end.wrist[0]
    way = float(np.linalg.norm(b - a))
    arch = np.sin(np.pi * done)[:, None] * np.array((0.0, 0.0, min(0.22 * way, 60.0)))
    wrist = a + done[:, None] * (b - a) + arch
    angles = start.angles[-1] + done[:, None] * (end.angles[0] - start.angles[-1])
    return Track(wrist, slerp(start.quaternion[-1], end.quaternion[0], done), angles)


def blend_seconds(start: Track, end: Track) -> float:
    """0.16 to 0.24 s by the way of the hand and its turn; beyond 40 cm as much longer as keeps it below 5 m/s."""
    way = float(np.linalg.norm(end.wrist[0] - start.wrist[-1]))
    cosine = min(abs(float(end.quaternion[0] @ start.quaternion[-1])), 1.0)
    way += _TURN_WAY * 2.0 * float(np.arccos(cosine))
    longer = max(0.0, way - _LONG_WAY) / _TOP_SPEED
    return BLEND_MIN_S + (BLEND_MAX_S - BLEND_MIN_S) * min(way / _LONG_WAY, 1.0) + longer


def part_tracks(part: Part, shapes: Handshapes, build: Build, style: Style, tempo: float) -> tuple[Track, Track | None]:
    """Right and left hand through a part, its end held for at least 0.12 s."""
    right, left = arrange(part, shapes, build)
    track = _hand_track(right, part, style, tempo, left=False, still=False)
    if left is None:
        return track, None
    return track, _hand_track(left, part, style, tempo, left=True, still=part.relation == "base")


def _hand_track(setup: HandSetup, part: Part, style: Style, tempo: float, left: bool, still: bool) -> Track:
    pieces = []
    for number, names in enumerate(part.phases):
        samples = samples_of(phase_seconds(names, part.repetition, part.trace) / tempo)
        setting = _setting(setup, part, style, left, later=number > 0)
        pieces.append(Motion.still(samples) if still else phase_motion(names, setting, samples))
    track = _played(setup, _carry_on(pieces), still)
    return join([track, track.held(samples_of(END_HOLD_S / max(tempo, 1.0)))])


def _carry_on(pieces: list[Motion]) -> Motion:
    """Phases in a row; shifts, turns, morphs and travel go on from where the phase before ended."""
    for before, after in pairwise(pieces):
        after.shift = after.shift - after.shift[0] + before.shift[-1]
        after.turn = after.turn + before.turn[-1]
        after.morph = np.clip(after.morph + before.morph[-1], 0.0, 1.0)
        after.bend = after.bend + before.bend[-1]
        after.travel = np.clip(after.travel + before.travel[-1], 0.0, 1.0)
    names = ("shift", "turn", "morph", "bend", "travel")
    return Motion(*(np.concatenate([getattr(p, name) for p in pieces]) for name in names))


def _setting(setup: HandSetup, part: Part, style: Style, left: bool, later: bool) -> Setting:
    hand = part.left if left else part.right
    assert hand is not None
    opposite = left and part.relation == "alternate"
    return Setting(part, setup.approach, setup.rotation, setup.shape.angles, style.size, left, opposite, later,
                   turns=_turns(setup.rotation, left))  # fmt: skip


def _turns(rotation: Array, left: bool) -> dict[str, Array]:
    """Turning primitives as degrees about the hand's own axes."""
    down = rotation.T @ direction("down")
    tip_down = np.cross((0.0, 1.0, 0.0), down)
    length = np.linalg.norm(tip_down)
    turns = {
        "turn_over": np.array((0.0, -175.0 if left else 175.0, 0.0)),
        "turn_over_right": np.array((0.0, 150.0, 0.0)),
        "turn_down": tip_down / length * 58.0 if length > 0.2 else np.array((-50.0, 0.0, 0.0)),
    }
    for name in ("in", "out", "up", "down", "left"):
        local = rotation.T @ direction("right" if name == "left" and left else name)
        turns[f"turn_palm_{name}"] = np.array((0.0, np.degrees(np.arctan2(local[0], local[2])), 0.0))
    return turns


def _played(setup: HandSetup, motion: Motion, still: bool) -> Track:
    start, end = setup.shape, None if still else setup.shape_end
    angles = np.repeat(start.angles[None], len(motion.morph), axis=0)
    morph = _sequenced(motion.morph, start, end)
    if end is not None:
        angles = angles + morph * (end.angles - start.angles)
    angles = angles + motion.bend
    turn = np.radians(motion.turn)
    spin = to_rotation(_quaternion_of(turn))
    rotation = setup.rotation @ spin
    wrist = setup.wrist + motion.shift + motion.travel[:, None] * (setup.wrist_end - setup.wrist)
    return Track(wrist, _continuous(to_quaternion(rotation)), angles)


def _sequenced(morph: Array, start: Handshape, end: Handshape | None) -> Array:
    """Morph (T, 22); from a fist the fingers stretch one after another, little finger last."""
    whole = np.repeat(morph[:, None], ANGLES, axis=1)
    if end is None or start.name != "fist" or end.name not in ("four", "five"):
        return whole
    for finger in range(4):
        whole[:, 4 * finger : 4 * finger + 4] = minimum_jerk((morph - finger * 0.2) / 0.4)[:, None]
    return whole


def _quaternion_of(rotvec: Array) -> Array:
    angle = np.linalg.norm(rotvec, axis=-1, keepdims=True)
    axis = rotvec / np.maximum(angle, 1e-9)
    return np.concatenate([np.cos(angle / 2), axis * np.sin(angle / 2)], axis=-1)


def _continuous(quaternions: Array) -> Array:
    """Signs chosen so that neighbours are near each other."""
    dots = np.sum(quaternions[1:] * quaternions[:-1], axis=-1)
    signs = np.concatenate([[1.0], np.cumprod(np.where(dots < 0, -1.0, 1.0))])
    result: Array = quaternions * signs[:, None]
    return result


def rest_track(shapes: Handshapes, build: Build, style: Style, left: bool) -> Track:
    """One row: the hand at rest, folded before the belly or hanging beside the hip."""
    side = 1.0 if left else -1.0
    across = "right" if left else "left"
    if style.rest == "down":
        rotation = hand_rotation("in_" + across, "down", left)
        wrist = np.array((side * 180.0, -474.0, 30.0))
    else:
        rotation = hand_rotation("in", across, left)
        wrist = np.array((side * 84.0, -352.0 if left else -344.0, 104.0 if left else 150.0))
    angles = shapes["five_curved"].angles * 1.0
    angles[3:16:4] *= 0.4
    return Track(wrist[None], to_quaternion(rotation)[None], angles[None])
