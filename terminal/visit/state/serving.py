"""What the hall does for the visitor: number, booking, help, enquiry, evaluation."""

from __future__ import annotations

from dataclasses import dataclass

from terminal.visit.events import Both, Instant, Level


@dataclass(frozen=True, slots=True)
class TimeSlot:
    """One free time at the hall; ``starts`` is ISO 8601 with zone; ``extended``: before or after the usual hours."""

    slot_id: str
    starts: str
    places: int
    extended: bool = False


@dataclass(frozen=True, slots=True)
class Ticket:
    """A number that the hall gave. ``window`` and ``call_count`` are set when it is called.

    ``brought``: given at another terminal and called to this counter. ``kept``: of a booking, or queued again; one
    step back does not give it away. ``moved``: sent on from here; it will be called at ``window``. ``missed``: called,
    and nobody came.
    """

    ticket_id: str
    number: str
    zone_zh: str
    ahead: int
    wait_minutes: int
    issued: Instant = 0.0
    window: str = ""
    call_count: int = 0
    called: Instant = 0.0
    service_id: str = ""
    brought: bool = False
    kept: bool = False
    moved: bool = False
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time that the hall confirmed; ``interpreter``: one is booked for it."""

    appointment_id: str
    starts: str
    code: str = ""
    interpreter: bool = False


@dataclass(frozen=True, slots=True)
class NearbyPlace:
    """Another place that has free times; ``earliest`` is ISO 8601 with zone, or empty."""

    zh: str
    en: str
    places: int
    earliest: str


@dataclass(frozen=True, slots=True)
class Booking:
    """The draft of an appointment. ``digits`` is the ID number as far as typed; it never leaves in the clear."""

    slots: tuple[TimeSlot, ...] = ()
    slot_id: str = ""
    digits: str = ""
    nearby: tuple[NearbyPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class BookedTime:
    """An appointment that was found; see `events.BookingsFound`. With a ``ticket_id`` it is checked in already."""

    appointment_id: str
    starts: str
    opens: str
    ticket_id: str
    matter_id: str
    talk: bool = False


@dataclass(frozen=True, slots=True)
class CheckingIn:
    """A visitor with a booking. ``by``: code or id; ``digits`` as far as typed; ``chosen``: place in ``found`` or -1.

    ``refused`` is why it cannot be now: early, late, other, or "". ``cancelling``: the visitor is asked whether to
    cancel it; ask, late (it counts as not coming), or "".
    """

    by: str = "code"
    digits: str = ""
    found: tuple[BookedTime, ...] = ()
    chosen: int = -1
    refused: str = ""
    cancelling: str = ""

    @property
    def booked(self) -> BookedTime | None:
        """The appointment that is being checked in."""
        return self.found[self.chosen] if 0 <= self.chosen < len(self.found) else None


@dataclass(frozen=True, slots=True)
class ComingBack:
    """A visitor whose number was missed; ``ticket_id`` is empty until it is known. ``refused``: the hall said no."""

    ticket_id: str = ""
    number: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One evaluation of one service. ``outcome``: open, level, none, cancelled, fault; ``source``: pad, screen, sign"""

    seq: int
    service_id: str
    since: Instant
    deadline: Instant
    outcome: str = "open"
    level: Level | None = None
    source: str = ""
    chosen: Instant = 0.0
    sent: bool = False
    sent_as: str = ""
    """The effect that sent it, by which its answer is known."""
    stored: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Help:
    """A call for a person. ``state``: called, answered."""

    state: str
    since: Instant
    who: str = ""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What became of a problem that was told. ``state``: taken (the hall has it) or kept (it waits here)."""

    state: str
    number: str = ""
    due: str = ""
    next_step: Both = ("", "")
