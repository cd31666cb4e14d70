"""Several wishes in one utterance: where it falls into parts, and what the parts share.

户口和医保都没弄 joins two wishes, 是补办还是换新 offers two; each part is then read by itself. What is done already
(执照办好了，想办食品证) is no wish.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from recognition.understanding.hits import is_topic
from recognition.understanding.request import Units
from recognition.understanding.spotting import Hit

#: Concepts of words that part two wishes; `or` parts two possibilities that may share their topic.
_JOINTS = frozenset(("and", "or", "besides"))
#: 税务那头也要登记: so many units between a topic and its 也. Our judgement.
_ALSO_WITHIN = 2
_STOPS = frozenset(",.。，、！？!?;；")


@dataclass(frozen=True, slots=True)
class Part:
    """The units `start` to `end` (exclusive) between two joints, and the hits in them.

    `lent` are topics of the other parts, for a part that names none of its own (是补办还是换新).
    """

    start: int
    end: int
    hits: tuple[Hit, ...]
    lent: tuple[Hit, ...]


def parts(units: Units, hits: Sequence[Hit], kinds: Mapping[str, str]) -> list[Part]:
    """The parts of a request, in order; empty if nothing parts it."""
    joints = [hit for hit in hits if hit.concepts & _JOINTS]
    stops = [(place, place + 1) for place, unit in enumerate(units.units) if unit in _STOPS]
    cuts = sorted([_cut(hit, hits, kinds) for hit in joints] + stops)
    if not cuts:
        return []
    offered = any("or" in hit.concepts for hit in joints)
    if offered and any("place" in hit.concepts for hit in hits):
        return []  # 在这里办还是去法院 asks where
    found = []
    for start, end in _between(cuts, len(units.units)):
        own = tuple(hit for hit in hits if start <= hit.start and hit.end <= end)
        others = tuple(hit for hit in hits if hit not in own and is_topic(hit, kinds))
        lends = offered and not any(is_topic(hit, kinds) for hit in own)
        if own:
            found.append(Part(start, end, own, others if lends else ()))
    return found if len(found) > 1 else []


def _cut(joint: Hit, hits: Sequence[Hit], kinds: Mapping[str, str]) -> tuple[int, int]:
    """Where a joint parts a request: 也 behind a topic begins before it (养老转过来 | 异地看病也备个案)."""
    before = [hit for hit in hits if 0 <= joint.start - hit.end <= _ALSO_WITHIN and is_topic(hit, kinds)]
    return (before[-1].start, before[-1].start) if joint.word.startswith("也") and before else (joint.start, joint.end)


def adds(hits: Sequence[Hit]) -> bool:
    """Whether a word says that more follows (另外), that both are wanted (都要办), or that there is a choice (还是)."""
    return any(hit.concepts & {"besides", "both", "or"} for hit in hits)


def _between(cuts: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in (*cuts, (length, length)):
        if at < start:
            yield at, start
        at = max(at, end)
