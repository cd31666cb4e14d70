"""Ticket slips: what is printed for a number, in the visitor's language, where a printer is configured."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from content.matters import Matters
from content.reading import Text
from content.words import load_words
from hardware.printer import TicketPrinter, TicketSlip
from terminal.links.printer import PrinterLink
from terminal.ui.visitor.words import clock_time, moment, written
from terminal.visit.effects import PrintAnswerCode, PrintBooking, PrintTicket
from terminal.visit.events import Event
from terminal.visit.state import State

Printed: TypeAlias = PrintTicket | PrintBooking | PrintAnswerCode


class Slips:
    """Prints slips. A printer that fails is an event for the clerk; the number is on the screen anyway."""

    def __init__(
        self, printer: TicketPrinter | None, matters: Matters, hall: Text, publish: Callable[[Event], None]
    ) -> None:
        self._matters, self._hall = matters, hall
        self._printer = PrinterLink(printer, publish) if printer is not None else None

    @property
    def available(self) -> bool:
        """Whether a printer is configured; without one no screen promises paper."""
        return self._printer is not None

    def print(self, effect: Printed, state: State) -> None:
        """Print the slip of a number, of a booked time, or the code that opens an answer. Never waits."""
        if self._printer is not None:
            self._printer.print(self._laid_out(effect, state))

    def check(self) -> None:
        """Say how the printer is, where there is one."""
        if self._printer is not None:
            self._printer.check()

    def close(self, timeout_s: float = 1.0) -> None:
        """Print what waits, then end; a stuck printer is left alone after this time."""
        if self._printer is not None:
            self._printer.close(timeout_s)

    def _laid_out(self, effect: Printed, state: State) -> TicketSlip:
        if isinstance(effect, PrintBooking):
            return self._booking(effect, state)
        return self._slip(effect, state) if isinstance(effect, PrintTicket) else self._answer(effect, state)

    def _booking(self, effect: PrintBooking, state: State) -> TicketSlip:
        """The time largest: it is what a visitor looks for; the code is said or shown on the day."""
        words = load_words(state.visit.comfort.language.value)
        matter, english = self._matters.by_id.get(effect.matter_id), words.language == "en"
        facts, bring = [written(words, effect.starts, "slip.day"), words("slip.code", code=effect.code)], list[str]()
        if matter is not None:
            zone = self._matters.zones[matter.zone].name
            facts += [_in(english, matter.name), words("slip.zone", zone=_in(english, zone))]
            bring = [_in(english, paper.name) for paper in matter.materials]
        return TicketSlip(
            title=_in(english, self._hall),
            number=clock_time(moment(effect.starts)),
            facts=tuple(facts),
            bring_title=words("slip.bring") if bring else "",
            bring=tuple(bring),
            qr=effect.code,
            footer=words("slip.booked_footer"),
        )

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


def _in(english: bool, text: Text) -> str:
    return text.en if english else text.zh
