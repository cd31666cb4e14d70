"""From what was seen or heard to what is meant: the phase decides whether a thumb up is a yes or a word.

Pure functions. Everything that has no meaning of its own here goes on to the machine as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from content.matters import Matters
from content.voice.asked import load_asked
from recognition.understanding import Channel, Request, Understanding, understand
from recognition.understanding.result import Aspect, SlotKind
from recognition.understanding.slots.numerals import digits_of
from terminal.visit import farewell, spoken_keys
from terminal.visit.arriving import CODE_LENGTH
from terminal.visit.events import (
    AskAbout,
    Back,
    BookTime,
    CallInterpreter,
    CallPerson,
    ChangeRate,
    ChangeVolume,
    Choose,
    Confirm,
    Deny,
    EnterDigits,
    Event,
    GestureSeen,
    Leave,
    Level,
    Rate,
    Repeat,
    SetTheme,
    SpeechHeard,
    StartOver,
    Submit,
    TakeNumber,
    Theme,
    Understood,
)
from terminal.visit.offered import NUMBERED, lists
from terminal.visit.state import Phase, State

GESTURES_STEER = frozenset(
    {
        Phase.CONFIRMING,
        Phase.MATTER,
        Phase.BOOKING,
        Phase.TICKET,
        Phase.WAITING,
        Phase.CALLED,
        Phase.EVALUATING,
        Phase.THEME,
        Phase.GUIDE,
        Phase.CHECK_IN,
        Phase.COMING_BACK,
    }
)
"""Phases in which gestures answer the screen. While the visitor signs words, only a thumb up ends the sentence."""

ASKED = GESTURES_STEER | {Phase.REMOTE}
"""Phases whose screen asks something: elsewhere 对 or 不 is a word of what the visitor tells."""
ANSWERS = ("yes", "no")
COMMANDS: dict[str, Event] = {
    "repeat": Repeat(),
    "slower": ChangeRate(step=-1),
    "louder": ChangeVolume(step=1),
    "bigger_text": SetTheme(theme=Theme.ELDERLY),
    "back": Back(),
    "home": Leave(),
    "call_person": CallPerson(),
    "call_interpreter": CallInterpreter(),
    "yes": Confirm(),
    "no": Deny(),
}
IN_MATTER: dict[str, Event] = {"take_ticket": TakeNumber(), "book": BookTime()}
IN_QUEUE: dict[str, Event] = {"wait_time": Repeat(), "where_window": Repeat()}
"""What the screen of a number tells anyway."""
ABOUT = frozenset({Aspect.FEE, Aspect.TIME, Aspect.PLACE, Aspect.ONLINE, Aspect.PROXY, Aspect.MATERIALS})
"""What a page of a matter answers; conditions nobody has written down."""
TALK = frozenset({"chat", "food_order", "other_people"})
"""Known as no business of the hall's, and no business at all: nobody is told that small talk is not done here."""
MOST_ALTERNATIVES = 3
RATINGS = {
    "非常满意": Level.VERY_SATISFIED,
    "满意": Level.SATISFIED,
    "基本满意": Level.BASICALLY_SATISFIED,
    "不满意": Level.DISSATISFIED,
    "非常不满意": Level.VERY_DISSATISFIED,
}
"""The five levels always have these words (rule E-1); whole utterances only."""


def of_gesture(gesture: GestureSeen, state: State) -> Event | None:
    """The intent of a gesture in this phase, or None where it has none."""
    if state.phase is Phase.ASKING or state.phase is Phase.CONVERSING:
        return Submit() if gesture.kind == "yes" and state.visit.request.chips else None
    if state.phase is Phase.ENQUIRY:
        ready = state.visit.request.chips or state.visit.enquiry is not None
        return Submit() if gesture.kind == "yes" and ready else None
    if state.phase not in GESTURES_STEER:
        return None
    if gesture.kind == "yes":
        return Confirm()
    if gesture.kind == "no":
        return Deny()
    return Choose(index=gesture.value - 1) if 1 <= gesture.value <= 5 else None


def _asked(state: State) -> SlotKind | None:
    """What number the screen asks for."""
    if state.phase is Phase.BOOKING and state.visit.booking.slot_id:
        return SlotKind.ID_NUMBER
    draft = state.visit.check_in
    if state.phase is not Phase.CHECK_IN or draft is None or draft.found:
        return None
    return SlotKind.NUMBER if draft.by == "code" else SlotKind.ID_NUMBER


def _code(text: str, state: State) -> str:
    """The booking's code, digit by digit; said in two breaths it goes on where it stopped."""
    said, before = digits_of(text), state.visit.check_in.digits if state.visit.check_in else ""
    return before + said if len(before + said) <= CODE_LENGTH else said


