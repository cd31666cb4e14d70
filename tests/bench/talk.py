"""Talk that is no answer, taken for one, at every question of the terminal: with all that may be said there, and with
the question's own words alone.

    python -m tests.bench.talk FOLDER [--sentences 100] [--model FOLDER]

FOLDER as for `recognition.evaluate_speech`: its foreign clips, and so many of its Mandarin sentences. None of them is
about a hall. Every recording stands in a room's hiss and passes the whole listener; the first that is heard counts.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from content import matters
from models.store import ModelStore
from recognition.speech.clips import read_clip
from recognition.speech.grammar import Grammar
from recognition.speech.recognizer import SpeechRecognizer
from recognition.speech_recordings import SEED, Recording, read_manifest
from terminal.workers.questions import grammars
from tests.bench.one_syllable import answered

BESIDES = {"farewell", "key", "asked"}
"""What may be said on a page besides the answers to its question."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    recognizer = SpeechRecognizer(options.model or ModelStore().find("speech"))
    rows = read_manifest(options.folder)
    spoken = [row for row in rows if row.mandarin and row.kind == "sentence"]
    drawn = random.Random(SEED).sample(spoken, min(options.sentences, len(spoken)))
    kinds = {"foreign": [row for row in rows if row.kind == "foreign"], "Mandarin": drawn}
    print("| question | talk | clips | taken | with its own words alone | for |\n|---|---|---|---|---|---|")
    for name, question in grammars(matters.load()).items():
        for kind, clips in kinds.items():
            taken = understood(recognizer, question, clips)
            alone = understood(recognizer, narrowed(question), clips)
            said = " ".join(f"{text} {times}" for text, times in taken.most_common(5))
            print(f"| {name} | {kind} | {len(clips)} | {taken.total()} | {alone.total()} | {said} |", flush=True)


def understood(recognizer: SpeechRecognizer, question: Grammar, clips: Sequence[Recording]) -> Counter[str]:
    """What the clips were taken for."""
    heard = (answered(recognizer, question, read_clip(clip.path)) for clip in clips)
    return Counter(each.text for each in heard if each and each.text)


def narrowed(question: Grammar) -> Grammar:
    """Without what may be said besides."""
    return replace(question, phrases=tuple(phrase for phrase in question.phrases if phrase.id not in BESIDES))


if __name__ == "__main__":
    main()
