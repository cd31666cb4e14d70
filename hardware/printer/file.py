"""A printer that prints into a folder: what would be on the paper as text, as the printer's bytes, and as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hardware.errors import DeviceError
from hardware.printer.escpos import escpos_bytes
from hardware.printer.port import TicketPrinter, TicketSlip

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH_PX = 576
"""80 mm paper at 8 dots a millimetre, less the margins: the usual print head."""


class FilePrinter(TicketPrinter):
    """Writes `ticket-001.txt`, `.escpos` and, given a font file with Chinese characters, `.png` into `folder`.

    `unplug()` and `replug()` play a printer that is switched off.
    """

    simulated = True

    def __init__(self, folder: str | Path, font: str | Path | None = None) -> None:
        self.name = "printer simulator"
        self.printed: list[TicketSlip] = []
        self._folder = Path(folder)
        self._font = font
        self._unplugged = False

    def print(self, slip: TicketSlip) -> None:
        if self._unplugged:
            raise DeviceError("printer-missing", message="The ticket is not printed.", context=self.name)
        self._folder.mkdir(parents=True, exist_ok=True)
        self.printed.append(slip)
        stem = self._folder / f"ticket-{len(self.printed):03d}"
        stem.with_suffix(".txt").write_text(slip_text(slip), encoding="utf-8")
        stem.with_suffix(".escpos").write_bytes(escpos_bytes(slip))
        if self._font is not None:
            slip_picture(slip, self._font).save(stem.with_suffix(".png"))

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

    rows = [
        *_rows((slip.title,), 48, font),
        *_rows((slip.number,), 144, font),
        *_rows(slip.facts, 48, font),
        *_rows((slip.bring_title, *(f"□ {item}" for item in slip.bring)), 48, font),
    ]
    tail = _rows((slip.footer,), 24, font)
    code = _qr_picture(slip.qr) if slip.qr else None
    heights = [size + size // 3 for _, size, _ in [*rows, *tail]]
    page = Image.new("L", (WIDTH_PX, sum(heights) + (code.height + 24 if code else 0) + 48), 255)
    draw, y = ImageDraw.Draw(page), 24
    for text, size, face in rows:
        draw.text((WIDTH_PX // 2, y), text, fill=0, font=face, anchor="ma")
        y += size + size // 3
    if code is not None:
        page.paste(code, ((WIDTH_PX - code.width) // 2, y + 12))
        y += code.height + 24
    for text, size, face in tail:
        draw.text((WIDTH_PX // 2, y), text, fill=0, font=face, anchor="ma")
        y += size + size // 3
    return page


def _rows(lines: tuple[str, ...], size: int, font: str | Path) -> list[tuple[str, int, FreeTypeFont]]:
    from PIL import ImageFont

    face = ImageFont.truetype(str(font), size)
    rows: list[tuple[str, int, FreeTypeFont]] = []
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
