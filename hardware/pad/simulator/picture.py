"""The simulated pad's face, drawn: five keys with face and word, one lamp, who serves. Words are content's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import skia

from content.icons import load_icons
from content.theme import load_theme
from content.words import load_words
from hardware.pad.keymaps import KEY_MAPS
from hardware.pad.simulator.model import Face, PadModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIZE = (1280, 720)
"""Layout units; the picture may be drawn at any scale."""
FONTS = Path(__file__).parents[3] / "content" / "fonts"
KEY_RADIUS = 92.0
KEYS_Y = 365.0
GRADES = (4, 3, 2, 1, 0)
"""Best first, as the hall's forms have it."""
WORDS_SIZE, TITLE_SIZE, SMALL_SIZE = 40.0, 60.0, 28.0
ICON_GRID = 24


class PadPicture:
    """Draws a `PadModel`. `language` is one of content's."""

    def __init__(self, language: str = "zh") -> None:
        self._words = load_words(language)
        self._colours = load_theme("normal").colours
        self._bold = skia.Typeface.MakeFromFile(str(FONTS / "NotoSansSC-Bold.otf"))
        self._levels = {grade: level for grade, level in KEY_MAPS["grades-5"].items() if level is not None}

    def render(self, model: PadModel, plugged: bool, scale: float = 1.0) -> NDArray[np.uint8]:
        """The picture as uint8 (height, width, 3) RGB."""
        import numpy as np

        pixels = np.zeros((round(SIZE[1] * scale), round(SIZE[0] * scale), 4), np.uint8)
        canvas = skia.Canvas(pixels, colorType=skia.kRGBA_8888_ColorType)
        canvas.scale(scale, scale)
        self._draw(canvas, model, plugged)
        return pixels[:, :, :3].copy()

    def key_at(self, x: float, y: float) -> int | None:
        """Grade of the key at a point in layout units, or None."""
        for grade, (cx, cy) in key_centres().items():
            if (x - cx) ** 2 + (y - cy) ** 2 <= KEY_RADIUS**2:
                return grade
        return None

    def _draw(self, canvas: Any, model: PadModel, plugged: bool) -> None:
        width, height = SIZE
        canvas.clear(_argb(self._colours["primary_pressed"]))
        page = skia.Rect.MakeXYWH(40, 40, width - 80, height - 140)
        canvas.drawRoundRect(page, 40, 40, self._paint("paper"))
        self._text(canvas, self._title(model, plugged), 150, TITLE_SIZE, "ink")
        self._text(canvas, self._note(model, plugged), 205, WORDS_SIZE, "ink2")
        lit = plugged and model.face in (Face.EVALUATING, Face.THANKS)
        for grade, (x, y) in key_centres().items():
            self._key(canvas, grade, x, y, lit, model.chosen == grade and model.face is Face.THANKS)
        self._footer(canvas, model.card, lit)

    def _title(self, model: PadModel, plugged: bool) -> str:
        if not plugged:
            return self._words("pad.unplugged")
        keys = {Face.IDLE: "idle.greeting", Face.PAUSED: "pad.paused", Face.THANKS: "rate.chosen"}
        return self._words(keys.get(model.face, "rate.question"))

    def _note(self, model: PadModel, plugged: bool) -> str:
        if plugged and model.face is Face.EVALUATING:
            return self._words("pad.press")
        return self._words("rate.regret") if plugged and model.face is Face.THANKS else ""

    def _key(self, canvas: Any, grade: int, x: float, y: float, lit: bool, chosen: bool) -> None:
        colour = f"face{grade + 1}"
        canvas.drawCircle(x, y, KEY_RADIUS, self._paint(colour if chosen else "surface"))
        edge = self._paint(colour if lit else "border")
        edge.setStyle(skia.Paint.kStroke_Style)
        edge.setStrokeWidth(8 if lit else 4)
        canvas.drawCircle(x, y, KEY_RADIUS, edge)
        side = KEY_RADIUS * 1.3
        self._icon(canvas, f"face{grade + 1}", x - side / 2, y - side / 2, side, "surface" if chosen else colour)
        word = self._words(f"rate.{self._levels[grade].value}")
        self._text(canvas, word, y + KEY_RADIUS + 56, WORDS_SIZE, "ink", x)

    def _footer(self, canvas: Any, card: Mapping[int, str], lit: bool) -> None:
        canvas.drawCircle(80, 665, 14, self._paint("help" if lit else "border"))
        shown = "  ".join(card[tag] for tag in sorted(card))
        self._text(canvas, shown or self._words("pad.simulated"), 675, SMALL_SIZE, "surface", 640)
        if shown:
            self._text(canvas, self._words("pad.simulated"), 708, SMALL_SIZE * 0.75, "surface", 640)

    def _text(self, canvas: Any, text: str, baseline: float, size: float, colour: str, x: float = SIZE[0] / 2) -> None:
        font = skia.Font(self._bold, size)
        canvas.drawString(text, x - font.measureText(text) / 2, baseline, font, self._paint(colour))

    def _icon(self, canvas: Any, name: str, x: float, y: float, side: float, colour: str) -> None:
        icon = load_icons()[name]
        rgb = f"rgb{self._colours[colour]}"
        strokes = "".join(
            f'<path d="{d}" fill="none" stroke="{rgb}" stroke-width="2" stroke-linecap="round"/>' for d in icon.stroke
        )
        fills = "".join(f'<path d="{d}" fill="{rgb}"/>' for d in icon.fill)
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{fills}{strokes}</svg>'
        dom = skia.SVGDOM.MakeFromStream(skia.MemoryStream.MakeCopy(svg.encode()))
        dom.setContainerSize(skia.Size.Make(ICON_GRID, ICON_GRID))
        canvas.save()
        canvas.translate(x, y)
        canvas.scale(side / ICON_GRID, side / ICON_GRID)
        dom.render(canvas)
        canvas.restore()

    def _paint(self, colour: str) -> Any:
        return skia.Paint(Color=_argb(self._colours[colour]), AntiAlias=True)


def key_centres() -> dict[int, tuple[float, float]]:
    """Centres of the keys in layout units, by grade; at a 10 inch pad the keys are 31 mm wide with 11 mm between."""
    step = (SIZE[0] - 80) / len(GRADES)
    return {grade: (40 + step * (i + 0.5), KEYS_Y) for i, grade in enumerate(GRADES)}


def _argb(rgb: tuple[int, int, int]) -> int:
    return int(skia.Color(*rgb))
