"""What the clerk does at the staff screen: serving, paging, teaching, signing in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from terminal.visit.events.base import Event, Language, Theme, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkCallsNext(Event):
    """办结，下一位 / 叫号."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkRecalls(Event):
    """再叫一次: lamp and big number again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkMisses(Event):
    """过号: the number that was called to this window did not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkParks(Event):
    """暂放: something is to be fetched first; the number is called again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkCalls(Event):
    """This number, parked or missed, is called to the window."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseWindow(Event):
    """The window typed in the field of 转窗口 is now this: what stands on it."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkMoves(Event):
    """转窗口: the number in front goes on to this other window of the hall."""

    window_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkBegins(Event):
    """The visitor is here: the service begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkTypes(Event):
    """The text in the clerk's entry field is now this."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkSays(Event):
    """The clerk's answer for the visitor: a phrase key (``phrase``) or free text."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    text: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkAsksEvaluation(Event):
    """请评价: the evaluation begins; the clerk will see only that it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkFinishes(Event):
    """办结: the service is finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkGoes(Event):
    """我来: the clerk goes to the visitor who calls here, else to the one who waits longest at another terminal."""

    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOpen(Event):
    """The clerk keeps the visit open (the idle timer stands still) or lets go."""

    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage(Event):
    """The clerk opens a page of the staff screen: main, devices, settings, training, teach, remote, move."""

    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLanguage(Event):
    """Language of the staff screen; it outlives the visit."""

    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTheme(Event):
    """Theme of the staff screen: normal, high contrast or dark."""

    theme: Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffScale(Event):
    """Size of the staff screen's text, per cent: 100, 125 or 150."""

    per_cent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckDevices(Event):
    """试一下: look for this device again now; empty means all of them."""

    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachSign(Event):
    """Somebody is about to show this sign five times; asked for consent first. Between visits only."""

    gloss: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachStep(Event):
    """What is done with the lesson: consent, keep or again (of a doubtful take), stop, undo, close."""

    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonChanged(Event):
    """Where the lesson is (recognition/signs/teaching.py): step, takes kept, seconds left, what was wrong."""

    gloss: str
    step: str
    kept: int = 0
    seconds: int = 0
    problem: str = ""
    looks_like: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkNumber(Event):
    """The number in the sign-in field is now this."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkSignsIn(Event):
    """The clerk of the number typed begins work: the window opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkSignsOut(Event):
    """The clerk ends work: the window closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseWindow(Event):
    """No number is called while the window is paused; whoever is in front is served on."""

    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkTalks(Event):
    """我说话: the clerk's speech becomes captions for the visitor, until the key is pressed again."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorInvented(Event):
    """Training: this visitor waits at the window; nothing of it is real."""

    matter_id: str
    papers: int
    ticket_id: str
    number: str
    way: Way = Way.SIGN


@dataclass(frozen=True, slots=True, kw_only=True)
class Train(Event):
    """Training mode on or off: an invented visitor, marked as such on both screens, nothing reaches the hall."""

    on: bool
