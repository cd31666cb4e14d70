"""Pictures of the call: the camera's ring as a track that is sent, a received track into a ring that screens show.

Only the call worker imports this: it loads aiortc and PyAV.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import VideoFrame
from numpy.typing import NDArray

from terminal.call import timecode
from terminal.runtime.frames import HANDS, FrameRing

CLOCK_HZ = 90_000
"""Of video in RTP (RFC 3551)."""
TIME_BASE = Fraction(1, CLOCK_HZ)
FASTEST_S = 1 / 31
"""No more than 30 pictures a second, with a little room for a camera that is not quite even."""
LOOK_S = 0.004
"""How often the ring is looked at for another picture: far below the 33 ms between two."""
STILL_S = 0.5
"""Where the camera gives nothing the last picture, or a dark one, keeps the line alive (our judgement)."""
MOST_WAIT_S = 0.3
"""The sound does not wait; more would be seen to be apart from it (our judgement)."""
LOOKED_AT = 90
"""Pictures, three seconds: so long a line that held one up is expected to do it again."""
MOST_WAITING = 12
NO_HANDS = np.full(HANDS, np.nan, np.float32)


class CameraTrack(MediaStreamTrack):
    """The visitor's picture for one receiver, at the size that this receiver's line can carry.

    Reads the ring that the eyes write. While ``shown`` is False it sends a dark picture: the camera itself follows
    the visit's state, not this track.
    """

    kind = "video"

    def __init__(self, ring: FrameRing, size: tuple[int, int], *, time_code: bool = False) -> None:
        super().__init__()
        self.size = size
        self.shown = True
        self._ring, self._time_code = ring, time_code
        self._number = 0
        self._sent_at = 0.0
        self._began = time.monotonic()
        self._pts = 0
        self._last: VideoFrame | None = None

    async def recv(self) -> VideoFrame:
        """The next picture; waits for the camera, at most `STILL_S`."""
        if self.readyState != "live":
            raise MediaStreamError
        await asyncio.sleep(max(0.0, self._sent_at + FASTEST_S - time.monotonic()))
        frame = await self._next()
        self._sent_at = time.monotonic()
        return frame

    async def _next(self) -> VideoFrame:
        patience = time.monotonic() + STILL_S
        while time.monotonic() < patience:
            if self.shown and (number := self._ring.newest) and number != self._number:
                picture = self._ring.read()
                if picture is not None:
                    self._number = number
                    self._last = self._frame(picture.rgb, picture.at)
                    return self._stamped(self._last, picture.at)
            await asyncio.sleep(LOOK_S)
        if self._last is None or not self.shown:
            self._last = self._frame(np.zeros((self.size[1], self.size[0], 3), np.uint8), 0.0)
        return self._stamped(self._last, time.monotonic())

    def _frame(self, rgb: NDArray[np.uint8], at: float) -> VideoFrame:
        if self._time_code and at:
            timecode.paint(rgb, timecode.wall_ms(at))
        return as_video(rgb, self.size)

    def _stamped(self, frame: VideoFrame, at: float) -> VideoFrame:
        self._pts = max(self._pts + 1, int((at - self._began) * CLOCK_HZ))
        frame.pts, frame.time_base = self._pts, TIME_BASE
        return frame


def as_video(rgb: NDArray[np.uint8], size: tuple[int, int]) -> VideoFrame:
    """A picture uint8 (h, w, 3) as yuv420p of this size (width, height, both even).

    OpenCV takes 0.9 ms of CPU for 1280x720, the library of PyAV 5 (measured). Skipping lines would make hands flicker:
    where the picture gets less than half as wide every pixel is counted.
    """
    width, height = size
    if (width, height) != rgb.shape[1::-1]:
        whole = rgb.shape[1] >= 2 * width
        rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if whole else cv2.INTER_LINEAR), np.uint8)
    yuv = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV_I420), np.uint8)
    return VideoFrame.from_ndarray(yuv, format="yuv420p")


@dataclass(slots=True)
class Arrival:
    """What was received so far."""

    frames: int = 0
    width: int = 0
    height: int = 0


class Pace:
    """When a picture is to be shown, so that they come as evenly as they were taken.

    A lost packet holds up its picture and all after it by a round trip; shown as they come, hands would stand still and
    jump. They wait as long as the latest of the last ones was late; on a good line that is nothing.
    """

    def __init__(self) -> None:
        self._late: deque[float] = deque(maxlen=LOOKED_AT)

    def due(self, taken_at: float, now: float) -> float:
        """In seconds of the receiver's clock; ``taken_at`` is of the sender's."""
        self._late.append(now - taken_at)
        soonest = min(self._late)
        return taken_at + soonest + min(MOST_WAIT_S, max(self._late) - soonest)


class RemotePicture:
    """Takes a received track into a ring. The newest wins: what the machine is too slow for is not shown."""

    def __init__(self, ring: FrameRing) -> None:
        self._ring = ring
        self.shown = True
        self.arrived = Arrival()
        self._waiting: deque[tuple[float, VideoFrame]] = deque(maxlen=MOST_WAITING)
        self._there = asyncio.Event()

    async def receive(self, track: MediaStreamTrack) -> None:
        """Until the track ends."""
        writing, pace = asyncio.create_task(self._write()), Pace()
        try:
            while True:
                frame: Any = await track.recv()
                self.arrived.frames += 1
                self.arrived.width, self.arrived.height = frame.width, frame.height
                self._waiting.append((pace.due(frame.time, time.monotonic()), frame))
                self._there.set()
        except MediaStreamError:
            return
        finally:
            writing.cancel()

    async def _write(self) -> None:
        while True:
            await self._there.wait()
            self._there.clear()
            while self._waiting:
                await asyncio.sleep(max(0.0, self._waiting[0][0] - time.monotonic()))
                frame = self._newest_due()
                if self.shown:
                    rgb = await asyncio.to_thread(_rgb, frame, self._ring.size)
                    self._ring.write(rgb, NO_HANDS, time.monotonic())

    def _newest_due(self) -> VideoFrame:
        _, frame = self._waiting.popleft()
        while self._waiting and self._waiting[0][0] <= time.monotonic():
            _, frame = self._waiting.popleft()
        return frame


def _rgb(frame: VideoFrame, largest: tuple[int, int]) -> NDArray[np.uint8]:
    """The picture as uint8 (h, w, 3), scaled down where it is larger than the ring."""
    scale = min(1.0, largest[0] / frame.width, largest[1] / frame.height)
    width, height = int(frame.width * scale), int(frame.height * scale)
    return np.asarray(frame.reformat(width, height, "rgb24").to_ndarray(), np.uint8)
