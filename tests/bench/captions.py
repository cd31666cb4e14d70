"""Captions of the clerk's speech: syllables wrong with and without the hall's own sentences in the language model.

    python -m tests.bench.captions [--model FOLDER] [--rates CPM ...] [--babble DB] [--json]

Sixty sentences that clerks might say (`clerk_sentences.txt`), none of them in the content, spoken by our own voice at
three rates, each in a small room that is different every time. Synthetic: a machine's voice says nothing about how well
people are understood, only what the language model gains on what is said in a hall. Babble is the same voice too.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.voice.counter import counter_talk
from hardware.sound import resample
from models.store import ModelStore
from recognition.evaluate_speech import edits
from recognition.speech.clips import RATE_HZ, in_babble
from recognition.speech.hall_language import Talk
from recognition.speech.language_model import count_ngrams, language_model, read_ngrams, read_vocabulary
from recognition.speech.lexicon import syllables
from recognition.speech.recognizer import SpeechRecognizer
from terminal.voice import make_synthesizer
from tests.bench.speech import CHUNK, Chunk

SENTENCES = Path(__file__).with_name("clerk_sentences.txt")
TALKS: dict[str, Talk] = {"without": (), "with": tuple(counter_talk())}
RATES_CPM = (180, 220, 260)
SEED = 1
ROOM_S, REVERBERATION_S, DIRECT = 0.25, 0.3, 4.0

Samples = NDArray[np.int16]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="a model folder; without it the one in use")
    parser.add_argument("--rates", type=int, nargs="+", default=RATES_CPM, metavar="CPM", help="characters a minute")
    parser.add_argument("--babble", type=float, metavar="DB")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = options.model or ModelStore().find("speech")
    clips = list(spoken(SENTENCES.read_text(encoding="utf-8").split(), options.rates, options.babble))
    with tempfile.TemporaryDirectory() as name:
        began = time.process_time()
        languages = {kind: made(folder, Path(name) / f"{kind}.fst", talk) for kind, talk in TALKS.items()}
        report = {"cpu_s_to_make_both": round(time.process_time() - began, 1)}
        report |= {kind: error(SpeechRecognizer(folder, path), clips) for kind, path in languages.items()}
    if options.json:
        json.dump(report, sys.stdout)
    else:
        print(*(f"{name}: {value}" for name, value in report.items()), sep="\n")


def made(model: Path, path: Path, talk: Talk) -> Path:
    """The model's language model with this talk instead of that which it was packed with."""
    vocabulary = read_vocabulary(model / "graph")
    ngrams = read_ngrams(model / "graph")
    ngrams.update(count_ngrams(talk, vocabulary.shares.__contains__))
    language_model(vocabulary, ngrams).write(path)
    return path


def spoken(
    sentences: Sequence[str], rates_cpm: Sequence[int], babble_db: float | None = None
) -> Iterator[tuple[str, Samples]]:
    """Every sentence at every rate, 16 kHz."""
    voice = make_synthesizer()
    rng = np.random.default_rng(SEED)
    said = [(text, voice.render(text, rate)) for text in sentences for rate in rates_cpm]
    clean = [(text, resample(speech.samples, speech.rate_hz, RATE_HZ)) for text, speech in said]
    voices = [samples for _, samples in clean[:: len(rates_cpm) * 3]]
    for text, samples in clean:
        heard = in_room(samples, rng)
        yield text, heard if babble_db is None else in_babble(heard, voices, babble_db, rng)


def in_room(samples: Samples, rng: np.random.Generator) -> Samples:
    """With a room's echo: an exponentially dying random tail behind the direct sound."""
    times = np.arange(round(ROOM_S * RATE_HZ)) / RATE_HZ
    tail = rng.normal(0, 1, len(times)) * np.exp(-6.9 * times / REVERBERATION_S)
    tail[0] = DIRECT * np.sqrt(np.sum(tail**2))
    tail /= np.sqrt(np.sum(tail**2))
    length = len(samples) + len(tail)
    echoed = np.fft.irfft(np.fft.rfft(samples, length) * np.fft.rfft(tail, length), length)
    return np.clip(0.5 * echoed, -32768, 32767).astype(np.int16)


def error(recognizer: SpeechRecognizer, clips: Sequence[tuple[str, Samples]]) -> float:
    """Share of toneless syllables wrong."""
    wrong = total = 0
    for text, samples in clips:
        wanted = syllables(text) or ()
        wrong += edits(wanted, syllables(_heard(recognizer, _chunks(samples))) or ())
        total += len(wanted)
    return round(wrong / total, 4)


def _heard(recognizer: SpeechRecognizer, chunks: Iterable[Chunk]) -> str:
    recognizer.begin(None)
    for chunk in chunks:
        recognizer.accept(chunk)
    return recognizer.end().heard.text


def _chunks(samples: Samples) -> Iterator[Chunk]:
    padded = np.concatenate([np.zeros(RATE_HZ // 4, np.int16), samples, np.zeros(RATE_HZ // 2, np.int16)])
    for at in range(0, len(padded), CHUNK):
        yield Chunk(padded[at : at + CHUNK], RATE_HZ, at / RATE_HZ)


if __name__ == "__main__":
    main()
