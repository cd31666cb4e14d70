"""A real loudspeaker or headphones through miniaudio, chosen by name."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from hardware.errors import DeviceError
from hardware.sound import device_id, resample
from hardware.speaker.port import PERIOD_MS, PERIODS, STREAM_AHEAD_S, Playing, Speaker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 48_000
"""What the device is opened with; nearly every sound chip runs at it without converting again."""
STALL_S = 2.0
"""A device that asked for nothing for this long is lost: it is fed silence too, so it always asks."""
LOOK_S = 5.0
"""How often a device that seems to play is looked for in the list (8 ms each time)."""


class DeviceSpeaker(Speaker):
    """The first playback device whose name contains `name` ("" = the system's default).

    The device runs from `open()` to `close()` and is fed silence between sounds, so that a prompt starts at once
    and its first syllable is not swallowed by a waking amplifier. `backends` as in `DeviceMicrophone`.
    """

    simulated = False

    def __init__(self, name: str = "", *, backends: list[Any] | None = None) -> None:
        self.name = name or "default speaker"
        self._wanted = name
        self._backends = backends
        self._device: Any = None
        self._lock = threading.Lock()
        self._current: tuple[NDArray[np.int16], Playing] | None = None
        self._position = 0
        self._stream = b""
        self._stopped = threading.Event()
        self._asked_at = self._look_at = 0.0

    def open(self) -> None:
        import miniaudio

        self.close()
        found = device_id(self._wanted, "speaker", self._backends)
        try:
            self._device = miniaudio.PlaybackDevice(
                nchannels=1,
                sample_rate=RATE_HZ,
                buffersize_msec=PERIOD_MS,
                callback_periods=PERIODS,
                device_id=found,
                backends=self._backends,
                app_name="wuai",
            )
        except miniaudio.MiniaudioError as error:
            raise self._error("speaker-not-opened") from error
        self._stopped.clear()
        self._asked_at = time.monotonic()
        self._look_at = self._asked_at + LOOK_S
        self._device.stop_callback = self._stopped.set
        feed = self._feed()
        next(feed)
        try:
            self._device.start(feed)
        except miniaudio.MiniaudioError as error:
            self.close()
            raise self._error("speaker-not-opened") from error

    def play(self, samples: NDArray[np.int16], rate_hz: int) -> Playing:
        self._alive()
        converted = resample(samples, rate_hz, RATE_HZ)
        playing = Playing(len(samples) / rate_hz, time.monotonic())
        with self._lock:
            self._end(stopped=True)
            self._current, self._position = (converted, playing), 0
        return playing

    def stream(self, samples: NDArray[np.int16], rate_hz: int) -> None:
        self._alive()
        added = resample(samples, rate_hz, RATE_HZ).tobytes()
        with self._lock:
            self._stream = (self._stream + added)[-2 * int(STREAM_AHEAD_S * RATE_HZ) :]

    def stop(self) -> None:
        with self._lock:
            self._stream = b""
            self._end(stopped=True)

    def check(self) -> None:
        self._alive()
        now = time.monotonic()
        if now >= self._look_at:  # a sound server lets what plays on a device that is gone go on, to nobody
            self._look_at = now + LOOK_S
            device_id(self._wanted, "speaker", self._backends)

    def _alive(self) -> None:
        """Raises `DeviceError` once the device stopped, or took nothing for long: some simply ask no more."""
        if self._device is None or self._stopped.is_set() or time.monotonic() - self._asked_at > STALL_S:
            raise self._error("speaker-lost")

    @property
    def busy(self) -> bool:
        return self._current is not None

    def close(self) -> None:
        self.stop()
        if self._device is not None:
            self._device.stop_callback = None
            self._device.close()
            self._device = None

    def _feed(self) -> Generator[bytes, int, None]:
        """Runs in the sound library's thread: asked for n frames, gives n frames of mono int16."""
        wanted = yield b""
        while True:
            wanted = yield self._next(wanted)

    def _next(self, wanted: int) -> bytes:
        import numpy as np

        self._asked_at = time.monotonic()
        with self._lock:
            if self._current is None:
                streamed, self._stream = self._stream[: 2 * wanted], self._stream[2 * wanted :]
                heard = (np.frombuffer(streamed, np.int16) * self.volume).astype(np.int16)
                return np.pad(heard, (0, wanted - len(heard))).tobytes()
            samples, playing = self._current
            piece = samples[self._position : self._position + wanted]
            self._position += len(piece)
            playing.played_s = self._position / RATE_HZ
            if self._position >= len(samples):
                self._end(stopped=False)
        return np.pad((piece * self.volume).astype(np.int16), (0, wanted - len(piece))).tobytes()

    def _end(self, *, stopped: bool) -> None:
        if self._current is not None:
            self._current[1].finish(stopped=stopped)
            self._current = None

    def _error(self, reference: str) -> DeviceError:
        return DeviceError(
            reference,
            message="The speaker plays nothing.",
            context=self.name,
            hint="Check its cable; everything said is also on the screen.",
        )
