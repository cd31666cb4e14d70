"""Is this RESULT to be believed, and is it a new press? The two questions of the full profile. Pure.

Why a level must be said twice alike (`confirm`). The sum has eight bits: a flip in GRADE and one in CS or AGE cancel
out, and the frame passes every check with a wrong level (measured: `simulator/noise_trial.py`). A pad repeats RESULT
every 300 ms until it is acknowledged; so the first RESULT is not acknowledged, and the second, alike, is. A wrong
mark then needs the same flips twice in a row. Basic pads say everything once and cannot be protected so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SAME_PRESS_S = 0.15
"""Two RESULTs whose keys went down this close together are one press, repeated. Ours: AGE is rounded to 0.1 s."""


@dataclass(slots=True)
class ResultFilter:
    """Remembers what was said for the evaluation in progress; `reset` for the next one."""

    confirm: bool
    _once: tuple[int, int] | None = None
    _sure: tuple[int, int] | None = None
    _pressed: tuple[tuple[int, int], float] | None = None

    def reset(self) -> None:
        """A new evaluation: what was heard once counts no more."""
        self._once = self._sure = None

    def is_sure(self, wire_seq: int, grade: int) -> bool:
        """True if this was said before, the last time anything was said; then it is to be acknowledged."""
        said = (wire_seq, grade)
        if self.confirm and said not in (self._sure, self._once):
            self._once = said
            return False
        self._once, self._sure = None, said
        return True

    def is_repeat(self, wire_seq: int, grade: int, pressed_at: float | None) -> bool:
        """True if this is a press already counted, sent again because our ACK was lost. None: AGE unknown."""
        said = (wire_seq, grade)
        before_at = self._pressed[1] if self._pressed is not None and self._pressed[0] == said else None
        if before_at is not None and (pressed_at is None or pressed_at - before_at < SAME_PRESS_S):
            return True
        self._pressed = (said, -math.inf if pressed_at is None else pressed_at)
        return False
