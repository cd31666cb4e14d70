"""Ticket printers: the port, its driver and its simulator."""

from hardware.errors import DeviceError
from hardware.printer.escpos import EscposPrinter, escpos_bytes
from hardware.printer.file import FilePrinter, slip_picture, slip_text
from hardware.printer.port import TicketPrinter, TicketSlip

__all__ = [
    "EscposPrinter",
    "FilePrinter",
    "TicketPrinter",
    "TicketSlip",
    "escpos_bytes",
    "printer_from",
    "slip_picture",
    "slip_text",
]


def printer_from(spec: str, font: str | None = None) -> TicketPrinter | None:
    """Make the printer a setting names: `file:/dev/usb/lp0`, `network:HOST`, `folder:PATH` (simulator), `none:`."""
    kind, _, value = spec.partition(":")
    if kind in ("file", "network") and value:
        return EscposPrinter(spec)
    if kind == "folder" and value:
        return FilePrinter(value, font)
    if kind == "none":
        return None
    raise DeviceError(
        "printer-spec",
        message="The printer setting is not understood.",
        context=f"printer = {spec!r}",
        hint="Use file:/dev/usb/lp0, network:HOST, folder:PATH or none:.",
    )
