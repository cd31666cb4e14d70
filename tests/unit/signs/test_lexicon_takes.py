"""The lexicon's own performances, in the manner of a file of recordings."""

from __future__ import annotations

import numpy as np

from recognition.signs import SignRecognizer
from recognition.signs.lexicon_takes import STILLS, known_labels, lexicon_takes
from recognition.signs.recordings import Recordings


def recordings(labels: list[str], frames: int, body: bool) -> Recordings:
    """Empty rows with these labels."""
    x = np.zeros((len(labels), max(frames, 1), 75, 3), np.float32)
    if not body:
        x[:, :, :33] = np.nan
    text = np.array([""] * len(labels))
    lengths = np.full(len(labels), frames, np.int16)
    return Recordings(x, lengths, np.array(labels), text, text, np.array(["train"] * len(labels)), np.ones(len(labels)))


def test_only_a_file_of_lexicon_signs_is_helped() -> None:
    assert known_labels(recordings(["1", "2", "10"], 1, body=False)) == ("1", "10", "2")
    assert known_labels(recordings(["1", "thanks"], 1, body=False)) == ()
    assert list(lexicon_takes(recordings(["hello", "thanks"], 20, body=True))) == []


def test_stills_of_hands_are_stills_of_hands() -> None:
    takes = list(lexicon_takes(recordings(["4", "8"], 1, body=False)))
    assert len(takes) == 2 * STILLS
    for _, take, _ in takes:
        assert take.shape == (1, 75, 3)
        assert np.isnan(take[:, :33]).all()
        assert np.isfinite(take[0, [33, 54], 0]).sum() == 1


def test_performances_are_read_as_what_they_are() -> None:
    recognizer = SignRecognizer.load()
    takes = list(lexicon_takes(recordings(["身份证", "丢"], 20, body=True)))
    right = [recognizer.classify(take, aspect, {"身份证", "丢", "换"}).gloss == label for label, take, aspect in takes]
    assert np.mean(right) > 0.8
