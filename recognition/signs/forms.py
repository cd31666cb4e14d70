"""What the lexicon says about forms: signs that look the same, and signs made of others."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from content.signer import Lexicon, Sign, load_lexicon

# The class of hands at rest; it never comes out as a sign.
IDLE = "_idle"
# Takes of no sign at all: no class of their own, what is read in them must not reach any sign.
BETWEEN = "_between"


@lru_cache(maxsize=1)
def canonical_glosses() -> Mapping[str, str]:
    """Every gloss with the one that stands for all signs of its form (什么 = 哪里).

    That is a digit before a letter (0 = O), then the shortest, then the first.
    """
    by_form: dict[object, list[str]] = {}
    for sign in load_lexicon().signs.values():
        by_form.setdefault(sign.parts, []).append(sign.gloss)
    return {gloss: min(group, key=_rank) for group in by_form.values() for gloss in group}


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """Glosses that may come out among words: all but finger letters, which nobody spells here unasked."""
    return frozenset(sign.gloss for sign in load_lexicon().signs.values() if sign.category != "letter")


@lru_cache(maxsize=1)
def components() -> Mapping[str, frozenset[str]]:
    """Every compound with the signs it contains (残疾人证: 残疾, 人, 证), by parts and by what the lexicon names."""
    lexicon = load_lexicon()
    found = {sign.gloss: frozenset(_inside(sign, lexicon)) for sign in lexicon.signs.values()}
    return {gloss: parts for gloss, parts in found.items() if parts}


def _rank(gloss: str) -> tuple[bool, int]:
    return not gloss.isdigit(), len(gloss)


def _inside(sign: Sign, lexicon: Lexicon) -> set[str]:
    named = {lexicon.resolve(word) for word in sign.compound_of if word in lexicon}
    canonical = canonical_glosses()
    return {
        canonical[other.gloss]
        for other in lexicon.signs.values()
        if other.gloss in named or (len(other.parts) < len(sign.parts) and _contains(sign.parts, other.parts))
    } - {canonical[sign.gloss]}


def _contains(whole: tuple[object, ...], part: tuple[object, ...]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))
