"""A simulated visitor before the camera: the drawn signer, told what to sign. Stands in where no camera is found."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from content.signer import Style, perform
from terminal.avatar.frames import FrameSource

BREATH_S = 8.0
"""Length of the resting performance that is shown again and again."""


class VisitorSigner:
    """A `FrameSource` of the generated camera: rests with hands down until told to sign."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._rest = FrameSource(perform((), style=Style(rest="down")), size=size, variant="visitor")
        self._signing: FrameSource | None = None
        self._began = 0.0
        self._ends = 0.0

    def perform(self, glosses: tuple[str, ...], speed: float = 1.0) -> None:
        """Begin to sign these glosses now; ``speed`` below 1 is slower, as when a thumb is held up."""
        performance = perform(glosses, style=Style(rest="down", speed=speed))
        self._signing = FrameSource(performance, size=self._size, variant="visitor")
        self._began = time.monotonic()
        self._ends = self._began + performance.duration_s

    def __call__(self, t_s: float) -> NDArray[np.uint8]:
        """The picture now; ``t_s`` is the camera's time and only moves the breathing."""
        now = time.monotonic()
        if self._signing is not None and now < self._ends:
            return self._signing(now - self._began)
        self._signing = None
        return self._rest(t_s % BREATH_S)
