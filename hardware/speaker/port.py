"""The speaker port."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PERIOD_MS = 20
PERIODS = 2
BUFFER_MS = PERIOD_MS * PERIODS
"""Sound handed to the device ahead of time: the most that is still heard after `stop()`. What is asked for; a sound
server may add its own (not measured: no sound card was at hand)."""


@dataclass(slots=True, eq=False)
class Playing:
    """One sound on its way to the listener's ear. Safe to use from any thread."""

    length_s: float
    started_at: float
    """`time.monotonic()` when `play()` accepted it."""
    played_s: float = 0.0
    """How much of it was handed to the device so far."""
    stopped: bool = False
    """True when it was cut off by `stop()` or by the next `play()`."""
    _done: threading.Event = field(default_factory=threading.Event)

    @property
    def done(self) -> bool:
        """True once it ended, in full or cut off."""
        return self._done.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end; True if it came within `timeout_s`."""
        return self._done.wait(timeout_s)

    def finish(self, *, stopped: bool) -> None:
        """For drivers: mark the end, once."""
        if not self._done.is_set():
            self.stopped = stopped
            self._done.set()


STREAM_AHEAD_S = 0.2
"""Most of a stream that waits to be heard: more would run behind the picture that it belongs to."""


class Speaker(ABC):
    """Plays one sound at a time; the voice keeps the queue.

    `open`, `check` and `close` are one thread's and may wait for the device; the others return within 20 ms, from any.
    """

    name: str
    simulated: bool
    volume: float = 1.0
    """0 silent .. 1 as rendered. Takes effect within one buffer, also on the sound being played."""

    @abstractmethod
    def open(self) -> None:
        """Start. Raises `DeviceError`; may be called again after a loss or `close()`."""

    @abstractmethod
    def play(self, samples: NDArray[np.int16], rate_hz: int) -> Playing:
        """Play int16 (n,) mono at any rate, from now; cuts off what is playing. Raises `DeviceError` when lost."""

    @abstractmethod
    def stream(self, samples: NDArray[np.int16], rate_hz: int) -> None:
        """Add int16 (n,) mono to a sound that goes on, as in a call: heard after what was added before.

        At most `STREAM_AHEAD_S` wait; then the oldest are dropped. A sound of `play()` goes before it. Raises
        `DeviceError` when lost.
        """

    @abstractmethod
    def stop(self) -> None:
        """Silence within one buffer (`BUFFER_MS`). Harmless when nothing plays."""

    @abstractmethod
    def check(self) -> None:
        """Raises `DeviceError` when it was lost since `open()`. A sound that was playing then may never end."""

    @property
    @abstractmethod
    def busy(self) -> bool:
        """True while a sound is playing."""

    @abstractmethod
    def close(self) -> None:
        """Stop and release. Harmless when closed; never raises."""

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
