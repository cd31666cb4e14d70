"""Log-mel features exactly as Kaldi computes them: 25 ms frames each 10 ms, 40 bands, Povey window.

Vosk reads `conf/mfcc.conf` with 40 cepstra of 40 bands, so its MFCC are log-mel times an invertible matrix: we train
on log-mel and fold the inverse of `dct_matrix` into the first layer on export. Against kaldi-native-fbank the largest
difference was 1e-4 on values up to 122.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE_HZ, FRAME, HOP, FFT, BANDS = 16000, 400, 160, 512, 40
LOWEST_HZ, HIGHEST_HZ = 20.0, 7600.0
FLOOR = 1.1920929e-07  # Kaldi's single-precision epsilon
LIFTER = 22.0

Array = NDArray[np.float32]


def log_mel(samples: Array) -> Array:
    """(samples,) floats in the range of 16-bit integers, 16 kHz -> (frames, 40) natural logarithms of power."""
    count = 1 + (len(samples) - FRAME) // HOP
    if count <= 0:
        return np.zeros((0, BANDS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float32), FRAME)[::HOP][:count]
    frames = frames - frames.mean(1, keepdims=True)
    emphasised = frames.copy()
    emphasised[:, 1:] -= 0.97 * frames[:, :-1]
    emphasised[:, 0] -= 0.97 * frames[:, 0]
    spectrum = np.fft.rfft(emphasised * _WINDOW, FFT)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    return np.asarray(np.log(np.maximum(power @ _BANK, FLOOR)))


def dct_matrix() -> NDArray[np.float64]:
    """(40, 40): MFCC = log-mel @ dct_matrix(); orthonormal DCT-II with Kaldi's lifter."""
    k, n = np.arange(BANDS)[None, :], np.arange(BANDS)[:, None] + 0.5
    dct = np.sqrt(2.0 / BANDS) * np.cos(np.pi / BANDS * n * k)
    dct[:, 0] = np.sqrt(1.0 / BANDS)
    return np.asarray(dct * (1.0 + 0.5 * LIFTER * np.sin(np.pi * np.arange(BANDS) / LIFTER))[None, :])


def _mel(hz: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(1127.0 * np.log(1.0 + np.asarray(hz) / 700.0))


def _mel_bank() -> Array:
    low, high = _mel(LOWEST_HZ), _mel(HIGHEST_HZ)
    step = (high - low) / (BANDS + 1)
    bins = _mel(np.arange(FFT // 2) * RATE_HZ / FFT)
    bank = np.zeros((FFT // 2 + 1, BANDS), np.float32)
    for band in range(BANDS):
        left, centre, right = (low + (band + k) * step for k in range(3))
        slope = np.where(bins <= centre, (bins - left) / (centre - left), (right - bins) / (right - centre))
        bank[: FFT // 2, band] = np.where((bins > left) & (bins < right), slope, 0.0)
    return bank


_BANK = _mel_bank()
_WINDOW = ((0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / (FRAME - 1))) ** 0.85).astype(np.float32)
