"""What the hall says: load, numbers, bookings, calls for help, evaluations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from terminal.visit.events.base import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadChanged(Event):
    """How busy the hall is, a line a zone: (name_zh, name_en, waiting, wait_minutes or -1 where unknown)."""

    zones: tuple[tuple[str, str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HallReachable(Event):
    """The hall answers, or stopped answering; ``waiting`` sendings lie in the outbox."""

    reachable: bool
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HallRefused(Event):
    """The hall said no. ``code`` is for us, the sentences may be shown and spoken."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"zh", "en"})
    effect_id: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HallSilent(Event):
    """No answer in time; what was asked for is kept where the contract allows it (``kept``)."""

    effect_id: str
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsListed(Event):
    """Free times: (slot_id, starts ISO 8601 with zone, places left). ``nearby``: other places with free times, nearest
    first: (zh, en, places, earliest start or "")."""

    effect_id: str
    slots: tuple[tuple[str, str, int], ...]
    nearby: tuple[tuple[str, str, int, str], ...] = ()
    extended: tuple[str, ...] = ()
    """Ids of those before or after the usual hours (Q-7)."""


Both = tuple[str, str]
"""A text in Chinese and English."""
ThemeRow = tuple[str, Both, str, Both, int, tuple[tuple[str, str, str], ...], tuple[Both, ...], tuple[Both, ...]]
"""Id, name, zone id, zone, most days (-1 unknown), papers (zh, en, form), its matters, its steps."""
AidRow = tuple[str, Both, Both, bool]
"""Id, name, where it is, whether one is free."""
PlaceRow = tuple[Both, Both, Both, bool, int]
"""Name, address, hours, whether open now, metres away (-1 unknown)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HallGuideChanged(Event):
    """What the hall offers beside single matters: themes, aids to borrow, other places."""

    themes: tuple[ThemeRow, ...] = ()
    aids: tuple[AidRow, ...] = ()
    places: tuple[PlaceRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryTaken(Event):
    """The hall has the enquiry: its number, until when it is answered (ISO 8601), the next step if there is one."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"number", "due", "next_step"})
    effect_id: str
    number: str
    due: str
    next_step: Both = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketIssued(Event):
    """The hall gave a number, or says how the number stands that the visitor has already: ``state`` is the contract's,
    ``window`` where it is called."""

    effect_id: str
    ticket_id: str
    number: str
    zone_zh: str
    ahead: int
    wait_minutes: int
    etag: str = ""
    state: str = "queued"
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingsFound(Event):
    """The visitor's open appointments, soonest first: (appointment_id, start, from when checking in is possible,
    ticket_id or ""), times in ISO 8601 with zone; ``matters`` are theirs in the same order. ``talks``: ids of those
    with an interpreter."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"bookings", "matters", "talks"})
    effect_id: str
    bookings: tuple[tuple[str, str, str, str], ...]
    matters: tuple[str, ...]
    talks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentBooked(Event):
    """The hall confirmed an appointment."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"appointment_id", "starts", "code"})
    effect_id: str
    appointment_id: str
    starts: str
    code: str = ""
    interpreter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCancelled(Event):
    """The hall has taken a booked time back; ``counted``: late, so it counts as not coming."""

    effect_id: str
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCalled(Event):
    """The hall calls a number. ``call_count`` is 1 for the first call."""

    ticket_id: str
    number: str
    window: str
    call_count: int
    service_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored(Event):
    """A number that had been called when the terminal began, as after a crash; ``serving`` where it is served at this
    window. Sent by the hall link once, for each."""

    ticket_id: str
    number: str
    window: str
    serving: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMissed(Event):
    """Three calls went by; the number can come back within the hall's time."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMoved(Event):
    """The number waits at another window now, named by what stands on it; the service here is over."""

    effect_id: str
    ticket_id: str
    window: str
    zone_zh: str
    ahead: int
    wait_minutes: int


WindowRow = tuple[str, str, tuple[Both, ...]]
"""Id, what stands on the window, the zones that it serves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWindowsChanged(Event):
    """Which other windows of the hall are open, in the hall's order."""

    windows: tuple[WindowRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceBegan(Event):
    """The visitor stands at the window; ``service_id`` is what the evaluation will be about."""

    ticket_id: str
    service_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEnded(Event):
    """The hall has the end of a service: ``finished``, or put aside."""

    ticket_id: str
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationStored(Event):
    """The hall has the evaluation (or the outbox has, when ``kept``)."""

    effect_id: str
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueChanged(Event):
    """The clerk's queue: (ticket_id, number, state, matter_zh, talk way or "", minutes waited, priority)."""

    tickets: tuple[tuple[str, str, str, str, str, int, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiriesChanged(Event):
    """How many 办不成事 of the hall wait for an answer, and how many of them past its promise."""

    open: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowChanged(Event):
    """The hall's state of this window: open, paused or closed."""

    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpretersChanged(Event):
    """Who may interpret now: (label, status); status is ready, ringing, live, wrap_up, resting or away.

    ``hours`` is when somebody is on duty today, empty where nobody is or the hall does not say.
    """

    people: tuple[tuple[str, str], ...]
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered(Event):
    """The hall says that a person is coming."""

    who: str = ""


HelpRow = tuple[str, str, str, float]
"""Id, place, `Way` value of the visitor, since when (monotonic seconds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpElsewhereChanged(Event):
    """Who calls a person at the hall's other terminals, and nobody has said that they come."""

    calls: tuple[HelpRow, ...]
