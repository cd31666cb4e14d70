"""Chinese and Latin text through skia's paragraph layout, with our two font files and a cache.

Line breaking is ICU's (no closing punctuation at the start of a line, none opening at its end); what ICU does not
know is glued beforehand: a number to its unit, the two halves of …… and —— (rule A-29).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import skia

from terminal.ui.said import CERTAIN, DOUBT, GLUE, unhalved

FONTS = Path(__file__).resolve().parents[2] / "content" / "fonts"
FAMILY = "Noto Sans CJK SC"
_DOUBT_ALPHA = 170
HARD_SPACE = "\N{NO-BREAK SPACE}"
_NUMBER_UNIT = re.compile(r"(?<=\d) (?=[^\W\d_])")
_DAY_AND_TIME = re.compile(r"(?<=午) (?=\d)|(?<=月) (?=\d+\s日)")
_PAIRS = re.compile(r"…(?=…)|—(?=—)|(?<=\d)(?=[\u4e00-\u9fff%℃号位人样张个分天])")
#: Runs without spaces and Chinese signs.
_WORDS = re.compile(rf"(?:[^\s\u2010-\u201f\u2e80-\uffef/-]|{HARD_SPACE})+")
_PAUSE = re.compile(r"[，。；：？！,;:?!](?!\d)[”’\"]?")
_NO_LETTER = re.compile(f"[\\s{GLUE}{DOUBT}{CERTAIN}]")
_MARK_THICK, _MARK_LOWER = 2.0, 0.1
"""Of the font's own underline: how much thicker, and how much lower in heights of the text."""
Mark = tuple[int, int]
_SHORTEST = 0.32
"""Of the longest line: a shorter one is no line of its own."""
_READ_AT_A_GLANCE = 3
"""Lines of a caption; a longer text is set as print sets it."""
_HOLDS_A_DAY = 6.0
"""Characters of a line that hold 11 月 24 日 whole, and 上午 10:30."""
_HAS_WORDS = 4
"""Letters of a word that has words in it."""
_ALIGN = {
    "left": skia.textlayout.TextAlign.kLeft,
    "center": skia.textlayout.TextAlign.kCenter,
    "right": skia.textlayout.TextAlign.kRight,
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text is set: ``size`` of the character body, ``line`` height as a factor, colour as RGB."""

    size: float
    line: float
    bold: bool
    colour: tuple[int, int, int]
    align: str = "left"


def glued(text: str, room: float = math.inf) -> str:
    """The text with places glued where a line must not break.

    A word that has no room with the sign that closes it (``room`` characters of Chinese) is not glued: its line would
    be torn anywhere, even before that sign. The words in it are.
    """
    text = _NUMBER_UNIT.sub(HARD_SPACE, text)
    if room >= _HOLDS_A_DAY:
        text = _DAY_AND_TIME.sub(HARD_SPACE, text)
    return _PAIRS.sub(lambda m: m.group(0) + GLUE, _with_whole_words(text, room, max(map(len, _words()))))


def _with_whole_words(text: str, room: float, most: int) -> str:
    """With the words of at most ``most`` letters glued."""

    def whole(found: re.Match[str]) -> str:
        word, closing = found[0], found[1]
        if len(word) + len(closing) <= room:
            return GLUE.join(word)
        if len(word) < _HAS_WORDS:
            return word
        return _with_whole_words(word + closing, room, len(word) - 1).removesuffix(closing)

    return _whole_words(most).sub(whole, text)


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    """Words that are read at a glance only when they stand on one line."""
    return tuple((FONTS.parent / "words" / "whole.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=8)
def _whole_words(most: int) -> re.Pattern[str]:
    """Those of at most so many letters, longest first, each with the signs that close it."""
    words = sorted((word for word in _words() if len(word) <= most), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(words)})(?=([，。；：？！、”]*))")


@lru_cache(maxsize=1)
def _collection() -> tuple[Any, Any]:
    provider = skia.textlayout.TypefaceFontProvider()
    for name in ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"):
        provider.registerTypeface(typeface(name))
    collection = skia.textlayout.FontCollection()
    collection.setDefaultFontManager(provider)
    return collection, skia.Unicodes.ICU.Make()


@lru_cache(maxsize=4)
def typeface(name: str) -> Any:
    """A typeface of content/fonts; `FileNotFoundError` names the file that is missing."""
    path = FONTS / name
    if not path.is_file():
        raise FileNotFoundError(f"font {path} is missing; restore it from the project")
    return skia.Typeface.MakeFromFile(str(path), 0)


@lru_cache(maxsize=1024)
def letters(text: str) -> str:
    """The text without what setting it in lines puts in or takes out: spaces, line feeds, marks."""
    return _NO_LETTER.sub("", text)


def _runs(text: str, mark: Mark | None) -> Iterator[tuple[str, bool, bool]]:
    """Stretches of the text, each with whether it is doubtful, and whether it is marked."""
    start, end = mark or (0, 0)
    past = 0
    for place, part in enumerate(re.split(f"[{DOUBT}{CERTAIN}]", text)):
        run, marked = "", False
        for sign in part:
            counted = not _NO_LETTER.match(sign)
            now = start <= past < end if counted else marked
            if now is not marked and run:
                yield run, place % 2 == 1, marked
                run = ""
            run, marked, past = run + sign, now, past + counted
        if run:
            yield run, place % 2 == 1, marked


def _run(style: Style) -> Any:
    run = skia.textlayout.TextStyle()
    run.setFontFamilies([FAMILY])
    run.setFontSize(style.size)
    run.setLocale("zh-CN")
    run.setColor(skia.Color(*style.colour))
    run.setFontStyle(skia.FontStyle.Bold() if style.bold else skia.FontStyle.Normal())
    run.setHeightOverride(True)
    run.setHeight(style.line)
    run.setHalfLeading(True)
    return run


def _doubted(style: Style) -> Any:
    faint = _run(style)
    faint.setColor(skia.Color(*style.colour, _DOUBT_ALPHA))
    faint.setDecoration(skia.textlayout.TextDecoration.kUnderline)
    faint.setDecorationStyle(skia.textlayout.TextDecorationStyle.kDotted)
    faint.setDecorationColor(skia.Color(*style.colour))
    faint.setDecorationThicknessMultiplier(1.5)
    return faint


def _unseen(run: Any, style: Style, *, marked: bool) -> Any:
    """Letters that leave no ink, for the line below those that are marked."""
    run.setColor(skia.ColorTRANSPARENT)
    if marked:
        run.setDecoration(skia.textlayout.TextDecoration.kUnderline)
        run.setDecorationColor(skia.Color(*style.colour))
        run.setDecorationThicknessMultiplier(_MARK_THICK)
    return run


def paint_marked(canvas: Any, text: str, style: Style, width: float, at: tuple[float, float], mark: Mark) -> None:
    """A line below the letters from the first to before the second, counted as `letters` leaves them.

    Of the font's own underline only the line is painted, and lower: Chinese signs reach below where it would lie.
    """
    paragraph(text, style, width, mark).paint(canvas, at[0], at[1] + style.size * _MARK_LOWER)


@lru_cache(maxsize=2048)
def paragraph(text: str, style: Style, width: float, mark: Mark | None = None) -> Any:
    """A laid-out paragraph of ``width`` units; cached, so equal text costs nothing the second time.

    With a ``mark`` nothing but its line is seen (`paint_marked`).
    """
    collection, icu = _collection()
    run = _run(style)
    whole = skia.textlayout.ParagraphStyle()
    whole.setTextStyle(run)
    whole.setTextAlign(_ALIGN[style.align])
    builder = skia.textlayout.ParagraphBuilder.make(whole, collection, icu)
    builder.pushStyle(run)
    for part, doubtful, marked in _runs(glued(text, width / style.size), mark):
        part_style = _doubted(style) if doubtful else _run(style)
        builder.pushStyle(_unseen(part_style, style, marked=marked) if mark else part_style)
        builder.addText(unhalved(part))
        builder.pop()
    built = builder.Build()
    built.layout(width)
    return built


@lru_cache(maxsize=4096)
def natural_width(text: str, style: Style) -> float:
    """Width of the text where nothing breaks it but its own line feeds."""
    return float(paragraph(text, style, 100_000).LongestLine) + 1.0 if text else 0.0  # of nothing it says -3e38


@lru_cache(maxsize=4096)
def widest_word(text: str, style: Style) -> float:
    """Width of the longest piece that must not be broken: a Latin word, a number with its noun. Chinese breaks anywhere
    allowed."""
    words = _WORDS.findall(_NUMBER_UNIT.sub(HARD_SPACE, text))
    return max((natural_width(word, style) for word in words), default=0.0)


@lru_cache(maxsize=4096)
def height(text: str, style: Style, width: float) -> float:
    """Height of the text set ``width`` wide."""
    return float(paragraph(text, style, width).Height)


@lru_cache(maxsize=1024)
def balanced_width(text: str, style: Style, width: float) -> float:
    """The smallest width that needs no more lines than ``width`` and breaks no word: no lone last character."""
    target = height(text, style, width)
    if target < style.size * style.line * 1.5:
        return width
    low, high = min(width, max(width / 2, widest_word(text, style))), width
    while high - low > style.size / 4:
        middle = (low + high) / 2
        low, high = (low, middle) if height(text, style, middle) <= target + 0.5 else (middle, high)
    return high


@lru_cache(maxsize=1024)
def at_pause(text: str, style: Style, width: float) -> str:
    """A text of few lines broken after a comma where that costs no line: it then ends where the voice pauses."""
    lines = round(height(text, style, width) / (style.size * style.line))
    if "\n" in text or not 2 <= lines <= _READ_AT_A_GLANCE:
        return text
    pauses = [m.end() for m in _PAUSE.finditer(text[:-1])]
    parts = [(text[:at].rstrip(), text[at:].lstrip()) for at in pauses]
    rows = [[height(part, style, width) / (style.size * style.line) for part in pair] for pair in parts]
    widths = [max(natural_width(part, style) for part in pair) for pair in parts]
    fitting = [
        (wide, "\n".join(pair))
        for wide, pair, row in zip(widths, parts, rows, strict=True)
        if round(sum(row)) <= lines and not _leaves_one_alone(pair, row, style)
    ]
    return min(fitting)[1] if fitting else text


def _leaves_one_alone(pair: tuple[str, str], rows: list[float], style: Style) -> bool:
    """Whether the break leaves a line of a word or two: "Only you," above a long one, or 等， below 您可以接着.

    A last line of its own may be short: 对吗？
    """
    wide, counts = [natural_width(part, style) for part in pair], [round(row) for row in rows]
    even = max(whole / count for whole, count in zip(wide, counts, strict=True))  # as wide as balanced lines are
    ends = [whole - (count - 1) * even for whole, count in zip(wide, counts, strict=True)]
    asked = ends if counts[1] > 1 else ends[:1]
    return min(asked) < _SHORTEST * even


@lru_cache(maxsize=1024)
def cut(text: str, style: Style, width: float, lines: int) -> str:
    """The text shortened with … so that it needs at most ``lines`` lines."""
    room = style.size * style.line * lines + 1
    if height(text, style, width) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if height(text[:middle].rstrip() + "…", style, width) <= room else (low, middle - 1)
    return text[:low].rstrip() + "…"


@lru_cache(maxsize=1024)
def ending(text: str, style: Style, width: float, lines: int) -> str:
    """The end of the text behind … where all of it needs more than ``lines`` lines."""
    room = style.size * style.line * lines + 1
    if height(text, style, width) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if height("…" + text[middle:], style, width) <= room else (middle + 1, high)
    return "…" + text[low:]


def forget() -> None:
    """Let go of every text that was set: what was said or typed must not outlive the visit (rule P-9)."""
    for cached in (letters, paragraph, natural_width, widest_word, height, balanced_width, at_pause, cut, ending):
        cached.cache_clear()
