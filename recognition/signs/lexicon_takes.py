"""Takes of the lexicon's own signs by performers drawn by lot, in the manner of a file of recordings.

A file whose labels are all signs of the lexicon (the Chinese numbers) is fitted on these beside its own rows: few
people show few forms of a sign, the lexicon knows them all (what it gains: docs/model-signs.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from content.signer import Camera, Lexicon, load_lexicon, perform
from content.signer.performers import filmed, random_camera, random_style
from recognition.landmarks.layout import LEFT_HAND, POSE, RIGHT_HAND
from recognition.signs.normalise import Array
from recognition.signs.recordings import Recordings

# Takes a sign: stills are many and cheap to tell apart, whole signs fewer.
STILLS, MOVING = 150, 20
# People on photos hold the hand at more angles to the camera than before a terminal: turned twice as far.
TURN = 2.0


def known_labels(rows: Recordings) -> tuple[str, ...]:
    """The labels of a file, if every one is a sign of the lexicon; else none."""
    labels = tuple(sorted({str(label) for label in rows.labels[rows.signs]}))
    lexicon = load_lexicon()
    return labels if len(labels) > 1 and all(label in lexicon for label in labels) else ()


def lexicon_takes(rows: Recordings, seed: int = 0) -> Iterator[tuple[str, Array, float]]:
    """Label, take (T, 75, 3) and aspect: stills where the file holds stills, hands only where it has no bodies."""
    rng, lexicon = np.random.default_rng(seed), load_lexicon()
    stills = bool(np.median(rows.lengths) <= 1)
    bodiless = not np.isfinite(rows.x[:, 0, 11:13, 0]).any(1).mean() > 0.5
    for label in known_labels(rows):
        for _ in range(STILLS if stills else MOVING):
            form = str(rng.choice(lexicon.variants(label)))
            take, aspect = performed_take(lexicon, form, stills, rng)
            if bodiless:
                take[:, POSE] = np.nan
            yield label, take, aspect


def performed_take(lexicon: Lexicon, form: str, still: bool, rng: np.random.Generator) -> tuple[Array, float]:
    """One performance of a form by somebody drawn by lot, and the picture's aspect; `still`: one picture of it."""
    played = perform([form], style=random_style(rng), lexicon=lexicon)
    span, camera = played.spans[0], _turned(random_camera(rng), rng)
    if not still:
        return filmed(played, camera, span.start_s, span.end_s, rng), camera.aspect
    # Half-way into the sign the hand has its form; the start is the end of raising it.
    at = rng.uniform(0.5 * (span.start_s + span.end_s) - 0.1, span.end_s - 0.02)
    take = played.landmarks(np.array([at]), camera)
    take[..., :2] += rng.normal(0, 0.002, take[..., :2].shape)
    if lexicon.sign(form).hands == 1:
        take[:, LEFT_HAND if played.style.dominant == "right" else RIGHT_HAND] = np.nan
    return take.astype(np.float32), camera.aspect


def _turned(camera: Camera, rng: np.random.Generator) -> Camera:
    yaw, pitch, roll = rng.normal(0, (8 * TURN, 7 * TURN, 3 * TURN))
    return replace(camera, yaw_deg=float(yaw), pitch_deg=float(pitch), roll_deg=float(roll))
