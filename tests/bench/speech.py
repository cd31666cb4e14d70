"""Figures of the ears: memory over many utterances, speed, switching, what a yes or no costs.

    python -m tests.bench.speech [--utterances 1000] [--json]

Uses the speech model in use and sound it makes itself (noise shaped like talk), so that it runs anywhere; with the
recordings of ../shared beside the project it also measures speed on them. Figures go to standard output.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hardware.speaker import BUFFER_MS, DeviceSpeaker
from models.store import ModelStore
from recognition.speech.clips import read_clip
from recognition.speech.grammar import Grammar
from recognition.speech.listener import Listener, SpeechHeard
from recognition.speech.recognizer import SpeechRecognizer
from recognition.speech.results import Partial

RATE_HZ = 16000
CHUNK = 320
DEV = Path(__file__).resolve().parents[3] / "shared" / "data" / "speech" / "dev"

YES_NO = Grammar.of(
    "yes or no",
    {"yes": ["是", "对", "行", "好", "嗯", "可以"], "no": ["不", "不是", "不对", "不行"], "stop": ["停"]},
)
DIGITS = Grammar("digits", (), tuple("零一二三四五六七八九幺两"))
MANY = Grammar.of("many", {str(n): [f"{a}{b}{c}"] for n, (a, b, c) in enumerate(
    (a, b, c) for a in "办补换领查" for b in "身居驾护社公医结" for c in "证照保本卡金险婚")})  # fmt: skip


@dataclass(frozen=True)
class Chunk:
    samples: NDArray[np.int16]
    rate_hz: int
    at: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--utterances", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    began = time.perf_counter()
    figures = {**measure(options.utterances), "this bench, s": round(time.perf_counter() - began)}
    if options.json:
        json.dump(figures, sys.stdout, indent=1)
        print()
        return
    for name, value in figures.items():
        print(f"{name:44} {value}")


def measure(utterances: int) -> dict[str, float]:
    began = time.perf_counter()
    recognizer = SpeechRecognizer(ModelStore().find("speech"))
    figures = {"open the model, s": time.perf_counter() - began}
    grammars = (YES_NO, DIGITS, MANY)
    for grammar in grammars:
        began = time.perf_counter()
        recognizer.prepare(grammar)
        figures[f"prepare {grammar.name} ({len(grammar.phrases) + len(grammar.words)}), s"] = (
            time.perf_counter() - began
        )
    figures |= switching(recognizer, grammars)
    figures |= memory(recognizer, grammars, utterances)
    if DEV.is_dir():
        figures |= speed(recognizer)
        figures |= partial_words(recognizer)
    figures |= voice_stop()
    return {name: round(value, 4) for name, value in figures.items()}


def switching(recognizer: SpeechRecognizer, grammars: tuple[Grammar, ...]) -> dict[str, float]:
    """From the new question to being ready for its first sound; the first sound makes the recognisers."""
    first = Chunk(np.zeros(CHUNK, np.int16), RATE_HZ, 0.0)
    times = []
    for turn in range(60):
        began = time.perf_counter()
        recognizer.begin(grammars[turn % len(grammars)])
        recognizer.accept(first)
        times.append((time.perf_counter() - began) * 1000)
        recognizer.cancel()
    return {
        "switch the question, ms (median)": statistics.median(times),
        "switch the question, ms (worst of 60)": max(times),
    }


def memory(recognizer: SpeechRecognizer, grammars: tuple[Grammar, ...], utterances: int) -> dict[str, float]:
    """Growth between the first tenth and the end: Vosk keeps some buffers once they have been needed."""
    listener = Listener(recognizer)
    ended, at, settled = 0, 0.0, 0.0
    answers = []
    for turn in range(utterances):
        listener.ask(grammars[turn % len(grammars)])
        for chunk in talk(turn, at):
            began = time.perf_counter()
            events = listener.feed(chunk)
            if any(isinstance(event, SpeechHeard) for event in events):
                ended += 1
                answers.append((time.perf_counter() - began) * 1000)
        at += 2.0
        if turn == utterances // 10:
            settled = resident_mb()
    return {
        "utterances heard": ended,
        "memory after a tenth of them, MB": settled,
        "memory at the end, MB": resident_mb(),
        "peak, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "end of speech to answer, ms (median)": statistics.median(answers) if answers else float("nan"),
        "end of speech to answer, ms (p99)": sorted(answers)[int(0.99 * len(answers))] if answers else float("nan"),
    }


def talk(seed: int, at: float) -> Iterator[Chunk]:
    """Half a second of voiced buzz with two formants, silence around: enough for voice activity to call it speech."""
    rng = np.random.default_rng(seed)
    t = np.arange(RATE_HZ // 2) / RATE_HZ
    pitch = rng.uniform(100, 220)
    buzz = sum(
        np.sin(2 * np.pi * pitch * k * t) / (1 + abs(pitch * k - rng.uniform(400, 900)) / 200) for k in range(1, 25)
    )
    voice = 6000 * buzz / np.abs(buzz).max() * np.sin(np.pi * t / t[-1]) ** 0.3
    sound = np.concatenate([np.zeros(RATE_HZ // 2), voice, np.zeros(RATE_HZ)]) + rng.normal(0, 10, 2 * RATE_HZ)
    for start in range(0, len(sound), CHUNK):
        yield Chunk(sound[start : start + CHUNK].astype(np.int16), RATE_HZ, at + start / RATE_HZ)


def speed(recognizer: SpeechRecognizer) -> dict[str, float]:
    """Real-time factor over recordings, and how late the first partial word is after the voice began."""
    rows = json.loads((DEV / "manifest.json").read_text(encoding="utf-8"))
    phrases = [row for row in rows if row["kind"] == "phrase"][:60]
    grammar = Grammar.of("phrases", {row["text"]: [row["text"]] for row in phrases})
    recognizer.prepare(grammar)
    spent = length = 0.0
    for row in phrases:
        samples = read_clip(DEV / row["file"])
        began = time.process_time()
        recognizer.begin(grammar)
        for start in range(0, len(samples), CHUNK):
            recognizer.accept(Chunk(samples[start : start + CHUNK], RATE_HZ, start / RATE_HZ))
        recognizer.end()
        spent += time.process_time() - began
        length += len(samples) / RATE_HZ
    return {"real-time factor": spent / length}


def partial_words(recognizer: SpeechRecognizer) -> dict[str, float]:
    """How long after a word was said it stands in the partial text: words of two syllables in 25 people's phrases."""
    rows = json.loads((DEV / "manifest.json").read_text(encoding="utf-8"))
    phrases = [row for row in rows if row["kind"] == "phrase" and row["lang"] == "cmn" and len(row["text"]) >= 4][:25]
    late = [seconds for row in phrases for seconds in _late(recognizer, row["text"], read_clip(DEV / row["file"]))]
    return {
        "partial words": len(late),
        "end of word to partial, ms (median)": 1000 * float(np.median(late)),
        "end of word to partial, ms (p90)": 1000 * float(np.quantile(late, 0.9)),
    }


