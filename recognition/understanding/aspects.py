"""What is asked about a matter: papers, fee, time, place, online, proxy, conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recognition.understanding.request import Units
from recognition.understanding.result import Aspect
from recognition.understanding.spotting import Hit

#: So near (in units) a word tells what is with the papers: brought (材料带齐了), asked for (材料要什么). Our judgement.
_NEAR = 4
#: In so short a request the bare noun is the question: 换驾照材料.
_SHORT = 14
#: What tells something of papers: that they were brought, or how they look.
_TOLD = frozenset(("brought", "looks"))


def asked_aspect(hits: Sequence[Hit], units: Units, meant: frozenset[int]) -> Aspect | None:
    """What is asked: the last thing asked for; "may I" only if nothing else is.

    Words that told the matter (the units `meant`: 代办) ask nothing more, and who is paid money asks for no fee.
    """
    free = [hit for hit in hits if not meant.issuperset(range(hit.start, hit.end))]
    asked = list(_asked(free, hits, units))
    if any(concept.endswith("_money") for hit in hits for concept in hit.concepts):
        asked = [aspect for aspect in asked if aspect is not Aspect.FEE]
    plain = [aspect for aspect in asked if aspect is not Aspect.CONDITIONS]
    return (plain or asked or [None])[-1]


def _asked(free: Sequence[Hit], hits: Sequence[Hit], units: Units) -> Iterator[Aspect]:
    lost_at = {hit.start for hit in hits if "lost" in hit.concepts}
    for hit in free:
        named = [Aspect(concept) for concept in sorted(hit.concepts) if concept in set(Aspect)]
        if hit.end in lost_at:  # 啥时候丢的 tells of the loss
            named = [aspect for aspect in named if aspect not in (Aspect.TIME, Aspect.PLACE)]
        yield from named
        if "materials_noun" in hit.concepts and _is_question(hit, hits, units):
            yield Aspect.MATERIALS


def _is_question(noun: Hit, hits: Sequence[Hit], units: Units) -> bool:
    """Whether papers that are named are asked about: not if they were brought, nor in passing."""
    if any(hit.concepts & _TOLD and 0 <= hit.start - noun.end <= _NEAR for hit in hits):
        return False
    return len(units.units) <= _SHORT or any(_gap(noun, hit) <= _NEAR for hit in hits if "asking" in hit.concepts)


def _gap(one: Hit, other: Hit) -> int:
    return max(one.start - other.end, other.start - one.end)
