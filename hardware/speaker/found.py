"""The loudspeaker that is there: looked for whenever it is opened, so that one plugged in later is found by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.find import speakers
from hardware.speaker.device import DeviceSpeaker
from hardware.speaker.port import Playing, Speaker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class FoundSpeaker(Speaker):
    """The system's loudspeaker, or the stand-in as long as none was ever there.

    One that was there once and is gone is missing: nobody may take the stand-in's silence for a voice.
    """

    def __init__(self, stand_in: Speaker) -> None:
        self._speaker = stand_in
        self._look()

    def open(self) -> None:
        self._look()
        self._speaker.open()

    def play(self, samples: NDArray[np.int16], rate_hz: int) -> Playing:
        return self._speaker.play(samples, rate_hz)

    def stream(self, samples: NDArray[np.int16], rate_hz: int) -> None:
        self._speaker.stream(samples, rate_hz)

    def stop(self) -> None:
        self._speaker.stop()

    def check(self) -> None:
        self._speaker.check()

    @property
    def volume(self) -> float:
        return self._speaker.volume

    @volume.setter
    def volume(self, share: float) -> None:
        self._speaker.volume = share

    @property
    def busy(self) -> bool:
        return self._speaker.busy

    def close(self) -> None:
        self._speaker.close()

    def _look(self) -> None:
        if self._speaker.simulated and speakers():
            self._speaker.close()
            self._speaker = DeviceSpeaker()
        self.name, self.simulated = self._speaker.name, self._speaker.simulated
