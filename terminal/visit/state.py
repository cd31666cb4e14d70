"""The whole state of one terminal as one frozen tree.

Rule 1: what is drawn is a function of this tree; what the devices do is too (`wants.py`).
Rule 2: everything about the visitor hangs under `Visit`; wiping is replacing it by ``Visit()``.
Rule 3: no clock: ``now`` is the time of the last event.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from terminal.visit.events import Both, Instant, Language, Level, Status, Sureness, Theme, Way


class Phase(Enum):
    """Where a visit stands."""

    IDLE = "idle"
    CONSENT = "consent"
    CHOOSING = "choosing"
    ASKING = "asking"
    CONFIRMING = "confirming"
    MATTER = "matter"
    BOOKING = "booking"
    CHECK_IN = "check_in"
    COMING_BACK = "coming_back"
    TICKET = "ticket"
    WAITING = "waiting"
    CALLED = "called"
    CONVERSING = "conversing"
    REMOTE = "remote"
    EVALUATING = "evaluating"
    THEME = "theme"
    ENQUIRY = "enquiry"
    GUIDE = "guide"
    MESSAGE = "message"
    LEAVING = "leaving"


class Role(Enum):
    """guide: at the entrance; window: at a counter; both: one visitor from greeting to evaluation."""

    GUIDE = "guide"
    WINDOW = "window"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Chip:
    """One word that was seen, with what else it may be. An empty gloss is "not seen clearly"."""

    gloss: str
    confidence: float
    sureness: Sureness
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the request was understood as. ``certainty``: sure, ask, ambiguous."""

    matter_id: str
    aspect: str = "apply"
    certainty: str = "sure"
    candidates: tuple[str, ...] = ()


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
    step back does not give it away.
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


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time that the hall confirmed."""

    appointment_id: str
    starts: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One word of a caption; a doubtful one is greyed with a dotted line."""

    text: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of the conversation. ``who``: visitor, clerk, interpreter. A phrase key is translated when drawn.

    ``key`` names a line of a call; it is not ``final`` while its writer is still writing. ``words`` are those of a
    caption; ``mended``: the clerk has put a word right, and both see it.
    """

    who: str
    text: str
    at: Instant
    phrase: str = ""
    chips: tuple[Chip, ...] = ()
    confirmed: bool = True
    words: tuple[Said, ...] = ()
    mended: bool = False
    key: str = ""
    final: bool = True


@dataclass(frozen=True, slots=True)
class Saying:
    """What the terminal is telling the visitor now: a key of content/words, its arguments, since when.

    Shown as caption, performed by the signer, spoken where the visitor chose it: never one alone.
    """

    key: str
    args: tuple[tuple[str, str], ...] = ()
    since: Instant = 0.0


@dataclass(frozen=True, slots=True)
class Comfort:
    """How the screens speak to this visitor. ``volume`` 0..4, ``rate`` -2..2 in steps; ``low``: the page is
    lowered."""

    theme: Theme = Theme.NORMAL
    language: Language = Language.ZH
    volume: int = 1
    rate: int = 0
    low: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """What the visitor agreed to. ``asked`` names what the sheet asks now: camera, microphone, transmit or "";
    ``asked_in`` is where the visitor was when the call was asked for."""

    camera: bool = False
    microphone: bool = False
    transmit: bool = False
    asked: str = ""
    asked_in: Phase | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What the visitor is saying: words seen, text typed, speech so far."""

    chips: tuple[Chip, ...] = ()
    typed: str = ""
    partial: str = ""
    heard: str = ""
    misses: int = 0


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


@dataclass(frozen=True, slots=True)
class CheckingIn:
    """A visitor with a booking. ``by``: code or id; ``digits`` as far as typed; ``chosen``: place in ``found`` or -1.

    ``refused`` is why it cannot be now: early, late, other, or "".
    """

    by: str = "code"
    digits: str = ""
    found: tuple[BookedTime, ...] = ()
    chosen: int = -1
    refused: str = ""

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


CALL_STATES = (
    "asked",
    "queued",
    "ringing",
    "connected",
    "held",
    "reconnecting",
    "phone",
    "nobody",
    "ended",
)
"""asked: the hall was asked; queued and ringing: it answered; phone: it goes on at the visitor's own phone; nobody:
there is no call and none is coming, for ``reason`` closed (not on duty) or away (not to be reached)."""
WAITING_CALL = frozenset({"asked", "queued", "ringing"})
LIVE_CALL = frozenset({"connected", "held", "reconnecting", "phone"})
QUALITY = ("", "good", "slow", "unreadable")


