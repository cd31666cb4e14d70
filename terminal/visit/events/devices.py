"""Review pad, devices, the voice, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from terminal.visit.events.base import Event, Instant, Level, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class PadRated(Event):
    """A key of the pad, tied to this evaluation by ``seq``."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"level"})
    level: Level
    seq: int
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PadClosed(Event):
    """The pad ended an evaluation without a level: outcome none, cancelled or fault."""

    outcome: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceChanged(Event):
    """Health of a device or worker changed. ``detail`` is one plain sentence for the staff screen."""

    device: str
    status: Status
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakingChanged(Event):
    """The voice began or ended an utterance (half duplex: until ``until`` nothing is recognised)."""

    speaking: bool
    until: Instant = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Event):
    """The clock moved. Several a second; the only source of time-outs."""
