"""Which windows of a stretch of signing are its signs: the best path through all that were read.

Every window that was read as a sign is a candidate. Windows explain the time that they cover, the better the surer
they were read; every sign costs, by what follows what in requests; signs hardly overlap. So one long window beats two
odd short ones inside it, and the way up to a sign or down from it is not worth a sign of its own. (A semi-Markov
Viterbi search, as segmental models of speech and sign streams use it.) What was settled is not searched again, so
minutes of signing cost no more than seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf, log

from recognition.signs.decoding import WEIGHT
from recognition.signs.forms import components
from recognition.signs.grammar import Grammar
from recognition.signs.recognition import Recognition

# A window read with less confidence than this explains its time worse than no sign does.
NO_SIGN = 0.3
# Windows are read ten times a second; each of these readings is worth its log chance.
PER_S = 10.0
# What a sign costs where nothing is known of what follows what (digits); elsewhere the grammar's log chance says it.
# Less evidence than that is a transition or a passing hand.
NO_GRAMMAR_COST = 3.0
# Signs of one stretch may overlap by this share of the shorter one.
OVERLAP = 0.2
# The same sign, or a part of a compound beside it, so soon is an echo.
ECHO_S = 0.25
# Among words nobody says the same one twice running; a repeated movement is read twice. Digits do repeat.
SAME_WORD_S = 0.8
# A sign follows one that ended this short a time ago, or the best before: who signs on for minutes costs no more.
LOOK_BACK_S = 8.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A window from `started` to `ended` (s) and what was read in it; always a known sign."""

    started: float
    ended: float
    recognition: Recognition

    @property
    def gloss(self) -> str:
        return str(self.recognition.gloss)

    @property
    def worth(self) -> float:
        """How well it explains its time; below 0 for doubtful readings."""
        return PER_S * (self.ended - self.started) * log(max(self.recognition.confidence, 1e-4) / NO_SIGN)


@dataclass(slots=True, eq=False)
class _Node:
    segment: Segment
    score: float
    last: _Node | None


class Segmentation:
    """Takes in the segments of one stretch as they are read, in the order of their ends."""

    def __init__(self, grammar: Grammar | None, before: str | None) -> None:
        """`grammar` None: nothing is known of what follows what; `before` is the sign before the stretch."""
        self._grammar, self._before = grammar, before
        self._nodes: list[_Node] = []
        self._best: _Node | None = None
        self._settled: _Node | None = None

    def __len__(self) -> int:
        """How many windows are still weighed."""
        return len(self._nodes)

    def add(self, segment: Segment) -> None:
        """One more window that ended now."""
        if segment.worth <= 0:
            return
        score, last = -inf if self._settled else -self._cost(segment, None), None
        for node in self._nodes:
            if node.score > score and _follows(segment, node.segment, self._echo_s):
                value = node.score - self._cost(segment, node.segment)
                if value > score:
                    score, last = value, node
        if score == -inf:
            return  # it overlaps with what is settled
        node = _Node(segment, score + segment.worth, last)
        since = segment.ended - LOOK_BACK_S
        stays = (self._best, self._settled)
        self._nodes = [old for old in self._nodes if old.segment.ended > since or old in stays]
        self._nodes.append(node)
        if node.score > (self._best.score if self._best else 0.0):
            self._best = node

    def path(self) -> list[Segment]:
        """The signs of the stretch as far as it is known now; without those settled."""
        return [node.segment for node in self._back(self._best)][::-1]

    def settle(self, until: float) -> None:
        """The best path stays as it is up to `until`; paths that read that time otherwise are given up."""
        settled = next((node for node in self._back(self._best) if node.segment.ended <= until), None)
        if settled is None:
            return
        self._nodes = [node for node in self._nodes if any(each is settled for each in self._back(node))]
        self._nodes = [settled, *(node for node in self._nodes if node is not settled)]
        self._settled, settled.last = settled, None

    def _back(self, node: _Node | None) -> Iterator[_Node]:
        """This node and those before it, up to what is settled."""
        while node is not None and node is not self._settled:
            yield node
            node = node.last

    @property
    def _echo_s(self) -> float:
        return SAME_WORD_S if self._grammar else ECHO_S

    def _cost(self, segment: Segment, before: Segment | None) -> float:
        if self._grammar is None:
            return NO_GRAMMAR_COST
        return -WEIGHT * self._grammar.chance(segment.gloss, before.gloss if before else self._before)


def _follows(segment: Segment, before: Segment, echo_s: float) -> bool:
    """Whether both can be signs of one stretch, one after the other."""
    gap = segment.started - before.ended
    shorter = min(segment.ended - segment.started, before.ended - before.started)
    if gap < -OVERLAP * shorter:
        return False
    inside: Mapping[str, frozenset[str]] = components()
    one, other = segment.gloss, before.gloss
    if gap < echo_s and one == other:
        return False
    return gap >= echo_s or (one not in inside.get(other, ()) and other not in inside.get(one, ()))
