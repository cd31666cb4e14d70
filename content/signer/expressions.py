"""Expressions of the notation as movements of the face over the time of a sign or sentence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from content.signer.pose import FACE, Face
from content.signer.skeleton import Array

# Strengths are our judgement; brows are raised for yes/no questions and drawn together for wh-questions.
_STILL: Mapping[str, Face] = {
    "neutral": Face(),
    "smile": Face(smile=0.95, brow=0.25),
    "approving": Face(smile=0.7, brow=0.2, pitch=3),
    "nod": Face(smile=0.45),
    "question": Face(smile=0.05, furrow=0.8, roll=-3, pitch=3),
    "question_face": Face(smile=0.05, furrow=0.8, roll=-3, pitch=3),
    "brow_raise": Face(smile=0.25, brow=0.95, pitch=4),
    "puzzled": Face(smile=-0.1, furrow=0.7, roll=5),
    "shake_head": Face(smile=0.05, furrow=0.3),
    "negative": Face(smile=-0.2, furrow=0.45),
    "doubtful": Face(smile=-0.1, furrow=0.4, brow=0.3, roll=6),
    "thinking": Face(smile=0.1, furrow=0.35, gaze_x=-0.6, gaze_y=0.6, roll=4),
    "annoyed": Face(smile=-0.4, furrow=0.8),
    "angry": Face(smile=-0.6, furrow=1.0),
    "worried": Face(smile=-0.3, furrow=0.4, brow=0.5),
    "troubled": Face(smile=-0.3, furrow=0.5, brow=0.4, roll=-4),
    "tired": Face(smile=-0.15, blink=0.45, pitch=6),
    "apologetic": Face(smile=-0.15, brow=0.6, furrow=0.35, pitch=7),
    "severe": Face(smile=-0.35, furrow=0.7),
    "hopeful": Face(smile=0.5, brow=0.7),
    "mouth_open": Face(smile=0.15, jaw=0.7, pucker=0.6),
    "eyes_closed": Face(smile=0.3, blink=1.0, roll=5),
    "look_up": Face(brow=0.4, gaze_y=1.0, pitch=-7),
    "head_tilt": Face(smile=0.4, roll=7),
    "gaze_follow": Face(gaze_x=-0.5, gaze_y=-0.3),
    "frown": Face(smile=-0.3, furrow=0.8),
}
# What swings: face parameter, amplitude, times a second.
_SWINGS: Mapping[str, tuple[str, float, float]] = {
    "nod": ("pitch", 7.0, 2.2),
    "approving": ("pitch", 4.0, 2.0),
    "shake_head": ("yaw", 9.0, 2.0),
    "negative": ("yaw", 7.0, 2.0),
}


def face_rows(expression: str, times: Array, duration_s: float) -> Array:
    """Face parameters (T, 13) over times (T,) seconds since the expression began."""
    rows = np.repeat(_STILL[expression].row()[None], len(times), axis=0)
    if expression in _SWINGS:
        name, amplitude, rate_hz = _SWINGS[expression]
        envelope = np.clip(np.minimum(times, duration_s - times) / 0.12, 0.0, 1.0)
        rows[:, FACE.index(name)] += amplitude * np.sin(2 * np.pi * rate_hz * times) * envelope
    return rows
