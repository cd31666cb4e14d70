"""Three small charts for the evaluation pages: bars, confusion matrix, reliability diagram. Drawn with skia."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_FONT = Path(__file__).resolve().parents[1] / "content" / "fonts" / "NotoSansSC-Regular.otf"
INK, GREY, LINE, OURS, GOAL, MISSED = 0xFF1B2B34, 0xFF5C6B73, 0xFFB9C4C9, 0xFF17707E, 0xFF1B2B34, 0xFFB3541E
ROW, LABELS, WIDTH = 34, 330, 860


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: the plain baseline, the goal if there is one, ours."""

    label: str
    baseline: float
    goal: float | None
    ours: float


class _Sheet:
    """A white picture with text."""

    def __init__(self, width: int, height: int) -> None:
        import skia  # drawing is for this command only

        self.skia = skia
        self.surface = skia.Surface(width, height)
        self.canvas = self.surface.getCanvas()
        self.canvas.clear(0xFFFFFFFF)
        self._face = skia.Typeface.MakeFromFile(str(_FONT), 0)

    def text(self, words: str, x: float, y: float, size: float = 15, colour: int = INK, align: str = "left") -> None:
        font = self.skia.Font(self._face, size)
        width = font.measureText(words)
        left = x - {"left": 0, "centre": width / 2, "right": width}[align]
        self.canvas.drawString(words, left, y, font, self._paint(colour))

    def box(self, x: float, y: float, width: float, height: float, colour: int) -> None:
        self.canvas.drawRect(self.skia.Rect.MakeXYWH(x, y, width, height), self._paint(colour))

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: int = LINE, width: float = 1.5) -> None:
        self.canvas.drawLine(x, y, to_x, to_y, self._paint(colour, width))

    def dot(self, x: float, y: float, radius: float, colour: int) -> None:
        self.canvas.drawCircle(x, y, radius, self._paint(colour))

    def save(self, path: Path) -> None:
        self.surface.makeImageSnapshot().save(str(path), self.skia.kPNG)

    def _paint(self, colour: int, width: float = 0.0) -> Any:
        style = self.skia.Paint.kStroke_Style if width else self.skia.Paint.kFill_Style
        return self.skia.Paint(Color=colour, AntiAlias=True, Style=style, StrokeWidth=width)


def bars(path: Path, title: str, rows: Sequence[Bar]) -> None:
    """A bar a figure: ours filled (brown where a goal is missed), the baseline grey, the goal a line."""
    sheet = _Sheet(WIDTH, 80 + ROW * len(rows))
    sheet.text(title, 20, 32, 19)
    sheet.text("bar: ours   grey: plain baseline   line: goal", 20, 56, 13, GREY)
    scale = WIDTH - LABELS - 90
    for place, row in enumerate(rows):
        y = 68 + ROW * place
        colour = MISSED if row.goal is not None and row.ours < row.goal else OURS
        sheet.text(row.label, LABELS - 12, y + 20, 14, align="right")
        sheet.box(LABELS, y + 17, scale * row.baseline, 9, LINE)
        sheet.box(LABELS, y + 5, scale * row.ours, 12, colour)
        if row.goal is not None:
            sheet.line(LABELS + scale * row.goal, y + 2, LABELS + scale * row.goal, y + 28, GOAL, 2)
        sheet.text(f"{row.ours:.3f}", WIDTH - 76, y + 20, 14, colour)
    sheet.save(path)


def confusion(path: Path, title: str, truth: NDArray[np.str_], guess: NDArray[np.str_]) -> None:
    """Rows: what was signed; columns: what was read; shares of the row in per cent."""
    names = sorted({*truth.tolist(), *guess.tolist()}, key=lambda name: (len(name) > 2, name.zfill(3)))
    cell, left, top = 44, 130, 130
    sheet = _Sheet(left + cell * len(names) + 30, top + cell * len(names) + 30)
    sheet.text(title, 16, 30, 17)
    sheet.text("rows: signed (number of takes)   columns: read   per cent of the row", 16, 52, 13, GREY)
    for i, name in enumerate(names):
        own = truth == name
        middle = top + cell * i + cell / 2 + 5
        sheet.text(f"{name[:10]} ({int(own.sum())})", left - 8, middle, 13, align="right")
        sheet.text(name[:6], left + cell * i + cell / 2, top - 10, 12, align="centre")
        for j, other in enumerate(names):
            share = float(np.mean(guess[own] == other)) if own.any() else 0.0
            _cell(sheet, left + cell * j, top + cell * i, cell, share, i == j)
    sheet.save(path)


def _cell(sheet: _Sheet, x: float, y: float, size: float, share: float, right: bool) -> None:
    red, green, blue = (
        (OURS if right else MISSED) >> 16 & 255,
        (OURS if right else MISSED) >> 8 & 255,
        (OURS if right else MISSED) & 255,
    )
    mix = [round(255 + (part - 255) * share) for part in (red, green, blue)]
    sheet.box(x, y, size - 2, size - 2, 0xFF000000 | mix[0] << 16 | mix[1] << 8 | mix[2])
    if share >= 0.005:
        sheet.text(
            f"{100 * share:.0f}", x + size / 2 - 1, y + size / 2 + 4, 12, 0xFFFFFFFF if share > 0.5 else INK, "centre"
        )


def reliability(
    path: Path, title: str, confidence: NDArray[np.float64], right: NDArray[np.bool_], window: NDArray[np.float64]
) -> None:
    """How often readings of a confidence are right; the diagonal is a perfect calibration. Dots grow with takes.

    `window`, in grey, is the confidence that the same takes would have as windows that end anywhere.
    """
    size, left, top = 380, 70, 90
    sheet = _Sheet(left + size + 40, top + size + 60)
    sheet.text(title, 16, 30, 17)
    errors = [calibration_error(each, right) for each in (confidence, window)]
    words = f"{len(right)} takes, calibration error {errors[0]:.3f} (grey: as any window, {errors[1]:.3f})"
    sheet.text(words, 16, 52, 13, GREY)
    sheet.line(left, top + size, left + size, top + size)
    sheet.line(left, top, left, top + size)
    sheet.line(left, top + size, left + size, top, LINE, 2)
    for share in (0.0, 0.5, 1.0):
        sheet.text(f"{share:.1f}", left + size * share, top + size + 20, 13, GREY, "centre")
        sheet.text(f"{share:.1f}", left - 10, top + size * (1 - share) + 5, 13, GREY, "right")
    sheet.text("confidence", left + size / 2, top + size + 42, 14, align="centre")
    sheet.text("right", 14, top - 12, 14)
    for readings, colour in ((window, LINE), (confidence, OURS)):
        for mean, share, count in bins(readings, right):
            radius = 3 + 9 * np.sqrt(count / len(right))
            sheet.dot(left + size * mean, top + size * (1 - share), float(radius), colour)
    sheet.save(path)


def bins(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> list[tuple[float, float, int]]:
    """Ten equal bins: mean confidence, share right, takes; empty ones left out."""
    place = np.minimum((confidence * 10).astype(int), 9)
    return [
        (float(confidence[place == i].mean()), float(right[place == i].mean()), int((place == i).sum()))
        for i in range(10)
        if (place == i).any()
    ]


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean distance of confidence and share right over the bins, weighted by their takes."""
    return float(sum(count * abs(mean - share) for mean, share, count in bins(confidence, right)) / max(len(right), 1))
