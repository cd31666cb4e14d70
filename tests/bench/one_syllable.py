"""One-syllable answers, 对 不 停 行 是, heard where yes or no is asked.

    python -m tests.bench.one_syllable [--clips 30] [--recordings DIR] [--json]

Three kinds of sound. Cut: syllables cut out of running sentences of ../shared/data/speech/dev at the times the shipped
model itself gives them; spoken faster and less clearly than an answer. Synthetic: our own voice at several rates; says
what the terminal can make of a machine's voice, nothing about people. Recorded: a folder of one's own with sound files
whose names begin with what is said in them (`对-anna.wav`), also heard 13 % slower and 15 % faster.

Two questions: the eight syllables alone (幺 嗯 呃 as others), and yes or no as the terminal asks it, with all commands.
Each syllable stands in a room's hiss and passes the whole listener: voice activity, decoding, acceptance.

    lost     no utterance began         right    the meaning was accepted
    best     the best guess, before refusal, means the right thing
    wrong    another meaning was accepted
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content.matters import load_lexicon
from hardware.sound import resample
from models.store import ModelStore
from models.training.speech.prepare import at_speed
from recognition.speech.clips import RATE_HZ, read_clip
from recognition.speech.grammar import Grammar
from recognition.speech.listener import Listener, SpeechHeard
from recognition.speech.questions import yes_no_question
from recognition.speech.recognizer import SpeechRecognizer
from recognition.speech.results import Heard
from recognition.speech.units import split_syllable
from terminal.voice import make_synthesizer
from tests.bench.speech import CHUNK, DEV, Chunk

SEED = 1
MEANINGS = {"对": "yes", "行": "yes", "是": "yes", "不": "no", "停": "stop"}
SOUNDS = {"对": "dui4", "行": "xing2", "是": "shi4", "不": "bu4", "停": "ting2"}
EIGHT = Grammar.of(
    "eight syllables", {"yes": ["对", "行", "是"], "no": ["不"], "stop": ["停"], "other": ["幺", "嗯", "呃"]}
)
OTHER_SPEEDS = (0.87, 1.15)
RATES_CPM = (100, 120, 150, 180, 220, 260)
MARGIN_S = 0.04
HISS = 12.0

Samples = NDArray[np.int16]


@dataclass(frozen=True)
class Answer:
    """One syllable as somebody said it."""

    text: str
    samples: Samples
    kind: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=30, help="at most so many of each syllable cut out of sentences")
    parser.add_argument("--recordings", type=Path, metavar="DIR", help="answers that people said for this")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    recognizer = SpeechRecognizer(ModelStore().find("speech"))
    answers = [*cut_answers(recognizer, options.clips), *synthetic_answers()]
    answers += recorded_answers(options.recordings) if options.recordings else ()
    questions = (EIGHT, yes_no_question(load_lexicon()))
    report = {question.name: figures(recognizer, question, answers) for question in questions}
    if options.json:
        json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    print("| question | sound | syllable | clips | lost | right | best | wrong |\n|---|---|---|---|---|---|---|---|")
    for question, rows in report.items():
        for name, row in rows.items():
            print(f"| {question} | {name} | " + " | ".join(str(n) for n in row.values()) + " |")


def figures(recognizer: SpeechRecognizer, question: Grammar, answers: list[Answer]) -> dict[str, dict[str, int]]:
    """Counts by kind of sound, over all and by syllable."""
    report: dict[str, dict[str, int]] = {}
    for answer in answers:
        heard = answered(recognizer, question, answer.samples)
        for name in (f"{answer.kind} | all", f"{answer.kind} | {answer.text}"):
            row = report.setdefault(name, dict.fromkeys(("clips", "lost", "right", "best", "wrong"), 0))
            row["clips"] += 1
            for found in verdicts(heard, MEANINGS[answer.text]):
                row[found] += 1
    return dict(sorted(report.items()))


def verdicts(heard: Heard | None, meaning: str) -> Iterator[str]:
    if heard is None:
        yield "lost"
        return
    if heard.phrase_id:
        yield "right" if heard.phrase_id == meaning else "wrong"
    best = heard.phrase_id or (heard.alternatives[0].phrase_id if heard.alternatives else "")
    if best == meaning:
        yield "best"


def answered(recognizer: SpeechRecognizer, question: Grammar, samples: Samples) -> Heard | None:
    """What the listener makes of a syllable in a quiet room; None where it began no utterance."""
    listener = Listener(recognizer)
    listener.ask(question)
    hiss = np.random.default_rng(SEED).normal(0, HISS, 2 * RATE_HZ + len(samples))
    hiss[RATE_HZ : RATE_HZ + len(samples)] += samples
    sound = np.clip(hiss, -32768, 32767).astype(np.int16)
    for start in range(0, len(sound), CHUNK):
        for event in listener.feed(Chunk(sound[start : start + CHUNK], RATE_HZ, start / RATE_HZ)):
            if isinstance(event, SpeechHeard):
                return event.heard
    return None


def cut_answers(recognizer: SpeechRecognizer, most: int) -> Iterator[Answer]:
    """Syllables out of sentences, drawn with the seed; nothing where the recordings are not here."""
    if not DEV.is_dir():
        return
    rows = json.loads((DEV / "manifest.json").read_text(encoding="utf-8"))
    rows = [row for row in rows if row["lang"].startswith("cmn") and len(row["text"]) == len(row["pinyin"].split())]
    random.Random(SEED).shuffle(rows)
    for text, sound in SOUNDS.items():
        cuts = (cut for row in rows if (cut := _cut(recognizer, row, text, sound)) is not None)
        for samples, _ in zip(cuts, range(most), strict=False):
            yield Answer(text, samples, "cut")


def recorded_answers(folder: Path) -> Iterator[Answer]:
    """Files named after one of `MEANINGS`, as they are and at two other speeds."""
    for path in sorted(folder.iterdir()):
        text = path.name[0]
        if text in MEANINGS:
            samples = read_clip(path)
            yield Answer(text, samples, "recorded")
            for speed in OTHER_SPEEDS:
                played = at_speed(samples.astype(np.float32), speed).astype(np.int16)
                yield Answer(text, played, "recorded, other speeds")


def synthetic_answers() -> Iterator[Answer]:
    voice = make_synthesizer()
    for text in MEANINGS:
        for rate_cpm in RATES_CPM:
            speech = voice.render(text, rate_cpm)
            yield Answer(text, resample(speech.samples, speech.rate_hz, RATE_HZ), "synthetic")
    voice.close()


def _cut(recognizer: SpeechRecognizer, row: dict[str, str], text: str, sound: str) -> Samples | None:
    """The syllable's stretch of a sentence: found by listening for what is before it, it, and what is after it."""
    pinyin = row["pinyin"].split()
    at = next((n for n, one in enumerate(pinyin) if one == sound and row["text"][n] == text), 0)
    before, after = row["text"][:at], row["text"][at + 1 :]
    if not before or not after or _initial(pinyin[at + 1]) == _initial(sound) or text in before + after:
        return None
    samples = read_clip(DEV / row["file"])
    recognizer.begin(Grammar(f"cut {row['file']}", (), (before, text, after), open=True))
    recognizer.accept(Chunk(samples, RATE_HZ, 0.0))
    words = recognizer.end().heard.words
    if tuple(word.text for word in words) != (before, text, after):
        return None
    start, end = words[1].start_s - MARGIN_S, words[1].end_s + MARGIN_S
    return samples[max(0, round(start * RATE_HZ)) : round(end * RATE_HZ)]


def _initial(pinyin: str) -> str:
    return split_syllable(pinyin.rstrip("12345"))[0]


if __name__ == "__main__":
    main()
