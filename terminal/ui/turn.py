"""Another screen comes: it slides up by its last units and fades in over the one before (our design).

The new screen is painted once, into memory of its own; a frame of the change only mixes the two pictures. Rows that are
alike on both are left out, so the top line and the way to a person stand still. In reduced motion nothing slides.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from content.theme import easing, motion

#: Of the very first picture so much is new: a touch is answered in the frame in which it happens (our judgement).
FIRST = 0.25
_STEPS = 12
"""Halvings until the place on the curve is known to 1/4096."""
_BLOCK = 64
"""So many rows are compared at a time: most screens differ within the first of them that is not the top line."""

Pixels = npt.NDArray[np.uint8]


class Turn:
    """One change of screens. ``before`` (H, W, 4) is what was shown, ``after`` what the new one is painted into; both
    belong to it until it is over. ``scale`` is pixels a unit."""

    def __init__(self, before: Pixels, after: Pixels, scale: float, now: float, *, reduced: bool) -> None:
        self.after = after
        self._before = before
        self._since = now
        self._lasts_ms = motion()["reduced_fade_ms" if reduced else "screen_ms"]
        self._slide = 0.0 if reduced else motion()["slide_px"] * scale
        self._rows: slice | None = None
        self.first = True
        """Nothing of the new screen was seen yet."""

    def over(self, now: float) -> bool:
        """True once only the new screen is to be seen."""
        return (now - self._since) * 1000 >= self._lasts_ms

    def mix(self, into: Pixels, now: float) -> slice:
        """What is seen now, into the window's memory; returns the rows that are changing."""
        self.first = False
        if self.over(now):
            into[:] = self.after
            return slice(0, into.shape[0])
        rows = self._changing()
        share = eased(max(0.0, now - self._since) * 1000 / self._lasts_ms)
        shift = min(round(self._slide * (1 - share)), rows.stop - rows.start)
        weight = max(share, FIRST)
        into[: rows.start], into[rows.stop :] = self.after[: rows.start], self.after[rows.stop :]
        self._blend(into, rows.start, rows.start + shift, 0, weight)
        self._blend(into, rows.start + shift, rows.stop, shift, weight)
        return rows

    def _changing(self) -> slice:
        """From the first to the last row in which the two differ."""
        if self._rows is None:
            before, after = self._before.view(np.uint32)[..., 0], self.after.view(np.uint32)[..., 0]
            top = _alike(before, after)
            self._rows = slice(top, len(after) - _alike(before[::-1], after[::-1])) if top < len(after) else slice(0, 0)
        return self._rows

    def _blend(self, into: Pixels, top: int, bottom: int, shift: int, weight: float) -> None:
        """OpenCV mixes a whole screen of 1080 x 1920 in about 3 ms (measured), numpy in 60."""
        if top < bottom:
            new, old = self.after[top - shift : bottom - shift], self._before[top:bottom]
            cv2.addWeighted(new, weight, old, 1 - weight, 0, dst=into[top:bottom])


def _alike(before: npt.NDArray[np.uint32], after: npt.NDArray[np.uint32]) -> int:
    """How many rows are alike until the first that is not; (H, W) each."""
    for top in range(0, len(after), _BLOCK):
        unlike = (before[top : top + _BLOCK] != after[top : top + _BLOCK]).any(axis=1)
        if unlike.any():
            return top + int(unlike.argmax())
    return len(after)


def eased(share: float) -> float:
    """How far along a change is after ``share`` 0..1 of its time: fast at first, slow at the end."""
    x1, y1, x2, y2 = easing("enter")
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _bezier(middle, x1, x2) < share else (low, middle)
    return 1.0 if share >= 1 else _bezier(high, y1, y2)


def _bezier(t: float, a: float, b: float) -> float:
    return 3 * (1 - t) ** 2 * t * a + 3 * (1 - t) * t**2 * b + t**3
