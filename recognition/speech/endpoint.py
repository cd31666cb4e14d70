"""When an utterance begins and ends. Time comes with the frames; nothing here reads a clock.

Frames may be lost, or stamped late and then come in a row: silence is what was heard, and the clock alone ends only
what goes on for too long.

Two judges: WebRTC's voice activity (is it like speech?) and the level above the room's own noise (is it near?). Both
must agree, so that a murmuring hall neither starts an utterance nor keeps one from ending.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

FRAME_S = 0.02
RATES_HZ = (8000, 16000, 32000, 48000)  # what WebRTC's detector takes
SILENT_DBFS = -96.0

END_CLOSED_S = 0.5
END_OPEN_S = 1.5
"""Silence that ends an answer to a closed and to an open question (decision of the project)."""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """Our judgement, tried on one-syllable answers and in babble; see tests/bench/speech.py."""

    end_s: float = END_CLOSED_S
    start_frames: int = 3  # voiced frames ...
    start_window: int = 6  # ... among this many start an utterance: 60 of 120 ms, "不" has about 200
    longest_s: float = 20.0
    above_noise_db: float = 6.0
    quietest_dbfs: float = -55.0
    aggressiveness: int = 2  # WebRTC, 0..3


class VoiceActivity:
    """Voiced or not, frame by frame of 20 ms."""

    def __init__(self, rate_hz: int, settings: EndpointSettings) -> None:
        import webrtcvad

        if rate_hz not in RATES_HZ:
            raise ValueError(f"rate_hz {rate_hz}: the voice detector takes {RATES_HZ}")
        self._vad = webrtcvad.Vad(settings.aggressiveness)
        self._rate_hz = rate_hz
        self._settings = settings
        self._noise = NoiseFloor()

    def voiced(self, frame: NDArray[np.int16]) -> bool:
        """`frame`: 20 ms of mono samples."""
        level = level_dbfs(frame)
        floor = self._noise.after(level)
        near = level > max(floor + self._settings.above_noise_db, self._settings.quietest_dbfs)
        return near and bool(self._vad.is_speech(frame.astype("<i2").tobytes(), self._rate_hz))


class NoiseFloor:
    """The level of the room between words: falls at once, rises slowly, so that pauses of a talker keep it down."""

    RISE_DB_S = 4.0
    START_DBFS = -60.0

    def __init__(self) -> None:
        self._floor = self.START_DBFS

    def after(self, level_dbfs: float) -> float:
        """The floor after one more frame of 20 ms."""
        self._floor = min(max(level_dbfs, SILENT_DBFS / 1.2), self._floor + self.RISE_DB_S * FRAME_S)
        return self._floor


class Edge(Enum):
    """What a frame changed."""

    STARTED = auto()
    ENDED = auto()
    TOO_LONG = auto()


class Endpoint:
    """Counts voiced frames; knows nothing of sound."""

    def __init__(self, settings: EndpointSettings) -> None:
        self.settings = settings
        self._recent: deque[bool] = deque(maxlen=settings.start_window)
        self._started_at: float | None = None
        self._silent_frames = 0
        self.spoken_until = 0.0
        """End of the last voiced frame."""

    @property
    def speaking(self) -> bool:
        return self._started_at is not None

    def feed(self, voiced: bool, at: float) -> Edge | None:
        """One frame that began at `at`."""
        self._recent.append(voiced)
        until = at + FRAME_S
        self._silent_frames = 0 if voiced else self._silent_frames + 1
        if voiced:
            self.spoken_until = until
        if self._started_at is None:
            if sum(self._recent) < self.settings.start_frames:
                return None
            self._started_at = at
            return Edge.STARTED
        if self._silent(until):
            return self._over(Edge.ENDED)
        return self._over(Edge.TOO_LONG) if until - self._started_at >= self.settings.longest_s else None

    def reset(self) -> None:
        self._over(Edge.ENDED)

    def _silent(self, until: float) -> bool:
        """Long enough as it was heard; or by the clock, and half of it was heard: the rest may have been lost."""
        heard_s, needed_s = self._silent_frames * FRAME_S, self.settings.end_s - 1e-9
        return heard_s >= needed_s or (until - self.spoken_until >= needed_s and heard_s >= needed_s / 2)

    def _over(self, edge: Edge) -> Edge:
        self._recent.clear()
        self._started_at = None
        return edge


def level_dbfs(frame: NDArray[np.int16]) -> float:
    """Root mean square against a full-scale square wave; -96 for digital silence."""
    if not len(frame):
        return SILENT_DBFS
    power = float(np.mean(np.square(frame.astype(np.float64)))) / 32768.0**2
    return 10 * float(np.log10(power)) if power > 10 ** (SILENT_DBFS / 10) else SILENT_DBFS
