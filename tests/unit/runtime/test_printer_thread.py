"""A slow or empty printer holds nobody's screen; staff see it, and the visitor is told that the number stays there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from bare_terminal import bare_terminal

from hardware.errors import DeviceError
from hardware.printer import TicketPrinter, TicketSlip
from terminal.links.printer import MOST_WAITING, PrinterLink
from terminal.visit.events import (
    ChooseMatter,
    ChooseWay,
    Confirm,
    DeviceChanged,
    Event,
    Start,
    Status,
    TicketIssued,
    Way,
)
from terminal.visit.state import Phase

WAIT_S = 30.0


class Empty(TicketPrinter):
    """Without paper: a slip waits until somebody puts paper in, or is given up."""

    name = "printer without paper"
    simulated = True

    def __init__(self) -> None:
        self.paper, self.reached = threading.Event(), threading.Event()
        self.printed: list[TicketSlip] = []
        self.patience_s = WAIT_S

    def print(self, slip: TicketSlip) -> None:
        self.reached.set()
        if not self.paper.wait(self.patience_s):
            raise DeviceError("printer-stuck", message="The ticket is not printed.")
        self.printed.append(slip)

    def ready(self) -> bool:
        return True


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def test_slips_wait_in_a_short_queue_and_the_next_is_told_at_once() -> None:
    told: list[Event] = []
    printer = Empty()
    link = PrinterLink(printer, told.append)
    until(lambda: len(told) == 1)
    slip = TicketSlip(title="大厅", number="A001")
    link.print(slip)
    assert printer.reached.wait(WAIT_S)
    for _ in range(MOST_WAITING + 1):
        link.print(slip)
    assert [event.status for event in told if isinstance(event, DeviceChanged)] == [Status.SIMULATED, Status.FAULT]
    printer.paper.set()
    link.close(timeout_s=WAIT_S)
    assert len(printer.printed) == MOST_WAITING + 1
    assert isinstance(told[-1], DeviceChanged)
    assert told[-1].status is Status.SIMULATED, "it prints again, and that is told too"


def test_the_screens_go_on_while_the_printer_is_stuck_and_the_visitor_is_told(tmp_path: Path) -> None:
    printer = Empty()
    printer.patience_s = 0.3
    with bare_terminal(tmp_path, printer) as terminal:
        terminal.dispatch(Start(visit_id="v"))
        terminal.dispatch(ChooseWay(way=Way.TOUCH))
        terminal.dispatch(ChooseMatter(matter_id="id_card_lost"))
        terminal.dispatch(Confirm())
        terminal.dispatch(Confirm())
        waits = terminal.state.visit.pending
        terminal.dispatch(
            TicketIssued(effect_id=waits, ticket_id="t", number="A001", zone_zh="综合区", ahead=1, wait_minutes=5)
        )
        assert terminal.state.phase is Phase.TICKET
        assert printer.reached.wait(WAIT_S)
        assert not printer.printed, "the loop goes on while the printer has not taken the slip"
        until(lambda: bool(terminal.tick(time.monotonic()) or terminal.state.visit.saying.key == "ticket.no_slip"))
        device = terminal.state.device("printer")
        assert device is not None
        assert device.status is Status.FAULT
