"""A speaker that is heard by a file: keeps real time, and keeps what would have been heard, with its times."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.errors import DeviceError
from hardware.sound import FULL_SCALE, resample, save_wav
from hardware.speaker.port import Playing, Speaker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 24_000
"""Of the recording: above what speech synthesis renders (22,050 Hz), small enough for long visits."""

MOST_PIECES = 3_000
"""Kept of what was heard, so that a stream that nobody saves does not grow for ever: a minute of 20 ms each."""
KEPT_S = 600.0
"""The same in seconds of sound, 29 MB: a terminal without a loudspeaker speaks into this one for weeks."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A stretch of sound that came out: `samples` int16 (n,) at `RATE_HZ`, `at` = `time.monotonic()` of its start."""

    samples: NDArray[np.int16]
    at: float


class RecordingSpeaker(Speaker):
    """Plays into memory. A sound that is stopped is cut where it was; volume is applied when the sound ends.

    As with a real one, its plug can be pulled out: `plugged`, `pull`.
    """

    simulated = True

    def __init__(self, name: str = "recorder") -> None:
        self.name = name
        self.heard: list[Heard] = []
        """The sounds that ended, in order: the last `KEPT_S` of them."""
        self.plugged = True
        self.tries = 0
        """How often somebody wanted to open it."""
        self._kept = 0
        self._lock = threading.Lock()
        self._current: tuple[NDArray[np.int16], Playing] | None = None
        self._timer: threading.Timer | None = None
        self._open = False

    def open(self) -> None:
        self.tries += 1
        if not self.plugged:
            raise DeviceError("speaker-missing", message="There is no loudspeaker.", context=self.name)
        self._open = True

    def pull(self) -> None:
        """Out with the plug, in the middle of a sound or not."""
        self.plugged = False
        self.close()

    def play(self, samples: NDArray[np.int16], rate_hz: int) -> Playing:
        self.check()
        converted = resample(samples, rate_hz, RATE_HZ)
        with self._lock:
            self._end(stopped=True)
            playing = Playing(len(samples) / rate_hz, time.monotonic())
            self._current = (converted, playing)
            self._timer = threading.Timer(playing.length_s, self._finish, args=(playing,))
            self._timer.daemon = True
            self._timer.start()
        return playing

    def stream(self, samples: NDArray[np.int16], rate_hz: int) -> None:
        self.check()
        converted = (resample(samples, rate_hz, RATE_HZ) * self.volume).astype(samples.dtype)
        with self._lock:
            self._keep(Heard(converted, time.monotonic()))

    def stop(self) -> None:
        with self._lock:
            self._end(stopped=True)

    def check(self) -> None:
        if not self._open:
            raise DeviceError("speaker-lost", message="The speaker plays nothing.", context=self.name)

    @property
    def busy(self) -> bool:
        return self._current is not None

    def close(self) -> None:
        self.stop()
        self._open = False

    def save(self, path: str | Path, start_at: float, end_at: float) -> None:
        """Write what was heard between two `time.monotonic()` moments as one WAV: the sound track of a film."""
        save_wav(path, self.track(start_at, end_at), RATE_HZ)

    def track(self, start_at: float, end_at: float) -> NDArray[np.int16]:
        """The same as int16 (n,) at `RATE_HZ`, silence where nothing was said."""
        import numpy as np

        mixed = np.zeros(max(0, round((end_at - start_at) * RATE_HZ)), np.int32)
        for piece in tuple(self.heard):
            begin = round((piece.at - start_at) * RATE_HZ)
            low, high = max(0, begin), min(len(mixed), begin + len(piece.samples))
            if low < high:
                mixed[low:high] += piece.samples[low - begin : high - begin]
        return np.clip(mixed, -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)

    def _finish(self, playing: Playing) -> None:
        with self._lock:
            if self._current is not None and self._current[1] is playing:
                self._end(stopped=False)

    def _end(self, *, stopped: bool) -> None:
        import numpy as np

        if self._current is None:
            return
        samples, playing = self._current
        if self._timer is not None:
            self._timer.cancel()
        playing.played_s = (
            playing.length_s if not stopped else min(playing.length_s, time.monotonic() - playing.started_at)
        )
        kept = samples[: round(playing.played_s * RATE_HZ)]
        self._keep(Heard((kept * self.volume).astype(np.int16), playing.started_at))
        self._current = None
        playing.finish(stopped=stopped)

    def _keep(self, piece: Heard) -> None:
        """Called with the lock held."""
        self.heard.append(piece)
        self._kept += len(piece.samples)
        while len(self.heard) > MOST_PIECES or self._kept > KEPT_S * RATE_HZ:
            self._kept -= len(self.heard.pop(0).samples)
