"""How much room the clerk's screen has: text of 125 and 150 % means fewer layout units, so fewer things side by side.

What gives way first is what can be had otherwise: the queue and the devices (their worst stays in the header), then
the papers, the small picture and the pad's faces. Keys work at every size.
"""

from __future__ import annotations

from dataclasses import dataclass

from terminal.ui.look import Look

HEADER = 76
MARGIN = 24
TOP = 20
_WIDE = 1800
_NARROW = 1400


@dataclass(frozen=True, slots=True)
class Frame:
    """The whole screen in layout units. ``wide`` at 100 %, ``narrow`` at 150 %, neither at 125 %."""

    width: float
    height: float

    @staticmethod
    def of(look: Look) -> Frame:
        """The frame of this look."""
        return Frame(look.width, look.height)

    @property
    def wide(self) -> bool:
        """True where everything of the sketch fits."""
        return self.width >= _WIDE

    @property
    def narrow(self) -> bool:
        """True where only two columns stand side by side."""
        return self.width < _NARROW

    @property
    def pad(self) -> tuple[float, float, float, float]:
        """Margins of a page under the header."""
        return (TOP, MARGIN, MARGIN, MARGIN)

    @property
    def inner_width(self) -> float:
        """Width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def inner_height(self) -> float:
        """Height under the header between the margins."""
        return self.height - HEADER - TOP - MARGIN

    @property
    def queue_width(self) -> float:
        """Width of the left column."""
        return 404 if self.narrow else 392 if self.wide else 376

    @property
    def tools_width(self) -> float:
        """Width of the right column; 0 where there is none."""
        return 432 if self.wide else 0 if self.narrow else 396

    @property
    def talk_width(self) -> float:
        """Width of the column of visitor and conversation."""
        columns = self.queue_width + self.tools_width
        return self.inner_width - columns - MARGIN * (1 if self.narrow else 2)