@dataclass(frozen=True, slots=True)
class Briefing:
    """What the interpreter is told before the call: the matter, the words seen (and whether they are sure), the papers
    still missing by their place in the matter's list, how often something was not understood. Nothing personal."""

    matter_id: str = ""
    understood: tuple[tuple[str, bool], ...] = ()
    missing: tuple[int, ...] = ()
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A remote session. ``state`` is one of `CALL_STATES`; ``since`` is when this waiting or this call began.

    ``typed_seq``, ``sign_seq`` and ``clerk_seq`` are the lines being written letter by letter, 0 for none; ``seq`` and
    ``clerk_last`` count the lines so far. They are kept here so that a call worker that dies costs no line.
    ``record`` is the written record as `RecordChanged` tells it; ``record_code`` is its address, with a secret.
    ``by_phone``: the visitor wants the code for the phone; ``phone_code`` is its address, with a secret, once it came.
    """

    state: str
    since: Instant
    call_id: str = ""
    place: int = 0
    wait_minutes: int = 0
    interpreter: str = ""
    came_from: Phase = Phase.CONVERSING
    briefing: Briefing = field(default_factory=Briefing)
    reason: str = ""
    hours: str = ""
    second: bool = False
    changed: Instant = 0.0
    offered: bool = False
    clerk_asked: bool = False
    hand_over: str = ""
    camera: bool = True
    by_phone: bool = False
    phone_code: str = field(default="", repr=False)
    record: str = "off"
    record_missing: tuple[str, ...] = ()
    record_until: str = ""
    record_code: str = field(default="", repr=False)
    seen: str = ""
    shown: str = ""
    seq: int = 0
    typed_seq: int = 0
    sign_seq: int = 0
    clerk_last: int = 0
    clerk_seq: int = 0

    @property
    def waiting(self) -> bool:
        """Nobody has answered yet."""
        return self.state in WAITING_CALL

    @property
    def live(self) -> bool:
        """Somebody answered, also while the line is being mended."""
        return self.state in LIVE_CALL

    @property
    def on(self) -> bool:
        """There is a session at the hall, or one is being asked for."""
        return self.waiting or self.live


MESSAGE_STEPS = (
    "consent",
    "countdown",
    "recording",
    "closing",
    "review",
    "contact",
    "sending",
    "away",
    "refused",
    "lost",
    "sent",
)
"""closing: the film is being finished; away: the hall did not answer, the film is still here; lost: there is no film,
because the camera or the worker failed."""


@dataclass(frozen=True, slots=True)
class Message:
    """A signed message for when nobody is there. ``step`` is one of `MESSAGE_STEPS`, ``since`` when it began.

    The film itself is with its worker and nowhere in this state. ``film_id`` names one taking, ``plays`` counts how
    often it is watched, ``send_id`` is the key of one sending. ``ready``: the worker sees pictures. ``contact`` is a
    phone number or "". ``number``, ``due`` and ``delete_at`` are the hall's, times in ISO 8601; ``code`` is the
    address that opens the answer, with a secret, or "".
    """

    film_id: str
    step: str = "consent"
    since: Instant = 0.0
    ready: bool = False
    seconds: int = 0
    plays: int = 0
    contact: str = field(default="", repr=False)
    send_id: str = ""
    number: str = ""
    due: str = ""
    delete_at: str = ""
    code: str = field(default="", repr=False)
    refusal: Both = ("", "")


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything about the visitor in front. ``Visit()`` is nobody."""

    visit_id: str = ""
    effects: int = 0
    way: Way | None = None
    comfort: Comfort = field(default_factory=Comfort)
    consent: Consent = field(default_factory=Consent)
    request: Request = field(default_factory=Request)
    meaning: Meaning | None = None
    papers: tuple[bool, ...] = ()
    page: int = 0
    booking: Booking = field(default_factory=Booking)
    wish: str = ""
    """What the visitor came for, where that was said before the way of communicating: see `events.Start`."""
    check_in: CheckingIn | None = None
    coming_back: ComingBack | None = None
    ticket: Ticket | None = None
    appointment: Appointment | None = None
    lines: tuple[Line, ...] = ()
    caption: str = ""
    """What the clerk is saying right now."""
    evaluation: Evaluation | None = None
    evaluated: tuple[str, ...] = ()
    theme_id: str = ""
    enquiry: Enquiry | None = None
    guide_page: str = ""
    help: Help | None = None
    call: Call | None = None
    message: Message | None = None
    saying: Saying = field(default_factory=lambda: Saying("idle.greeting"))
    framing: str = ""
    notice: str = ""
    pending: str = ""
    pending_what: str = ""
    pending_since: Instant = 0.0
    last_active: Instant = 0.0
    warned: Instant | None = None
    held: bool = False
    told_no_trip: bool = False
    finishing: bool = False


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A number that outlives the visit on the idle screen until it is called or missed; no personal data."""

    ticket_id: str
    number: str
    window: str = ""
    called: Instant = 0.0
    missed: bool = False


@dataclass(frozen=True, slots=True)
class QueuedTicket:
    """A line of the clerk's queue."""

    ticket_id: str
    number: str
    state: str
    matter_zh: str
    way: str
    waited_minutes: int
    priority: bool


