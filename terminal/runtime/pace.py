"""The beat of the pictures, counted from the first: what a sleep takes too long is not lost."""

from __future__ import annotations

from math import floor

_SAME = 1e-6
"""Of a frame: closer than this to a beat is that beat (a clock read at the beat may round to just before it)."""


class Pace:
    """The times ``start`` + n x ``frame_s``, in seconds of one monotonic clock; 0 a frame: as fast as it goes."""

    def __init__(self, frame_s: float, start: float) -> None:
        self._frame_s, self._start = frame_s, start

    def after(self, now: float) -> float:
        """The first beat after ``now``: who comes late draws the next picture on time, and none twice."""
        if self._frame_s <= 0:
            return now
        gone = floor((now - self._start) / self._frame_s + _SAME)
        return self._start + (gone + 1) * self._frame_s
