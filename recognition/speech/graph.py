"""Decoding graphs of our own model, one for each grammar: only what the question allows can come out.

Vosk's run-time grammars are small word-sequence models, not lists: their results mix words of several entries. A graph
of our own holds whole phrases as single paths: a trie over units, silence allowed at every syllable border, and beside
each unit those that accents put in its place. Transition-ids: unit's phone p enters by 2p and stays by 2p - 1 (the
topology of the shipped `am/final.mdl`).

Labels are written as early as a phrase is the only one left, so that a partial result names it before it has ended.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recognition.speech.confusions import ACCENT_COST, confused_with
from recognition.speech.fst import Transducer
from recognition.speech.grammar import Grammar, spoken
from recognition.speech.lexicon import syllables
from recognition.speech.units import GARBAGE, SILENCE_PHONE, phone_id, split_syllable

Spelling = tuple[tuple[str, ...], ...]
"""Units of each syllable."""

LN2 = math.log(2.0)
UNIT_BONUS = 0.3  # against deletions; tried 0.3, 0.7, 1.2 on the development set
PAUSE_COST = 3.0  # silence inside a phrase
UNKNOWN_COST = 1.5  # the garbage unit where words may follow one another
FILLER_COST = 1.0  # a syllable of the free loop an utterance is measured by
OTHER_COST = 2.6  # a syllable of other speech around a phrase; tried 2 (13 of 50 phrases missed) and 3 (3)
FOLLOWING_COST = 0.5  # one of several words in a row
UNKNOWN = "[unk]"


@dataclass(frozen=True)
class Graph:
    transducer: Transducer
    labels: tuple[str, ...]  # label n is labels[n - 1]


def grammar_graph(grammar: Grammar, inventory: Iterable[str] = ()) -> Graph:
    """The graph of a grammar; `inventory` are the syllables of other speech in an open one."""
    build = _Builder()
    phrases = [(spoken(phrase.text), spelling_of(phrase.text), phrase.cost) for phrase in grammar.readable]
    if grammar.open:
        build.phrases(build.hub, build.again, phrases)
        build.filler(build.hub, build.again, inventory, OTHER_COST)
    else:
        build.phrases(build.hub, build.end, phrases)
    if grammar.readable_words:
        words = [(spoken(word), spelling_of(word), 0.0) for word in grammar.readable_words]
        build.phrases(build.hub, build.again, words, FOLLOWING_COST)
        build.unknown(build.hub, build.again)
    return build.done()


def filler_graph(inventory: Iterable[str]) -> Graph:
    """Any syllables in any order: what an utterance scores and sounds like without a grammar."""
    build = _Builder()
    build.filler(build.hub, build.again, inventory, FILLER_COST)
    return build.done()


def spelling_of(text: str) -> Spelling:
    return tuple(tuple(unit for unit in split_syllable(s) or () if unit) for s in syllables(text) or ())


class _Builder:
    """hub: where a phrase may begin; end: where one has ended; again: ended, and another may follow."""

    def __init__(self) -> None:
        self.fst = Transducer()
        self.labels: list[str] = []
        self._costs: list[float] = []
        start = self.fst.add_state()
        self.hub = self.fst.add_state()
        self.end = self.fst.add_state(final=LN2)
        self.again = self.fst.add_state()
        self.fst.add_arc(start, self.hub, cost=LN2)
        self.fst.add_arc(self._silence(start, LN2), self.hub)
        quiet = self._silence(self.end, LN2)
        self.fst.add_arc(quiet, self.fst.add_state(final=0.0))
        self.fst.add_arc(self.again, self.end)
        self.fst.add_arc(self.again, self.hub)
        self.fst.add_arc(self._silence(self.again, PAUSE_COST), self.hub)

    def done(self) -> Graph:
        return Graph(self.fst, tuple(self.labels))

    def phrases(
        self, source: int, target: int, phrases: Sequence[tuple[str, Spelling, float]], cost: float = 0.0
    ) -> None:
        """Text, spelling and own cost of each; `cost` is paid by all."""
        root = self.fst.add_state()
        self.fst.add_arc(source, root, cost=cost)
        trie = _Trie()
        for text, spelling, own in phrases:
            trie.add(spelling, self._label(text, own))
        self._grow(trie, root, target)

    def filler(self, source: int, target: int, inventory: Iterable[str], cost: float) -> None:
        root = self.fst.add_state()
        self.fst.add_arc(source, root, cost=cost)
        trie = _Trie()
        for syllable in sorted({s for s in inventory if split_syllable(s)}):
            units = tuple(unit for unit in split_syllable(syllable) or () if unit)
            trie.add((units,), self._label("_" + syllable))
        self._grow(trie, root, target, accents=False)

    def unknown(self, source: int, target: int) -> None:
        """One garbage unit, not a loop over all units: that makes Vosk's lattices explode."""
        heard = self._unit(source, GARBAGE, "S", UNKNOWN_COST)
        self.fst.add_arc(heard, target, writes=self._label(UNKNOWN))

    def _grow(self, trie: _Trie, root: int, target: int, *, accents: bool = True) -> None:
        """Depth first without recursion; a label is written where one phrase is left."""
        waiting = [(trie, root, False)]
        while waiting:
            node, state, written = waiting.pop()
            for label in node.labels:
                self.fst.add_arc(state, target, writes=0 if written else label, cost=self._costs[label - 1])
            border: int | None = None
            for (unit, position, new_syllable), child in node.children.items():
                if new_syllable and border is None:
                    border = self._border(state)
                source = border if new_syllable and border is not None else state
                after = self._entered(source, unit, position, accents=accents)
                only = child.only_label()
                if only and not written:
                    labelled = self.fst.add_state()
                    self.fst.add_arc(after, labelled, writes=only)
                    waiting.append((child, labelled, True))
                else:
                    waiting.append((child, after, written))

    def _entered(self, source: int, unit: str, position: str, *, accents: bool) -> int:
        after = self.fst.add_state()
        self.fst.add_arc(self._unit(source, unit, position, 0.0), after)
        for other, weight in confused_with(unit) if accents else ():
            self.fst.add_arc(self._unit(source, other, position, ACCENT_COST * weight), after)
        return after

    def _unit(self, source: int, unit: str, position: str, cost: float) -> int:
        return self._phone(source, phone_id(unit, position), cost - UNIT_BONUS)

    def _silence(self, source: int, cost: float) -> int:
        return self._phone(source, SILENCE_PHONE, cost)

    def _border(self, source: int) -> int:
        after = self.fst.add_state()
        self.fst.add_arc(source, after)
        self.fst.add_arc(self._silence(source, PAUSE_COST), after)
        return after

    def _phone(self, source: int, phone: int, cost: float) -> int:
        state = self.fst.add_state()
        self.fst.add_arc(source, state, reads=2 * phone, cost=cost)
        self.fst.add_arc(state, state, reads=2 * phone - 1)
        return state

    def _label(self, text: str, cost: float = 0.0) -> int:
        self.labels.append(text)
        self._costs.append(cost)
        return len(self.labels)


class _Trie:
    """Phrases that begin alike share their beginning."""

    def __init__(self) -> None:
        self.children: dict[tuple[str, str, bool], _Trie] = {}
        self.labels: list[int] = []
        self._below: set[int] = set()

    def add(self, spelling: Spelling, label: int) -> None:
        node, count, at = self, sum(map(len, spelling)), 0
        node._below.add(label)
        for number, units in enumerate(spelling):
            for place, unit in enumerate(units):
                position = "S" if count == 1 else "B" if at == 0 else "E" if at == count - 1 else "I"
                node = node.children.setdefault((unit, position, place == 0 and number > 0), _Trie())
                node._below.add(label)
                at += 1
        node.labels.append(label)

    def only_label(self) -> int:
        """The one phrase below this node, or 0."""
        return next(iter(self._below)) if len(self._below) == 1 else 0
