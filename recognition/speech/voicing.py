"""Is it a voice, or a cough, or something that hums?

Every Mandarin syllable is carried by a vowel or a nasal with a pitch: a good part of its energy lies there, and it
swells and dies away. A cough is a burst of noise, also where its end is voiced; a machine hums evenly; a tune goes from
one held note to another, where a voice that speaks glides; music stays near its loudest where a voice falls away
between syllables, or has a bass below every voice. To the decoder all of them may score like a short answer. Who
whispers is not heard either, and is asked again; who sings may be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PITCH_HZ = (65.0, 500.0)
"""Low men's to children's voices."""
WINDOW_S, HOP_S = 0.04, 0.01
"""A window holds more than two periods of the lowest pitch."""
VOICED_FROM = 0.6
"""Normalised autocorrelation at the pitch."""
LOUD_DB = 20.0
"""Only frames less than this below the loudest count: the room around the sound says nothing about it."""
LEAST_SHARE = 0.1
"""Measured: of 75 lone syllables of two readers the poorest (是, its hiss louder than its vowel) has 0.19, of 200 short
texts of the development set 0.26, in babble at 5 dB 0.22; of 60 synthetic coughs the richest 0.04."""
LEAST_SHARE_BARE = 0.6
"""For 嗯 and 呃, which are nothing but pitch: 13 of two readers have 0.86 and more."""
LEAST_SWELL_DB = 0.95
"""Measured in the same sounds: the least in the lone syllables 2.5, in the short texts 1.9, clipped twelvefold 1.0; of
200 synthetic hums one has more."""
HELD_FRAMES, HELD_SEMITONES, NOTES_APART = 9, 0.3, 0.7
"""A note: so many frames (0.12 s with their windows) within that range; two notes differ by more than the last."""
NOTES, NOTES_SHARE = 2, 0.4
"""Measured: 200 short texts, quiet, in babble, slower, as a child or spoilt, are held notes in at most 0.36 of their
pitched time, 75 lone syllables 0.45, none of them in two notes; of 40 synthetic tunes 31 are so in 0.61 and more."""
LONGEST_S, LONGEST_SYLLABLE_S = 1.2, 0.9
"""Loud time that a phrase may take: this much, and this much more for every syllable. Among other talkers at 5 dB the
short texts have at most 0.95 s a syllable; music goes on for longer."""
PEAK_DB = 10.0
LONGEST_PEAK_S, LONGEST_PEAK_SYLLABLE_S = 0.7, 0.2
"""Time less than `PEAK_DB` below the loudest that a phrase may take: this much, and this much more for every syllable.
Chosen on speech alone: of the 200 texts of one to seven syllables of the development set, also a quarter slower, as a
child's, clipped or in babble at 5 dB, none has more; of 16 pieces of strings, two seconds each, taken for two
syllables, 13 have."""
BASS_HZ, MOST_BASS = 80.0, 0.35
"""Share of the energy below the lowest voices, without what was there before. Measured: in the same texts at most 0.27,
in two that were played a quarter slower 0.4; in two pieces of music with a drum and a bass 0.30 to 0.61."""
FLOOR_PERCENTILE = 10
"""Of the frames' bass: what the room hums anyway, also while nobody speaks."""

Samples = NDArray[np.int16]
Frames = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Voicing:
    """`share`: of the energy, how much has a pitch, 0..1. `swell_db`: range of the middle half of the levels.

    `loud_s`: time that is not much below the loudest. `held`: of the pitched time, how much is held notes, 0..1;
    `notes`: how many different ones. `peak_s`: time that is hardly below the loudest. `bass`: of the energy, how much
    lies below every voice and was not there before, 0..1.
    """

    share: float
    swell_db: float
    loud_s: float
    held: float = 0.0
    notes: int = 0
    peak_s: float = 0.0
    bass: float = 0.0


def is_voice(samples: Samples, rate_hz: int, syllables: int, *, bare: bool = False) -> bool:
    """Whether this can be so many syllables of speech; `bare`: one, without a consonant before its vowel."""
    found = voicing(samples, rate_hz)
    return (
        found.swell_db >= LEAST_SWELL_DB
        and found.share >= (LEAST_SHARE_BARE if bare else LEAST_SHARE)
        and found.loud_s <= LONGEST_S + LONGEST_SYLLABLE_S * syllables
        and found.peak_s <= LONGEST_PEAK_S + LONGEST_PEAK_SYLLABLE_S * syllables
        and found.bass <= MOST_BASS
        and not (found.notes >= NOTES and found.held >= NOTES_SHARE)
    )


