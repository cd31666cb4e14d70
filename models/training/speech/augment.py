"""What each utterance goes through on its way into a batch: cut, noise, another microphone, garbage.

Noise is added to log-mel powers (`log(exp a + exp b)`), which costs little, so that every epoch hears new noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from models.training.speech.features import BANDS, Array
from models.training.speech.objective import Syllables
from recognition.speech.units import GARBAGE, UNITS

UNIT_NUMBER = {unit: number for number, unit in enumerate(UNITS, 1)}
GARBAGE_NUMBER = UNIT_NUMBER[GARBAGE]
ABOVE_4_KHZ = 30  # first mel band wholly above 4 kHz: what a telephone line takes away


@dataclass(frozen=True)
class Clip:
    """One utterance of a feature set; `times` are (first, last + 1) frames of its syllables, empty if unknown."""

    frames: Array
    syllables: Syllables
    times: list[tuple[int, int]]


@dataclass(frozen=True)
class Shares:
    """How often each change happens (our judgement, tried on the development set)."""

    cut: float = 0.4
    garbage: float = 0.12
    reversed: float = 0.03
    babble: float = 0.45
    noise: float = 0.25
    telephone: float = 0.03


class Augmenter:
    def __init__(self, clips: list[Clip], rng: np.random.Generator, shares: Shares | None = None) -> None:
        self._speech = [clip for clip in clips if clip.syllables]
        self._noise = [clip for clip in clips if not clip.syllables]
        self._rng = rng
        self._shares = shares or Shares()

    def __call__(self, clip: Clip) -> tuple[Array, Syllables]:
        frames, syllables = np.asarray(clip.frames, np.float32), clip.syllables
        frames, syllables = self._cut(frames, syllables, clip.times)
        if syllables and self._rng.random() < self._shares.reversed:
            frames, syllables = frames[::-1], [[GARBAGE_NUMBER]]  # speech, but no language of ours
        frames = self._with_noise(frames) if syllables else frames
        return self._microphone(frames), self.with_garbage(syllables)

    def with_garbage(self, syllables: Syllables) -> Syllables:
        """Now and then one stretch of syllables becomes the garbage unit."""
        if not syllables or self._rng.random() > self._shares.garbage:
            return syllables
        count = int(self._rng.integers(1, min(6, len(syllables)) + 1))
        at = int(self._rng.integers(0, len(syllables) - count + 1))
        return [*syllables[:at], [GARBAGE_NUMBER], *syllables[at + count :]]

    def _cut(self, frames: Array, syllables: Syllables, times: list[tuple[int, int]]) -> tuple[Array, Syllables]:
        """A few whole syllables between quiet frames of the same recording: short requests are rare in the data."""
        rng = self._rng
        if len(times) != len(syllables) or len(syllables) < 4 or rng.random() > self._shares.cut:
            return frames, syllables
        count = int(rng.choice([1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8]))
        count = min(count, len(syllables) - 1)
        at = int(rng.integers(0, len(syllables) - count + 1))
        first = max(0, times[at][0] - int(rng.integers(1, 5)))
        last = min(len(frames), times[at + count - 1][1] + int(rng.integers(1, 5)))
        if last - first < 7 * count + 8:
            return frames, syllables
        quiet = frames[np.argsort(frames.mean(1))[: max(5, len(frames) // 12)]]
        edges = [quiet[rng.integers(0, len(quiet), int(rng.integers(0, 40)))] for _ in range(2)]
        return np.concatenate([edges[0], frames[first:last], edges[1]]), syllables[at : at + count]

    def _with_noise(self, frames: Array) -> Array:
        draw = self._rng.random()
        if draw < self._shares.babble:
            return mixed(frames, self._babble(len(frames)), self._rng.uniform(3, 20))
        if draw < self._shares.babble + self._shares.noise:
            return mixed(frames, self._hiss(len(frames)), self._rng.uniform(4, 28))
        return frames

    def _babble(self, count: int) -> Array:
        """Two to seven other people at once."""
        total = np.zeros((count, BANDS), np.float32)
        for _ in range(self._rng.integers(2, 8)):
            other = self._speech[self._rng.integers(len(self._speech))].frames
            power = np.exp(
                np.resize(np.roll(np.asarray(other, np.float32), self._rng.integers(len(other)), 0), (count, BANDS))
            )
            total += power / (power.mean() + 1.0)
        return np.asarray(np.log(total + 1e-9))

    def _hiss(self, count: int) -> Array:
        """A recorded-like stretch without speech, or steady noise of a random colour."""
        if self._noise and self._rng.random() < 0.5:
            other = np.asarray(self._noise[self._rng.integers(len(self._noise))].frames, np.float32)
            return np.resize(other, (count, BANDS))
        colour = self._tilt(1.5)
        return np.asarray(colour + np.log(self._rng.gamma(4.0, 0.25, (count, BANDS)) + 1e-3), np.float32)

    def _microphone(self, frames: Array) -> Array:
        """Gain and a smooth channel, small masks over bands and time, now and then a telephone's band."""
        rng = self._rng
        frames = frames + np.float32(rng.normal(0, 1.2)) + self._tilt(0.5)
        if rng.random() < self._shares.telephone:
            frames[:, ABOVE_4_KHZ:] = rng.uniform(-2, 5)
        if rng.random() < 0.5:
            width = int(rng.integers(1, 7))
            at = int(rng.integers(0, BANDS - width))
            frames[:, at : at + width] = frames.mean()
        if rng.random() < 0.3 and len(frames) > 60:
            width = int(rng.integers(2, 14))
            at = int(rng.integers(0, len(frames) - width))
            frames[at : at + width] = frames.mean(0, keepdims=True)
        return frames

    def _tilt(self, size: float) -> Array:
        place = np.arange(BANDS) / (BANDS - 1)
        waves = [self._rng.normal(0, size) * np.cos(np.pi * k * place) for k in (1, 2, 3)]
        return np.asarray(sum(waves), np.float32)[None]


def mixed(frames: Array, noise: Array, snr_db: float) -> Array:
    """Both log-mel (n, 40); the noise is scaled so that mean powers differ by `snr_db`."""
    gain = np.log(np.exp(frames).mean() + 1e-6) - np.log(np.exp(noise).mean() + 1e-6) - snr_db * np.log(10) / 10
    return np.logaddexp(frames, noise + np.float32(gain))


def read_clips(path: Any) -> list[Clip]:
    """A feature set of `prepare.py`, with syllable times where `align.py` wrote them; badly fitting clips left out."""
    import json
    from pathlib import Path

    base = Path(path)
    features = np.load(base.with_name(base.name + ".npy"), mmap_mode="r")
    rows = json.loads(base.with_name(base.name + ".json").read_text(encoding="utf-8"))
    aligned = base.with_name(base.name + ".times.json")
    times = json.loads(aligned.read_text(encoding="utf-8")) if aligned.exists() else {}
    return [
        Clip(
            features[row["offset"] : row["offset"] + row["frames"]],
            [[UNIT_NUMBER[u] for u in syllable] for syllable in row["units"]],
            [(a, b) for a, b in times.get(row["id"], [])],
        )
        for row in rows
        if times.get(row["id"], []) is not None
    ]
