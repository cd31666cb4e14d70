"""What the call worker is told, and what it is made of. Standard library only: the main process imports this."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallParts:
    """Everything the worker needs: the hall and our keys there, the rings of pictures, the sound devices.

    ``camera_ring`` is written by the eyes and read here: there is no second opening of the camera. The other two are
    written here: the interpreter's picture, and that of a second one. Sizes are (width, height). ``phone_page`` is the
    address of the hall's page for phones, "" where there is none.
    """

    url: str
    key: str
    clerk_key: str
    camera_ring: str
    camera_size: tuple[int, int]
    interpreter_ring: str
    second_ring: str
    people_size: tuple[int, int]
    microphone: str
    speaker: str
    relay_only: bool = False
    time_code: bool = False
    ca_file: str = ""
    phone_page: str = ""


@dataclass(frozen=True, slots=True)
class Dial:
    """There should be this call. The same ``call_id`` again is the same call: told after a restart, it is joined again.

    ``understood`` are words with whether they are sure; ``papers_missing`` are names of papers; ``camera`` says
    whether the visitor's picture is shown. ``ticket_id`` and ``appointment_id``, "" where there is none, tell the hall
    whether an interpreter was booked for now.
    """

    call_id: str
    matter_id: str = ""
    understood: tuple[tuple[str, bool], ...] = ()
    papers_missing: tuple[str, ...] = ()
    note: str = ""
    camera: bool = True
    ticket_id: str = ""
    appointment_id: str = ""


@dataclass(frozen=True, slots=True)
class Warm:
    """A call is near: the visitor is being asked for consent. Load what it needs; nothing leaves the terminal yet."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """There should be no call: end it, forget it, and end this process."""


@dataclass(frozen=True, slots=True)
class Write:
    """A line of the visitor or the clerk, letter by letter until it is ``final``; ``seq`` rises for each of ``who``."""

    who: str
    seq: int
    text: str
    via: str
    final: bool


@dataclass(frozen=True, slots=True)
class Agree:
    """The visitor's answer to the hand-over."""

    agreed: bool


@dataclass(frozen=True, slots=True)
class Record:
    """Somebody here (visitor, clerk) agrees to a written record of the call, or refuses."""

    who: str
    agree: bool


@dataclass(frozen=True, slots=True)
class Invite:
    """The visitor's phone may take the visitor's place: make a code for it."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Take the visitor's place back from the phone."""
