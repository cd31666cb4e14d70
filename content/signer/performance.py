"""Performances: glosses in, a body in motion out.

`perform` bakes the hands' tracks at 60 Hz once; `Performance.pose(t)` and `.poses(times)` then only interpolate and
run the kinematics, all times at once. Nothing here reads a clock or draws randomness except through `Style.rng`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from content.signer.arms import Elbows, arm_joints, choose_elbows
from content.signer.arrangement import Build, place_on
from content.signer.body import body_points, keep_outside
from content.signer.camera import Camera
from content.signer.expressions import face_rows
from content.signer.lexicon import Lexicon, Sign, load_lexicon
from content.signer.movement import RATE_HZ, minimum_jerk
from content.signer.orientation import to_rotation
from content.signer.pose import Pose, Poses
from content.signer.skeleton import PALM, Array, hand_joints, place_hand
from content.signer.style import Style
from content.signer.tracks import (
    REST_BLEND_S,
    Track,
    blend,
    blend_seconds,
    join,
    part_tracks,
    rest_track,
    samples_of,
)

# Seconds over which the face changes between two expressions.
_FACE_BLEND_S = 0.22


@dataclass(frozen=True, slots=True)
class Span:
    """When a gloss is signed, blends into it excluded."""

    gloss: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class State:
    """Where hands and face are at one moment, so that another performance can begin there."""

    right: Track
    left: Track
    face: Array


@dataclass(frozen=True)
class Performance:
    """A baked performance; times outside 0..duration_s are held at the ends."""

    glosses: tuple[str, ...]
    spans: tuple[Span, ...]
    style: Style
    _right: Track
    _left: Track
    _elbows: Elbows
    _face: Array

    @property
    def duration_s(self) -> float:
        return (len(self._right) - 1) / RATE_HZ

    def pose(self, t_s: float) -> Pose:
        """The pose at a time in seconds."""
        return self.poses(np.array([t_s]))[0]

    def poses(self, times: Array) -> Poses:
        """Poses at times (T,) seconds."""
        at = np.clip(np.asarray(times, dtype=float) * RATE_HZ, 0, len(self._right) - 1)
        low = np.minimum(at.astype(int), max(len(self._right) - 2, 0))
        mix = at - low
        palm = PALM * self.style.hand_scale
        rotations, joints, wrists = {}, {}, {}
        for side, track in (("left", self._left), ("right", self._right)):
            wrist, quaternion, angles = (_between(a, low, mix) for a in (track.wrist, track.quaternion, track.angles))
            quaternion /= np.linalg.norm(quaternion, axis=-1, keepdims=True)
            rotations[side], wrists[side] = to_rotation(quaternion), wrist
            joints[side] = place_hand(hand_joints(angles), wrist, rotations[side], palm, side == "left")
        face = _between(self._face, low, mix)
        hints = {"left": _between(self._elbows.left, low, mix), "right": _between(self._elbows.right, low, mix)}
        elbows = {side: arm_joints(wrists[side], hints[side], self.style, side == "left") for side in wrists}
        body = body_points(elbows, wrists, face, self.style)
        poses = Poses(joints["left"], joints["right"], rotations["left"], rotations["right"], body, face, palm)
        return poses if self.style.dominant == "right" else poses.mirrored()

    def state(self, t_s: float) -> State:
        """Hands and face at a time, for `perform(begin=...)`."""
        index = int(np.clip(round(t_s * RATE_HZ), 0, len(self._right) - 1))
        return State(self._right.row(index), self._left.row(index), self._face[index])

    def landmarks(self, times: Array, camera: Camera | None = None) -> NDArray[np.float32]:
        """(T, 75, 3) landmarks as a perfect tracker before `camera` would give them."""
        return self.poses(times).landmarks(camera or Camera())

    def gloss_at(self, t_s: float) -> int | None:
        """Index of the gloss being signed or led into at a time; None before the first and after the last."""
        if not self.spans or t_s > self.spans[-1].end_s:
            return None
        for index, span in enumerate(self.spans):
            begins = self.spans[index - 1].end_s if index else max(0.0, span.start_s - REST_BLEND_S)
            if begins <= t_s <= span.end_s:
                return index
        return None


def _between(values: Array, low: Array, mix: Array) -> Array:
    weight = mix.reshape(-1, *([1] * (values.ndim - 1)))
    high = np.minimum(low + 1, len(values) - 1)
    result: Array = values[low] * (1 - weight) + values[high] * weight
    return result


def perform(
    glosses: Sequence[str],
    *,
    style: Style = Style(),  # noqa: B008  frozen
    expression: str = "neutral",
    lexicon: Lexicon | None = None,
    begin: State | None = None,
) -> Performance:
    """Perform glosses or aliases in order, from rest (or from the state of another performance) to rest.

    `expression` lies over the whole sentence (raised brows of a question); a sign with its own expression keeps that.
    Raises `LexiconError` for a word without a sign.
    """
    lexicon = lexicon or load_lexicon()
    return _Baker(lexicon, style, expression, begin).bake([lexicon.sign(g) for g in glosses])


class _Baker:
    """Collects tracks while a performance is laid out in time."""

    def __init__(self, lexicon: Lexicon, style: Style, expression: str, begin: State | None) -> None:
        self.shapes = lexicon.handshapes
        self.style = style
        self.expression = expression
        self.build = Build(PALM * style.hand_scale, place_on(style.head_scale, style.shoulder_scale))
        self.rest = {left: rest_track(self.shapes, self.build, style, left) for left in (False, True)}
        self.begin = begin
        first = (self.rest[False], self.rest[True]) if begin is None else (begin.right, begin.left)
        self.right, self.left = ([hand.held(samples_of(style.lead_s))] for hand in first)
        self.samples = len(self.right[0])
        self.faces: list[tuple[int, int, str]] = []
        self.spans: list[Span] = []

    def bake(self, signs: Sequence[Sign]) -> Performance:
        upcoming = [part.left is not None for sign in signs for part in sign.parts]
        for sign in signs:
            self._sign(sign, upcoming)
        self._finish()
        right, left = join(self.right), join(self.left)
        right, left = (self._unsteady(keep_outside(t, self.style)) for t in (right, left))
        elbows = choose_elbows(right, left, self.style)
        face = self._face(len(right))
        return Performance(tuple(s.gloss for s in signs), tuple(self.spans), self.style, right, left, elbows, face)

    def _sign(self, sign: Sign, upcoming: list[bool]) -> None:
        tempo = self.style.speed * float(np.exp(self.style.noise(0.12, 1)[0]))
        begin: int | None = None
        for part in sign.parts:
            upcoming.pop(0)
            right, left = part_tracks(part, self.shapes, self.build, self.style, tempo)
            right, left = self._varied(right), None if left is None else self._varied(left)
            self._lead_in(right, left, tempo, waits=bool(upcoming) and upcoming[0])
            begin = self.samples if begin is None else begin
            self.right.append(right)
            self.left.append(left if left is not None else self.left[-1].held(len(right)))
            self.samples += len(right)
        assert begin is not None
        self.spans.append(Span(sign.gloss, begin / RATE_HZ, (self.samples - 1) / RATE_HZ))
        chosen = sign.expression if sign.expression != "neutral" else self.expression
        self.faces.append((begin, self.samples, chosen))

    def _lead_in(self, right: Track, left: Track | None, tempo: float, waits: bool) -> None:
        """Blend into a part; a hand without a task goes to rest, half way if it is needed again at once."""
        first = not self.spans and len(self.right) == 1
        target = left if left is not None else self._idle(waits)
        seconds = max(blend_seconds(self.right[-1], right), blend_seconds(self.left[-1], target))
        samples = samples_of(max(seconds, REST_BLEND_S if first else 0.0) / tempo)
        self.right.append(blend(self.right[-1], right, samples))
        self.left.append(blend(self.left[-1], target, samples))
        self.samples += samples

    def _idle(self, waits: bool) -> Track:
        rest, last = self.rest[True], self.left[-1].row(-1)
        if not waits:
            return rest
        return Track(0.5 * (rest.wrist + last.wrist), last.quaternion, 0.5 * (rest.angles + last.angles))

    def _finish(self) -> None:
        ways = [blend_seconds(hand[-1], self.rest[left]) for hand, left in ((self.right, False), (self.left, True))]
        samples = samples_of(max(REST_BLEND_S, *ways) / self.style.speed)
        tail = samples_of(self.style.tail_s)
        for hand, left in ((self.right, False), (self.left, True)):
            hand.append(blend(hand[-1], self.rest[left], samples))
            hand.append(self.rest[left].held(tail))
        self.samples += samples + tail

    def _varied(self, track: Track) -> Track:
        """The same movement a little elsewhere, with slightly other fingers: nobody repeats a sign exactly."""
        style = self.style
        wrist = track.wrist + style.noise(11.0, 3)
        angles = track.angles + style.noise(4.0, track.angles.shape[1])
        turn = style.noise(0.045, 4)
        quaternion = track.quaternion + turn
        return Track(wrist, quaternion / np.linalg.norm(quaternion, axis=-1, keepdims=True), angles)

    def _unsteady(self, track: Track) -> Track:
        """A slow drift of the whole arm, below 2 Hz."""
        knots = max(2, int(len(track) / RATE_HZ * 2))
        drift = self.style.noise(3.5, knots, 3)
        at = np.linspace(0, knots - 1, len(track))
        wander = np.stack([np.interp(at, np.arange(knots), drift[:, axis]) for axis in range(3)], axis=1)
        return Track(track.wrist + wander, track.quaternion, track.angles)

    def _face(self, samples: int) -> Array:
        times = np.arange(samples) / RATE_HZ
        rows = face_rows("neutral", times, times[-1])
        if self.begin is not None:
            rows += (1 - minimum_jerk(times / _FACE_BLEND_S))[:, None] * (self.begin.face - rows)
        for begin, end, expression in self.faces:
            begin_s, end_s = begin / RATE_HZ - _FACE_BLEND_S, end / RATE_HZ
            shown = face_rows(expression, times - begin_s, end_s - begin_s)
            rise = minimum_jerk((times - begin_s) / _FACE_BLEND_S)
            weight = rise * minimum_jerk((end_s + _FACE_BLEND_S - times) / _FACE_BLEND_S)
            rows += weight[:, None] * (shown - rows)
        return rows