def _late(recognizer: SpeechRecognizer, text: str, samples: NDArray[np.int16]) -> Iterator[float]:
    words = tuple(text[at : at + 2] for at in range(0, len(text), 2))
    recognizer.begin(Grammar("words", (), words, open=True))
    sound = np.concatenate([samples, np.random.default_rng(1).normal(0, 12, RATE_HZ).astype(np.int16)])
    seen: list[tuple[float, str]] = []
    for start in range(0, len(sound), CHUNK):
        found = recognizer.accept(Chunk(sound[start : start + CHUNK], RATE_HZ, start / RATE_HZ))
        seen += [((start + CHUNK) / RATE_HZ, p.text) for p in found if isinstance(p, Partial)]
    row = ""
    for word in recognizer.end().heard.words:
        row += word.text
        yield from [at - word.end_s for at, partial in seen if partial.startswith(row)][:1]


def voice_stop(turns: int = 20) -> dict[str, float]:
    """`stop()` on a playing device (the library's null device), and the sound it was already given (`BUFFER_MS`)."""
    import miniaudio

    speaker = DeviceSpeaker(backends=[miniaudio.Backend.NULL])
    tone = np.full(RATE_HZ * 5, 8000, np.int16)
    times = []
    with speaker:
        for _ in range(turns):
            playing = speaker.play(tone, RATE_HZ)
            time.sleep(0.1)
            began = time.perf_counter()
            speaker.stop()
            playing.wait(1.0)
            times.append((time.perf_counter() - began) * 1000 + BUFFER_MS)
    return {"stop the voice, ms (worst of 20; 40 ms of them the device's buffer)": max(times)}


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
