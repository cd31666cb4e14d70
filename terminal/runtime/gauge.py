"""One number that a worker sets and the screens read, such as the loudness at the microphone. No event, no journal."""

from __future__ import annotations

import ctypes
import math
import multiprocessing

QUIET_DBFS, LOUD_DBFS = -55.0, -12.0
"""A quiet hall and a voice near the microphone (our judgement)."""


class Gauge:
    """A share of 0 to 1 in memory of both processes. The newest value stands; a torn read cannot happen for a float."""

    def __init__(self) -> None:
        self._value = multiprocessing.get_context("spawn").RawValue(ctypes.c_float, 0.0)

    def set(self, share: float) -> None:
        """Set it, held within 0..1; what is no number counts as nothing."""
        self._value.value = min(1.0, max(0.0, share)) if math.isfinite(share) else 0.0

    def read(self) -> float:
        """The newest value."""
        return float(self._value.value)


def loudness(dbfs: float) -> float:
    """Share of the meter for a level in dB below full scale."""
    return (dbfs - QUIET_DBFS) / (LOUD_DBFS - QUIET_DBFS)
