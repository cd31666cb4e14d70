"""Ticket slips: what is printed for a number, in the visitor's language, where a printer is configured."""

from __future__ import annotations

import logging
from collections.abc import Callable

from content.matters import Matters
from content.reading import Text
from content.words import load_words
from hardware.errors import DeviceError
from hardware.printer import TicketPrinter, TicketSlip
from terminal.visit.effects import PrintAnswerCode, PrintTicket
from terminal.visit.events import DeviceChanged, Event, Status
from terminal.visit.state import State

logger = logging.getLogger(__name__)


class Slips:
    """Prints slips. A printer that fails is an event for the clerk; the number is on the screen anyway."""

    def __init__(
        self, printer: TicketPrinter | None, matters: Matters, hall: Text, publish: Callable[[Event], None]
    ) -> None:
        self._printer, self._matters, self._hall, self._publish = printer, matters, hall, publish

    @property
    def available(self) -> bool:
        """Whether a printer is configured; without one no screen promises paper."""
        return self._printer is not None

    def print(self, effect: PrintTicket | PrintAnswerCode, state: State) -> None:
        """Print the slip of a number, or the code that opens an answer."""
        if self._printer is None:
            return
        try:
            if isinstance(effect, PrintTicket):
                self._printer.print(self._slip(effect, state))
            else:
                self._printer.print(self._answer(effect, state))
        except DeviceError as error:
            logger.warning("printer: %s", error)
            self._publish(DeviceChanged(at=state.now, device="printer", status=Status.FAULT, detail=str(error)))

    def _slip(self, effect: PrintTicket, state: State) -> TicketSlip:
        words = load_words(state.visit.comfort.language.value)
        english = words.language == "en"
        matter = self._matters.by_id.get(effect.matter_id)
        facts = [words("slip.ahead", n=effect.ahead)]
        if effect.window:
            facts.insert(0, words("slip.window", window=effect.window))
        bring: list[str] = []
        if matter is not None:
            facts.insert(0, matter.name.en if english else matter.name.zh)
            bring = [(paper.name.en if english else paper.name.zh) for paper in matter.materials]
        return TicketSlip(
            title=self._hall.en if english else self._hall.zh,
            number=effect.number,
            facts=tuple(facts),
            bring_title=words("slip.bring"),
            bring=tuple(bring),
            qr=effect.number,
            footer=words("slip.footer"),
        )

    def _answer(self, effect: PrintAnswerCode, state: State) -> TicketSlip:
        """The number stands among the facts: it is too long for the size of a ticket's."""
        words = load_words(state.visit.comfort.language.value)
        due, until = (at[:16].replace("T", " ") for at in (effect.due, effect.delete_at))
        facts = ("answer_scan", "answer_number", "answer_due")
        return TicketSlip(
            title=self._hall.en if words.language == "en" else self._hall.zh,
            number=words("slip.answer"),
            facts=tuple(words(f"slip.{name}", number=effect.number, due=due) for name in facts),
            qr=effect.address,
            footer=words("slip.answer_footer", until=until),
        )
