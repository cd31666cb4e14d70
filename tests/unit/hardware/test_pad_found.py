"""A pad that is plugged in after the start is found; a serial port that is no pad's is left alone."""

from __future__ import annotations

import os
import pty
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pydantic import SecretStr

from hardware.find import Found
from hardware.pad import FoundPad, PadSettings, Profile, SerialPad, StaffCard, found, pad_ports, transport
from hardware.pad.port import EvaluationClosed, HealthChanged, PadEvent, PromptShown, ReviewPad
from terminal import start
from terminal.runtime.settings import HallSettings, Settings

SETTINGS = PadSettings(profile=Profile.BASIC)
CH340 = Found("serial", "USB Serial", "/dev/serial/by-id/usb-1a86", "1a86:7523 /dev/ttyUSB1")
OTHER = Found("serial", "UPS", "/dev/ttyUSB0", "0665:5161 /dev/ttyUSB0")


@pytest.fixture
def lines() -> Iterator[tuple[str, str]]:
    """Two pseudo-terminals: the stand-in's and the pad's."""
    ends = [pty.openpty() for _ in range(2)]
    yield os.ttyname(ends[0][1]), os.ttyname(ends[1][1])
    for end in (end for pair in ends for end in pair):
        os.close(end)


def until(pad: ReviewPad, seen: list[PadEvent], done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30.0
    while not done():
        assert time.monotonic() < end, seen
        event = pad.poll(0.05)
        seen.extend([event] if event else [])


def test_one_that_is_plugged_in_later_takes_the_place_of_the_stand_in_between_two_evaluations(
    lines: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged: list[Found] = []
    monkeypatch.setattr(found, "pad_ports", lambda: plugged)
    monkeypatch.setattr(found, "LOOK_S", 0.0)
    real: list[SerialPad] = []

    def make() -> SerialPad:
        real.append(SerialPad(lines[1], SETTINGS, name="real"))
        return real[-1]

    seen: list[PadEvent] = []
    with FoundPad(SerialPad(lines[0], SETTINGS, name="stand-in", simulated=True), make) as pad:
        pad.prompt(StaffCard(), 60.0, 1)
        until(pad, seen, lambda: any(isinstance(event, PromptShown) for event in seen))
        plugged.append(CH340)
        pad.poll(0.05)
        assert (pad.name, pad.simulated) == ("stand-in", True), "somebody is looking at its keys"
        pad.cancel(1)
        until(pad, seen, lambda: any(isinstance(event, EvaluationClosed) for event in seen))
        until(pad, seen, lambda: pad.name == "real")
        plugged.clear()
        pad.prompt(StaffCard(), 60.0, 2)
        until(pad, seen, lambda: any(isinstance(event, PromptShown) and event.pad == "real" for event in seen))
    assert len(real) == 1


def test_a_port_behind_an_unknown_chip_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was, where it was the first of the machine: a PING may mean something else to what hangs there."""
    monkeypatch.setattr(transport, "serial_ports", lambda: [OTHER])
    assert pad_ports() == []
    monkeypatch.setattr(transport, "serial_ports", lambda: [OTHER, CH340])
    assert [port.path for port in pad_ports()] == [CH340.path]


def test_auto_of_a_terminal_asks_known_ports_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "serial_ports", lambda: [OTHER])
    with ExitStack() as stack:
        simulator, ready = start._pad(Settings(), stack)
        assert simulator is not None
        assert isinstance(ready(), FoundPad)
    monkeypatch.setattr(transport, "serial_ports", lambda: [OTHER, CH340])
    with ExitStack() as stack:
        simulator, ready = start._pad(Settings(), stack)
        assert simulator is None
        assert isinstance(ready(), SerialPad)


def test_at_a_real_hall_a_missing_pad_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulated one was ready there, which no visitor can press."""
    monkeypatch.setattr(transport, "serial_ports", lambda: [])
    hall = HallSettings(url="https://hall.example", key=SecretStr("k"))
    with ExitStack() as stack:
        simulator, ready = start._pad(Settings(hall=hall), stack)
        assert simulator is None
        pad, seen = ready(), list[PadEvent]()
        stack.callback(pad.close)
        pad.open()
        until(pad, seen, lambda: any(isinstance(event, HealthChanged) for event in seen))
        assert isinstance(seen[0], HealthChanged)
        assert seen[0].reference == "pad-missing"
