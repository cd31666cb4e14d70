"""What the machine wants done outside. Each effect carries an id made from the visit and a counter, so that doing
it twice is doing it once; its result returns as an event that names the id.

Camera, microphone and pad are not switched by effects: they follow the state (`wants.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from terminal.visit.events import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Base of all effects."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    effect_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Effect):
    """Tell the visitor: the signer performs it, the voice speaks it if ``aloud``; the caption is already drawn."""

    key: str
    args: tuple[tuple[str, str], ...] = ()
    aloud: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTelling(Effect):
    """Silence now: touch always interrupts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayCue(Effect):
    """One of the six sounds of the tokens, each with its visual twin on the screen."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understand(Effect):
    """Find the meaning of words seen (``glosses``) or of a text; answered by `Understood`."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"glosses", "text"})
    glosses: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTicket(Effect):
    """Ask the hall for a number; answered by `TicketIssued`, `HallRefused` or `HallSilent`."""

    matter_id: str
    talk_way: str
    told: bool = False
    """The visitor was told that this matter needs no trip, and wants a number all the same."""
    zone_id: str = ""
    """The zone of a theme, instead of a matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSlots(Effect):
    """Ask the hall for free times; answered by `SlotsListed`, `HallRefused` or `HallSilent`."""

    matter_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book(Effect):
    """Book a time; ``id_number`` is turned into the hall's person reference before anything leaves the terminal."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"id_number"})
    matter_id: str
    slot_id: str
    id_number: str
    interpreter: bool = False
    """A sign language interpreter is wanted at that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindBookings(Effect):
    """Find the visitor's appointments by the code or the ID number, one of the two; the number is turned into the
    hall's person reference. Answered by `BookingsFound`, `HallRefused` or `HallSilent`."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"code", "id_number"})
    code: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Effect):
    """Check in for an appointment; with a ``ticket_id`` that is done already, and its number is looked up. Answered by
    `TicketIssued`, `HallRefused` or `HallSilent`."""

    appointment_id: str
    ticket_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAppointment(Effect):
    """Give a booked time back; ``accept_late``: the visitor knows that it counts as not coming. Answered by
    `AppointmentCancelled`, `HallRefused` or `HallSilent`."""

    appointment_id: str
    accept_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack(Effect):
    """Queue again with a number that was missed; answered by `TicketIssued`, `HallRefused` or `HallSilent`."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveQueue(Effect):
    """The visitor gives the number back."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintTicket(Effect):
    """Print the slip, where a printer is configured; ``window`` is where a moved number will be called."""

    number: str
    zone_zh: str
    ahead: int
    matter_id: str
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintBooking(Effect):
    """Print a booked time with its code, where a printer is configured; ``starts`` ISO 8601."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"starts", "code", "matter_id"})
    starts: str
    code: str
    matter_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintAnswerCode(Effect):
    """Print the code that opens the answer to the visitor's message, where a printer is configured; times ISO 8601."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"address"})
    number: str
    due: str
    delete_at: str
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNextTicket(Effect):
    """The clerk calls the next number; answered by `TicketCalled` or `HallRefused`.

    ``finish`` is the ticket still in service at this window: it is finished first.
    """

    window: str
    finish: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWindow(Effect):
    """Open, pause or close this window at the hall; answered by `WindowChanged`, `HallRefused` or `HallSilent`."""

    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallTicket(Effect):
    """Lamp, big number and voice once more."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTicket(Effect):
    """The clerk calls this number, parked or missed; answered as `CallNextTicket` is."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissTicket(Effect):
    """Nobody came; answered by `TicketMissed` or `HallRefused`."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkTicket(Effect):
    """The number is put aside, to be called again later."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTicket(Effect):
    """The number in service goes on to another window; answered by `TicketMoved`, `HallRefused` or `HallSilent`."""

    ticket_id: str
    window_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginService(Effect):
    """The visitor stands at the window; answered by `ServiceBegan`."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishService(Effect):
    """The service is finished."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluate(Effect):
    """Send one evaluation through the outbox: a level, or an outcome that is none. Answered by `EvaluationStored`."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"level"})
    service_id: str
    outcome: str
    level: Level | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHelp(Effect):
    """Light and text at the clerk's desk, and the hall's help call."""

    phase: str
    way: str
    aid_id: str = ""
    """The aid that is to be brought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendEnquiry(Effect):
    """What cannot be got done, in the visitor's words; answered by `EnquiryTaken`, `HallRefused` or, when it waits in
    the outbox, by `HallSilent` with ``kept``."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoToHelp(Effect):
    """The clerk says to the hall that they come: to the help call of that id, "" for the visitor here."""

    help_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndHelp(Effect):
    """The visitor no longer needs a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCallText(Effect):
    """A text for the people in the call: from the visitor or the clerk, letter by letter until it is ``final``.

    ``seq`` rises for each line of ``who``; the same one replaces what was sent before. A ``phrase`` is spelled by the
    application. ``via``: typed, captions, phrase, sign (contract 9).
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    who: str
    seq: int
    text: str
    via: str = "typed"
    final: bool = True
    phrase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellInterpreter(Effect):
    """A line of the counter's in the call, spelled by the application: the visitor's number was called, or missed
    (``news``). ``seq`` is counted with the clerk's lines."""

    seq: int
    news: str
    number: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHandOver(Effect):
    """The visitor agrees to another interpreter, or wants to stay with this one; `HandOverChanged` follows."""

    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord(Effect):
    """``who`` (visitor, clerk) agrees to a written record of the call, or refuses; `RecordChanged` follows."""

    who: str
    agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPhoneCode(Effect):
    """A code by which the visitor's phone takes the visitor's place; `PhoneCode` follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchCall(Effect):
    """Bring the call back from the visitor's phone; `CallChanged` follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDevice(Effect):
    """Look for a device again; empty means all. Answered by `DeviceChanged`."""

    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Teach(Effect):
    """Tell the eyes about a lesson: begin, keep, again, stop, undo; answered by `LessonChanged`."""

    act: str
    gloss: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wipe(Effect):
    """The visit is over: every part forgets the visitor (queues of the voice, frames, takes, captions)."""
