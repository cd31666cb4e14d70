"""The film itself, in memory: pictures of the ring in, WebM (VP8, silent) out, and back into a ring for watching.

Only the message's worker imports this: it loads PyAV.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from terminal.runtime.frames import HANDS, FrameRing

CODEC = "libvpx"
BIT_RATE = 700_000
"""A minute is some 5 MB at most, and hands should stay readable at 640 x 480 (judgement); the contract takes 60 MiB."""
OPTIONS = {"deadline": "realtime", "cpu-used": "8"}
MILLISECONDS = Fraction(1, 1000)
FASTEST_S = 1 / 26
FEWEST = 5
"""Fewer pictures are no film: the camera gave nothing."""
NO_HANDS = np.full(HANDS, np.nan, np.float32)


class Filming:
    """One film being made. Pictures keep the instants at which they were taken."""

    def __init__(self) -> None:
        self._memory = io.BytesIO()
        self._box = av.open(self._memory, "w", format="webm")
        self._stream: Any = None
        self._began = 0.0
        self._last_ms = -1
        self.pictures = 0

    def add(self, rgb: NDArray[np.uint8], at: float) -> None:
        """One more picture, uint8 (h, w, 3), taken at ``at`` (monotonic s); one that comes too soon is left out."""
        if self._stream is None:
            self._stream, self._began = self._begin(rgb), at
        ms = round((at - self._began) * 1000)
        if self.pictures and ms - self._last_ms < FASTEST_S * 1000:
            return
        frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="yuv420p")
        frame.pts, frame.time_base = ms, MILLISECONDS
        self._box.mux(self._stream.encode(frame))
        self._last_ms = ms
        self.pictures += 1

    def finish(self) -> bytes:
        """The whole film; empty where there were too few pictures."""
        if self._stream is not None:
            self._box.mux(self._stream.encode(None))
        self._box.close()
        return self._memory.getvalue() if self.pictures >= FEWEST else b""

    @property
    def seconds(self) -> int:
        """How long it is, rounded up."""
        return -(-max(self._last_ms, 0) // 1000)

    def _begin(self, rgb: NDArray[np.uint8]) -> Any:
        stream: Any = self._box.add_stream(CODEC, rate=25, options=OPTIONS)
        stream.height, stream.width = rgb.shape[0] // 2 * 2, rgb.shape[1] // 2 * 2
        stream.pix_fmt, stream.bit_rate, stream.time_base = "yuv420p", BIT_RATE, MILLISECONDS
        stream.codec_context.time_base = MILLISECONDS
        return stream


class Showing:
    """A film being watched: `step` writes the picture that is due into the ring."""

    def __init__(self, film: bytes, ring: FrameRing) -> None:
        self._ring = ring
        self._pictures = _pictures(film)
        self._began: float | None = None
        self._next = next(self._pictures, None)

    def step(self, now: float) -> bool:
        """Show what is due at ``now`` (monotonic s); False where the film is over. The last picture stands."""
        self._began = now if self._began is None else self._began
        due: NDArray[np.uint8] | None = None
        while self._next is not None and self._next[0] <= now - self._began:
            due, self._next = self._next[1], next(self._pictures, None)
        if due is not None:
            self._ring.write(due, NO_HANDS, time.monotonic())
        return self._next is not None


def _pictures(film: bytes) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """The film's pictures with their times in s."""
    box: Any
    with av.open(io.BytesIO(film), "r") as box:
        for frame in box.decode(video=0):
            yield float(frame.time or 0.0), np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
