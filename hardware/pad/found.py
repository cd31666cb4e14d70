"""The pad that is there: looked for while none is, so that one plugged in later is found by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from hardware.pad.port import EvaluationClosed, PadEvent, ReviewPad, StaffCard
from hardware.pad.transport import pad_ports

LOOK_S = 5.0
"""How often a pad is looked for (our judgement): whoever plugs it in watches the screen."""


class FoundPad(ReviewPad):
    """A pad on any port behind a known chip, or the stand-in as long as none was ever there.

    One that was there once and is gone is missing: what nobody can press must not pass for a pad. It takes over
    between two evaluations.
    """

    def __init__(self, stand_in: ReviewPad, make: Callable[[], ReviewPad]) -> None:
        self._pad, self._make = stand_in, make
        self._asked = 0
        self._look_at = 0.0

    @property
    def name(self) -> str:  # type: ignore[override]
        return self._pad.name

    @property
    def simulated(self) -> bool:  # type: ignore[override]
        return self._pad.simulated

    def open(self) -> None:
        self._pad.open()

    def close(self) -> None:
        self._pad.close()

    def prompt(self, card: StaffCard, timeout_s: float, seq: int) -> None:
        self._asked = seq
        self._pad.prompt(card, timeout_s, seq)

    def extend(self, seq: int, timeout_s: float) -> None:
        self._pad.extend(seq, timeout_s)

    def cancel(self, seq: int) -> None:
        self._pad.cancel(seq)

    def ping(self) -> None:
        self._pad.ping()

    def pause(self, on: bool) -> None:
        self._pad.pause(on)

    def poll(self, timeout_s: float = 0.0) -> PadEvent | None:
        self._look()
        event = self._pad.poll(timeout_s)
        if isinstance(event, EvaluationClosed) and event.seq == self._asked:
            self._asked = 0
        return event

    def _look(self) -> None:
        now = time.monotonic()
        if not self._pad.simulated or self._asked or now < self._look_at:
            return
        self._look_at = now + LOOK_S
        if pad_ports():
            stand_in, self._pad = self._pad, self._make()
            self._pad.open()
            stand_in.close()
