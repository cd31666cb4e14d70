"""VP8 as signing wants it from a small machine: aiortc's encoder with other settings, and fewer new beginnings.

aiortc's settings come from Google's on strong machines. Measured on 100 drawn pictures of 1280x720 with camera noise at
1.5 Mbit/s, CPU a picture and likeness: as aiortc 9.3 ms, 37.3 dB; at speed 12 without the denoiser 5.2 ms, 36.9 dB.
A new bit rate needs a new encoder, which begins with a whole picture of 30 kB: aiortc does that for each 10 % that the
receiver's estimate moves. Only the call worker imports this.
"""

from __future__ import annotations

import multiprocessing
from typing import Any

import av
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


class SigningEncoder(Vp8Encoder):
    """Takes yuv420p pictures of any size, one after the other; aiortc sets ``target_bitrate`` from REMB."""

    def encode(self, frame: Any, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """RTP payloads of the picture and its time in 90 kHz."""
        if self.codec is None or not self._fits(self.codec, frame):
            self.codec = _encoder(frame.width, frame.height, self.target_bitrate)
        # Also where nothing is forced: a still picture is sent again, and was perhaps whole the last time.
        frame.pict_type = PictureType.I if force_keyframe else PictureType.NONE
        data = b"".join(bytes(packet) for packet in self.codec.encode(frame))
        payloads = self._packetize(data, self.picture_id)
        self.picture_id = (self.picture_id + 1) % (1 << 15)
        return payloads, convert_timebase(frame.pts, frame.time_base, VIDEO_TIME_BASE)

    def _fits(self, codec: Any, frame: VideoFrame) -> bool:
        same_size = (codec.width, codec.height) == (frame.width, frame.height)
        return same_size and codec.bit_rate * FALLS_TO <= self.target_bitrate <= codec.bit_rate * RISES_TO


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