def of_speech(event: SpeechHeard, state: State, matters: Matters) -> Event:
    """The intent of an utterance: a command in any phase, else the utterance itself."""
    text = event.text.strip()
    if state.phase is Phase.EVALUATING and text in RATINGS:
        return Rate(at=event.at, level=RATINGS[text])
    if not text or state.phase is Phase.CONVERSING:
        return event
    if text in NUMBERED and lists(state):
        return Choose(at=event.at, index=NUMBERED[text])
    plain = spoken_keys.meant(text, state) or farewell.meant(text, state)
    if plain is not None:
        return replace(plain, at=event.at)
    if state.phase is Phase.ENQUIRY and farewell.alone(text) in farewell.SAID_ALL:
        return Submit(at=event.at)
    asked = _asked(state)
    meaning = understand(Request(text=text, channel=Channel.SPOKEN, asked=asked), matters)
    if asked is not None and asked.value in meaning.slots:
        digits = _code(text, state) if asked is SlotKind.NUMBER else str(meaning.slots[asked.value])
        return EnterDigits(at=event.at, digits=digits, said=True)
    about = _about(text, meaning, state, matters)
    if about is not None:
        return AskAbout(at=event.at, aspect=about)
    if meaning.command == "home" and farewell.begins_again(text):
        return farewell.again(state) or event
    if state.phase is Phase.ENQUIRY and state.visit.enquiry is not None and meaning.command == "yes":
        return Confirm(at=event.at)
    if meaning.command is None or (meaning.command in ANSWERS and state.phase not in ASKED):
        return event
    return _here(state).get(meaning.command) or COMMANDS.get(meaning.command) or event


def _about(text: str, meaning: Understanding, state: State, matters: Matters) -> str | None:
    """What is asked about the matter on the page by words that name none: 要多少钱. None where nothing is."""
    shown = state.visit.meaning.matter_id if state.visit.meaning else ""
    if state.phase not in (Phase.CONFIRMING, Phase.MATTER) or shown not in matters:
        return None
    if text in load_asked():
        return load_asked()[text]
    if meaning.command == "where_window":
        return Aspect.PLACE.value
    if meaning.matter_id or meaning.candidates or meaning.elsewhere or meaning.command not in (None, "wait_time"):
        return None
    name = matters[shown].name.en + ", " if text.isascii() else matters[shown].name.zh + "，"
    asked = understand(Request(text=name + text, channel=Channel.SPOKEN), matters)
    return asked.aspect.value if asked.matter_id == shown and asked.aspect in ABOUT else None


def _here(state: State) -> dict[str, Event]:
    """Commands that mean something on this screen only."""
    if state.phase in (Phase.MATTER, Phase.THEME):
        return IN_MATTER
    return IN_QUEUE if state.phase in (Phase.TICKET, Phase.WAITING, Phase.CALLED) else {}


def of_meaning(meaning: Understanding, effect_id: str, at: float, said: str = "") -> Iterator[Event]:
    """The answer to what was asked to be understood, then what it commands (找人帮忙, typed or signed).

    A number or a booked time for a matter (我要办护照，取个号) is first of all that matter; who comes with a booking
    for it, or cancels that, wants the booking; whose window is asked for, its place. ``said``: the words, where there
    are any.
    """
    candidates, elsewhere = tuple(meaning.candidates)[:MOST_ALTERNATIVES], meaning.elsewhere or ""
    certainty = meaning.certainty.value
    of_a_matter = meaning.command in IN_MATTER or meaning.command == "where_window"
    matter = meaning.matter_id or (str(meaning.slots.get("matter", "")) if of_a_matter else "")
    aspect = meaning.aspect or (Aspect.PLACE if meaning.command == "where_window" else None)
    if not matter and certainty == "ask" and candidates:
        matter = candidates[0]
    obeyed = None if matter or meaning.command in ANSWERS else COMMANDS.get(meaning.command or "")
    if meaning.command == "home" and farewell.begins_again(said):
        obeyed = StartOver()
    if obeyed is not None:
        certainty = "obeyed"
    elif not matter and certainty != "ambiguous":
        certainty = "unknown"
    yield Understood(
        at=at,
        effect_id=effect_id,
        matter_id=matter,
        aspect=aspect.value if aspect else "apply",
        certainty=certainty,
        candidates=candidates if certainty == "ambiguous" else (),
        command="" if matter else meaning.command or "",
        elsewhere=elsewhere if certainty == "unknown" and elsewhere not in TALK else "",
    )
    if obeyed is not None:
        yield replace(obeyed, at=at)
