"""The thread of a pad: an error of ours ends neither it nor what it promised; closing is no loss."""

from __future__ import annotations

import contextlib
import os
import pty
import resource
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from hardware.errors import DeviceError
from hardware.pad import HealthChanged, PadEvent, PadHealth, PadSettings, Profile, SerialPad, StaffCard, threaded
from hardware.pad.driver import PadDriver
from hardware.pad.port import EvaluationClosed, Outcome, PromptShown
from hardware.pad.simulator.process import PadSimulator
from hardware.pad.threaded import ThreadedPad
from hardware.pad.transport import SerialTransport


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, str]]:
    """The pad's end of a pseudo-terminal, and the path of ours."""
    monkeypatch.setattr(threaded, "RETRY_S", (0.05,))
    pad_end, our_end = pty.openpty()
    yield pad_end, os.ttyname(our_end)
    os.close(pad_end)
    os.close(our_end)


def basic(port: str) -> SerialPad:
    return SerialPad(port, PadSettings(profile=Profile.BASIC))


def until(pad: SerialPad, seen: list[PadEvent], done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30.0
    while not done():
        assert time.monotonic() < end, seen
        event = pad.poll(0.1)
        seen.extend([event] if event else [])


def health(seen: list[PadEvent]) -> list[tuple[PadHealth, str]]:
    return [(event.health, event.reference) for event in seen if isinstance(event, HealthChanged)]


def test_an_error_of_ours_closes_what_was_open_is_told_and_the_pad_begins_anew(
    line: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pad_end, port = line
    seen: list[PadEvent] = []
    with basic(port) as pad:
        pad.prompt(StaffCard(), 60.0, 1)
        until(pad, seen, lambda: any(isinstance(event, PromptShown) for event in seen))

        def stumble(transport: SerialTransport) -> NoReturn:
            monkeypatch.undo()
            monkeypatch.setattr(threaded, "RETRY_S", (0.05,))
            raise RuntimeError("an error of ours")

        monkeypatch.setattr(SerialTransport, "read", stumble)
        os.write(pad_end, b"\x00")
        until(pad, seen, lambda: health(seen).count((PadHealth.READY, "")) == 2)
        assert [(e.seq, e.outcome) for e in seen if isinstance(e, EvaluationClosed)] == [(1, Outcome.CANCELLED)]
        assert (PadHealth.FAULT, "pad-own-error") in health(seen)
        pad.prompt(StaffCard(), 60.0, 2)
        until(pad, seen, lambda: any(isinstance(event, PromptShown) and event.seq == 2 for event in seen))


def test_a_pad_works_in_a_process_with_a_thousand_open_files(line: tuple[int, str]) -> None:
    """`select` takes no file numbers above 1023: the thread failed, and failed again."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2048:
        pytest.skip(f"this process may open {hard} files only")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2048), hard))
    taken = [os.dup(line[0])]
    try:
        while taken[-1] < 1024:
            taken.append(os.dup(line[0]))
        seen: list[PadEvent] = []
        with basic(line[1]) as pad:
            pad.prompt(StaffCard(), 60.0, 1)
            until(pad, seen, lambda: any(isinstance(event, PromptShown) for event in seen))
        assert PadHealth.FAULT not in [state for state, _ in health(seen)]
    finally:
        for number in taken:
            os.close(number)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_an_order_while_it_is_closed_is_written_nowhere_else(
    line: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pipe was closed under it: the order failed, or went into whatever file got that number next."""
    write = os.write
    closing: list[threading.Thread] = []

    def overtaken(number: int, data: bytes) -> int:
        if not closing:
            closing.append(threading.Thread(target=pad.close))
            closing[0].start()
            closing[0].join(0.5)
        return write(number, data)

    pad = basic(line[1])
    pad.open()
    monkeypatch.setattr(threaded.os, "write", overtaken)
    pad.ping()
    closing[0].join(30.0)
    pad.ping()


def test_a_port_that_another_program_holds_is_told_from_one_that_is_missing(
    line: tuple[int, str], tmp_path: Path
) -> None:
    """Plugged in at last, and held: staff went on reading that it is missing."""
    port, seen, other = tmp_path / "pad", list[PadEvent](), SerialTransport(line[1])
    other.open()
    with contextlib.closing(other), basic(str(port)) as pad:
        until(pad, seen, lambda: (PadHealth.FAULT, "pad-missing") in health(seen))
        port.symlink_to(line[1])
        until(pad, seen, lambda: health(seen)[-1] == (PadHealth.FAULT, "pad-busy"))


def test_a_port_that_is_gone_when_the_pad_is_closed_leaves_it_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call to stop asking cannot be sent any more: that is no news of a pad that nobody wants."""
    seen: list[PadEvent] = []
    with PadSimulator(tmp_path / "pad") as simulator:
        pad = SerialPad(simulator.link, PadSettings())
        pad.open()
        pad.prompt(StaffCard(), 60.0, 1)
        until(pad, seen, lambda: any(isinstance(event, PromptShown) for event in seen))
        tried = []

        def gone(transport: SerialTransport, data: bytes) -> NoReturn:
            tried.append(data)
            raise DeviceError("pad-lost", message="The review pad cannot be reached.")

        monkeypatch.setattr(SerialTransport, "write", gone)
        pad.close()
    while (event := pad.poll()) is not None:
        seen.append(event)
    assert tried
    assert health(seen)[-1] == (PadHealth.CLOSED, "")


class Stuck(SerialTransport):
    """A port that the system is slow to open, once."""

    def __init__(self, port: str) -> None:
        super().__init__(port)
        self.entered, self.let_go = threading.Event(), threading.Event()

    def open(self) -> None:
        if not self.entered.is_set():
            self.entered.set()
            self.let_go.wait(30.0)
        super().open()


def test_a_thread_that_hung_when_the_pad_was_closed_ends_when_it_is_let_go(
    line: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pad opened again told it to go on: two threads read from one port."""
    monkeypatch.setattr(threaded, "CLOSE_S", 0.05)
    transport = Stuck(line[1])
    pad = ThreadedPad("stuck pad", lambda: PadDriver(PadSettings(profile=Profile.BASIC), "stuck pad"), transport)
    pad.open()
    assert transport.entered.wait(30.0)
    first = next(thread for thread in threading.enumerate() if thread.name == "stuck pad")
    pad.close()
    pad.open()
    transport.let_go.set()
    first.join(10.0)
    assert not first.is_alive()
    seen: list[PadEvent] = []
    until(pad, seen, lambda: bool(health(seen)) and health(seen)[-1][0] is PadHealth.READY)
    pad.close()
