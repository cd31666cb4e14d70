"""The film of a demonstration: both screens side by side, with the sound of the hall."""

from __future__ import annotations

import queue
import threading
import wave
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT = 704
FPS = 8
SOUND_HZ = 24000
GAP = 16
PAPER = (30, 34, 36)


def side_by_side(visitor: NDArray[np.uint8], staff: NDArray[np.uint8], height: int = HEIGHT) -> NDArray[np.uint8]:
    """Both screens at one height; uint8 (height, width, 3) RGB with an even width."""
    parts = [_scaled(visitor, height), np.full((height, GAP, 3), PAPER, np.uint8), _scaled(staff, height)]
    picture = np.hstack(parts)
    return picture[:, : picture.shape[1] // 2 * 2]


def _scaled(picture: NDArray[np.uint8], height: int) -> NDArray[np.uint8]:
    width = round(picture.shape[1] * height / picture.shape[0])
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)


class Film:
    """Takes pictures with their time and writes them in a thread of its own; `close` adds the sound."""

    def __init__(self, path: Path, began: float) -> None:
        self._path = path
        self._began = began
        self._silent = path.with_suffix(".silent.mp4")
        self._frames: queue.Queue[tuple[NDArray[np.uint8], NDArray[np.uint8], float] | None] = queue.Queue(maxsize=8)
        self._next = began
        self._thread = threading.Thread(target=self._write, name="film", daemon=True)
        self._thread.start()

    def due(self, now: float) -> bool:
        """Whether it is time for the next picture."""
        return now >= self._next

    def add(self, visitor: NDArray[np.uint8], staff: NDArray[np.uint8], now: float) -> None:
        """Add one moment. Where the writer is behind, the picture is left out: the visit must not wait for its film."""
        self._next = max(self._next + 1 / FPS, now)
        if not self._frames.full():
            self._frames.put((visitor, staff, now))

    def close(self, sound: Path | None) -> None:
        """End the film; ``sound`` is a WAV file that began with it."""
        self._frames.put(None)
        self._thread.join()
        _join(self._silent, sound, self._path)
        self._silent.unlink()

    def _write(self) -> None:
        with av.open(str(self._silent), "w") as container:
            stream = None
            last = -1
            while (item := self._frames.get()) is not None:
                picture = side_by_side(item[0], item[1])
                if stream is None:
                    stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "23"})
                    stream.height, stream.width = picture.shape[:2]
                    stream.pix_fmt = "yuv420p"
                    stream.codec_context.time_base = Fraction(1, 1000)
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
                last = max(last + 1, round((item[2] - self._began) * 1000))
                frame.pts, frame.time_base = last, Fraction(1, 1000)
                container.mux(stream.encode(frame))
            if stream is not None:
                container.mux(stream.encode())


def _join(silent: Path, sound: Path | None, path: Path) -> None:
    with av.open(str(silent)) as source, av.open(str(path), "w", options={"movflags": "faststart"}) as target:
        pictures = source.streams.video[0]
        out = target.add_stream_from_template(pictures)
        speech = target.add_stream("aac", rate=SOUND_HZ, layout="mono") if sound is not None else None
        for packet in source.demux(pictures):
            if packet.dts is not None:
                packet.stream = out
                target.mux(packet)
        if speech is not None and sound is not None:
            with av.open(str(sound)) as wav:
                resampler = av.AudioResampler(format="fltp", layout="mono", rate=SOUND_HZ)
                for frame in wav.decode(audio=0):
                    for piece in resampler.resample(frame):
                        target.mux(speech.encode(piece))
            target.mux(speech.encode())


def mix(track: Path, visitor: list[tuple[float, NDArray[np.int16], int]], began: float) -> None:
    """Put what the visitor said (instant, int16 mono samples, rate) into the sound track of the loudspeaker."""
    with wave.open(str(track)) as file:
        rate_hz, sound = (
            file.getframerate(),
            np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.int32),
        )
    for at, samples, hz in visitor:
        start = round((at - began) * rate_hz)
        length = round(len(samples) * rate_hz / hz)
        piece = np.interp(np.arange(length) * hz / rate_hz, np.arange(len(samples)), samples).astype(np.int32)
        end = min(start + length, len(sound))
        if 0 <= start < end:
            sound[start:end] += piece[: end - start]
    with wave.open(str(track), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.clip(sound, -32768, 32767).astype(np.int16).tobytes())
