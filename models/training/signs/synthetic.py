"""Synthetic performers: takes of lexicon signs as a camera in a hall would see them.

Everything random comes from one seed. A take is cut out of a short sentence, so that it starts and ends
in the transitions that surround a sign in a stream, or out of a single performance with its rests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from content.signer import Lexicon, perform
from content.signer.performers import filmed, random_camera, random_style
from models.training.signs.restless import restless_lexicon
from recognition.landmarks.layout import POSE
from recognition.signs.forms import BETWEEN, IDLE
from recognition.signs.lexicon_takes import performed_take
from recognition.signs.normalise import Array

# Movements that people make without signing; each generator has its own.
RESTLESS_KINDS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """`points` (T, 75, 3) in parts of the picture, as the tracker gives them."""

    gloss: str
    points: Array
    aspect: float


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


def random_restless(lexicon: Lexicon, rng: np.random.Generator) -> Take:
    """Hands that move without signing, seen through a window of any length."""
    camera, restless = random_camera(rng), restless_lexicon(count=RESTLESS_KINDS)
    moves = [str(move) for move in rng.choice(restless.glosses, rng.integers(1, 4))]
    played = perform(moves, style=random_style(rng), lexicon=restless)
    length = float(min(rng.uniform(0.4, 2.4), played.duration_s))
    begin = float(rng.uniform(0, played.duration_s - length))
    return Take(BETWEEN, filmed(played, camera, begin, begin + length, rng), camera.aspect)


def random_start(lexicon: Lexicon, rng: np.random.Generator) -> Take:
    """The way from rest into a sign, cut off before the sign, or the way back: hands half up."""
    camera = random_camera(rng)
    style = replace(random_style(rng), lead_s=1.0, tail_s=1.0)
    played = perform([str(rng.choice(lexicon.glosses))], style=style, lexicon=lexicon)
    span, length = played.spans[0], float(rng.uniform(0.4, 1.2))
    end = span.start_s - rng.uniform(0.02, 0.15) if rng.random() < 0.5 else span.end_s + length + rng.uniform(0, 0.1)
    return Take(BETWEEN, filmed(played, camera, max(end - length, 0.0), float(end), rng), camera.aspect)


def random_end(gloss: str, lexicon: Lexicon, rng: np.random.Generator) -> Take:
    """Where a sign that goes somewhere has arrived, without its way: no sign, though it may look like one."""
    camera = random_camera(rng)
    played = perform([gloss], style=random_style(rng), lexicon=lexicon)
    span = played.spans[0]
    begin = max(span.end_s - rng.uniform(0.25, 0.5), 0.4 * span.start_s + 0.6 * span.end_s)
    return Take(BETWEEN, filmed(played, camera, float(begin), span.end_s + rng.uniform(0.0, 0.2), rng), camera.aspect)


def random_held(gloss: str, lexicon: Lexicon, rng: np.random.Generator) -> Take:
    """One hand held up, seen once and alone: a digit or letter as on a photograph."""
    take, aspect = performed_take(lexicon, gloss, still=True, rng=rng)
    take[:, POSE] = np.nan
    return Take(gloss, take, aspect)
