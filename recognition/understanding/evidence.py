"""Which goals the words of a request speak for.

A frame speaks for its goal when all its concepts are named. Its evidence is the set of units (characters) it explains.
Evidence that explains a true subset of another's is dropped: "结婚证" alone speaks for marriage, "结婚证 丢" explains
more and speaks for a reissue, which the hall does not do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from content.matters.lexicon import Frame, Goal, GoalKind
from recognition.understanding.spotting import Hit

#: What a unit of each kind of concept weighs when two pieces of evidence compete. Our judgement.
_WEIGHTS = {"topics": 3.0, "acts": 2.0, "states": 2.0, "people": 2.0, "others": 2.0, "aspects": 0.5}
_VALUE_WEIGHT = 1.0
_VERBS = frozenset(("acts", "states"))
#: What is left of the weight of a frame whose verb stands nearer to another topic: 公司 …… 办护照. Our judgement.
_BORROWED = 0.3

#: Two topics with "and" between them and no more than so many units apart share a verb.
_JOINT = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """A goal, the units that speak for it, how heavy they weigh; `yields` and `insists` as in the frame.

    `names`: a topic is among them, not only what is done or somebody it is for.
    """

    goal: Goal
    units: frozenset[int]
    weight: float
    yields: bool
    insists: bool
    names: bool


def gather(goals: Iterable[Goal], hits: Sequence[Hit], kinds: Mapping[str, str]) -> list[Evidence]:
    """The best evidence for every goal that has any, heaviest first."""
    named: dict[str, list[Hit]] = {}
    for hit in hits:
        for concept in hit.concepts:
            named.setdefault(concept, []).append(hit)
    found = []
    for goal in goals:
        pieces = [piece for frame in goal.frames if (piece := _fits(goal, frame, named, kinds))]
        if pieces:
            units = frozenset().union(*(p.units for p in pieces if not p.yields)) or max(pieces, key=_weight).units
            best = max(pieces, key=lambda p: (not p.yields, p.weight))
            found.append(replace(best, units=best.units if best.yields else units))
    return sorted(found, key=_weight, reverse=True)


def strongest(found: Sequence[Evidence]) -> list[Evidence]:
    """Evidence left when what explains less, or gives way, is dropped."""
    certain = [piece for piece in found if not (piece.goal.kind is GoalKind.EITHER and not piece.insists)]
    kept = undominated(certain)
    if firm := [piece for piece in kept if not piece.yields]:
        return firm
    if kept and kept[0].goal.kind is GoalKind.ELSEWHERE:
        return kept
    if any(piece.names for piece in found):
        found = [piece for piece in found if piece.names or piece.goal.kind is not GoalKind.EITHER]
    return undominated(found)


def undominated(pieces: Sequence[Evidence]) -> list[Evidence]:
    """Pieces of which no other explains the same and more."""
    return [piece for piece in pieces if not any(_beats(other, piece) for other in pieces)]


def _weight(piece: Evidence) -> float:
    return piece.weight


def _beats(other: Evidence, piece: Evidence) -> bool:
    if other is piece:
        return False
    if piece.units < other.units:
        return not (other.yields and not piece.yields)
    return False


def _fits(goal: Goal, frame: Frame, named: Mapping[str, list[Hit]], kinds: Mapping[str, str]) -> Evidence | None:
    if any(concept in named for concept in frame.forbidden):
        return None
    chosen: list[set[Hit]] = []
    for alternatives in frame.required:
        hits = {hit for concept in alternatives for hit in named.get(concept, ())}
        if not hits:
            return None
        chosen.append(hits)
    if not _distinct(chosen):
        return None
    used = set().union(*chosen)
    units = frozenset(unit for hit in used for unit in range(hit.start, hit.end))
    wanted = frozenset().union(*frame.required)
    weight = sum(hit.length * hit.quality * _heaviest(hit, wanted, kinds) for hit in used)
    if goal.kind is not GoalKind.COMMAND and _borrows(chosen, wanted, named, kinds):
        weight *= _BORROWED
    names = any(kinds.get(concept) == "topics" for hit in used for concept in hit.concepts & wanted)
    return Evidence(goal, units, weight, frame.yields, frame.insists, names)


def _borrows(
    chosen: Sequence[set[Hit]], wanted: frozenset[str], named: Mapping[str, list[Hit]], kinds: Mapping[str, str]
) -> bool:
    """Whether its verbs stand nearer to a topic that the frame does not speak of; one verb of its own is enough."""
    used = set().union(*chosen)
    topics = {hit for concept, hits in named.items() if kinds.get(concept) == "topics" for hit in hits}
    joined = named.get("and", ())

    def is_far(verb: Hit) -> bool:
        nearest = min(topics, key=lambda topic: (_gap(topic, verb), topic not in used))
        return nearest not in used and not any(_are_joined(nearest, topic, joined) for topic in topics & used)

    for group in chosen:
        verbs = [hit for hit in group - topics if any(kinds.get(c) in _VERBS for c in hit.concepts & wanted)]
        if topics and verbs and all(is_far(verb) for verb in verbs):
            return True
    return False


def _are_joined(one: Hit, other: Hit, joined: Iterable[Hit]) -> bool:
    """Whether two topics share their verb: 身份证和社保卡丢了."""
    first, second = sorted((one, other), key=lambda hit: hit.start)
    return any(first.end <= word.start and word.end <= second.start for word in joined) and _gap(one, other) <= _JOINT


def _gap(one: Hit, other: Hit) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _heaviest(hit: Hit, wanted: frozenset[str], kinds: Mapping[str, str]) -> float:
    return max(_WEIGHTS.get(kinds.get(concept, ""), _VALUE_WEIGHT) for concept in hit.concepts & wanted)


def _distinct(chosen: Sequence[set[Hit]]) -> bool:
    """Whether every concept of the frame has a word of its own (登记 cannot be both "apply" and "register")."""
    ordered = sorted(chosen, key=len)
    taken: set[Hit] = set()
    for hits in ordered:
        free = hits - taken
        if not free:
            return False
        taken.add(min(free, key=lambda hit: hit.start))
    return True
