"""The remote session, its written record, and the signed message for when nobody is on duty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from terminal.visit.events.base import Event
from terminal.visit.events.hall import Both


@dataclass(frozen=True, slots=True, kw_only=True)
class CallChanged(Event):
    """State of the remote session, from the call worker: one of `state.CALL_STATES`.

    ``reason`` says why it is reconnecting (line, interpreter, picture, terminal) or why nobody comes (closed, away);
    ``hours`` is when interpreters are on duty next, as "MM-DD HH:MM-HH:MM".
    """

    state: str
    place: int = 0
    wait_minutes: int = 0
    interpreter: str = ""
    reason: str = ""
    hours: str = ""
    second: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallText(Event):
    """Text in the call from somebody else: interpreter, clerk elsewhere, the visitor's own phone.

    ``key`` names the line: a text that is not ``final`` is replaced by the next one of the same key.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    who: str
    key: str
    text: str
    final: bool = True
    via: str = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallQuality(Event):
    """How good the pictures are, in the words of `state.QUALITY`: ``seen`` what arrives here, ``shown`` what the
    interpreter gets from here. Empty: not known yet."""

    seen: str = ""
    shown: str = ""
    fps: int = 0
    width: int = 0
    height: int = 0
    round_trip_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverChanged(Event):
    """The interpreter hands over: asked (another is called), both_in (the visitor is asked), confirmed."""

    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanged(Event):
    """How the written record of the call stands, from the call worker: off, asked, on, refused. ``missing``: roles that
    have not answered; ``until``: the day on which it is erased, "MM-DD"; ``address`` opens it and holds a secret."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"address"})
    state: str
    missing: tuple[str, ...] = ()
    until: str = ""
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeRecord(Event):
    """The visitor agrees to a written record of the call, or does not (any more): nothing is kept then."""

    agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkAgreesRecord(Event):
    """The clerk agrees to a written record of the call, asking the others for it, or does not (any more)."""

    agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMe(Event):
    """The visitor shows the own picture in the call, or not: 关摄像头."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePhone(Event):
    """The visitor wants to carry on by phone: the code for it is shown, or put away."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCode(Event):
    """The address that the visitor's phone opens, from the call worker; it holds a secret and works once."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"address"})
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(Event):
    """The call that went on by phone comes back to the terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoToWindow(Event):
    """去窗口: the number was called while the visitor was in a call, and they go there now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMessage(Event):
    """Nobody is there: the visitor leaves a signed message, or takes it once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchMessage(Event):
    """The visitor watches the own message again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChanged(Event):
    """What became of the film ``film_id``. ``state``: ready (pictures come), made (``seconds`` long), empty (no
    pictures came), sent (the hall's number and times, and the ``address`` that opens the answer and holds a secret),
    away (the hall did not answer), refused (why, in two languages)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"number", "due", "delete_at", "address", "refusal"})
    film_id: str
    state: str
    seconds: int = 0
    number: str = ""
    due: str = ""
    delete_at: str = ""
    address: str = field(default="", repr=False)
    refusal: Both = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp(Event):
    """The clerk ends the remote session."""
