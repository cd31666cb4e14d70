"""The six sound cues as samples, made from the tones of content/theme. Each repeats what the eyes already have.

| cue | its twin on the screen |
|---|---|
| tap | the button goes down |
| listening | the rings around the microphone |
| understood | the chip with a solid line and a filled tick |
| please_repeat | the signer asks again, the mirror's frame is dashed |
| your_turn | the number fills the screen, three slow pulses |
| timeout | the ring and the number |
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from content.theme import cues

RATE_HZ = 16_000
#: Rise and fall of every tone, so that nothing clicks (our judgement).
_RAMP_MS = 12.0
#: Strength of the octave above: a softer sound than a bare sine (our judgement).
_OCTAVE = 0.22


@lru_cache(maxsize=16)
def samples(name: str, rate_hz: int = RATE_HZ) -> npt.NDArray[np.int16]:
    """The cue ``name`` as (N,) int16 mono at ``rate_hz``; `KeyError` for a name that content has not."""
    tones_hz, lengths_ms, gain_db = cues()[name]
    parts = [_tone(hz, ms, rate_hz) for hz, ms in zip(tones_hz, lengths_ms, strict=True)]
    loud = np.concatenate(parts) * 10 ** (gain_db / 20)
    return np.asarray(np.clip(loud, -1, 1) * np.iinfo(np.int16).max, np.int16)


def _tone(hz: float, length_ms: float, rate_hz: int) -> npt.NDArray[np.float64]:
    time_s = np.arange(round(rate_hz * length_ms / 1000)) / rate_hz
    wave = (np.sin(2 * np.pi * hz * time_s) + _OCTAVE * np.sin(4 * np.pi * hz * time_s)) / (1 + _OCTAVE)
    ramp_s = _RAMP_MS / 1000
    return np.asarray(wave * np.clip(np.minimum(time_s, time_s[::-1]) / ramp_s, 0, 1))
