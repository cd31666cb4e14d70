"""Driver and simulated pad on one wire in virtual time: a day of evaluations in a second, the same every time."""

from __future__ import annotations

from dataclasses import dataclass, field

from hardware.pad.driver import PadDriver
from hardware.pad.port import EvaluationClosed, PadEvent, StaffCard
from hardware.pad.settings import PadSettings
from hardware.pad.simulator.line import BadLine
from hardware.pad.simulator.model import PadModel

BYTE_S = 10 / 9600
"""One byte at 9600 baud, 8N1."""
STEP_S = 1e-6
"""The clock always moves on, or two timers of the same moment could hold it for ever."""


@dataclass(slots=True)
class VirtualWire:
    """`driver` and `pad` joined by `line` (pad to driver) and `back` (driver to pad). `now` moves by `run`."""

    settings: PadSettings = field(default_factory=PadSettings)
    line: BadLine = field(default_factory=BadLine)
    back: BadLine = field(default_factory=BadLine)
    now: float = 1000.0
    events: list[PadEvent] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    """What the driver sent, one entry a write."""
    plugged: bool = False
    muted: bool = False
    """The pad is there but its transmitter is dead."""
    driver: PadDriver = field(init=False)
    pad: PadModel = field(init=False)
    _flying: list[tuple[float, bool, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.driver = PadDriver(self.settings, "pad", simulated=True)
        self.pad = PadModel(self.settings.number, self.settings.profile)

    @property
    def closed(self) -> list[EvaluationClosed]:
        """The evaluations that closed so far."""
        return [event for event in self.events if isinstance(event, EvaluationClosed)]

    def plug(self) -> None:
        """The cable is in; the pad powers up."""
        self.plugged = True
        self.pad.power_up(self.now)
        self.driver.opened(self.now)
        self.run(0.05)

    def unplug(self) -> None:
        """The cable is out; bytes on the way are lost."""
        self.plugged = False
        self._flying.clear()
        self.driver.lost(self.now, "pad-lost")
        self._settle()

    def prompt(self, seq: int, timeout_s: float = 60.0, card: StaffCard | None = None) -> None:
        """Ask for evaluation `seq`."""
        self.driver.prompt(card or StaffCard(), timeout_s, seq, self.now)
        self._settle()

    def cancel(self, seq: int) -> None:
        """Call evaluation `seq` off."""
        self.driver.cancel(seq, self.now)
        self._settle()

    def press(self, grade: int) -> None:
        """A finger on the pad's key with `grade`."""
        self.pad.press(grade, self.now)
        self._settle()

    def inject(self, data: bytes) -> None:
        """Bytes reach the driver now, whatever the pad does."""
        self.driver.receive(data, self.now)
        self._settle()

    def run(self, seconds: float) -> None:
        """Let time pass."""
        end = self.now + seconds
        self._settle()
        while (due := self._next()) is not None and due <= end:
            self.now = max(self.now + STEP_S, due)
            self._deliver()
            self.pad.tick(self.now)
            self.driver.tick(self.now)
            self._settle()
        self.now = max(self.now, end)

    def _next(self) -> float | None:
        arrival = min((at for at, _, _ in self._flying), default=None)
        pad = self.pad.next_timer() if self.plugged else None
        return min((t for t in (arrival, pad, self.driver.next_timer()) if t is not None), default=None)

    def _deliver(self) -> None:
        due = [flight for flight in self._flying if flight[0] <= self.now]
        self._flying = [flight for flight in self._flying if flight[0] > self.now]
        for _, to_driver, data in sorted(due, key=lambda flight: flight[0]):
            if to_driver:
                self.driver.receive(data, self.now)
            else:
                self.pad.receive(data, self.now)

    def _settle(self) -> None:
        """Put what both sides want to send on the wire, and collect events."""
        if out := self.driver.output():
            self.sent.append(out)
            if self.plugged:
                self._fly(False, [(self.back.spoil_bytes(out), 0.0)])
        for frame in self.pad.output():
            if self.plugged and not self.muted:
                self._fly(True, self.line.send(frame))
        self.events += self.driver.take_events()

    def _fly(self, to_driver: bool, pieces: list[tuple[bytes, float]]) -> None:
        at = max([self.now, *(t for t, side, _ in self._flying if side is to_driver)])
        for data, wait_s in pieces:
            at += wait_s + len(data) * BYTE_S
            self._flying.append((at, to_driver, data))
