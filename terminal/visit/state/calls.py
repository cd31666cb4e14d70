"""The remote session and the signed message."""

from __future__ import annotations

from dataclasses import dataclass, field

from terminal.visit.events import Both, Instant
from terminal.visit.state.phases import Phase

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
    still missing by their place in the matter's list, how often something was not understood. Nothing personal.

    ``ticket_id`` and ``appointment_id`` are for the hall alone: whose turn it is at the time that was booked.
    """

    matter_id: str = ""
    understood: tuple[tuple[str, bool], ...] = ()
    missing: tuple[int, ...] = ()
    misses: int = 0
    ticket_id: str = ""
    appointment_id: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A remote session. ``state`` is one of `CALL_STATES`; ``since`` is when this waiting or this call began.

    ``typed_seq``, ``sign_seq`` and ``clerk_seq`` are the lines being written letter by letter, 0 for none; ``seq`` and
    ``clerk_last`` count the lines so far. They are kept here so that a call worker that dies costs no line.
    ``record`` is the written record as `RecordChanged` tells it; ``record_code`` is its address, with a secret.
    ``number_read``: the visitor has read that the number was called, or missed, and goes on talking.
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
    number_read: bool = False
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
