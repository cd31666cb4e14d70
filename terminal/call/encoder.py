"""VP8 as signing wants it from a small machine: aiortc's encoder with other settings, and fewer new beginnings.

aiortc's settings come from Google's on strong machines. Measured on 100 drawn pictures of 1280x720 with camera noise at
1.5 Mbit/s, CPU a picture and likeness: as aiortc 9.3 ms, 37.3 dB; at speed 12 without the denoiser 5.2 ms, 36.9 dB.
A new bit rate needs a new encoder, which begins with a whole picture of 30 kB: aiortc does that for each 10 % that the
receiver's estimate moves. Only the call worker imports this.
"""

from __future__ import annotations

import multiprocessing
from typing import Any, ClassVar

import av
import numpy as np
from aiortc import codecs
from aiortc.codecs.vpx import Vp8Encoder, number_of_threads
from aiortc.mediastreams import VIDEO_TIME_BASE, convert_timebase
from av import VideoFrame
from av.video.frame import PictureType

FALLS_TO, RISES_TO = 0.85, 1.5
"""An encoder lives on while the receiver's estimate lies between these shares of its rate (our judgement)."""
KEY_EVERY = 3000
"""Pictures between two whole ones; receivers ask for one when they need it."""
SPEED = "-12"
"""libvpx's ``cpu-used`` for real time, a fixed speed where negative: 12 of 16."""
QUANTIZERS = (2, 56)
BITS_A_PIXEL = 2.7
"""The most that is spent a second: 2.5 Mbit/s at 1280x720, 275 kbit/s at 424x240. A smaller picture was chosen because
the line is bad; better pixels would need as many packets as before, and each may be lost (our judgement)."""


class SigningEncoder(Vp8Encoder):
    """Takes yuv420p pictures of any size, one after the other; aiortc sets ``target_bitrate`` from REMB."""

    _spare: ClassVar[Any] = None

    @classmethod
    def prepare(cls, size: tuple[int, int]) -> None:
        """Have an encoder of this size (width, height) ready for the next connection.

        The first picture takes it 20 ms of CPU more than the others, several times as long where the machine is busy.
        """
        codec = _encoder(*size, min(cls().target_bitrate, int(BITS_A_PIXEL * size[0] * size[1])))
        dark = VideoFrame.from_ndarray(np.full((size[1] * 3 // 2, size[0]), 128, np.uint8), format="yuv420p")
        codec.encode(dark)
        cls._spare = codec

    def encode(self, frame: Any, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """RTP payloads of the picture and its time in 90 kHz."""
        if self.codec is None or not self._fits(self.codec, frame):
            self.codec, force_keyframe = self._begin(frame), True
        # Also where nothing is forced: a still picture is sent again, and was perhaps whole the last time.
        frame.pict_type = PictureType.I if force_keyframe else PictureType.NONE
        data = b"".join(bytes(packet) for packet in self.codec.encode(frame))
        payloads = self._packetize(data, self.picture_id)
        self.picture_id = (self.picture_id + 1) % (1 << 15)
        return payloads, convert_timebase(frame.pts, frame.time_base, VIDEO_TIME_BASE)

    def _begin(self, frame: VideoFrame) -> Any:
        spare, SigningEncoder._spare = SigningEncoder._spare, None
        if spare is not None and self._fits(spare, frame):
            return spare
        return _encoder(frame.width, frame.height, self._rate(frame))

    def _fits(self, codec: Any, frame: VideoFrame) -> bool:
        same_size = (codec.width, codec.height) == (frame.width, frame.height)
        return same_size and codec.bit_rate * FALLS_TO <= self._rate(frame) <= codec.bit_rate * RISES_TO

    def _rate(self, frame: VideoFrame) -> int:
        return min(self.target_bitrate, int(BITS_A_PIXEL * frame.width * frame.height))


def install() -> None:
    """aiortc makes its encoders itself and takes no settings: its name for VP8's is pointed at ours."""
    codecs.Vp8Encoder = SigningEncoder  # type: ignore[attr-defined]


def _encoder(width: int, height: int, bit_rate: int) -> Any:
    codec = av.CodecContext.create("libvpx", "w")
    codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
    codec.bit_rate, codec.gop_size = bit_rate, KEY_EVERY
    codec.qmin, codec.qmax = QUANTIZERS
    rate = str(bit_rate)
    codec.options = {
        "deadline": "realtime",
        "lag-in-frames": "0",
        "cpu-used": SPEED,
        "noise-sensitivity": "0",
        "static-thresh": "1",
        "minrate": rate,  # the three alike: a constant rate, with a buffer of one second
        "maxrate": rate,
        "bufsize": rate,
        "undershoot-pct": "100",
        "overshoot-pct": "15",
        "partitions": "0",
    }
    codec.thread_count = number_of_threads(width * height, multiprocessing.cpu_count())
    return codec
