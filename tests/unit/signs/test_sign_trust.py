"""Figures of trust on small files made here: takes without a sign, single pictures, lessons."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from content.signer import Camera, Style, perform
from recognition import sign_trust
from recognition.signs import SignRecognizer

SIGNS = ("身份证", "丢")


@pytest.fixture(scope="module")
def recognizer() -> SignRecognizer:
    return SignRecognizer.load()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """One person: two signs five times each, hands at rest twice, a take without hands."""
    rng, takes = np.random.default_rng(0), []
    for gloss in SIGNS * 5:
        played = perform([gloss], style=Style(jitter=0.5, rng=rng))
        takes.append(
            (gloss, played.landmarks(np.linspace(played.spans[0].start_s, played.spans[0].end_s, 20), Camera()))
        )
    resting = perform(["好"], style=Style(rest="down", lead_s=1.5)).landmarks(np.linspace(0, 0.6, 20), Camera())
    takes += [("_idle", resting)] * 2 + [("丢", np.full((20, 75, 3), np.nan))]
    names = np.array([name for name, _ in takes])
    np.savez(
        tmp_path / "made.npz", x=np.array([points for _, points in takes], np.float16), labels=names, zh=names,
        lengths=np.full(len(takes), 20), aspect=np.full(len(takes), 4 / 3), sessions=np.full(len(takes), "day"),
        signers=np.full(len(takes), "p"), split=np.where(names == "_idle", "foreign", "train"),
    )  # fmt: skip
    return tmp_path / "made.npz"


def test_hands_at_rest_are_counted_as_no_sign(recognizer: SignRecognizer, file: Path) -> None:
    nothing = {"takes": 2, "read": 0.0, "sure": 0.0}
    assert sign_trust.no_sign(recognizer, sign_trust.foreign(file)) == nothing
    assert sign_trust.no_sign(recognizer, sign_trust.unlabelled(file)) == nothing


def test_a_sign_counts_as_read_where_there_is_none(recognizer: SignRecognizer, file: Path) -> None:
    signs = [(np.load(file)["x"][0].astype(np.float32), 4 / 3)]
    assert sign_trust.no_sign(recognizer, signs)["read"] == 1.0


def test_pictures_of_words_of_the_lexicon_are_counted(recognizer: SignRecognizer, file: Path) -> None:
    found = sign_trust.stills(recognizer, file, every=1)
    # Eleven takes have a word of the lexicon, one of them shows no hand; rests have none.
    assert found["takes"] == 11
    assert 0.5 < found["right"] < 1


def test_takes_of_another_sign_are_asked_about_in_a_lesson(recognizer: SignRecognizer, file: Path) -> None:
    found = sign_trust.teaching(recognizer, file)
    assert found["takes"] == 2 * (5 - sign_trust.KEPT) + 2 * 5
    assert found["other_sign_asked"] > 0.9
    assert found["same_sign_asked"] < 0.1
