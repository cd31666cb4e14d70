"""Recordings in any format that PyAV decodes -> mono 16 kHz samples, for evaluation, training and tests."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16000


def read_clip(source: Path | bytes, rate_hz: int = RATE_HZ) -> NDArray[np.int16]:
    """(n,) int16, mixed to mono."""
    import av

    parts = []
    with av.open(io.BytesIO(source) if isinstance(source, bytes) else str(source), "r") as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=rate_hz)
        for frame in container.decode(audio=0):
            parts += [out.to_ndarray()[0] for out in resampler.resample(frame)]
        parts += [out.to_ndarray()[0] for out in resampler.resample(None)]
    return np.concatenate(parts).astype(np.int16) if parts else np.zeros(0, np.int16)


def in_babble(
    samples: NDArray[np.int16], voices: list[NDArray[np.int16]], snr_db: float, rng: np.random.Generator, count: int = 6
) -> NDArray[np.int16]:
    """The clip among `count` other talkers, its mean power `snr_db` above theirs together."""
    babble = np.zeros(len(samples))
    for _ in range(count):
        voice = voices[rng.integers(len(voices))].astype(np.float64)
        babble += np.resize(np.roll(voice, rng.integers(len(voice))), len(samples)) / (voice.std() + 1)
    clean = samples.astype(np.float64)
    gain = np.sqrt((np.mean(clean**2) + 1e-3) / (np.mean(babble**2) + 1e-3) / 10 ** (snr_db / 10))
    mixed: NDArray[np.int16] = np.clip(clean + gain * babble, -32768, 32767).astype(np.int16)
    return mixed
