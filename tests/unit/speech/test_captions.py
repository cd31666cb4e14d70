"""Captions: free speech with a confidence for every word; what is marked doubtful is wrong more often."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from recognition.speech.clips import RATE_HZ, read_clip
from recognition.speech.recognizer import SpeechRecognizer
from recognition.speech.results import DOUBTFUL_BELOW
from terminal.visit import captions
from tests.bench.captions import SENTENCES, error, made, spoken

FIRST = 8


@dataclass(frozen=True)
class Clip:
    samples: NDArray[np.int16]
    rate_hz: int = RATE_HZ
    at: float = 0.0


def test_both_sides_draw_the_line_at_the_same_confidence() -> None:
    assert captions.DOUBTFUL_BELOW == DOUBTFUL_BELOW


def test_a_clerk_is_heard_better_where_the_talk_of_the_hall_is_expected(model_folder: Path, tmp_path: Path) -> None:
    """Sentences that stand nowhere in the content, in our own voice; the bench of this name has all of them."""
    clips = list(spoken(SENTENCES.read_text(encoding="utf-8").split()[::5], (220,)))
    without = made(model_folder, tmp_path / "without.fst", ())
    wrong = [error(SpeechRecognizer(model_folder, language), clips) for language in (None, without)]
    assert wrong[0] < wrong[1] - 0.02, wrong


@pytest.mark.shared
def test_doubtful_words_are_wrong_more_often_than_sure_ones(
    recognizer: SpeechRecognizer, recordings: list[dict[str, str]]
) -> None:
    right: dict[bool, list[bool]] = {True: [], False: []}
    rows = [row for row in recordings if row.get("kind") == "sentence" and len(row["text"]) <= 20]
    for row in rows[:FIRST]:
        recognizer.begin(None)
        recognizer.accept(Clip(read_clip(Path(row["path"]))))
        heard = recognizer.end().heard
        assert heard.text == "".join(word.text for word in heard.words)
        for word in heard.words:
            right[word.doubtful].append(word.text in row["text"])
    sure, doubtful = (sum(right[kind]) / len(right[kind]) for kind in (False, True))
    assert sure > doubtful + 0.2, (sure, doubtful)
