"""A real microphone through miniaudio, chosen by name."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from hardware.errors import DeviceError
from hardware.microphone.port import CHUNK_MS, RATE_HZ, AudioChunk, Microphone
from hardware.microphone.signal import level_dbfs
from hardware.sound import device_id, listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STALL_S = 2.0
"""A device that sent nothing for this long is lost: miniaudio's callback simply stops on an unplug."""


class DeviceMicrophone(Microphone):
    """The first capture device whose name contains `name` ("" = the system's default).

    The device runs at its own rate (16, 44.1, 48 kHz); the sound library converts to 16 kHz with a filtered
    resampler. `backends` is for machines without a sound card, where the library's null device stands in.
    """

    simulated = False

    def __init__(self, name: str = "", *, backends: list[Any] | None = None) -> None:
        self.name = name or "default microphone"
        self._wanted = name
        self._backends = backends
        self._device: Any = None
        self._chunks: queue.SimpleQueue[AudioChunk] = queue.SimpleQueue()
        self._stopped = threading.Event()

    def open(self) -> None:
        import miniaudio

        self.close()
        found = device_id(self._wanted, "microphone", self._backends)
        try:
            self._device = miniaudio.CaptureDevice(
                nchannels=1,
                sample_rate=RATE_HZ,
                buffersize_msec=CHUNK_MS,
                device_id=found,
                backends=self._backends,
                app_name="wuai",
            )
        except miniaudio.MiniaudioError as error:
            raise self._error("microphone-not-opened") from error
        self._chunks = queue.SimpleQueue()
        self._stopped.clear()
        self._heard_at = time.monotonic()
        receive = self._receive()
        next(receive)
        self._device.stop_callback = self._stopped.set
        try:
            self._device.start(receive)
        except miniaudio.MiniaudioError as error:
            self.close()
            raise self._error("microphone-not-opened") from error

    def read(self, timeout_s: float) -> AudioChunk | None:
        if self._device is None:
            raise self._error("microphone-closed")
        try:
            chunk = self._chunks.get(timeout=timeout_s)
        except queue.Empty:
            if self._stopped.is_set() or time.monotonic() - self._heard_at > STALL_S:
                raise self._error("microphone-lost") from None
            return None
        self.level_dbfs = level_dbfs(chunk.samples)
        return chunk

    @property
    def present(self) -> bool:
        import miniaudio

        try:
            names = [str(fact["name"]).lower() for fact in listed("microphone", self._backends)]
        except miniaudio.MiniaudioError:
            return False
        return any(self._wanted.lower() in name for name in names)

    def close(self) -> None:
        if self._device is not None:
            self._device.close()
            self._device = None

    def _receive(self) -> Generator[None, bytes, None]:
        """Runs in the sound library's thread: cut what comes into whole chunks."""
        import numpy as np

        kept: NDArray[np.int16] = np.empty(0, np.int16)
        size = RATE_HZ * CHUNK_MS // 1000
        while True:
            data = yield
            now = self._heard_at = time.monotonic()
            kept = np.concatenate([kept, np.frombuffer(bytes(data), np.int16)])
            while len(kept) >= size:
                # the last sample of `kept` was heard now, so the first one len/rate earlier
                self._put(AudioChunk(kept[:size].copy(), RATE_HZ, now - len(kept) / RATE_HZ))
                kept = kept[size:]

    def _put(self, chunk: AudioChunk) -> None:
        while self._chunks.qsize() >= self.BUFFER_S * 1000 / CHUNK_MS:
            try:
                self._chunks.get_nowait()
            except queue.Empty:
                break
            self.dropped += 1
        self._chunks.put(chunk)

    def _error(self, reference: str) -> DeviceError:
        return DeviceError(
            reference,
            message="The microphone gives no sound.",
            context=self.name,
            hint="Check its cable; `wuai doctor` lists the microphones found.",
        )
