"""A camera that paints its own pictures, in real time: for demos, tests, and machines without a camera."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from hardware.camera.port import Camera, VideoFrame
from hardware.errors import DeviceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FrameSource = Callable[[float], "NDArray[np.uint8]"]
"""Time since `open()` in seconds -> uint8 (height, width, 3) RGB, not mirrored. Called in the reader's thread."""


class GeneratedCamera(Camera):
    """Paints a frame when it is read, never more than `fps` a second; a slow reader skips frames.

    `unplug()` and `replug()` play the loss of the camera and may be called from any thread.
    """

    simulated = True

    def __init__(self, source: FrameSource, fps: float = 25.0, name: str = "generated") -> None:
        self.name = name
        self._source = source
        self._fps = fps
        self._started_at: float | None = None
        self._last = -1
        self._unplugged = threading.Event()

    def open(self) -> None:
        if self._unplugged.is_set():
            raise self._lost()
        self._started_at = time.monotonic()
        self._last = -1

    def read(self, timeout_s: float) -> VideoFrame | None:
        if self._unplugged.is_set() or self._started_at is None:
            raise self._lost()
        elapsed = time.monotonic() - self._started_at
        seq = max(self._last + 1, int(elapsed * self._fps))
        wait_s = seq / self._fps - elapsed
        if wait_s > 0 and self._unplugged.wait(min(wait_s, timeout_s)):
            raise self._lost()
        if wait_s > timeout_s:
            return None
        self._last = seq
        due_s = seq / self._fps
        return VideoFrame(self._source(due_s), self._started_at + due_s, seq)

    def close(self) -> None:
        self._started_at = None

    def unplug(self) -> None:
        """From now on every call fails as if the cable were out."""
        self._unplugged.set()

    def replug(self) -> None:
        """The cable is in again; `open()` works."""
        self._unplugged.clear()
        self._started_at = None

    def _lost(self) -> DeviceError:
        return DeviceError(
            "camera-lost" if self._unplugged.is_set() else "camera-closed",
            message="The camera gives no pictures.",
            context=self.name,
            hint="Check its cable; the other ways of communicating still work.",
        )
