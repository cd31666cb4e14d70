"""How good a picture of signing is, and how large it may be. Pure.

Rule 1: a lower resolution disturbs less than a lower frame rate: resolution is dropped first, and never below QVGA
with 20 frames a second (EN 301 549 6.5; rules B-4, B-5).
Rule 2: down at once, up slowly: a step up that did not hold makes the next one wait twice as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SMOOTH_FPS = 20.0
"""Below this a warning (rule B-4)."""
READABLE_FPS = 12.0
"""Below this text is offered (rules B-3, B-4)."""
READABLE_HEIGHT = 240
"""QVGA, the floor of today (rule B-5)."""
HEIGHTS = (720, 480, 360, 240)
"""Steps of resolution: VGA is preferred, QVGA the floor (rules B-5, B-7); 1280x720, 640x360 and 424x240 at 16:9."""
LOSSY = 0.12
"""Share of packets lost from which a smaller picture helps; below it the second copies mend (our judgement)."""
CALM = 0.02
KEPT = 0.8
"""Share of the camera's pictures that should arrive where the camera gives fewer than 25 a second (our judgement)."""
REPORTS_DOWN = 2
REPORTS_UP = 5
MOST_PATIENCE = 40
"""Reports come every 2 s: down after 4 s of trouble, up after 10 s of calm, at most 80 s after a failed step."""


def in_words(fps: float, height: int) -> str:
    """One of "good", "slow", "unreadable": what people are told instead of numbers."""
    if fps < READABLE_FPS or height < READABLE_HEIGHT:
        return "unreadable"
    return "slow" if fps < SMOOTH_FPS else "good"


@dataclass(frozen=True, slots=True)
class Report:
    """What a receiver says about our picture (message ``quality``, contract 9)."""

    fps: float
    width: int
    height: int
    round_trip_ms: int = 0

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> Report | None:
        """The report in a message; None where it is none: it comes from a stranger's machine."""
        values = [message.get(name, 0) for name in ("fps", "width", "height", "round_trip_ms")]
        if not all(isinstance(value, int | float) and 0 <= value < 100_000 for value in values):
            return None
        return cls(float(values[0]), int(values[1]), int(values[2]), int(values[3]))


class Ladder:
    """Chooses the size of the picture that is sent, from the camera's size and what the receiver reports."""

    def __init__(self, camera: tuple[int, int]) -> None:
        width, height = camera
        self._sizes = [(_even(width * step / height), step) for step in HEIGHTS if step <= height] or [
            (_even(width), _even(height))
        ]
        self._place = 0
        self._bad = self._calm = 0
        self._patience = REPORTS_UP
        self._climbed = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height to send, both even."""
        return self._sizes[self._place]

    def heard(self, fps: float, camera_fps: float, lost: float) -> tuple[int, int]:
        """One report: frames a second at the receiver and of the camera, share of packets lost 0..1.

        A camera that is a little slow itself is no reason for a smaller picture; where hands become unreadable a
        smaller one is tried all the same, for a machine that cannot follow slows its camera too.
        """
        bad = lost > LOSSY or fps < READABLE_FPS or fps < min(SMOOTH_FPS, camera_fps * KEPT)
        self._bad = self._bad + 1 if bad else 0
        self._calm = 0 if bad or lost > CALM else self._calm + 1
        if self._bad >= REPORTS_DOWN:
            self._down()
        elif self._calm >= self._patience:
            self._up()
        return self.size

    def _down(self) -> None:
        if self._place + 1 < len(self._sizes):
            self._place += 1
            if self._climbed:
                self._patience = min(MOST_PATIENCE, self._patience * 2)
        self._bad = self._calm = 0
        self._climbed = False

    def _up(self) -> None:
        if self._climbed:
            self._patience = REPORTS_UP  # the last step held
        if self._place:
            self._place -= 1
            self._climbed = True
        self._calm = 0


def _even(value: float) -> int:
    """To a multiple of eight: what codecs cut without a border."""
    return max(8, int(value / 8) * 8)