def voicing(samples: Samples, rate_hz: int) -> Voicing:
    """(n,) mono samples of one utterance, silence around it allowed."""
    frames = _frames(samples, rate_hz)
    energy = np.square(frames).sum(1)
    loud = energy > max(float(energy.max(initial=0.0)) * 10 ** (-LOUD_DB / 10), 1.0)
    if not loud.any():
        return Voicing(0.0, 0.0, 0.0)
    near, semitones = _pitch(frames, rate_hz)
    pitched = loud & (near >= VOICED_FROM)
    low, high = np.percentile(10 * np.log10(energy[loud]), (25, 75))
    share = energy[pitched].sum() / energy[loud].sum()
    held, notes = _notes(semitones, pitched)
    peak_s = float((energy > energy.max() * 10 ** (-PEAK_DB / 10)).sum() * HOP_S)
    bass = _bass(frames, rate_hz, loud)
    return Voicing(float(share), float(high - low), float(loud.sum() * HOP_S), held, notes, peak_s, bass)


def _frames(samples: Samples, rate_hz: int) -> Frames:
    """(count, window), each without its mean."""
    size, hop = round(WINDOW_S * rate_hz), round(HOP_S * rate_hz)
    if len(samples) < size:
        return np.zeros((0, size))
    cut = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), size)[::hop]
    return np.asarray(cut - cut.mean(1, keepdims=True))


def _bass(frames: Frames, rate_hz: int, loud: NDArray[np.bool_]) -> float:
    """Share of the loud frames' energy below `BASS_HZ`, the room's own hum taken off, 0..1."""
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(frames.shape[1]))))
    low = power[:, np.fft.rfftfreq(frames.shape[1], 1 / rate_hz) < BASS_HZ].sum(1)
    risen = np.maximum(low - np.percentile(low, FLOOR_PERCENTILE), 0.0)
    return float(risen[loud].sum() / power[loud].sum())


def _pitch(frames: Frames, rate_hz: int) -> tuple[Frames, Frames]:
    """The highest inner peak of each frame's normalised autocorrelation among the lags of a pitch, 0..1; its semitone.

    Semitones count from an arbitrary zero; the peak is placed between samples by a parabola.
    """
    size = frames.shape[1]
    first, last = int(rate_hz / PITCH_HZ[1]), int(rate_hz / PITCH_HZ[0])
    lags = np.arange(last + 2)
    auto = np.fft.irfft(np.abs(np.fft.rfft(frames, 2 * size)) ** 2)[:, lags]
    power = np.square(frames)
    head = np.cumsum(power, axis=1)[:, size - 1 - lags]  # of the samples that have a partner at each lag
    tail = np.cumsum(power[:, ::-1], axis=1)[:, size - 1 - lags]
    near = auto / (np.sqrt(head * tail) + 1e-9)
    before, inner, after = near[:, first - 1 : last], near[:, first : last + 1], near[:, first + 1 : last + 2]
    peaks = np.where((inner >= before) & (inner >= after), inner, 0.0)
    rows, best = np.arange(len(peaks)), peaks.argmax(1)
    left, top, right = before[rows, best], inner[rows, best], after[rows, best]
    bend = np.minimum(left - 2 * top + right, -1e-9)
    lag = first + best + np.clip(0.5 * (left - right) / bend, -0.5, 0.5)
    return peaks[rows, best], np.asarray(-12 * np.log2(lag))


def _notes(semitones: Frames, pitched: NDArray[np.bool_]) -> tuple[float, int]:
    """Share of the pitched frames that are the middle of a held note, and how many different notes there are."""
    if len(semitones) < HELD_FRAMES or not pitched.any():
        return 0.0, 0
    around = np.lib.stride_tricks.sliding_window_view(semitones, HELD_FRAMES)
    whole = np.lib.stride_tricks.sliding_window_view(pitched, HELD_FRAMES).all(1)
    held = whole & (np.ptp(around, axis=1) < HELD_SEMITONES)
    notes: list[float] = []
    for run in np.split(np.arange(len(held)), np.flatnonzero(np.diff(held)) + 1):
        level = float(np.median(around[run, HELD_FRAMES // 2]))
        if held[run[0]] and all(abs(level - note) > NOTES_APART for note in notes):
            notes.append(level)
    return float(held.sum() / pitched.sum()), len(notes)
