"""Thermal ticket printers that speak ESC/POS, through python-escpos."""

from __future__ import annotations

import os
import selectors
import time
from typing import Any

from hardware.errors import DeviceError
from hardware.printer.port import TicketPrinter, TicketSlip

CHINESE_ON = b"\x1c&"
"""FS &: characters after it are two-byte Chinese. Printers sold in China take GB 18030; others print boxes."""
SIZE_NUMBER = 6
"""Magnification of the number: 6 x 3 mm = 18 mm, readable at 2 m. Our judgement."""
SIZE_LARGE = 2
"""Magnification of title and facts: 6 mm characters, sixteen Chinese characters a line at 80 mm minus margins."""


PATIENCE_S = 8.0
"""A slip is printed in two or three seconds; one that is not taken by then waits for paper (our judgement)."""
AGAIN_S = 0.05


class EscposPrinter(TicketPrinter):
    """A printer at `file:/dev/usb/lp0` or `network:host[:port]`. Opened for each slip: a re-plug needs nothing."""

    simulated = False

    def __init__(self, target: str) -> None:
        self.name = f"printer {target}"
        self._kind, _, self._address = target.partition(":")

    def print(self, slip: TicketSlip) -> None:
        data = escpos_bytes(slip)
        if self._kind == "file":
            return self._into_file(data)
        printer = self._open()
        try:
            printer._raw(data)
        except OSError as error:
            raise self._error("printer-failed") from error
        finally:
            printer.close()

    def ready(self) -> bool:
        if self._kind == "file":
            return os.access(self._address, os.W_OK)
        try:
            self._open().close()
        except DeviceError:
            return False
        return True

    def _into_file(self, data: bytes) -> None:
        """Without paper the device takes nothing and a plain write would never come back: it is given `PATIENCE_S`."""
        try:
            descriptor = os.open(self._address, os.O_WRONLY | os.O_NONBLOCK | os.O_TRUNC)
        except OSError as error:
            raise self._error("printer-missing") from error
        try:
            _write(descriptor, data, time.monotonic() + PATIENCE_S)
        except TimeoutError as error:
            raise self._error("printer-stuck") from error
        except OSError as error:
            raise self._error("printer-failed") from error
        finally:
            os.close(descriptor)

    def _open(self) -> Any:
        from escpos import exceptions, printer

        try:
            host, _, port = self._address.partition(":")
            opened: Any = printer.Network(host, int(port or 9100), timeout=3)
            opened.open()
        except (OSError, exceptions.Error) as error:
            raise self._error("printer-missing") from error
        return opened

    def _error(self, reference: str) -> DeviceError:
        return DeviceError(
            reference,
            message="The ticket is not printed.",
            context=self.name,
            hint="Check power, paper and cable; the number stays on the screen.",
        )


def _write(descriptor: int, data: bytes, until: float) -> None:
    """All of it, as the device takes it; TimeoutError when it has not by ``until`` (monotonic s)."""
    while data:
        if not _takes(descriptor, max(0.0, until - time.monotonic())):
            raise TimeoutError
        try:
            data = data[os.write(descriptor, data) :]
        except BlockingIOError:
            time.sleep(AGAIN_S)  # said to be ready, and was not


def _takes(descriptor: int, wait_s: float) -> bool:
    with selectors.PollSelector() as selector:  # `select` takes no file numbers above 1023
        selector.register(descriptor, selectors.EVENT_WRITE)
        return bool(selector.select(wait_s))


def escpos_bytes(slip: TicketSlip) -> bytes:
    """The slip as one job: initialise, centred large text, list, code, cut."""
    from escpos import printer

    job: Any = printer.Dummy()
    job.hw("INIT")
    job._raw(CHINESE_ON)
    _lines(job, (slip.title,), SIZE_LARGE, align="center")
    _lines(job, (slip.number,), SIZE_NUMBER, align="center")
    _lines(job, slip.facts, SIZE_LARGE, align="center")
    _lines(job, (slip.bring_title,), SIZE_LARGE, align="left")
    _lines(job, tuple(f"□ {item}" for item in slip.bring), SIZE_LARGE, align="left")
    if slip.qr:
        job.set(align="center")
        job.qr(slip.qr, size=8, native=True)
    _lines(job, (slip.footer,), 1, align="center")
    job.cut()
    return bytes(job.output)


def _lines(job: Any, lines: tuple[str, ...], size: int, align: str) -> None:
    job.set(align=align, custom_size=True, width=size, height=size)
    for line in filter(None, lines):
        job._raw(line.encode("gb18030") + b"\n")
