"""The port of the voice: text in, samples out. Playing them is the speaker's business."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from content.errors import DiagnosticError

#: Characters a minute: what the house speaks at, and what it may be set to. Source: the house's decisions on speech.
NORMAL_CPM, ELDERLY_CPM = 180, 150
SLOWEST_CPM, FASTEST_CPM = 100, 260


@dataclass(frozen=True, slots=True)
class Speech:
    """One rendered utterance: mono, signed 16 bit, shape (samples,)."""

    samples: NDArray[np.int16]
    rate_hz: int

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate_hz


class VoiceError(DiagnosticError):
    """The voice cannot speak. Text on the screen goes on working."""


class SpeechSynthesizer(ABC):
    """Turns text into samples, in memory, without playing. Called from one thread of one process only.

    Rendering takes about a hundredth of the time the speech lasts (espeak) and must not be done in the UI's process.
    """

    @abstractmethod
    def render(self, text: str, rate_cpm: int = NORMAL_CPM, voice: str = "zh") -> Speech:
        """Speak `text` as it stands on the screen (it is normalised here), `voice` zh or en.

        `rate_cpm` is clamped to 100..260 characters (English: syllables) a minute. Text without anything speakable
        gives no samples. Raises `VoiceError` if the engine fails.
        """

    @abstractmethod
    def close(self) -> None:
        """Give back what the engine holds. Harmless when repeated."""
