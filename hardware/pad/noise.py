"""Whether a serial line is noisy: damaged frames, counted by the minute. Pure."""

from __future__ import annotations

from dataclasses import dataclass

WINDOW_S = 60.0
REPORT = 5
"""Damaged frames in one window from which the technician is told; a sound line has none in days. Ours."""


@dataclass(slots=True)
class NoiseWatch:
    """Looks at the decoder's counter now and then."""

    _since: float = 0.0
    _before: int = 0

    def look(self, damaged: int, now: float) -> str | None:
        """What to report at the end of a window in which too much was damaged; `damaged` counts since the start."""
        if now - self._since < WINDOW_S:
            return None
        fresh, lasted_s = damaged - self._before, now - self._since
        self._since, self._before = now, damaged
        return f"{fresh} damaged frames in {lasted_s:.0f} s" if fresh >= REPORT else None