@dataclass(frozen=True, slots=True)
class Device:
    """Health of one device or worker, for the staff screen."""

    name: str
    status: Status
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ZoneLoad:
    """How busy one zone of the hall is; ``wait_minutes`` -1 where unknown."""

    zh: str
    en: str
    waiting: int
    wait_minutes: int


@dataclass(frozen=True, slots=True)
class HallTheme:
    """One thing of several matters, with every paper once; see `events.ThemeRow`."""

    theme_id: str
    name: Both
    zone_id: str
    zone: Both
    days: int
    papers: tuple[tuple[str, str, str], ...]
    matters: tuple[Both, ...]
    steps: tuple[Both, ...]


@dataclass(frozen=True, slots=True)
class Aid:
    """Something to borrow; see `events.AidRow`."""

    aid_id: str
    name: Both
    place: Both
    free: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Another place of the hall; see `events.PlaceRow`."""

    name: Both
    address: Both
    hours: Both
    open_now: bool
    metres: int


@dataclass(frozen=True, slots=True)
class Interpreter:
    """One interpreter on the hall's list; ``status`` as in `events.InterpretersChanged`."""

    label: str
    status: str


@dataclass(frozen=True, slots=True)
class HelpElsewhere:
    """A visitor at another terminal who calls a person; see `events.HelpRow`."""

    help_id: str
    place: str
    way: str
    since: Instant


@dataclass(frozen=True, slots=True)
class Hall:
    """What the terminal knows of the hall; ``outbox`` sendings wait for it.

    ``window`` is open, paused or closed, empty until the hall has said.
    """

    reachable: bool = True
    outbox: int = 0
    load: tuple[ZoneLoad, ...] = ()
    queue: tuple[QueuedTicket, ...] = ()
    themes: tuple[HallTheme, ...] = ()
    aids: tuple[Aid, ...] = ()
    places: tuple[Place, ...] = ()
    window: str = ""
    interpreters: tuple[Interpreter, ...] = ()
    interpreter_hours: str = ""
    help_elsewhere: tuple[HelpElsewhere, ...] = ()
    """Longest first."""


@dataclass(frozen=True, slots=True)
class Teaching:
    """A sign being taught on site: consent, countdown, show, signing, checked, asked, done, stopped, undone."""

    gloss: str
    step: str = "consent"
    kept: int = 0
    seconds: int = 0
    problem: str = ""
    looks_like: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """One terminal: its phase, its visitor, its hall, its devices."""

    phase: Phase = Phase.IDLE
    since: Instant = 0.0
    now: Instant = 0.0
    role: Role = Role.BOTH
    window: str = "16"
    visit: Visit = field(default_factory=Visit)
    hall: Hall = field(default_factory=Hall)
    devices: tuple[Device, ...] = ()
    numbers: tuple[ShownNumber, ...] = ()
    phone_page: bool = False
    """Whether the hall's page for carrying on by phone can be reached by phones."""
    staff_text: str = ""
    staff_page: str = "main"
    staff_language: Language = Language.ZH
    staff_theme: Theme = Theme.NORMAL
    staff_scale: int = 100
    training: bool = False
    teaching: Teaching | None = None
    clerk: str = ""
    clerk_number: str = ""
    clerk_talks: bool = False
    clerk_asked: str = ""
    """The change of the window that the clerk waits for."""
    refused: tuple[str, str] = ("", "")
    """What the hall said no to last, in Chinese and English; gone with the clerk's next step."""
    served_today: int = 0
    staff_calling: str = ""
    open_ticket: str = ""
    """The ticket in service at this window; finished before the next one is called."""
    speaking: bool = False
    pad_seq: int = 0
    asked_service: str = ""
    """The service of the last evaluation that ended without a level: a late key of the pad is about it."""

    def device(self, name: str) -> Device | None:
        """The device of that name, or None where nothing was heard of it."""
        return next((d for d in self.devices if d.name == name), None)

    def with_visit(self, **changes: Any) -> State:
        """The same state with fields of the visit changed."""
        return replace(self, visit=replace(self.visit, **changes))
