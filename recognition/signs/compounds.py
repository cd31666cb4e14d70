"""Compounds told part by part: 残疾, 人, 证 are 残疾人证 when they follow each other.

Parts are shorter and read more surely than the whole, so they are often told first. The lexicon knows what they make
together, because a compound's movements are its parts' movements in turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from content.signer import Lexicon, load_lexicon
from recognition.signs.forms import canonical_glosses
from recognition.signs.recognition import Recognition, certainty

MOST_PARTS = 4


@lru_cache(maxsize=1)
def _wholes() -> Mapping[tuple[object, ...], str]:
    """Movements of every sign that has more than one, and what it is called."""
    canonical = canonical_glosses()
    return {sign.parts: canonical[sign.gloss] for sign in load_lexicon().signs.values() if len(sign.parts) > 1}


def joined(readings: Sequence[Recognition]) -> tuple[Recognition, int] | None:
    """The compound that the last signs make together, and how many they are; None where they make none.

    As sure as its least sure part. A compound read too early (社会保障) gives way to another one that was possible
    and that the sign after it ends (社会保障, 保险: 社会保险).
    """
    lexicon = load_lexicon()
    for count in range(min(len(readings), MOST_PARTS), 1, -1):
        tail = readings[-count:]
        if any(reading.gloss is None or reading.gloss not in lexicon for reading in tail):
            continue
        gloss = _wholes().get(sum((lexicon.sign(str(reading.gloss)).parts for reading in tail), ()))
        if gloss is None and count == 2:
            gloss = _ended_otherwise(tail[0], str(tail[1].gloss), lexicon)
        if gloss is not None:
            return _as_one(gloss, tail), count
    return None


def _ended_otherwise(reading: Recognition, last: str, lexicon: Lexicon) -> str | None:
    """The other reading of a compound that begins as it does and ends with the sign after it."""
    begins, ending = lexicon.sign(str(reading.gloss)).parts, lexicon.sign(last).parts
    if len(begins) < 2:
        return None
    for other in reading.alternatives:
        parts = lexicon.sign(other.gloss).parts if other.gloss in lexicon else ()
        if len(parts) > len(ending) and parts[-len(ending) :] == ending and parts[0] == begins[0]:
            return other.gloss
    return None


def _as_one(gloss: str, parts: Sequence[Recognition]) -> Recognition:
    confidence = min(part.confidence for part in parts)
    others = tuple(other for other in parts[-1].alternatives if other.gloss != gloss)
    lead = confidence - (others[0].confidence if others else 0.0)
    return replace(
        parts[-1], gloss=gloss, confidence=confidence, state=certainty(confidence, lead), alternatives=others
    )
