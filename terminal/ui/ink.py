"""What every drawing needs: the canvas with the look of now, and rectangles as skia wants them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import skia

from terminal.ui.live import LiveSources
from terminal.ui.look import Look
from terminal.ui.placed import Rect


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """What drawing needs besides the item: canvas, look, live sources, time in seconds."""

    canvas: Any
    look: Look
    live: LiveSources
    now: float

    def colour(self, name: str, alpha: float = 1.0) -> int:
        """A colour of the theme as skia wants it."""
        r, g, b = self.look.tokens.colours[name]
        return int(skia.Color(r, g, b, round(255 * alpha)))

    def fill(self, name: str) -> Any:
        """A paint that fills."""
        return skia.Paint(AntiAlias=True, Color=self.colour(name))


def skia_rect(rect: Rect) -> Any:
    """The rectangle for skia."""
    return skia.Rect.MakeXYWH(rect.x, rect.y, rect.w, rect.h)


def rounded(rect: Rect, radius: float) -> Any:
    """The rectangle with round corners, never rounder than half its shorter side."""
    radius = min(radius, rect.w / 2, rect.h / 2)
    return skia.RRect.MakeRectXY(skia_rect(rect), radius, radius)


def square(rect: Rect) -> Rect:
    """The largest square in the middle of the rectangle."""
    side = min(rect.w, rect.h)
    return Rect(rect.x + (rect.w - side) / 2, rect.y + (rect.h - side) / 2, side, side)
