"""Small changes fade in: what a place looked like is let go of while the new is painted below it (our design).

Only small places, never one that a person or a live picture moves in, and never what answers a finger: that shows at
once. In reduced motion the fade is shorter, and nothing ever moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import skia

from content.theme import motion
from terminal.ui.placed import Rect

#: Places larger than this share of the screen are painted at once: fading them would take the time of a frame.
LARGEST = 0.12
#: Of the very first picture so much is new: the change is seen in the frame in which it happens.
FIRST = 0.35

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Fade:
    place: Rect
    before: Pixels
    since: float
    lasts_ms: float

    def share(self, now: float) -> float:
        """How much of the new is seen, 1 at the end."""
        past = max(0.0, now - self.since) * 1000 / self.lasts_ms
        return min(1.0, FIRST + (1 - FIRST) * past)


class Fades:
    """The fades of one canvas. ``scale`` is pixels per layout unit."""

    def __init__(self) -> None:
        self._running: list[_Fade] = []

    def clear(self) -> None:
        """Everything is painted anew: nothing old is seen any more."""
        self._running.clear()

    def begin(
        self, pixels: Pixels, places: Sequence[Rect], still: Sequence[Rect], scale: float, now: float, *, reduced: bool
    ) -> None:
        """Remember what these places show now; those that are large, or meet one of ``still``, change at once."""
        most = LARGEST * pixels.shape[0] * pixels.shape[1] / scale**2
        lasts_ms = motion()["reduced_fade_ms" if reduced else "state_ms"]
        for place in places:
            self._running = [fade for fade in self._running if not fade.place.meets(place)]
            if place.w * place.h <= most and not any(place.meets(other) for other in still):
                rows, columns = _slices(place, scale)
                self._running.append(_Fade(place, pixels[rows, columns].copy(), now, lasts_ms))

    def places(self) -> list[Rect]:
        """What must be painted again in this frame, the last one of a fade included."""
        return [fade.place for fade in self._running]

    def draw(self, canvas: Any, scale: float, now: float) -> None:
        """Over the places just painted: what they showed before, the paler the later. Fades that have ended go."""
        for fade in self._running:
            rest = 1 - fade.share(now)
            if rest > 0:
                _draw(canvas, fade, rest, scale)
        self._running = [fade for fade in self._running if fade.share(now) < 1]


def _slices(place: Rect, scale: float) -> tuple[slice, slice]:
    return (
        slice(round(place.y * scale), round(place.bottom * scale)),
        slice(round(place.x * scale), round(place.right * scale)),
    )


def _draw(canvas: Any, fade: _Fade, alpha: float, scale: float) -> None:
    image = skia.Image.fromarray(fade.before, skia.kBGRA_8888_ColorType, skia.kOpaque_AlphaType, copy=False)
    rows, columns = _slices(fade.place, scale)
    whole = skia.Rect.MakeXYWH(
        columns.start / scale, rows.start / scale, fade.before.shape[1] / scale, fade.before.shape[0] / scale
    )
    canvas.drawImageRect(image, whole, skia.SamplingOptions(), skia.Paint(Alphaf=alpha))
