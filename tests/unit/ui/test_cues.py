"""Sound cues are short, quiet, without clicks, and as high as the tokens say."""

from __future__ import annotations

import numpy as np
import pytest

from content.theme import cues
from terminal.ui.cues import RATE_HZ, samples


@pytest.mark.parametrize("name", sorted(cues()))
def test_a_cue_has_the_length_and_loudness_of_its_tokens(name: str) -> None:
    _, lengths_ms, gain_db = cues()[name]
    wave = samples(name).astype(float) / 32767
    assert len(wave) == pytest.approx(sum(lengths_ms) / 1000 * RATE_HZ, abs=3)
    assert np.abs(wave).max() <= 10 ** (gain_db / 20) + 0.001
    assert np.abs(wave).max() > 10 ** (gain_db / 20) * 0.7


@pytest.mark.parametrize("name", sorted(cues()))
def test_a_cue_does_not_click(name: str) -> None:
    wave = samples(name).astype(float) / 32767
    peak = np.abs(wave).max()
    assert abs(wave[0]) < 0.02 * peak
    assert abs(wave[-1]) < 0.02 * peak


def test_your_turn_rises_in_three_tones() -> None:
    tones_hz, lengths_ms, _ = cues()["your_turn"]
    wave, at, heard = samples("your_turn").astype(float), 0, []
    for length_ms in lengths_ms:
        part = wave[at : at + round(length_ms / 1000 * RATE_HZ)]
        spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
        heard.append(np.fft.rfftfreq(len(part), 1 / RATE_HZ)[spectrum.argmax()])
        at += len(part)
    assert heard == pytest.approx(list(tones_hz), abs=6)
