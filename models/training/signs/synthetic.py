"""Synthetic performers: takes of lexicon signs as a camera in a hall would see them.

Everything random comes from one seed. A take is cut out of a short sentence, so that it starts and ends
in the transitions that surround a sign in a stream, or out of a single performance with its rests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from content.signer import Camera, Lexicon, Performance, Style, perform
from recognition.signs.forms import IDLE
from recognition.signs.normalise import Array

# Takes of no sign at all; they have no prototype.
BETWEEN = "_between"


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """`points` (T, 75, 3) in parts of the picture, as the tracker gives them."""

    gloss: str
    points: Array
    aspect: float


def random_style(rng: np.random.Generator) -> Style:
    """A performer: tempo 0.7-1.6 (facts of sentence corpora), one in ten left-handed, own build."""
    return Style(
        speed=float(rng.uniform(0.7, 1.6)),
        size=float(rng.uniform(0.8, 1.2)),
        dominant="left" if rng.random() < 0.1 else "right",
        jitter=float(rng.uniform(0.3, 1.5)),
        rng=rng,
        hand_scale=float(rng.uniform(0.85, 1.15)),
        shoulder_scale=float(rng.uniform(0.88, 1.12)),
        arm_scale=float(rng.uniform(0.92, 1.08)),
        head_scale=float(rng.uniform(0.9, 1.1)),
        rest="down" if rng.random() < 0.5 else "folded",
    )


def random_camera(rng: np.random.Generator) -> Camera:
    """A webcam near the middle, somewhat turned and tilted."""
    return Camera(
        distance=float(rng.uniform(1500, 3000)),
        yaw_deg=float(rng.normal(0, 8)),
        pitch_deg=float(rng.normal(0, 7)),
        roll_deg=float(rng.normal(0, 3)),
        zoom=float(rng.uniform(0.7, 1.15)),
        shift=(float(rng.uniform(-0.12, 0.12)), float(rng.uniform(-0.08, 0.12))),
    )


def random_take(gloss: str, lexicon: Lexicon, rng: np.random.Generator) -> Take:
    """One take of a sign by a new performer: out of a sentence (two in three) or on its own."""
    camera = random_camera(rng)
    others = [str(word) for word in rng.choice(lexicon.glosses, 2)]
    words = [others[0], gloss, others[1]] if rng.random() < 0.67 else [gloss]
    played = perform(words, style=random_style(rng), lexicon=lexicon)
    span = played.spans[words.index(gloss)]
    begin, end = span.start_s - rng.uniform(-0.03, 0.2), span.end_s + rng.uniform(-0.05, 0.2)
    return Take(gloss, filmed(played, camera, float(begin), float(end), rng), camera.aspect)


def random_rest(lexicon: Lexicon, rng: np.random.Generator) -> Take:
    """Hands at rest before or after signing, without a sign."""
    camera = random_camera(rng)
    style = replace(random_style(rng), lead_s=1.8, tail_s=1.8)
    played = perform([str(rng.choice(lexicon.glosses))], style=style, lexicon=lexicon)
    length = float(rng.uniform(0.4, 1.4))
    begin = float(rng.uniform(0, 0.3)) if rng.random() < 0.5 else played.duration_s - length
    return Take(IDLE, filmed(played, camera, begin, begin + length, rng), camera.aspect)


def random_between(lexicon: Lexicon, rng: np.random.Generator) -> Take:
    """A window that holds no whole sign: from the middle of one into the next, or into the rest."""
    camera = random_camera(rng)
    played = perform([str(word) for word in rng.choice(lexicon.glosses, 2)], style=random_style(rng), lexicon=lexicon)
    first, second = played.spans
    cuts = (
        (first.start_s - 0.5, first.start_s + 0.2),
        ((first.start_s + first.end_s) / 2, (second.start_s + second.end_s) / 2),
        (second.end_s - 0.1, second.end_s + 0.5),
    )
    begin, end = cuts[rng.integers(len(cuts))]
    return Take(BETWEEN, filmed(played, camera, max(begin, 0.0), end, rng), camera.aspect)


def filmed(played: Performance, camera: Camera, begin_s: float, end_s: float, rng: np.random.Generator) -> Array:
    """What a tracker would give between two times: at a webcam's rate, unsteady, sometimes without a hand."""
    rate_hz = float(rng.choice([10, 15, 25, 30]))
    times = np.arange(begin_s, max(end_s, begin_s + 3 / rate_hz), 1 / rate_hz)
    points = played.landmarks(times, camera)
    points[..., :2] += rng.normal(0, rng.uniform(0.0005, 0.003), points[..., :2].shape)
    points[..., 2] *= rng.uniform(0.6, 1.4)
    points[:, 33:, 2] += rng.normal(0, 0.006, points[:, 33:, 2].shape)
    _lose_hands(points, rng)
    return points.astype(np.float32)


def _lose_hands(points: Array, rng: np.random.Generator) -> None:
    """Hands are missing in 5-20 % of the frames, in runs; never in all; out of the picture always."""
    for hand in (slice(33, 54), slice(54, 75)):
        outside = (points[:, hand, 1].mean(1) > 1.02) | (np.abs(points[:, hand, 0].mean(1) - 0.5) > 0.52)
        gap = rng.random() < 0.5
        start, length = rng.integers(len(points)), 1 + rng.integers(max(len(points) // 4, 1))
        lost = outside | (gap & (np.arange(len(points)) >= start) & (np.arange(len(points)) < start + length))
        points[lost if not lost.all() else outside, hand] = np.nan
