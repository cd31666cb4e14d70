"""The camera port."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrame:
    """One picture.

    `pixels` is uint8, shape (height, width, 3), RGB, camera view: not mirrored, the signer's right hand
    is on the left of the picture. `at` is when the frame was taken, seconds of `time.monotonic()`
    (for `clip:` sources that run faster than life: seconds since the first frame). `seq` counts from 0
    at `open()` and has gaps where frames were dropped.
    """

    pixels: NDArray[np.uint8]
    at: float
    seq: int


class Camera(ABC):
    """A source of pictures. Used from one thread of the eyes process; the driver may have its own inside.

    The newest frame wins: a slow reader misses frames, it never gets old ones. The camera must stay
    closed until the visitor consented; `open()` lights its lamp.
    """

    name: str
    """What the staff screen calls it."""
    simulated: bool
    """True where no light falls on a sensor: files and generated pictures."""

    @abstractmethod
    def open(self) -> None:
        """Start. May take 2 s. Raises `DeviceError`; may be called again after a loss or `close()`."""

    @abstractmethod
    def read(self, timeout_s: float) -> VideoFrame | None:
        """Return the next frame not yet read, or None if none came within `timeout_s`.

        Raises `DeviceError` when the camera is lost or was never opened; then `open()` may be tried again.
        """

    @property
    def present(self) -> bool:
        """Whether it seems to be there, by its name; nothing is opened."""
        return True

    @abstractmethod
    def close(self) -> None:
        """Stop, release the device, lamp off. Harmless when closed; never raises."""

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
