"""A printer that prints into a folder: what would be on the paper as text, as the printer's bytes, and as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hardware.errors import DeviceError
from hardware.printer.escpos import escpos_bytes
from hardware.printer.port import TicketPrinter, TicketSlip

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    Row = tuple[str, int, FreeTypeFont]
    """Text that fits the paper's width, its size in px, its face."""

WIDTH_PX = 576
"""80 mm paper at 8 dots a millimetre, less the margins: the usual print head."""


class FilePrinter(TicketPrinter):
    """Writes `ticket-001.txt`, `.escpos` and, given a font file with Chinese characters, `.png` into `folder`.

    `unplug()` and `replug()` play a printer that is switched off.
    """

    simulated = True

    def __init__(self, folder: str | Path, font: str | Path | None = None) -> None:
        self.name = "printer simulator"
        self._folder = Path(folder)
        self._font = font
        self._unplugged = False

    def print(self, slip: TicketSlip) -> None:
        if self._unplugged:
            raise DeviceError("printer-missing", message="The ticket is not printed.", context=self.name)
        try:
            self._print(slip)
        except OSError as error:
            raise DeviceError(
                "printer-failed",
                message="The ticket is not printed.",
                context=str(error),
                hint="Make room in the folder of the simulated printer, or let the terminal write there.",
            ) from error

    def _print(self, slip: TicketSlip) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        stem = self._next(slip_text(slip))
        stem.with_suffix(".escpos").write_bytes(escpos_bytes(slip))
        if self._font is not None:
            slip_picture(slip, self._font).save(stem.with_suffix(".png"))

    def _next(self, text: str) -> Path:
        """The slip after the last in the folder, whoever printed that: a slip never takes the place of another."""
        numbers = (path.stem.removeprefix("ticket-") for path in self._folder.glob("ticket-*.txt"))
        number = max((int(number) for number in numbers if number.isdecimal()), default=0)
        while True:
            number += 1
            stem = self._folder / f"ticket-{number:03d}"
            try:
                with stem.with_suffix(".txt").open("x", encoding="utf-8") as file:
                    file.write(text)
            except FileExistsError:
                continue
            return stem

    def ready(self) -> bool:
        return not self._unplugged

    def unplug(self) -> None:
        """Every slip fails from now on."""
        self._unplugged = True

    def replug(self) -> None:
        """It prints again."""
        self._unplugged = False


def slip_text(slip: TicketSlip) -> str:
    """The words of the slip, a line each, in the order of the paper; the code as its text."""
    bring = [f"□ {item}" for item in slip.bring]
    lines = [slip.title, slip.number, *slip.facts, slip.bring_title, *bring, slip.qr, slip.footer]
    return "\n".join(line for line in lines if line) + "\n"


def slip_picture(slip: TicketSlip, font: str | Path) -> Image:
    """The slip as a grey picture, `WIDTH_PX` wide. Sizes follow the printer's magnifications; long lines wrap."""
    from PIL import Image, ImageDraw

    head = [*_rows((slip.title,), 48, font), *_rows((slip.number,), 144, font), *_rows(slip.facts, 48, font)]
    bring = _rows((slip.bring_title, *(f"□ {item}" for item in slip.bring)), 48, font)
    foot = _rows((slip.footer,), 24, font)
    code = _qr_picture(slip.qr) if slip.qr else None
    length = sum(_advance(row) for row in (*head, *bring, *foot)) + (code.height + 24 if code else 0) + 48
    page = Image.new("L", (WIDTH_PX, length), 255)
    draw = ImageDraw.Draw(page)
    y = _write(draw, head, WIDTH_PX // 2, "ma", 24)
    y = _write(draw, bring, 0, "la", y)
    if code is not None:
        page.paste(code, ((WIDTH_PX - code.width) // 2, y + 12))
        y += code.height + 24
    _write(draw, foot, WIDTH_PX // 2, "ma", y)
    return page


def _write(draw: ImageDraw, rows: list[Row], x: int, anchor: str, y: int) -> int:
    """Write rows from `y` down, return where the next begins. `anchor`: "ma" centred on `x`, "la" starting there."""
    for row in rows:
        draw.text((x, y), row[0], fill=0, font=row[2], anchor=anchor)
        y += _advance(row)
    return y


def _advance(row: Row) -> int:
    return row[1] + row[1] // 3


def _rows(lines: tuple[str, ...], size: int, font: str | Path) -> list[Row]:
    from PIL import ImageFont

    face = ImageFont.truetype(str(font), size)
    rows: list[Row] = []
    for line in filter(None, lines):
        rest = line
        while rest:
            length = len(rest)
            while length > 1 and face.getlength(rest[:length]) > WIDTH_PX:
                length -= 1
            rows.append((rest[:length], size, face))
            rest = rest[length:]
    return rows


def _qr_picture(text: str) -> Image:
    import io

    import segno
    from PIL import Image

    file = io.BytesIO()
    segno.make(text, error="m").save(file, kind="png", scale=8, border=2)
    return Image.open(file).convert("L")
