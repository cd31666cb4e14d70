"""The thread between pad and visit outlives an error of ours."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from hardware.pad import PadEvent, PadSettings, SerialPad, StaffCard
from terminal.links.pad import PadLink
from terminal.runtime.bus import Bus
from terminal.visit.events import DeviceChanged, Event, PadClosed, Status


def test_an_error_that_comes_again_and_again_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Twenty traces and twenty events a second, for as long as the terminal ran."""
    tries = 0

    def poll(_pad: SerialPad, _timeout_s: float = 0.0) -> PadEvent | None:
        nonlocal tries
        tries += 1
        raise KeyError("an error of ours")

    monkeypatch.setattr(SerialPad, "poll", poll)
    bus = Bus()
    link = PadLink(SerialPad(str(tmp_path / "pad"), PadSettings()), StaffCard(), bus.publish)
    end = time.monotonic() + 30.0
    while tries < 4:
        assert time.monotonic() < end
        time.sleep(0.02)
    link.close()
    told = [event for event in bus.drain() if isinstance(event, DeviceChanged) and event.detail == "KeyError"]
    assert len(told) == len(caplog.records) == 1


def test_an_event_that_cannot_be_read_costs_that_event_and_not_the_pad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, stumbled = SerialPad.poll, []

    def poll(pad: SerialPad, timeout_s: float = 0.0) -> PadEvent | None:
        if not stumbled:
            stumbled.append(True)
            raise KeyError("an error of ours")
        return read(pad, timeout_s)

    monkeypatch.setattr(SerialPad, "poll", poll)
    bus, seen = Bus(), list[Event]()
    link = PadLink(SerialPad(str(tmp_path / "pad"), PadSettings()), StaffCard(), bus.publish)
    link.prompt(1, 60.0)
    link.cancel(1)
    end = time.monotonic() + 30.0
    while not any(isinstance(event, PadClosed) for event in seen):
        assert time.monotonic() < end, seen
        seen += bus.drain()
        time.sleep(0.02)
    link.close()
    told = [event for event in seen if isinstance(event, DeviceChanged)]
    assert (told[0].status, told[0].detail) == (Status.FAULT, "KeyError")
