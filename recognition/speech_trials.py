"""Recordings tried against closed sets of texts, and what comes of it, for `recognition.evaluate_speech`."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.speech.clips import RATE_HZ
from recognition.speech.grammar import Grammar
from recognition.speech.lexicon import syllables
from recognition.speech.recognizer import SpeechRecognizer
from recognition.speech.results import Heard
from recognition.speech_recordings import LENGTHS, SEED, Recording, Sounds

KEPT = 0.95
STEP_S = 0.1


@dataclass(frozen=True, slots=True)
class Trial:
    """One recording against one grammar; `wanted` None: none of its texts is in it."""

    recording: Recording
    wanted: tuple[str, ...] | None
    heard: Heard
    cpu_s: float

    @property
    def best(self) -> str:
        return self.heard.text or (self.heard.alternatives[0].text if self.heard.alternatives else "")

    @property
    def exact(self) -> bool:
        return self.wanted is not None and syllables(self.heard.raw.replace(" ", "")) == self.wanted

    @property
    def nearest(self) -> bool:
        return self.wanted is not None and syllables(self.best) == self.wanted


@dataclass(frozen=True, slots=True)
class Chunk:
    samples: NDArray[np.int16]
    rate_hz: int
    at: float


def closed_sets(recordings: Iterable[Recording], size: int) -> list[list[str]]:
    """Every Mandarin text in one set with others of its length; short classes are filled from the next one."""
    by_sound = {syllables(r.text): r.text for r in recordings if r.mandarin and syllables(r.text)}
    texts = sorted(by_sound.values())
    random.Random(SEED).shuffle(texts)
    classes = [[t for t in texts if low <= len(syllables(t) or ()) <= high] for low, high in LENGTHS]
    sets = []
    for number, own in enumerate(classes):
        others = [t for other in (*classes[number + 1 :], *classes[:number][::-1]) for t in other]
        for start in range(0, len(own), size):
            part = own[start : start + size]
            sets.append(part + [t for t in own + others if t not in part][: size - len(part)])
    return sets


def trials(
    recognizer: SpeechRecognizer, recordings: Sequence[Recording], sets: Sequence[Sequence[str]], sound: Sounds
) -> Iterator[Trial]:
    """Each Mandarin recording against the set that its length class put it in; every other against the first set."""
    by_text = {text: n for n in reversed(range(len(sets))) for text in sets[n]}
    by_sound = {syllables(text): n for text, n in by_text.items()}
    strangers = [r for r in recordings if not r.mandarin or syllables(r.text) not in by_sound]
    outsiders = [r for r in recordings if r.mandarin and by_sound.get(syllables(r.text), 0) != 0]
    for number, texts in enumerate(sets):
        grammar = Grammar.of(f"set {number}", {text: [text] for text in texts})
        recognizer.prepare(grammar)
        for recording in recordings:
            wanted = syllables(recording.text) if recording.mandarin else None
            if wanted and by_sound.get(wanted) == number:
                yield _trial(recognizer, grammar, recording, wanted, sound)
        for recording in (*strangers, *outsiders[:100]) if number == 0 else ():
            yield _trial(recognizer, grammar, recording, None, sound)


def figures(done: Sequence[Trial]) -> dict[str, Any]:
    true = [t for t in done if t.wanted is not None]
    false = [t for t in done if t.wanted is None]
    threshold = float(np.quantile([t.heard.confidence for t in true], 1 - KEPT)) if true else None
    length_s = sum(t.heard.seconds for t in done)
    return {
        **_shares(true),
        "false_accepts": {
            kind: {
                "clips": len(part),
                "accepted": sum(not t.heard.rejected for t in part),
                "kept_95": None if threshold is None else sum(t.heard.confidence >= threshold for t in part),
            }
            for kind, part in _grouped(false, lambda t: [_stranger_kind(t.recording)])
        },
        "rtf": round(sum(t.cpu_s for t in done) / length_s, 4) if length_s else None,
        "by_kind": {k: _shares(part) for k, part in _grouped(true, lambda t: [t.recording.kind])},
        "by_syllables": {k: _shares(part) for k, part in _grouped(true, lambda t: [t.recording.length])},
        "by_group": {k: _shares(part) for k, part in _grouped(true, lambda t: t.recording.groups)},
    }


def _trial(
    recognizer: SpeechRecognizer, grammar: Grammar, recording: Recording, wanted: tuple[str, ...] | None, sound: Sounds
) -> Trial:
    samples = sound(recording)
    began = time.process_time()
    heard = hear(recognizer, grammar, samples)
    return Trial(recording, wanted, heard, time.process_time() - began)


def hear(recognizer: SpeechRecognizer, grammar: Grammar | None, samples: NDArray[np.int16]) -> Heard:
    recognizer.begin(grammar)
    step = round(STEP_S * RATE_HZ)
    for start in range(0, len(samples), step):
        recognizer.accept(Chunk(samples[start : start + step], RATE_HZ, start / RATE_HZ))
    return recognizer.end().heard


def _shares(part: Sequence[Trial]) -> dict[str, Any]:
    """Shares of nothing are None."""

    def share(found: Iterable[bool]) -> float | None:
        return round(sum(found) / len(part), 4) if part else None

    return {
        "clips": len(part),
        "exact": share(t.exact for t in part),
        "nearest": share(t.nearest for t in part),
        "rejected": share(t.heard.rejected for t in part),
    }


def _grouped(done: Sequence[Trial], keys: Any) -> list[tuple[str, list[Trial]]]:
    groups: dict[str, list[Trial]] = {}
    for trial in done:
        for key in keys(trial):
            groups.setdefault(key, []).append(trial)
    return sorted(groups.items())


def _stranger_kind(recording: Recording) -> str:
    return "other Mandarin" if recording.mandarin else recording.kind
