"""再查一次 and 试一下: staff ask how a device is and are answered. The keys were there and did nothing."""

from __future__ import annotations

import time
from pathlib import Path

from bare_terminal import bare_terminal

from hardware.printer import FilePrinter
from terminal.app import Terminal
from terminal.runtime.link import WorkerLink
from terminal.runtime.supervisor import Recipe
from terminal.visit.events import DeviceChanged, RecheckDevices, SpeechPartial, Status

WAIT_S = 60.0


def answers(link: WorkerLink) -> None:
    """Says what it is asked."""
    while not link.stopping:
        for command in link.commands(0.05):
            link.publish(SpeechPartial(text=type(command).__name__))


def heard(terminal: Terminal, device: str) -> Status:
    """The next thing that is told of this device."""
    end = time.monotonic() + WAIT_S
    while True:
        assert time.monotonic() < end, "it never came"
        for event in terminal.parts.bus.drain():
            if isinstance(event, DeviceChanged) and event.device == device:
                return event.status
        time.sleep(0.01)


def test_a_printer_that_was_plugged_in_is_seen_when_staff_ask(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path / "slips")
    printer.unplug()
    with bare_terminal(tmp_path, printer) as terminal:
        assert heard(terminal, "printer") is Status.MISSING
        printer.replug()
        terminal.dispatch(RecheckDevices(device="printer"))
        assert heard(terminal, "printer") is Status.SIMULATED


def test_asking_for_all_reaches_workers_pad_outbox_and_the_program_itself(tmp_path: Path) -> None:
    with bare_terminal(tmp_path) as terminal:
        terminal.parts.supervisor.add(Recipe("eyes", answers))
        told: set[str] = set()
        end = time.monotonic() + WAIT_S
        while told < {"pad", "outbox", "internal", "Check"}:
            assert time.monotonic() < end, told
            terminal.parts.supervisor.tend(time.monotonic())
            terminal.dispatch(RecheckDevices())
            for event in terminal.parts.bus.drain():
                told.add(event.device if isinstance(event, DeviceChanged) else getattr(event, "text", ""))
            time.sleep(0.05)
