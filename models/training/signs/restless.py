"""Hands that move without signing: talking, scratching, holding something, waiting half raised.

Written in the lexicon's own notation and performed by the same body, so that the recogniser meets them in training as
it meets signs. Relaxed hands (`five_curved`, `loose_fist`) low before the body; our judgement of what people do at a
counter, checked by nobody. They are negatives only: no class, no prototype of a sign.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from content.signer import Lexicon, Sign, load_lexicon
from content.signer.notation import read_part

SHAPES = ("five_curved", "loose_fist", "five", "flat_B", "claw")
PALMS = ("in/left", "up/left", "left/out", "down/left", "up_left/out", "down/out", "in_left/up", "left/up_out")
BEATS = ("up, down x2", "down x2", "twist x2", "arc_left", "left, right", "shake_small", "turn_palm_up", "hold",
         "up_forward", "circle_v_cw", "apart", "bend_fingers x2", "wiggle")  # fmt: skip
LOW = ("belly", "waist", "chest_front", "side_r", "chest_r")
# Hand, palm and fingers, place, movements: what one hand does at the head and the body.
TOUCHES = (
    ("five_curved", "in/up", "cheek", "rub"), ("index", "in/up", "cheek", "bend_index x2"),
    ("five_curved", "in/up_left", "chin", "hold"), ("five_curved", "in/up", "mouth", "hold"),
    ("loose_fist", "in/up_left", "mouth", "hold"), ("five_curved", "left/up", "ear", "rub"),
    ("five_curved", "left/up", "temple", "rub"), ("index", "in_left/up", "eye", "rub"),
    ("five_curved", "in/up_left", "forehead", "right"), ("five_curved", "down_left/up", "head_side", "down x2"),
    ("five_curved", "in/left_up", "neck", "rub"), ("five_curved", "in/left", "shoulder_l", "rub"),
    ("phone", "left/up", "ear", "hold"), ("five_curved", "in/left", "chest", "hold"),
    ("loose_fist", "left/up", "cheek", "hold"), ("pinch2", "in/left", "chest", "shake_small"),
    ("five_curved", "in/left", "upper_arm_l", "hold"), ("five_curved", "down/left", "elbow_l", "rub"),
    ("index", "in/up", "mouth", "rub"), ("pinch3", "in/up", "eye", "hold"),
)  # fmt: skip
PREFIX = "~"


@lru_cache(maxsize=4)
def restless_lexicon(seed: int = 0, count: int = 60) -> Lexicon:
    """`count` movements without meaning, drawn by lot, under glosses `~0`, `~1`, ..."""
    rng, shapes = np.random.default_rng(seed), load_lexicon().handshapes
    signs: dict[str, Sign] = {}
    model = next(iter(load_lexicon().signs.values()))
    while len(signs) < count:
        line = _touch(rng) if rng.random() < 0.35 else _talk(rng)
        gloss = f"{PREFIX}{len(signs)}"
        parts = (read_part(line, shapes.names),)
        signs[gloss] = Sign(
            gloss=gloss, zh=gloss, en=gloss, pinyin="", category="restless", parts=parts, expression="neutral",
            aliases=(), relations=(), compound_of=(), variant_of=None, agreement=False, note="", source=model.source,
            confidence=model.confidence, status=model.status,
        )  # fmt: skip
    return Lexicon(signs, {}, shapes)


def _talk(rng: np.random.Generator) -> str:
    """One or both hands beat, turn or wait before the body."""
    shape, palm, beat, place = (str(rng.choice(each)) for each in (SHAPES, PALMS, BEATS, LOW))
    size = "; small" if rng.random() < 0.6 else ""
    other = ""
    if rng.random() < 0.5:
        mirrored = palm.replace("left", "@").replace("right", "left").replace("@", "right")
        other = f"; left {shape} {mirrored}; {rng.choice(('mirror', 'alternate'))}"
    return f"right {shape} {palm}{other}; at {place}; move {beat}{size}"


def _touch(rng: np.random.Generator) -> str:
    shape, palm, place, movement = TOUCHES[rng.integers(len(TOUCHES))]
    return f"right {shape} {palm}; at {place} touch; move {movement}; small"
