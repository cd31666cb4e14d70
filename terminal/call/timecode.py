"""A time in the picture, for measuring glass to glass: 24 black and white blocks in the top rows. Pure.

The blocks hold the milliseconds of the wall clock, lowest 24 bits, highest first, so that a page on the same machine
reads them with its own clock. Blocks survive scaling and compression; a mean above half is a one.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 24
ROWS = 16
"""Height of the strip in a picture of 720 rows; it is scaled with the picture."""
OF_ROWS = 720
WRAP_MS = 1 << BITS


def wall_ms(at: float) -> int:
    """Milliseconds of the wall clock at a monotonic instant, lowest 24 bits."""
    return int((time.time() - time.monotonic() + at) * 1000) % WRAP_MS


def paint(rgb: NDArray[np.uint8], milliseconds: int) -> None:
    """Paint the strip into a picture uint8 (h, w, 3), in place."""
    rows, width = _rows(rgb), rgb.shape[1]
    for place in range(BITS):
        on = milliseconds >> (BITS - 1 - place) & 1
        rgb[:rows, place * width // BITS : (place + 1) * width // BITS] = 255 if on else 0


def read(rgb: NDArray[np.uint8]) -> int:
    """Read the strip of a picture uint8 (h, w, 3) of any size."""
    rows, width = _rows(rgb), rgb.shape[1]
    value = 0
    for place in range(BITS):
        left, right = place * width // BITS, (place + 1) * width // BITS
        inset = (right - left) // 4
        block = rgb[rows // 4 : max(rows // 4 + 1, rows - rows // 4), left + inset : right - inset]
        value = value << 1 | int(block.mean() > 127)
    return value


def _rows(rgb: NDArray[np.uint8]) -> int:
    return max(4, rgb.shape[0] * ROWS // OF_ROWS)
