"""The thread of the ticket printer: slips in, its state out. A printer without paper holds nobody's screen."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from enum import Enum

from hardware.errors import DeviceError
from hardware.printer import TicketPrinter, TicketSlip
from terminal.visit.events import DeviceChanged, Event, Status

logger = logging.getLogger(__name__)

DEVICE = "printer"
MOST_WAITING = 4
"""Slips that wait for a slow printer; who comes after them is told at once that there is no paper slip."""


class _Order(Enum):
    """What the thread does beside printing."""

    CHECK = "check"
    END = "end"


class PrinterLink:
    """Owns one printer. `print` and `check` never wait; what becomes of a slip is told as `DeviceChanged`."""

    def __init__(self, printer: TicketPrinter, publish: Callable[[Event], None]) -> None:
        self._printer, self._publish = printer, publish
        self._good = Status.SIMULATED if printer.simulated else Status.OK
        self._well = True
        self._orders: queue.Queue[TicketSlip | _Order] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name=DEVICE, daemon=True)
        self._thread.start()
        self.check()

    def print(self, slip: TicketSlip) -> None:
        """Print it when those before it are done."""
        try:
            self._orders.put_nowait(slip)
        except queue.Full:
            self._tell(Status.FAULT, "slips wait for the printer")

    def check(self) -> None:
        """Say how the printer is. One that has slips waiting says it by itself."""
        try:
            self._orders.put_nowait(_Order.CHECK)
        except queue.Full:
            return

    def close(self, timeout_s: float = 1.0) -> None:
        """End the thread when what waits is printed; after this time a printer that is stuck is left alone."""
        try:
            self._orders.put(_Order.END, timeout=timeout_s)
        except queue.Full:
            return
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while (order := self._orders.get()) is not _Order.END:
            try:
                self._do(order)
            except DeviceError as error:
                self._tell(Status.FAULT, str(error))
            except Exception as error:  # the thread must live: the next visitor's slip comes through it
                logger.exception("printer")
                self._tell(Status.FAULT, type(error).__name__)

    def _do(self, order: TicketSlip | _Order) -> None:
        if isinstance(order, TicketSlip):
            self._printer.print(order)
            if not self._well:
                self._tell(self._good, self._printer.name)
        elif self._printer.ready():
            self._tell(self._good, self._printer.name)
        else:
            self._tell(Status.MISSING, self._printer.name)

    def _tell(self, status: Status, detail: str) -> None:
        self._well = status is self._good
        if not self._well:
            logger.warning("printer: %s %s", status.value, detail)
        self._publish(DeviceChanged(at=time.monotonic(), device=DEVICE, status=status, detail=detail))
