"""The thread of the review pad: prompts in, events out. A late key belongs to no one else."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from hardware.errors import DeviceError
from hardware.pad import EvaluationClosed, HealthChanged, LevelChosen, Outcome, PadHealth, ReviewPad, StaffCard
from terminal.visit.events import DeviceChanged, Event, Level, PadClosed, PadRated, Status

logger = logging.getLogger(__name__)

POLL_S = 0.05
NOTHING = 0
"""No order; numbers of evaluations begin with 1."""
HEALTH = {PadHealth.CONNECTING: Status.OFF, PadHealth.FAULT: Status.FAULT, PadHealth.CLOSED: Status.OFF}


@dataclass(frozen=True, slots=True)
class _Prompt:
    seq: int
    timeout_s: float


class PadLink:
    """Owns one pad. `prompt` and `cancel` never wait."""

    def __init__(self, pad: ReviewPad, card: StaffCard, publish: Callable[[Event], None]) -> None:
        self._pad, self._card, self._publish = pad, card, publish
        self._told: tuple[Status, str] | None = None
        self._orders: queue.SimpleQueue[_Prompt | int | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="pad", daemon=True)
        self._thread.start()

    def prompt(self, seq: int, timeout_s: float) -> None:
        """Ask for an evaluation on the pad."""
        self._orders.put(_Prompt(seq, timeout_s))

    def cancel(self, seq: int) -> None:
        """The evaluation ended elsewhere."""
        self._orders.put(seq)

    def check(self) -> None:
        """Ask the pad for a sign of life, and say how it was last."""
        self._pad.ping()
        if self._told is not None:
            self._health(*self._told)

    def close(self) -> None:
        """End the thread and let go of the pad."""
        self._orders.put(None)
        self._thread.join(3.0)

    def _run(self) -> None:
        try:
            self._pad.open()
        except DeviceError as error:
            self._health(Status.MISSING, str(error))
        failing = ""
        while (order := self._next()) is not None:
            try:
                self._poll() if order == NOTHING else self._do(order)
                failing = ""
            except Exception as error:  # costs this event: with the thread the pad would be gone until the next start
                if (kind := type(error).__name__) != failing:  # one that comes again and again is told once
                    logger.exception("pad")
                    self._say(Status.FAULT, kind)  # until staff ask: `check` says how the pad itself is
                failing = kind
                time.sleep(POLL_S)
        self._pad.close()

    def _next(self) -> _Prompt | int | None:
        """What to do now; NOTHING where nobody asked for anything."""
        try:
            return self._orders.get_nowait()
        except queue.Empty:
            return NOTHING

    def _do(self, order: _Prompt | int) -> None:
        try:
            if isinstance(order, _Prompt):
                self._pad.prompt(self._card, order.timeout_s, order.seq)
            else:
                self._pad.cancel(order)
        except DeviceError as error:
            self._health(Status.FAULT, str(error))

    def _poll(self) -> None:
        event = self._pad.poll(POLL_S)
        if isinstance(event, LevelChosen):
            self._publish(PadRated(at=event.at, level=Level(event.level.value), seq=event.seq))
        elif isinstance(event, EvaluationClosed):
            self._closed(event)
        elif isinstance(event, HealthChanged):
            good = Status.SIMULATED if self._pad.simulated else Status.OK
            self._health(good if event.health is PadHealth.READY else HEALTH[event.health], event.reference)

    def _closed(self, event: EvaluationClosed) -> None:
        """A level in time was told when its key was pressed; a late one is told now."""
        if event.outcome is not Outcome.LEVEL:
            self._publish(PadClosed(at=event.at, outcome=event.outcome.value, seq=event.seq))
        elif event.late and event.level is not None:
            self._publish(PadRated(at=event.at, level=Level(event.level.value), seq=event.seq, late=True))

    def _health(self, status: Status, detail: str) -> None:
        self._told = status, detail
        self._say(status, detail)

    def _say(self, status: Status, detail: str) -> None:
        self._publish(DeviceChanged(at=time.monotonic(), device="pad", status=status, detail=detail))
