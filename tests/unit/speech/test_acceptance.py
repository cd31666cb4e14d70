"""How sure a phrase is, from what speaks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recognition.speech.acceptance import LARGEST_MARGIN, Acceptance, Evidence

WEIGHTS = Acceptance(ratio=4.0, distance=-4.0, margin=0.5, bias=5.0)
BEST = Evidence(ratio=0.0, distance=0.0, margin=LARGEST_MARGIN)


def test_a_sound_without_a_voice_is_never_an_answer() -> None:
    assert WEIGHTS.confidence(BEST) > 0.99
    assert WEIGHTS.confidence(replace(BEST, voiced=False)) < 0.5
    assert WEIGHTS.confidence(replace(BEST, voiced=False, one_syllable=True)) < 0.5


@pytest.mark.parametrize("worse", [{"ratio": -2.0}, {"distance": 0.6}, {"margin": 0.0}])
def test_what_speaks_against_a_phrase_makes_it_less_sure(worse: dict[str, float]) -> None:
    assert WEIGHTS.confidence(replace(BEST, **worse)) < WEIGHTS.confidence(BEST)


def test_evidence_beyond_all_measure_is_a_number_all_the_same() -> None:
    assert 0.0 <= WEIGHTS.confidence(replace(BEST, ratio=-1e9)) < 1e-6
    assert WEIGHTS.confidence(replace(BEST, ratio=1e9)) <= 1.0
