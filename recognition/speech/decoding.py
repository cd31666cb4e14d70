"""One utterance against one question: three ways, one face.

`PhraseDecoding`: our own graph, closed. `SpottedDecoding`: our own graph, open. `ListedDecoding`: Vosk's run-time
grammar, for any other model. `FreeDecoding`: no grammar, for captions. Each is made for one utterance and thrown away:
a recogniser that is used again carries the last utterance's adaptation into the next.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from recognition.speech.acceptance import LARGEST_MARGIN, Acceptance, Evidence
from recognition.speech.confusions import distance
from recognition.speech.engine import result
from recognition.speech.graph import UNKNOWN
from recognition.speech.lexicon import syllable_units, syllables, text_units
from recognition.speech.results import Alternative, Heard, Word
from recognition.speech.voicing import is_voice

ALTERNATIVES = 8
ACCEPTED_FROM = 0.5
"""Confidence below which nothing was understood; the models' acceptance weights are made for this point."""
BYTES_A_SAMPLE = 2

Ranked = list[tuple[str, float]]
"""Labels of the graph with their log scores, best first."""


class Decoding(ABC):
    """`accept` takes 16-bit little-endian mono PCM; `finish` is called once."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._bytes = 0

    @abstractmethod
    def accept(self, pcm: bytes) -> None: ...

    @abstractmethod
    def partial(self) -> str: ...

    @abstractmethod
    def finish(self) -> Heard: ...

    @property
    def seconds(self) -> float:
        return self._bytes / BYTES_A_SAMPLE / self._rate_hz


class PhraseDecoding(Decoding):
    """The best phrase by our graph, judged against what the same sound scores without a grammar."""

    def __init__(
        self, model: Any, filler: Any, ids: Mapping[str, tuple[str, str]], acceptance: Acceptance, rate_hz: int
    ) -> None:
        """`ids`: label in the graph -> (phrase id, text as content has it)."""
        import vosk

        super().__init__(rate_hz)
        self._phrases = vosk.KaldiRecognizer(model, rate_hz)
        self._phrases.SetMaxAlternatives(ALTERNATIVES)
        self._filler = vosk.KaldiRecognizer(filler, rate_hz)
        self._filler.SetMaxAlternatives(1)
        self._ids = ids
        self._acceptance = acceptance
        self._pcm = bytearray()

    def accept(self, pcm: bytes) -> None:
        self._bytes += len(pcm)
        self._pcm += pcm
        self._phrases.AcceptWaveform(pcm)
        self._filler.AcceptWaveform(pcm)

    def partial(self) -> str:
        return self._named(result(self._phrases.PartialResult()).get("partial", ""))[1]

    def finish(self) -> Heard:
        ranked = [(a["text"].strip(), a["confidence"]) for a in result(self._phrases.FinalResult())["alternatives"]]
        free = result(self._filler.FinalResult())["alternatives"]
        ranked = [(label, score) for label, score in ranked if label and UNKNOWN not in label]
        if not ranked or not free or not free[0]["text"].strip():
            return Heard("", None, 0.0, seconds=self.seconds)
        raw = free[0]["text"].replace("_", "").strip()
        ranked, totals = self._by_meaning(ranked)
        best = max(totals.values())
        evidence = self._evidence(ranked, totals, free[0]["confidence"], tuple(raw.split()))
        sure = self._acceptance.confidence(evidence)
        found = [
            Alternative(*self._named(label), sure * math.exp(min(totals[self._named(label)[0]] - best, 0.0)))
            for label, _ in ranked
        ]
        heard = Heard("", None, sure, tuple(found), (), self.seconds, ranked[0][0], evidence)
        if sure < ACCEPTED_FROM:
            return heard
        return replace(heard, text=found[0].text, phrase_id=found[0].phrase_id or None, alternatives=tuple(found[1:]))

    def _by_meaning(self, ranked: Ranked) -> tuple[Ranked, dict[str, float]]:
        """Ways to say the same thing support each other: the meaning with the largest sum comes first."""
        totals: dict[str, float] = {}
        for label, score in ranked:
            meaning = self._named(label)[0]
            totals[meaning] = float(np.logaddexp(totals[meaning], score)) if meaning in totals else score
        return sorted(ranked, key=lambda pair: (-totals[self._named(pair[0])[0]], -pair[1])), totals

    def _evidence(self, ranked: Ranked, totals: Mapping[str, float], free: float, sounded: tuple[str, ...]) -> Evidence:
        label, score = ranked[0]
        units = text_units(label.replace(" ", "")) or ()
        meaning = self._named(label)[0]
        rivals = [total for other, total in totals.items() if other != meaning]
        margin = min(totals[meaning] - max(rivals), LARGEST_MARGIN) if rivals else LARGEST_MARGIN
        apart = distance(units, syllable_units(sounded))
        alone = label in self._ids and is_one_clear_syllable(label)  # not a lone digit of a row
        count = len(syllables(label.replace(" ", "")) or ())
        voiced = is_voice(np.frombuffer(self._pcm, "<i2"), self._rate_hz, count, bare=len(units) == 1)
        return Evidence((score - free) / (len(units) + 1), apart, margin, alone, voiced)

    def _named(self, labels: str) -> tuple[str, str]:
        """(phrase id, text) of one label; a row of words has the id "" and the words as they stand."""
        kept = " ".join(label for label in labels.split() if label != UNKNOWN)
        return self._ids.get(kept, ("", kept.replace(" ", "")))


class SpottedDecoding(Decoding):
    """Phrases and words found anywhere in other speech; each must be sure by itself."""

    def __init__(self, model: Any, ids: Mapping[str, tuple[str, str]], rate_hz: int) -> None:
        import vosk

        super().__init__(rate_hz)
        self._recognizer = vosk.KaldiRecognizer(model, rate_hz)
        self._recognizer.SetWords(True)
        self._ids = ids

    def accept(self, pcm: bytes) -> None:
        self._bytes += len(pcm)
        self._recognizer.AcceptWaveform(pcm)

    def partial(self) -> str:
        labels = result(self._recognizer.PartialResult()).get("partial", "").split()
        return "".join(self._ids.get(label, ("", label))[1] for label in labels if _is_listed(label))

    def finish(self) -> Heard:
        found = [w for w in words_of(result(self._recognizer.FinalResult())) if _is_listed(w.text)]
        words = tuple(Word(self._ids.get(w.text, ("", w.text))[1], w.start_s, w.end_s, w.confidence) for w in found)
        named = [Alternative(*self._ids[w.text], w.confidence) for w in found if w.text in self._ids]
        sure = [w for w in words if w.confidence >= ACCEPTED_FROM]
        named.sort(key=lambda a: -a.confidence * len(a.text))
        best = next((a for a in named if a.confidence >= ACCEPTED_FROM), None)
        confidence = min((w.confidence for w in sure), default=max((w.confidence for w in words), default=0.0))
        return Heard(
            "".join(w.text for w in sure),
            best.phrase_id if best else None,
            confidence,
            tuple(a for a in named if a is not best),
            words,
            self.seconds,
            " ".join(w.text for w in found),
        )


class ListedDecoding(Decoding):
    """Vosk's run-time grammar, then the phrase that sounds nearest; for models whose sounds we do not know."""

    def __init__(self, model: Any, grammar: str, phrases: Mapping[str, tuple[str, str]], rate_hz: int) -> None:
        """`grammar`: JSON list of token rows; `phrases`: spoken text -> (phrase id, text)."""
        import vosk

        super().__init__(rate_hz)
        self._recognizer = vosk.KaldiRecognizer(model, rate_hz, grammar)
        self._recognizer.SetWords(True)
        self._phrases = phrases
        self._words: list[Word] = []

    def accept(self, pcm: bytes) -> None:
        self._bytes += len(pcm)
        if self._recognizer.AcceptWaveform(pcm):  # the model's own endpoint; its words belong to the same utterance
            self._words += words_of(result(self._recognizer.Result()))

    def partial(self) -> str:
        running = str(result(self._recognizer.PartialResult()).get("partial", ""))
        return "".join(w.text for w in self._words) + running.replace(UNKNOWN, "").replace(" ", "")

    def finish(self) -> Heard:
        self._words += words_of(result(self._recognizer.FinalResult()))
        known = [word for word in self._words if word.text != UNKNOWN]
        raw = "".join(word.text for word in known)
        if not known or len(known) < len(self._words) / 2:
            return Heard("", None, 0.0, words=tuple(known), seconds=self.seconds, raw=raw)
        sure = sum(word.confidence for word in known) / len(known)
        ranked = [Alternative(i, text, sure * near) for near, i, text in nearest(raw, self._phrases)]
        accepted = bool(ranked) and ranked[0].confidence >= ACCEPTED_FROM
        if not accepted:
            return Heard(
                "" if self._phrases else raw,
                None,
                sure if not ranked else ranked[0].confidence,
                tuple(ranked),
                tuple(known),
                self.seconds,
                raw,
            )
        return Heard(
            ranked[0].text,
            ranked[0].phrase_id,
            ranked[0].confidence,
            tuple(ranked[1:]),
            tuple(known),
            self.seconds,
            raw,
        )


