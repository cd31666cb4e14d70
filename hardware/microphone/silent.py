"""No microphone: chosen where none is wanted. Opens, and never hears anything."""

from __future__ import annotations

import time

from hardware.microphone.port import AudioChunk, Microphone


class NoMicrophone(Microphone):
    """Gives no chunks at all (unlike `ClipMicrophone`, which gives silence)."""

    name = "none"
    simulated = True

    def open(self) -> None:
        """Nothing to open."""

    def read(self, timeout_s: float) -> AudioChunk | None:
        time.sleep(timeout_s)
        return None

    def close(self) -> None:
        """Nothing to close."""
