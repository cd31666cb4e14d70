"""Movement primitives: how one hand moves over the time of a phase, relative to where the part puts it.

A primitive adds to a `Motion`: a shift in world units, a turn in the hand's own axes, a morph towards the end shape
and extra bends of joints. Everything starts and ends at rest (minimum-jerk strokes, swings under an envelope).
Amplitudes and durations are our judgement, scaled by the sign's size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from content.signer.notation import Part
from content.signer.skeleton import ANGLES, Array
from content.signer.traces import trace_shift

RATE_HZ = 60.0
# Seconds: a stroke, its way back before a repetition, one swing, one circle, a hold, a change of shape or turn.
STROKE_S, RETURN_S, SWING_S, CIRCLE_S, HOLD_S, CHANGE_S = 0.34, 0.22, 0.27, 0.55, 0.26, 0.36
# World units of a stroke, a circle's radius and a swing at normal size.
_STROKE, _RADIUS, _SWING = 105.0, 46.0, 34.0
_SIZE = {"small": 0.55, "normal": 1.0, "large": 1.6}

_PATHS: Mapping[str, tuple[float, float, float]] = {
    "forward": (0, -0.1, 1), "back": (0, 0, -1), "up": (0, 1, 0), "down": (0, -1, 0), "left": (1, 0, 0),
    "right": (-1, 0, 0), "up_forward": (0, 0.7, 0.7), "down_forward": (0, -0.6, 0.7), "down_left": (0.7, -0.7, 0),
    "together": (0.8, 0, 0), "apart": (-0.8, 0, 0), "arc_up": (0, 0.9, 0), "arc_down": (0, -0.9, 0),
    "arc_left": (1.5, 0, 0), "arc_forward": (0, 0, 1), "arc_down_right": (-0.8, -0.8, 0), "throw_down": (0, -1, 0.5),
    "throw_back": (-0.6, -0.8, -0.9), "in_small": (0, 0.35, -0.4), "insert": (0, -0.75, 0), "stop": (0, -0.4, 0.1),
    "move_to": (0, 0, 0), "point": (0, 0, 0.25),
}  # fmt: skip
_BULGE: Mapping[str, tuple[float, float, float]] = {
    "arc_up": (0, 0, 0.5), "arc_down": (0, 0, 0.5), "arc_left": (0, 0.1, 0.6), "arc_forward": (0, 0.6, 0),
    "arc_down_right": (-0.4, 0.4, 0),
}  # fmt: skip
# Swings: world direction of the shift, turn in local axes (degrees about x, y, z).
_SWINGS: Mapping[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "shake_lr": ((-1.0, 0, 0), (0, 0, 9)), "shake_fb": ((0, 0, 0.9), (-8, 0, 0)), "shake_ud": ((0, 0.9, 0), (0, 0, 0)),
    "shake_small": ((-0.4, 0, 0), (0, 0, 5)), "twist": ((0, 0, 0), (0, 38, 0)),
    "alternate_ud": ((0, 1.3, 0), (0, 0, 0)), "alternate_fb": ((0, 0, 1.3), (0, 0, 0)),
    "alternate_tap": ((0, 0.5, 1.0), (0, 0, 0)), "alternate_twist": ((0, 0, 0), (0, 42, 0)),
    "alternate_flick": ((0, 0.6, 0.2), (0, 0, 0)),
}  # fmt: skip
_CIRCLES: Mapping[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    # first axis at the start, second a quarter later; clockwise from above: out, right, in, left
    "circle_h_cw": ((0, 0, 1), (-1, 0, 0)),
    "circle_v_cw": ((0, 1, 0), (1, 0, 0)),
    "circle_sag": ((0, 1, 0), (0, 0, 1)),
    "alternate_circle": ((0, 0.6, 0.8), (0, 0.8, -0.6)),
}
_FINGER_BENDS: Mapping[str, tuple[float, float, float]] = {
    "bend_fingers": (58, 18, 8), "bend_index": (12, 68, 44), "bend_middle": (60, 20, 10),
}  # fmt: skip
_TURNS = ("turn_over", "turn_over_right", "turn_down", "turn_palm_in", "turn_palm_out", "turn_palm_up",
          "turn_palm_down", "turn_palm_left")  # fmt: skip


@dataclass(slots=True)
class Motion:
    """One hand over T samples: shift (T, 3) units, turn (T, 3) degrees about its own axes, morph and travel (T,) 0..1,
    bend (T, 22) degrees added to the shape. Travel runs from the place to the end place where the part has one."""

    shift: Array
    turn: Array
    morph: Array
    bend: Array
    travel: Array

    @classmethod
    def still(cls, samples: int) -> Motion:
        zero = np.zeros
        return cls(zero((samples, 3)), zero((samples, 3)), zero(samples), zero((samples, ANGLES)), zero(samples))


@dataclass(frozen=True, slots=True)
class Setting:
    """What a primitive must know of its part. `approach`: unit world direction to what is touched."""

    part: Part
    approach: Array
    rotation: Array
    angles: Array
    size: float = 1.0
    left: bool = False
    opposite: bool = False  # this hand moves in turn with the other
    later: bool = False  # a phase after the first: it goes on from where the one before ended
    turns: Mapping[str, Array] = field(default_factory=dict)  # primitive -> local turn in degrees

    @property
    def scale(self) -> float:
        return _SIZE[self.part.size] * self.size


def phase_seconds(names: tuple[str, ...], repetition: int, trace: str | None) -> float:
    """How long a phase lasts at tempo 1."""
    return max(_seconds(name, repetition, trace) for name in names)


def _seconds(name: str, repetition: int, trace: str | None) -> float:
    if name == "hold":
        return HOLD_S
    if name == "write":
        return trace_shift(trace)[1]
    if name in _CIRCLES:
        return CIRCLE_S * repetition
    if name in _SWINGS or name in ("wiggle", "rub"):
        return SWING_S * max(repetition, 2)
    if name in _FINGER_BENDS or name in ("bend_thumb", "flick_thumb", "open_close"):
        return 0.40 * repetition
    if name in _TURNS or name in ("open", "close", "extend_seq"):
        return CHANGE_S * repetition + (0.3 if name == "extend_seq" else 0.0)
    return STROKE_S * repetition + RETURN_S * (repetition - 1)


def phase_motion(names: tuple[str, ...], setting: Setting, samples: int) -> Motion:
    """The motion of one hand over a phase of `samples` samples."""
    motion = Motion.still(samples)
    time = np.linspace(0.0, 1.0, samples)
    for name in names:
        _primitive(name)(name, motion, time, setting)
    return motion


def _primitive(name: str) -> Callable[[str, Motion, Array, Setting], None]:
    if name in _PATHS or name in ("tap", "press"):
        return _path
    if name in _SWINGS:
        return _swing
    if name in _CIRCLES:
        return _circle
    if name in _FINGER_BENDS:
        return _bend
    if name in _TURNS:
        return _turn
    return {"write": _write, "wiggle": _wiggle, "rub": _rub, "cross_swap": _swap, "bend_thumb": _thumb,
            "flick_thumb": _thumb, "open": _morph, "close": _morph, "open_close": _open_close,
            "extend_seq": _morph}.get(name, _nothing)  # fmt: skip


def minimum_jerk(t: Array) -> Array:
    """From 0 to 1 with no speed or acceleration at either end (Flash and Hogan 1985)."""
    t = np.clip(t, 0.0, 1.0)
    return t**3 * (10 - 15 * t + 6 * t * t)


def strokes(time: Array, repetition: int) -> Array:
    """0 to 1, back and again; the last stroke stays at 1."""
    total = repetition * STROKE_S + (repetition - 1) * RETURN_S
    within = (time * total) % (STROKE_S + RETURN_S)
    out = minimum_jerk(within / STROKE_S)
    back = 1.0 - minimum_jerk((within - STROKE_S) / RETURN_S)
    done = np.where(within <= STROKE_S, out, back)
    done[time >= 1.0] = 1.0
    return done


def _path(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    part, done = setting.part, strokes(time, setting.part.repetition)
    if name in ("tap", "press"):
        _touch(name, motion, time, setting)
        return
    motion.travel += done
    if part.location_end:
        motion.shift += _arched(setting, done) if name.startswith("throw") else 0.0
        return
    short = 0.62 if part.contact in ("tap", "press") and part.relation != "one_hand" else 1.0
    step = np.array(_PATHS[name]) * _STROKE * setting.scale * short
    if setting.left and (part.relation in ("mirror", "alternate") or name in ("together", "apart")):
        step = step * np.array((-1.0, 1.0, 1.0))
    start = _start_of(name, step, setting)
    if setting.opposite:
        done = strokes(np.clip(time * 2 - 1, 0, 1), part.repetition)
    motion.shift += (start + done)[:, None] * step
    if name in _BULGE:
        motion.shift += np.sin(np.pi * done)[:, None] * np.array(_BULGE[name]) * _STROKE * setting.scale * 0.6


def _touch(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    """To the surface and into contact; a later phase is in contact already: it lifts and touches again."""
    repetition = setting.part.repetition
    step = setting.approach * (42.0 if name == "tap" else 30.0) * min(1.0, setting.scale)
    if setting.later:
        away = np.sin(np.pi * repetition * time) ** 2
    else:
        away = 1.0 - strokes(np.clip(time * 2 - 1, 0, 1) if setting.opposite else time, repetition)
    motion.shift -= away[:, None] * step


def _start_of(name: str, step: Array, setting: Setting) -> float:
    """Where on its stroke a movement starts: contact is met at the end, left at the start, or crossed in the middle."""
    part = setting.part
    if name == "insert":
        return -1.0
    if part.contact in ("slide", "brush"):
        return -0.5
    if part.contact in ("none", "enclose"):
        return -0.35
    towards = float(step @ setting.approach) / (np.linalg.norm(step) + 1e-9)
    return -1.0 if towards > 0.5 else 0.0


def _arched(setting: Setting, done: Array) -> Array:
    result: Array = np.sin(np.pi * done)[:, None] * np.array((0.0, 30.0, 70.0)) * setting.scale
    return result


def _swing(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    shift, turn = _SWINGS[name]
    cycles = max(setting.part.repetition, 2 if name.startswith("alternate") else 1)
    wave = np.sin(2 * np.pi * cycles * time) * np.clip(np.minimum(time, 1 - time) * 12, 0, 1)
    if setting.opposite and name != "alternate_twist":
        wave = -wave
    mirror = np.array((1.0, -1.0, -1.0)) if setting.left else np.ones(3)
    motion.shift += wave[:, None] * np.array(shift) * _SWING * setting.scale
    motion.turn += wave[:, None] * np.array(turn) * mirror


def _circle(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    first, second = _CIRCLES[name]
    angle = 2 * np.pi * setting.part.repetition * (0.5 * time + 0.5 * minimum_jerk(time))
    if setting.opposite:
        angle = angle + np.pi
    radius = _RADIUS * setting.scale
    ring = np.cos(angle)[:, None] * np.array(first) + np.sin(angle)[:, None] * np.array(second)
    if setting.left and setting.part.relation == "mirror":
        ring = ring * np.array((-1.0, 1.0, 1.0))
    motion.shift += radius * ring


def _extended(angles: Array) -> list[int]:
    """Fingers (0 index .. 3 little) that stand out and so can bend; all four where none does."""
    out = [f for f in range(4) if angles[4 * f] + angles[4 * f + 1] < 80]
    return out or [0, 1, 2, 3]


def _bend(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    fingers = {"bend_index": [0], "bend_middle": [1]}.get(name) or _extended(setting.angles)
    again = 0.5 - 0.5 * np.cos(2 * np.pi * setting.part.repetition * time)
    once = minimum_jerk(time * 1.4) if setting.part.repetition == 1 else again
    for finger in fingers:
        motion.bend[:, 4 * finger : 4 * finger + 3] += once[:, None] * np.array(_FINGER_BENDS[name])


def _wiggle(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    cycles = max(setting.part.repetition, 2)
    envelope = np.clip(np.minimum(time, 1 - time) * 8, 0, 1)
    for finger in _extended(setting.angles):
        wave = 0.5 - 0.5 * np.cos(2 * np.pi * (cycles * time - finger * 0.2))
        motion.bend[:, 4 * finger : 4 * finger + 3] += (envelope * wave)[:, None] * np.array((34.0, 16.0, 8.0))


def _rub(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    wave = np.sin(2 * np.pi * 3 * time) * np.clip((0.6 - time) * 4, 0, 1)
    motion.bend[:, 17:22:2] += wave[:, None] * 12.0
    for finger in range(3):
        motion.bend[:, 4 * finger] += wave * 8.0


def _thumb(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    wave = 0.5 - 0.5 * np.cos(2 * np.pi * setting.part.repetition * time)
    bend = np.array((0.0, 6.0, -34.0, 14.0, -74.0, 20.0)) if name == "bend_thumb" else np.array((18, 0, 30, 0, 36, 0.0))
    motion.bend[:, 16:22] += wave[:, None] * bend


def _turn(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    motion.turn += strokes(time, setting.part.repetition)[:, None] * setting.turns[name]


def _morph(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    motion.morph += strokes(time, setting.part.repetition)


def _open_close(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    motion.morph += 0.5 - 0.5 * np.cos(2 * np.pi * setting.part.repetition * time)


def _write(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    shift, _ = trace_shift(setting.part.trace)
    at = np.interp(time, np.linspace(0, 1, len(shift)), np.arange(len(shift)))
    flip = np.array((-1.0, 1.0, 1.0)) if setting.left and setting.part.relation == "mirror" else np.ones(3)
    columns = [np.interp(at, np.arange(len(shift)), shift[:, axis]) for axis in range(3)]
    motion.shift += np.stack(columns, axis=1) * flip


def _swap(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    done = minimum_jerk(time)
    side = -1.0 if setting.left else 1.0
    motion.shift[:, 0] += side * 150.0 * setting.scale * done
    motion.shift[:, 2] += side * 46.0 * np.sin(np.pi * done)


def _nothing(name: str, motion: Motion, time: Array, setting: Setting) -> None:
    """A hold."""
