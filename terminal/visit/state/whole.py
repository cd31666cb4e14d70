"""The whole state of one terminal as one frozen tree.

Rule 1: what is drawn is a function of this tree; what the devices do is too (`wants.py`).
Rule 2: everything about the visitor hangs under `Visit`; wiping is replacing it by ``Visit()``.
Rule 3: no clock: ``now`` is the time of the last event.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from terminal.visit.events import Instant, Language, Theme, Way
from terminal.visit.state.asking import Comfort, Consent, Line, Meaning, Request, Saying, Talk
from terminal.visit.state.calls import Call, Message
from terminal.visit.state.halls import Device, Hall, ShownNumber
from terminal.visit.state.phases import Phase, Role
from terminal.visit.state.serving import Appointment, Booking, CheckingIn, ComingBack, Enquiry, Evaluation, Help, Ticket


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything about the visitor in front. ``Visit()`` is nobody."""

    visit_id: str = ""
    effects: int = 0
    way: Way | None = None
    hears: bool = False
    """The visitor chose to be spoken to: the voice stays where buttons take the place of speaking."""
    comfort: Comfort = field(default_factory=Comfort)
    consent: Consent = field(default_factory=Consent)
    request: Request = field(default_factory=Request)
    talk: Talk | None = None
    """Only where the terminal is set to press-to-talk."""
    meaning: Meaning | None = None
    papers: tuple[bool, ...] = ()
    page: int = 0
    booking: Booking = field(default_factory=Booking)
    talk_wanted: bool = False
    """The visitor called an interpreter, none came, and a time is booked instead."""
    talk_booked: str = ""
    """The appointment that was checked in, where an interpreter is booked for it."""
    wish: str = ""
    """What the visitor came for, where that was said before the way of communicating: see `events.Start`."""
    check_in: CheckingIn | None = None
    coming_back: ComingBack | None = None
    ticket: Ticket | None = None
    giving_back: bool = False
    """The visitor is being asked whether the number is to be given back."""
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
    told_lost: str = ""
    """The device of which the visitor was told that it is lost, until it is back."""
    pending: str = ""
    pending_what: str = ""
    pending_since: Instant = 0.0
    last_active: Instant = 0.0
    warned: Instant | None = None
    held: bool = False
    told_no_trip: bool = False
    finishing: bool = False


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
    press_to_talk: bool = False
    """In a loud hall who speaks is heard only between two touches of a key."""
    staff_text: str = ""
    staff_page: str = "main"
    move_to: str = ""
    """What the clerk has typed of the window that the number goes on to."""
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
    """The call of a number that the clerk waits for."""
    staff_called: Instant = 0.0
    open_ticket: str = ""
    """The ticket in service at this window, until the hall has its end; finished before the next one is called."""
    run: str = "desk"
    """This start of the terminal, unlike any other: the first part of the ids of what no visit asks for."""
    desk_effects: int = 0
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
