"""Sound of one utterance -> what was said, against the grammar of the question asked.

Runs in the ears' process. `prepare` compiles grammars ahead (a fraction of a second each); `begin` then starts an
utterance within milliseconds. Kept are the grammars used last, `KEPT` of them, about 15 MB each.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from recognition.speech.decoding import (
    Decoding,
    FreeDecoding,
    ListedDecoding,
    PhraseDecoding,
    SpottedDecoding,
)
from recognition.speech.engine import open_graph, open_language, open_model, read_traits
from recognition.speech.grammar import Grammar, spoken
from recognition.speech.graph import UNKNOWN, filler_graph, grammar_graph
from recognition.speech.lexicon import syllables
from recognition.speech.results import Final, Heard, Partial
from recognition.speech.segmenting import segment

KEPT = 16
PARTIAL_EVERY_S = 0.06
"""How often the best guess is asked for; asking is cheap beside decoding (tests/bench/speech.py)."""
CHUNK_FRAMES = 9
"""A question's network runs every 90 ms, for its partial words; the syllables beside it keep the library's 0.2 s."""

RIVALS_BEAM = 2.5
BEST_ONLY_BEAM = 0.5
"""Lattice beams; wider ones make noise explode (measured: 50 MB of lattice for one clip of music at 3)."""

StartDecoding = Callable[[int], Decoding]


class Sound(Protocol):
    """A stretch of sound: (n,) 16-bit mono samples; `at` is the monotonic time of the first, in seconds."""

    @property
    def samples(self) -> NDArray[np.int16]: ...
    @property
    def rate_hz(self) -> int: ...
    @property
    def at(self) -> float: ...


@dataclass(frozen=True, slots=True)
class GrammarReport:
    """What became of a grammar's texts: `unreadable` have no Mandarin reading, `unknown` the model does not know."""

    accepted: int
    unreadable: tuple[str, ...]
    unknown: tuple[str, ...]


class SpeechRecognizer:
    def __init__(self, folder: Path, language: Path | None = None) -> None:
        """`folder`: an unpacked Vosk model, ours or any other; SpeechError if it is none.

        `language`: a language model for free decoding in the place of its own (`hall_language`).
        """
        self._folder = folder
        self._traits = read_traits(folder)
        self._model = open_language(folder, language) if language else open_model(folder)
        self._filler = self._open_filler() if self._traits.own_graphs else None
        self._compiled: OrderedDict[Grammar, tuple[StartDecoding, GrammarReport]] = OrderedDict()
        self._start: StartDecoding | None = None
        self._decoding: Decoding | None = None
        self._partial = ""
        self._asked_s = 0.0

    def prepare(self, grammar: Grammar) -> GrammarReport:
        """Compile a grammar ahead of its question."""
        return self._compile(grammar)[1]

    def begin(self, grammar: Grammar | None) -> None:
        """A new utterance; None: free decoding. An unfinished one is dropped."""
        self._start = self._compile(grammar)[0] if grammar else lambda rate_hz: FreeDecoding(self._model, rate_hz)
        self._decoding = None
        self._partial, self._asked_s = "", 0.0

    def accept(self, sound: Sound) -> list[Partial | Final]:
        """The next stretch of the utterance; a changed guess comes back as `Partial`."""
        decoding = self._running(sound.rate_hz)
        decoding.accept(sound.samples.astype("<i2").tobytes())
        if decoding.seconds - self._asked_s < PARTIAL_EVERY_S:
            return []
        self._asked_s = decoding.seconds
        text = decoding.partial()
        if text == self._partial:
            return []
        self._partial = text
        return [Partial(text)]

    def end(self) -> Final:
        """The utterance is over. Without any sound nothing was heard."""
        decoding, self._decoding, self._start = self._decoding, None, None
        return Final(decoding.finish() if decoding else Heard("", None, 0.0))

    def cancel(self) -> None:
        """Forget the utterance."""
        self._decoding, self._start = None, None

    def _open_filler(self) -> Any:
        return open_graph(self._folder, filler_graph(mandarin_syllables()), lattice_beam=BEST_ONLY_BEAM)

    def _running(self, rate_hz: int) -> Decoding:
        if self._decoding is None:
            if self._start is None:
                self.begin(None)
            assert self._start is not None
            self._decoding = self._start(rate_hz)
        return self._decoding

    def _compile(self, grammar: Grammar) -> tuple[StartDecoding, GrammarReport]:
        if grammar in self._compiled:
            self._compiled.move_to_end(grammar)
        else:
            build = self._own if self._traits.own_graphs else self._listed
            self._compiled[grammar] = build(grammar)
            while len(self._compiled) > KEPT:
                self._compiled.popitem(last=False)
        return self._compiled[grammar]

    def _own(self, grammar: Grammar) -> tuple[StartDecoding, GrammarReport]:
        named = {spoken(p.text): (p.id, p.text) for p in grammar.readable}
        report = GrammarReport(len(grammar.readable) + len(grammar.readable_words), grammar.unreadable, ())
        acceptance, filler = self._traits.acceptance, self._filler
        assert acceptance is not None
        graph = grammar_graph(grammar, mandarin_syllables())
        model = open_graph(self._folder, graph, lattice_beam=RIVALS_BEAM, chunk_frames=CHUNK_FRAMES)
        if grammar.open:
            return lambda rate_hz: SpottedDecoding(model, named, rate_hz), report
        return lambda rate_hz: PhraseDecoding(model, filler, named, acceptance, rate_hz), report

    def _listed(self, grammar: Grammar) -> tuple[StartDecoding, GrammarReport]:
        rows, named, unknown = [], {}, []
        texts = [(p.text, (p.id, p.text)) for p in grammar.readable]
        for text, name in [*texts, *((word, None) for word in grammar.readable_words)]:
            tokens = segment(spoken(text), lambda word: self._model.vosk_model_find_word(word) >= 0)
            if tokens is None:
                unknown.append(text)
                continue
            rows.append(" ".join(tokens))
            if name:
                named[spoken(text)] = name
        report = GrammarReport(len(rows), grammar.unreadable, tuple(unknown))
        listed = json.dumps([*rows, UNKNOWN], ensure_ascii=False)
        return lambda rate_hz: ListedDecoding(self._model, listed, named, rate_hz), report


@lru_cache(maxsize=1)
def mandarin_syllables() -> tuple[str, ...]:
    """All syllables that the 6,763 characters of GB 2312 have, without tone."""
    found: set[str] = set()
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            found.update(syllables(bytes([high, low]).decode("gb2312", errors="ignore")) or ())
    return tuple(sorted(found))
