"""One-Euro filter: steady when still, without lag when fast.

Casiez, Roussel, Vogel: "1 Euro Filter", CHI 2012. The cut-off frequency grows with speed, so a
resting hand does not tremble and a fast one is not dragged behind.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]


class OneEuro:
    """Filters an array of any shape element by element; NaN goes through and restarts its element.

    Parameters
    ----------
    min_cutoff_hz : cut-off for a point at rest; lower is steadier.
    beta : how quickly the cut-off rises with speed (units of the values per second).
    """

    # Speed is itself smoothed. The paper takes 1 Hz for 60 Hz mice; at a webcam's rate that notices a starting
    # movement a sixth of a second late, as measured on rendered signers.
    SPEED_CUTOFF_HZ = 5.0

    def __init__(self, min_cutoff_hz: float, beta: float) -> None:
        self._min_cutoff_hz = min_cutoff_hz
        self._beta = beta
        self._value: Values | None = None
        self._speed: Values | None = None
        self._at = 0.0

    def filter(self, value: Values, at: float) -> Values:
        """The filtered value at time `at` (seconds, rising; a repeated time returns the last value)."""
        if self._value is None or self._speed is None:
            self._value, self._speed, self._at = value, np.zeros_like(value), at
            return value
        step = at - self._at
        if step <= 0:
            return self._value
        fresh = ~np.isfinite(self._value)
        speed = np.where(fresh, 0.0, (value - self._value) / step)
        smooth = _blend(step, np.float32(self.SPEED_CUTOFF_HZ))
        last_speed = np.where(np.isfinite(self._speed), self._speed, speed)
        self._speed = smooth * speed + (1 - smooth) * last_speed
        follow = _blend(step, self._min_cutoff_hz + self._beta * np.abs(self._speed))
        self._value = np.where(fresh, value, follow * value + (1 - follow) * self._value).astype(np.float32)
        self._at = at
        return self._value


def _blend(step: float, cutoff_hz: Values | np.float32) -> Any:
    """Weight of the new value for a first-order low-pass with this cut-off."""
    rate = 2 * np.pi * cutoff_hz * step
    return rate / (rate + 1)
