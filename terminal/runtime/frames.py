"""Camera pictures between processes: a ring of four in shared memory, newest wins.

One writer (eyes), any readers (mirror, call). A reader that falls behind misses pictures, never slows the writer.
Each slot holds a sequence number before and after the picture, so that a torn read is noticed and tried again.
The ring is wiped when the visit ends: no picture of a visitor outlives the visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory

import numpy as np
from numpy.typing import NDArray

SLOTS = 4
HANDS = (2, 21, 2)
"""Hand points drawn over the mirror: left and right hand, 21 joints, x and y as parts of the picture; NaN = none."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One camera picture: ``rgb`` uint8 (h, w, 3) camera view, ``hands`` float32 (2, 21, 2), ``at`` monotonic s."""

    rgb: NDArray[np.uint8]
    hands: NDArray[np.float32]
    at: float


class FrameRing:
    """A ring of pictures of one size. Create it in the main process, attach by name in the others."""

    def __init__(self, name: str | None = None, *, width: int = 640, height: int = 480) -> None:
        self._dtype = np.dtype(
            [
                ("before", np.int64),
                ("at", np.float64),
                ("hands", np.float32, HANDS),
                ("rgb", np.uint8, (height, width, 3)),
                ("after", np.int64),
            ]
        )
        size = self._dtype.itemsize * SLOTS
        self._owner = name is None
        self._memory = SharedMemory(name=name, create=name is None, size=size)
        self._slots = np.ndarray(SLOTS, dtype=self._dtype, buffer=self._memory.buf)
        self.size = (width, height)
        self._written = 0

    @property
    def name(self) -> str:
        """Name to attach by."""
        return self._memory.name

    def write(self, rgb: NDArray[np.uint8], hands: NDArray[np.float32], at: float) -> None:
        """Put the newest picture into the oldest slot. A picture of another size is refused by numpy."""
        self._written += 1
        slot = self._slots[self._written % SLOTS]
        slot["before"] = self._written
        slot["at"], slot["hands"], slot["rgb"] = at, hands, rgb
        slot["after"] = self._written

    def read(self) -> Picture | None:
        """The newest whole picture, or None where there is none."""
        for _attempt in range(3):
            index = int(np.argmax(self._slots["after"]))
            number = int(self._slots[index]["after"])
            if number == 0:
                return None
            picture = self._slots[index].copy()
            if picture["before"] == number == picture["after"]:
                return Picture(picture["rgb"], picture["hands"], float(picture["at"]))
        return None

    def wipe(self) -> None:
        """Forget every picture."""
        self._slots["after"] = 0
        self._slots["rgb"] = 0
        self._slots["hands"] = np.nan

    def close(self) -> None:
        """Let go of the memory; its owner also frees it."""
        del self._slots
        self._memory.close()
        if self._owner:
            self._memory.unlink()
