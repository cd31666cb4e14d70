"""A microphone that hears what it is told to hear: silence, and the clips that `say()` appends. For demos and tests."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.errors import DeviceError
from hardware.microphone.port import CHUNK_MS, RATE_HZ, AudioChunk, Microphone
from hardware.microphone.signal import level_dbfs
from hardware.sound import load_sound, resample

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK = RATE_HZ * CHUNK_MS // 1000


class ClipMicrophone(Microphone):
    """Silence in real time, with clips played into it at run time; `loop` repeats one file for ever.

    Paced like a device: a chunk is ready when its last sample would have been heard. Not paced: as fast as it is
    read. `say()`, `unplug()` and `replug()` may be called from any thread.
    """

    simulated = True

    def __init__(self, loop: str | Path | None = None, *, paced: bool = True, name: str = "clips") -> None:
        self.name = name
        self._loop = loop
        self._paced = paced
        self._lock = threading.Lock()
        self._pending: NDArray[np.int16] | None = None
        self._opened_at: float | None = None
        self._unplugged = threading.Event()

    def say(self, clip: str | Path | NDArray[np.int16], rate_hz: int = RATE_HZ) -> float:
        """Append a sound file or int16 (n,) samples to what will be heard; return its length in seconds."""
        import numpy as np

        samples = load_sound(clip, RATE_HZ) if isinstance(clip, str | Path) else resample(clip, rate_hz, RATE_HZ)
        with self._lock:
            pending = samples if self._pending is None else np.concatenate([self._pending, samples])
            self._pending = pending
        return len(samples) / RATE_HZ

    @property
    def pending_s(self) -> float:
        """Seconds of clips not yet heard."""
        with self._lock:
            return 0.0 if self._pending is None else len(self._pending) / RATE_HZ

    def open(self) -> None:
        if self._unplugged.is_set():
            raise self._lost()
        if self._loop is not None and not self.pending_s:
            self.say(self._loop)
        self._opened_at = time.monotonic()
        self._count = 0

    def read(self, timeout_s: float) -> AudioChunk | None:
        if self._unplugged.is_set() or self._opened_at is None:
            raise self._lost()
        if self._paced and not self._wait_for_chunk(timeout_s):
            return None
        samples = self._take()
        self.level_dbfs = level_dbfs(samples)
        at = self._opened_at + self._count * CHUNK_MS / 1000
        self._count += 1
        return AudioChunk(samples, RATE_HZ, at)

    def close(self) -> None:
        self._opened_at = None

    def unplug(self) -> None:
        """From now on every call fails as if the cable were out."""
        self._unplugged.set()

    def replug(self) -> None:
        """The cable is in again; `open()` works."""
        self._unplugged.clear()
        self._opened_at = None

    def _wait_for_chunk(self, timeout_s: float) -> bool:
        assert self._opened_at is not None
        behind_s = time.monotonic() - self._opened_at - (self._count + 1) * CHUNK_MS / 1000
        if behind_s > self.BUFFER_S:
            # what was not read in time is lost, as with a device; the clip itself waits, or a slow test would skip it
            lost = int((behind_s - self.BUFFER_S) * 1000 / CHUNK_MS)
            self.dropped += lost
            self._count += lost
        if self._unplugged.wait(min(max(0.0, -behind_s), timeout_s)):
            raise self._lost()
        return -behind_s <= timeout_s

    def _take(self) -> NDArray[np.int16]:
        import numpy as np

        with self._lock:
            if self._pending is None:
                return np.zeros(CHUNK, np.int16)
            taken, rest = self._pending[:CHUNK], self._pending[CHUNK:]
            self._pending = rest if len(rest) else None
        if self._pending is None and self._loop is not None:
            self.say(self._loop)
        return np.pad(taken, (0, CHUNK - len(taken)))

    def _lost(self) -> DeviceError:
        return DeviceError(
            "microphone-lost" if self._unplugged.is_set() else "microphone-closed",
            message="The microphone gives no sound.",
            context=self.name,
            hint="Check its cable; signing, touch and typing still work.",
        )
