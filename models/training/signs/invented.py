"""Signs that no language has: the hands of one sign of the lexicon, the place of a second, the movement of a third.

Each is a class of its own for the network, so that it learns to tell apart more than the lexicon holds, and that what
is made like a sign need not be one of ours. Never a prototype. A recombination that the lexicon has is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from content.signer import Lexicon, Sign, load_lexicon
from content.signer.notation import Part

PREFIX = "invented:"
# So many have two parts, as signs of the lexicon do.
TWO_PARTS = 0.2


@lru_cache(maxsize=2)
def invented_lexicon(seed: int = 0, count: int = 240) -> Lexicon:
    """`count` signs drawn by lot, under glosses `invented:0`, `invented:1`, ..."""
    real, rng = load_lexicon(), np.random.default_rng(seed)
    taken = {_look(part) for sign in real.signs.values() for part in sign.parts}
    alike: dict[str, list[Part]] = defaultdict(list)
    for part in (part for sign in real.signs.values() for part in sign.parts if part.trace is None):
        alike[part.relation].append(part)
    model, signs = next(iter(real.signs.values())), dict[str, Sign]()
    while len(signs) < count:
        parts = tuple(_recombined(alike, rng) for _ in range(1 + (rng.random() < TWO_PARTS)))
        looks = {_look(part) for part in parts}
        if not looks & taken:
            taken |= looks
            gloss = f"{PREFIX}{len(signs)}"
            signs[gloss] = replace(model, gloss=gloss, zh=gloss, en=gloss, pinyin="", category="invented", parts=parts,
                                   expression="neutral", aliases=(), relations=(), compound_of=())  # fmt: skip
    return Lexicon(signs, {}, real.handshapes)


def _recombined(alike: dict[str, list[Part]], rng: np.random.Generator) -> Part:
    """Three parts whose hands stand to each other in the same way, in the shares that the lexicon has."""
    sizes = np.array([len(parts) for parts in alike.values()])
    parts = list(alike.values())[rng.choice(len(sizes), p=sizes / sizes.sum())]
    hands, place, movement = (parts[i] for i in rng.integers(len(parts), size=3))
    made: Part = replace(hands, location=place.location, location_end=place.location_end, contact=place.contact,
                         phases=movement.phases, repetition=movement.repetition, size=movement.size)  # fmt: skip
    return made


def _look(part: Part) -> Hashable:
    return part.relation, part.right.shape, part.location, part.phases
