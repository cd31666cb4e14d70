"""The ticket-printer port."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """What is printed, in finished words: the caller takes them from `content`, this room knows none.

    `number` is set as large as the paper allows, `facts` large (matter, people ahead, place), `bring` as a list
    under `bring_title`. `qr` is the text of the code, "" for none.
    """

    title: str
    number: str
    facts: tuple[str, ...] = ()
    bring_title: str = ""
    bring: tuple[str, ...] = ()
    qr: str = ""
    footer: str = ""


class TicketPrinter(ABC):
    """Prints slips. Used from one thread; `print()` takes up to 10 s, so never from the UI's."""

    name: str
    simulated: bool

    @abstractmethod
    def print(self, slip: TicketSlip) -> None:
        """Print and cut. Raises `DeviceError` (`printer-missing`, `-failed`, `-stuck`); then nothing is queued."""

    @abstractmethod
    def ready(self) -> bool:
        """True if the printer is there now."""
