"""What can be said of a microphone from its sound alone: level, clipping, silence. Pure functions of samples.

Voice activity is not decided here: that is speech recognition's.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from hardware.sound import FULL_SCALE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLOOR_DBFS = -120.0
"""Reported for digital silence, where the logarithm has no value."""
CLIPPED_AT = 32_700
"""Magnitude from which a sample counts as clipped; converters stop a little short of full scale. Our judgement."""
CLIPPED_SHARE = 0.001
"""Share of clipped samples in the window from which the clerk is told. Our judgement: 1 ms a second is audible."""
DEAD_DBFS = -90.0
"""Below this nothing is connected or the channel is muted: a quiet room gives -70 to -55. Our judgement."""
WINDOW_S = 5.0
"""How much sound a warning looks back on."""


class SoundWarning(Enum):
    """What the clerk should know about the microphone."""

    CLIPPING = "clipping"
    """Too loud or too near: words get lost."""
    DEAD = "dead"
    """No sound at all: muted or unplugged behind the sound card."""


def level_dbfs(samples: NDArray[np.int16]) -> float:
    """RMS of int16 (n,) in decibels below full scale; `FLOOR_DBFS` for nothing or digital silence."""
    import numpy as np

    if not len(samples):
        return FLOOR_DBFS
    power = float(np.mean(np.square(samples.astype(np.float64))))
    return max(FLOOR_DBFS, 10 * math.log10(power / FULL_SCALE**2)) if power else FLOOR_DBFS


def clipped_share(samples: NDArray[np.int16]) -> float:
    """Share 0..1 of samples at the limit of the converter."""
    import numpy as np

    # int32 first: the magnitude of -32768 does not fit in int16
    return float(np.mean(np.abs(samples.astype(np.int32)) >= CLIPPED_AT)) if len(samples) else 0.0


@dataclass(slots=True)
class SignalWatch:
    """Looks back over `window_s` of sound and says which warnings hold now."""

    window_s: float = WINDOW_S
    _seen: deque[tuple[float, float, float]] = field(default_factory=deque)

    def feed(self, samples: NDArray[np.int16], rate_hz: int) -> frozenset[SoundWarning]:
        """Take the next chunk; return the warnings that hold. DEAD needs a full window, CLIPPING does not."""
        length_s = len(samples) / rate_hz
        self._seen.append((length_s, level_dbfs(samples), clipped_share(samples)))
        total_s = sum(length for length, _, _ in self._seen)
        while total_s - self._seen[0][0] >= self.window_s:
            total_s -= self._seen.popleft()[0]
        return frozenset(self._warnings(total_s))

    def _warnings(self, total_s: float) -> list[SoundWarning]:
        warnings = []
        if sum(length * share for length, _, share in self._seen) >= CLIPPED_SHARE * self.window_s:
            warnings.append(SoundWarning.CLIPPING)
        # a hair of tolerance: 250 chunks of 0.02 s sum to a little less than 5 s
        if total_s > self.window_s - 1e-6 and max(level for _, level, _ in self._seen) < DEAD_DBFS:
            warnings.append(SoundWarning.DEAD)
        return warnings
