"""What the terminal knows of the hall, its queue and its devices."""

from __future__ import annotations

from dataclasses import dataclass

from terminal.visit.events import Both, Instant, Status


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A number that outlives the visit on the idle screen until it is called or missed; no personal data. ``since``:
    when its visitor went from here without having been called, else 0."""

    ticket_id: str
    number: str
    window: str = ""
    called: Instant = 0.0
    missed: bool = False
    since: Instant = 0.0


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
class OtherWindow:
    """Another window of the hall that is open; ``name`` is what stands on it. See `events.WindowRow`."""

    window_id: str
    name: str
    zones: tuple[Both, ...]


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
    windows: tuple[OtherWindow, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    interpreter_hours: str = ""
    enquiries: int = 0
    """办不成事 of the hall that wait for an answer; ``enquiries_late`` of them past its promise."""
    enquiries_late: int = 0
    help_elsewhere: tuple[HelpElsewhere, ...] = ()
    """Longest first."""
