"""The microphone that is there: looked for whenever it is opened, so that one plugged in later is found by itself."""

from __future__ import annotations

from hardware.find import microphones
from hardware.microphone.device import DeviceMicrophone
from hardware.microphone.port import AudioChunk, Microphone


class FoundMicrophone(Microphone):
    """The system's microphone, or the stand-in as long as none was ever there.

    One that was there once and is gone is missing: the stand-in's silence must not pass for a quiet visitor.
    """

    def __init__(self, stand_in: Microphone) -> None:
        self._microphone = stand_in
        self._look()

    def open(self) -> None:
        self._look()
        self._microphone.open()

    def read(self, timeout_s: float) -> AudioChunk | None:
        chunk = self._microphone.read(timeout_s)
        self.level_dbfs, self.dropped = self._microphone.level_dbfs, self._microphone.dropped
        return chunk

    @property
    def present(self) -> bool:
        return self._microphone.present

    def close(self) -> None:
        self._microphone.close()

    def _look(self) -> None:
        if self._microphone.simulated and microphones():
            self._microphone = DeviceMicrophone()
        self.name, self.simulated = self._microphone.name, self._microphone.simulated
