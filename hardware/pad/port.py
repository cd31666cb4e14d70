"""The review-pad port (评价器): what a pad is asked and what it says, whatever its kind.

Rules of this room (rules E-7, E-12; the pad's page `docs/pads.md`):
1. A press counts only for the evaluation that was open when the key went down.
2. Nothing pressed is `NONE`, never a level. There is no default level anywhere.
3. One evaluation closes once. The only thing that may follow is one late level after `NONE` or `FAULT`.
4. Presses are never shown to the clerk; the events carry levels for the record, not for the staff screen.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self


class Level(Enum):
    """The five levels of a national evaluation, by their names in the hall's interface. Never ordered by number."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class Outcome(Enum):
    """How an evaluation closed."""

    LEVEL = "level"
    """The visitor pressed; `EvaluationClosed.level` says what."""
    NONE = "none"
    """Nobody pressed: time-out, or the next visitor's evaluation began. Never praise."""
    CANCELLED = "cancelled"
    """The terminal called it off: rated elsewhere, not wanted, visit ended."""
    FAULT = "fault"
    """The pad was lost and did not come back in time; the screen was to be used instead."""


class PadHealth(Enum):
    """The pad as the clerk sees it."""

    CLOSED = "closed"
    """Not in use, or switched off by a setting."""
    CONNECTING = "connecting"
    """Opened, not yet answered."""
    READY = "ready"
    FAULT = "fault"
    """Lost or silent; the driver keeps trying by itself. Evaluate on the screen meanwhile."""


class PadTrouble(Enum):
    """What the clerk or technician should know; nothing here stops the visit."""

    STUCK_KEY = "stuck-key"
    REFUSED = "refused"
    """The pad said no (NAK) to something that was sent three times."""
    LINE_NOISE = "line-noise"
    """Many damaged frames: cable, plug or another program on the line."""


@dataclass(frozen=True, slots=True)
class StaffCard:
    """Who serves, as the pad shows it. Empty fields are not sent. No photo: a serial line is too slow."""

    number: str = ""
    name: str = ""
    post: str = ""
    window: str = ""
    department: str = ""
    star_text: str = ""


@dataclass(frozen=True, slots=True)
class PadEvent:
    """Something a pad reports; `at` is `time.monotonic()` in seconds, `pad` the pad's name."""

    at: float
    pad: str


@dataclass(frozen=True, slots=True)
class HealthChanged(PadEvent):
    """Sent on every change, and once at the start. `reference` is a `DeviceError` code, "" when all is well."""

    health: PadHealth
    reference: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class PromptShown(PadEvent):
    """The pad confirmed that it asks. Basic and HID pads cannot; for them it follows the prompt at once."""

    seq: int


@dataclass(frozen=True, slots=True)
class LevelChosen(PadEvent):
    """A key was pressed for the open evaluation; may still be replaced until `final_at` (3 s of regret)."""

    seq: int
    level: Level
    final_at: float


@dataclass(frozen=True, slots=True)
class EvaluationClosed(PadEvent):
    """The end of evaluation `seq`. `level` only with `Outcome.LEVEL`.

    `pressed_at` (monotonic) is when the key went down as well as the pad can tell; `late` means after the
    time-out. `simulated` is true if no real pad was pressed: such a record must be marked wherever it is kept.
    """

    seq: int
    outcome: Outcome
    level: Level | None
    pressed_at: float | None
    late: bool
    device: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class KeyIgnored(PadEvent):
    """A key that counted for nothing; for the log. `why`: nothing-open, locked, too-late, unmapped, wrong-seq."""

    why: str


@dataclass(frozen=True, slots=True)
class TroubleNoticed(PadEvent):
    """A fault that does not stop the pad; said once per occurrence."""

    trouble: PadTrouble
    context: str = ""


class ReviewPad(ABC):
    """A pad of rating keys. Methods may be called from any thread and return within 50 ms.

    A pad that is missing is a state (`HealthChanged`), not an exception: `open()` never fails, prompts to
    an absent pad close with `FAULT` at their time-out unless the pad comes back. Events wait in an unbounded
    queue until `poll()` takes them; a pad makes a handful per visit.
    """

    name: str
    simulated: bool

    @abstractmethod
    def open(self) -> None:
        """Start the driver's thread and look for the pad. Returns at once."""

    @abstractmethod
    def close(self) -> None:
        """Cancel what is open, let go of the device, end the thread. Harmless when closed."""

    @abstractmethod
    def prompt(self, card: StaffCard, timeout_s: float, seq: int) -> None:
        """Ask for evaluation `seq` (the caller's own number, new for every evaluation, > 0).

        Closes in every case with one `EvaluationClosed(seq)`. An evaluation still open is closed first with
        `NONE`. `timeout_s` is held within 20..180 s. The same `seq` while it is open changes nothing.
        """

    @abstractmethod
    def extend(self, seq: int, timeout_s: float) -> None:
        """More time: the evaluation now ends `timeout_s` from now, if it is still open."""

    @abstractmethod
    def cancel(self, seq: int) -> None:
        """Close evaluation `seq` with `CANCELLED`; harmless when it is not open."""

    @abstractmethod
    def ping(self) -> None:
        """Ask for a sign of life now; the answer shows as `HealthChanged`."""

    @abstractmethod
    def pause(self, on: bool) -> None:
        """Show 暂停服务 (True) or the idle picture again (False), where the pad can."""

    @abstractmethod
    def poll(self, timeout_s: float = 0.0) -> PadEvent | None:
        """The next event, or None if none came within `timeout_s`."""

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