class FreeDecoding(ListedDecoding):
    """Whatever the model's own language model expects: captions, with every word's confidence."""

    def __init__(self, model: Any, rate_hz: int) -> None:
        import vosk

        Decoding.__init__(self, rate_hz)
        self._recognizer = vosk.KaldiRecognizer(model, rate_hz)
        self._recognizer.SetWords(True)
        self._phrases = {}
        self._words = []


def nearest(
    raw: str, phrases: Mapping[str, tuple[str, str]], count: int = ALTERNATIVES
) -> list[tuple[float, str, str]]:
    """(1 - weighted distance, phrase id, text) of the phrases that sound nearest to a text, best first."""
    heard = text_units(raw) or ()
    ranked = sorted((distance(heard, text_units(spoken) or ()), *named) for spoken, named in phrases.items())
    return [(1 - apart, phrase_id, text) for apart, phrase_id, text in ranked[:count]]


def words_of(parsed: Mapping[str, Any]) -> list[Word]:
    return [Word(w["word"], w["start"], w["end"], w["conf"]) for w in parsed.get("result", [])]


def is_one_clear_syllable(text: str) -> bool:
    """Begun by a consonant: a cough sounds like 嗯 or 呃, hardly like 对."""
    read = syllables(text) or ()
    return len(read) == 1 and len(syllable_units(read)) > 1


def _is_listed(label: str) -> bool:
    return label != UNKNOWN and not label.startswith("_")
