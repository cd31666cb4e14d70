"""What the devices should be doing, as a function of the state.

Nothing is switched on or off by hand: the application compares what is wanted now with what was wanted before and
sends the difference. So a camera cannot be forgotten on, whatever road led to the end of a visit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from terminal.visit.arriving import complete
from terminal.visit.events import Way
from terminal.visit.matter import valid_id
from terminal.visit.offered import lists
from terminal.visit.state import Briefing, Phase, State
from terminal.visit.talking import TALKS

QUESTIONS = {
    Phase.ASKING: "request",
    Phase.CONFIRMING: "confirm",
    Phase.MATTER: "next_step",
    Phase.BOOKING: "yes_no",
    Phase.CHECK_IN: "yes_no",
    Phase.COMING_BACK: "yes_no",
    Phase.TICKET: "commands",
    Phase.WAITING: "commands",
    Phase.CALLED: "yes_no",
    Phase.CONVERSING: "request",
    Phase.REMOTE: "commands",
    Phase.EVALUATING: "rating",
    Phase.THEME: "next_step",
    Phase.ENQUIRY: "request",
    Phase.GUIDE: "commands",
}
"""What is listened for in each phase: the name of a grammar. Phases that are absent do not listen."""
SIGNS = {
    Phase.ASKING: "words",
    Phase.CONVERSING: "words",
    Phase.REMOTE: "words",
    Phase.CONFIRMING: "choice",
    Phase.MATTER: "choice",
    Phase.BOOKING: "choice",
    Phase.CHECK_IN: "choice",
    Phase.COMING_BACK: "choice",
    Phase.TICKET: "choice",
    Phase.WAITING: "choice",
    Phase.CALLED: "choice",
    Phase.EVALUATING: "choice",
    Phase.THEME: "choice",
    Phase.ENQUIRY: "words",
    Phase.GUIDE: "choice",
}
"""What is watched for: words of the lexicon, or only the gestures that steer (yes, no, one to five fingers)."""
CAPTIONED = (Phase.CONVERSING, Phase.REMOTE)
"""Where the clerk's own speech is heard, while the clerk's key is down."""
TalkKey = Literal["open", "closed", "pressed", "finished"]
"""How the ears listen: to whatever is said; to nothing, for the key is up; to all of it as one utterance; and now that
the key was touched again, to what it was."""
ID_LENGTH = 18
"""Signs of a resident ID number (GB 11643)."""
MIRROR = frozenset({Phase.ASKING, Phase.ENQUIRY, Phase.CONVERSING, Phase.REMOTE})
"""Where the visitor sees the own picture."""


@dataclass(frozen=True, slots=True)
class CallWish:
    """The call that should be on: its id, what the interpreter is told before it, whether the picture is shown."""

    call_id: str
    briefing: Briefing
    camera: bool = True


@dataclass(frozen=True, slots=True)
class MessageWish:
    """What the message's worker should do with the film ``film_id``: warm (load), ready (wait for pictures), record,
    close, play (for the ``plays``-th time), keep, send. ``briefing`` and ``contact`` go along with the film."""

    film_id: str
    act: str
    plays: int = 0
    send_id: str = ""
    contact: str = field(default="", repr=False)
    briefing: Briefing = field(default_factory=Briefing)


MESSAGE_ACTS = {
    "consent": "warm",
    "countdown": "ready",
    "recording": "record",
    "closing": "close",
    "review": "play",
    "contact": "keep",
    "sending": "send",
    "away": "keep",
}
"""What the worker does in each step; in the others there is no film, and no worker."""
FILMED = ("countdown", "recording")


@dataclass(frozen=True, slots=True)
class Wants:
    """What eyes, ears, pad and call should do now. Empty strings mean off.

    ``sparing``: a call needs the machine, so signs are looked for less often (both at full rate do not fit two
    cores).
    """

    signs: str = ""
    mirror: bool = False
    question: str = ""
    talk: TalkKey = "open"
    captions: bool = False
    pad_seq: int = 0
    pad_timeout_s: float = 0.0
    call: CallWish | None = None
    call_near: bool = False
    """The visitor is being asked whether a call may transmit: it may be wanted in a moment."""
    sparing: bool = False
    transmits: bool = False
    """Sound goes to the interpreter: the call has the microphone, which is opened with the first picture."""
    message: MessageWish | None = None

    @property
    def camera(self) -> bool:
        """Whether the camera is on at all."""
        return bool(self.signs) or self.mirror

    @property
    def microphone(self) -> bool:
        """Whether the microphone is on at all, for whomever."""
        return bool(self.question) or self.transmits


def wants(state: State) -> Wants:
    """What the devices should do in this state. Without consent a device is off, whatever else is true."""
    visit = state.visit
    signing = visit.consent.camera and visit.way is Way.SIGN
    speaking = visit.consent.microphone and visit.way is Way.SPEAK
    question = _question(state) if speaking else ""
    call = visit.call if state.phase is Phase.REMOTE and visit.consent.transmit else None
    in_call = call is not None and call.on
    hidden = call is not None and in_call and not call.camera
    if call is not None and call.live:
        question = ""  # one microphone: in the call it is the interpreter's, and what they say is not recognised
    captions = state.clerk_talks and state.phase in CAPTIONED
    question = "captions" if captions else question
    if state.training:
        return Wants(question=question if captions else "", captions=captions)  # an invented visitor has no body
    message = visit.message if state.phase is Phase.MESSAGE else None
    filmed = message is not None and message.step in FILMED
    evaluation = visit.evaluation if state.phase is Phase.EVALUATING else None
    return Wants(
        signs=_signs(state) if signing and not hidden else "",
        mirror=((signing and state.phase in MIRROR) or in_call or filmed) and not hidden,
        question=question,
        talk=_talk(state) if question and not captions else "open",
        captions=captions,
        pad_seq=evaluation.seq if evaluation else 0,
        call=CallWish(call.call_id, call.briefing, call.camera) if call is not None and in_call else None,
        call_near=state.phase is Phase.CONSENT and visit.consent.asked == "transmit",
        sparing=call is not None and call.live,
        transmits=call is not None and call.live,
        message=_message(state),
        pad_timeout_s=round(evaluation.deadline - evaluation.since, 1) if evaluation else 0.0,
    )


def _talk(state: State) -> TalkKey:
    """With press-to-talk nothing is heard before the key was touched."""
    talk = state.visit.talk
    if not state.press_to_talk:
        return "open"
    if talk is None:
        return "closed"
    return "finished" if talk.done else "pressed"


def _message(state: State) -> MessageWish | None:
    """The film that should exist; none outside its phase, so that every road out of it throws the film away."""
    message, call = state.visit.message, state.visit.call
    if state.phase is not Phase.MESSAGE or message is None or message.step not in MESSAGE_ACTS:
        return None
    told = call.briefing if call is not None else Briefing()
    act = MESSAGE_ACTS[message.step]
    if act != "send":
        return MessageWish(message.film_id, act, message.plays)
    return MessageWish(message.film_id, act, message.plays, message.send_id, message.contact, told)


def _signs(state: State) -> str:
    """The signs of the phase; digits while an ID number is asked for."""
    booking = state.visit.booking
    if state.phase is Phase.BOOKING and booking.slot_id and not valid_id(booking.digits):
        return "number"
    if _looking(state):
        return "number"
    return SIGNS.get(state.phase, "")


def _looking(state: State) -> bool:
    """Whether a booking is looked for and its number is still to come."""
    draft = state.visit.check_in
    return state.phase is Phase.CHECK_IN and draft is not None and not draft.found and not complete(draft)


def _question(state: State) -> str:
    """What is asked now; with a time chosen the booking asks for the card's number, then whether it stands. With
    press-to-talk only pages with the key listen."""
    if state.press_to_talk and state.phase not in TALKS:
        return ""
    booking = state.visit.booking
    if state.visit.giving_back:
        return "yes_no"
    if state.phase is Phase.BOOKING and booking.slot_id:
        return "number" if len(booking.digits) < ID_LENGTH else "yes_no"
    if _looking(state):
        return "number"
    if lists(state):
        return "choice"
    return QUESTIONS.get(state.phase, "")
