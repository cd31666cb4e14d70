"""Camera pictures between processes: a ring of four in shared memory, newest wins.

One writer (eyes, or the call for the people in it), any readers (mirror, call, screens). A reader that falls behind
misses pictures, never slows the writer.
Each slot holds a sequence number before and after the picture, so that a torn read is noticed and tried again.
The ring is wiped when the visit ends: no picture of a visitor outlives the visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from typing import Any

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

    def half(self) -> NDArray[np.uint8]:
        """Half as wide and as high, where it is shown small: 0.2 ms of 1280x720; skipping pixels costs 0.8."""
        import cv2

        height, width = self.rgb.shape[:2]
        size = (max(1, width // 2), max(1, height // 2))
        return np.asarray(cv2.resize(self.rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


class FrameRing:
    """A ring of pictures up to one size. Create it in the main process, attach by name in the others.

    A ring that was never written costs no memory: its pages come with the first picture.
    """

    def __init__(self, name: str | None = None, *, width: int = 640, height: int = 480) -> None:
        self._dtype = np.dtype(
            [
                ("before", np.int64),
                ("at", np.float64),
                ("hands", np.float32, HANDS),
                ("shape", np.int32, 2),
                ("rgb", np.uint8, (height, width, 3)),
                ("after", np.int64),
            ]
        )
        size = self._dtype.itemsize * SLOTS
        self._owner = name is None
        self._memory = SharedMemory(name=name, create=name is None, size=size)
        self._slots: NDArray[Any] = np.ndarray(SLOTS, dtype=self._dtype, buffer=self._memory.buf)
        self.size = (width, height)
        self._written = 0

    @property
    def name(self) -> str:
        """Name to attach by."""
        return self._memory.name

    def write(self, rgb: NDArray[np.uint8], hands: NDArray[np.float32], at: float) -> None:
        """Put the newest picture into the oldest slot.

        Raises
        ------
        ValueError
            The picture is larger than the ring.
        """
        height, width = rgb.shape[:2]
        if width > self.size[0] or height > self.size[1]:
            raise ValueError(f"a picture of {width}x{height} does not fit a ring of {self.size[0]}x{self.size[1]}")
        self._written = max(self._written, int(self._slots["after"].max())) + 1
        slot = self._slots[self._written % SLOTS]
        slot["before"] = self._written
        slot["at"], slot["hands"], slot["shape"] = at, hands, (height, width)
        slot["rgb"][:height, :width] = rgb
        slot["after"] = self._written

    @property
    def newest(self) -> int:
        """Number of the newest picture, 0 for none: a cheap look for whether there is another one."""
        return int(self._slots["after"].max())

    def read(self) -> Picture | None:
        """The newest whole picture, or None where there is none."""
        for _attempt in range(3):
            index = int(np.argmax(self._slots["after"]))
            number = int(self._slots[index]["after"])
            if number == 0:
                return None
            slot = self._slots[index]
            height, width = (int(side) for side in slot["shape"])
            picture = Picture(slot["rgb"][:height, :width].copy(), slot["hands"].copy(), float(slot["at"]))
            if int(slot["before"]) == number == int(slot["after"]):
                return picture
        return None

    def wipe(self) -> None:
        """Forget every picture; where there was none, nothing is touched."""
        for slot in self._slots:
            if slot["before"] or slot["after"]:
                slot["after"] = slot["before"] = 0
                slot["rgb"] = 0
                slot["hands"] = np.nan

    def close(self) -> None:
        """Let go of the memory; its owner also frees it."""
        del self._slots
        self._memory.close()
        if self._owner:
            self._memory.unlink()
