"""Synthetic performers: takes of lexicon signs as a camera in a hall would see them.

Everything random comes from one seed. A take is cut out of a short sentence, so that it starts and ends
in the transitions that surround a sign in a stream, or out of a single performance with its rests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from content.signer import Lexicon, perform
from content.signer.performers import filmed, random_camera, random_style
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
