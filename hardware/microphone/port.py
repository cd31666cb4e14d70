"""The microphone port."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 16_000
"""What speech recognition takes; every microphone here delivers it, whatever the device runs at."""
CHUNK_MS = 20
"""Length of a chunk: one of the three that voice-activity detectors take (10, 20, 30 ms)."""


@dataclass(frozen=True, slots=True, eq=False)
class AudioChunk:
    """Sound of one chunk: `samples` int16 (n,) mono at `rate_hz`; `at` = `time.monotonic()` of the first sample."""

    samples: NDArray[np.int16]
    rate_hz: int
    at: float


class Microphone(ABC):
    """A source of sound, used from one thread of the ears process. Stays closed until the visitor consented.

    Chunks come in order without gaps, `CHUNK_MS` each. At most `BUFFER_S` wait to be read; then the
    oldest are dropped and `dropped` counts them.
    """

    BUFFER_S = 2.0

    name: str
    simulated: bool
    dropped: int = 0
    level_dbfs: float = -120.0
    """RMS of the last chunk read, decibels below full scale; -120 for digital silence."""

    @abstractmethod
    def open(self) -> None:
        """Start. Raises `DeviceError`; may be called again after a loss (re-plug) or `close()`."""

    @abstractmethod
    def read(self, timeout_s: float) -> AudioChunk | None:
        """The next chunk, or None if none came within `timeout_s`. Raises `DeviceError` when lost or closed."""

    @property
    def present(self) -> bool:
        """Whether it seems to be there, by its name; nothing is opened."""
        return True

    @abstractmethod
    def close(self) -> None:
        """Stop and release. Harmless when closed; never raises."""

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
