"""The language model of captions is written by the terminal itself, and terminals are switched off at the wall."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from recognition.speech.errors import SpeechError
from recognition.speech.recognizer import SpeechRecognizer
from terminal.workers import ears
from terminal.workers.ears import open_recognizer


class Noise:
    """A fifth of a second."""

    samples: NDArray[np.int16] = np.random.default_rng(0).normal(0, 500, 3200).astype(np.int16)
    rate_hz = 16_000
    at = 0.0


@pytest.fixture(params=["empty", "zeros", "half"])
def damaged(request: pytest.FixtureRequest, model_folder: Path, tmp_path: Path) -> Path:
    """What a power cut leaves of a file."""
    whole = (model_folder / "graph" / "Gr.fst").read_bytes()
    left = {"empty": b"", "zeros": bytes(len(whole)), "half": whole[: len(whole) // 2]}
    path = tmp_path / "hall.fst"
    path.write_bytes(left[request.param])
    return path


def test_it_is_said_when_it_is_opened_and_not_in_the_first_sentence(model_folder: Path, damaged: Path) -> None:
    with pytest.raises(SpeechError) as error:
        SpeechRecognizer(model_folder, damaged)
    assert error.value.code == "speech-language-damaged"


def test_the_ears_do_without_it_and_it_is_made_anew_next_time(
    model_folder: Path, damaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ears, "hall_language", lambda *_: damaged)
    recognizer = open_recognizer(model_folder)
    recognizer.begin(None)
    recognizer.accept(Noise())
    recognizer.end()  # decodes freely, as captions do
    assert not damaged.exists()
