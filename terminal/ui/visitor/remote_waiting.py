"""Waiting for an interpreter: place, wait, what can be done meanwhile; and where nobody comes, what else there is."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Button,
    Caption,
    Choice,
    Column,
    Icon,
    Node,
    Pages,
    Ring,
    Row,
    Screenful,
    Spacer,
    Text,
    Told,
)
from terminal.ui.scene import Local as Choose
from terminal.ui.visitor import remote_number
from terminal.ui.visitor.frame import card, framed
from terminal.ui.visitor.remote_keys import PAGES, keys
from terminal.ui.visitor.sides import halves
from terminal.ui.visitor.words import duty_hours, said
from terminal.visit.events import BookTime, CallInterpreter, HangUp, RecordMessage, Status, Way
from terminal.visit.numbers import left_number
from terminal.visit.remote import OFFERS_S
from terminal.visit.state import Call, State


def view(state: State, look: Look) -> Screenful:
    """The signer says what is happening; below it what the visitor may do."""
    call = state.visit.call or Call("asked", state.now)
    words = said(state, look)
    note = look.say("remote.calling_note") if call.waiting and not look.large else ""
    stage = Told(Caption(words, note))
    if remote_number.asked(state):
        touch = remote_number.question(state, look)
    elif call.waiting:
        pages = (("talk", _waiting(state, look, call)), ("keys", keys(state, look)))
        touch = Column((Pages(PAGES, pages, "talk", grow=1),))
    else:
        touch = _nobody(state, look, call)
    tall = 530 if look.large else 650 if call.offered or not call.waiting else 820
    name = "remote.calling" if call.waiting else "remote.nobody"
    return framed(state, look, name, halves(look, stage, touch, tall=tall), title=words, back=False)


def _waiting(state: State, look: Look, call: Call) -> Column:
    waited = state.now - call.since
    ring = Ring(min(1.0, waited / OFFERS_S), Icon("video", 76, "primary"), thick=24, width=220, height=220)
    wait = look.say("remote.minutes", n=call.wait_minutes) if call.wait_minutes else look.say("remote.soon")
    known = "" if call.wait_minutes else "_only"
    before = look.say(f"remote.place{known}" if call.place > 1 else f"remote.nobody_before{known}", n=call.place)
    facts = Column(
        (Text(before, "lead", "ink2", fit=True, lines=2), Text(wait, "title", fit=True, lines=1)), gap=2, grow=1
    )
    box = replace(card(Row((ring, facts), gap=44, grow=1)), grow=1.0)
    stop = Button(look.say("remote.stop_waiting"), HangUp(), "second", "back", height=124)
    called = remote_number.end_key(state, look)
    stop = replace(called, grow=0.0, height=124) if called is not None else stop
    crowded = look.landscape
    return Column(
        (
            box,
            None if crowded else Text(look.say("remote.meanwhile"), "h3", fit=True),
            *_meanwhile(state, look, call),
            stop,
        ),
        gap=20,
    )


def _meanwhile(state: State, look: Look, call: Call) -> tuple[Node, ...]:
    """Typing from the beginning; another time once waiting gets long. A person is in the bar, always."""
    typing = Choice(
        look.say("remote.type_first"),
        Choose(key=PAGES, value="keys"),
        "type",
        "" if look.large or look.landscape else look.say("remote.type_first_note"),
        "row",
        height=look.room(150),
    )
    return (typing, *((_another_time(look),) if call.offered and _bookable(state) else ()))


def _nobody(state: State, look: Look, call: Call) -> Column:
    """Why, when somebody is there again, and every other way that is open now."""
    why = look.say("remote.closed" if call.reason == "closed" else "remote.unreached")
    when = look.say("remote.hours", hours=duty_hours(look, call.hours)) if call.hours else ""
    head = card(
        Column((Text(why, "h2", fit=True, lines=2), Text(when, "lead", "ink2", fit=True, lines=2) if when else None)),
        pad=(24, 36, 24, 36),
    )
    tall = 120 if look.landscape else 150
    on = "remote.go_on" if left_number(state) is None else "remote.wait_on"
    back = Choice(look.say(on), HangUp(), _way_icon(state), "", "row", height=tall)
    again = Choice(look.say("remote.again"), CallInterpreter(), "video", "", "row", height=tall)
    message = Choice(look.say("message.offer"), RecordMessage(), "camera", "", "row", height=tall)
    filmable = _filmable(state) and not (look.large and state.visit.way is not Way.SIGN)
    off_duty = call.reason == "closed" and bool(call.hours)  # whoever calls again reads the same again
    ways: tuple[Node, ...] = (
        *((message,) if filmable else ()),
        back,
        *(() if off_duty or (look.large and filmable) else (again,)),
        *((_another_time(look, tall),) if _bookable(state) else ()),
    )
    rows = (replace(way, grow=1.0) for way in ways)
    return Column((head, *rows, Spacer(grow=0.5)), gap=20)


def _another_time(look: Look, tall: float = 150) -> Node:
    return Choice(look.say("remote.other_time"), BookTime(), "calendar", "", "row", height=tall)


def _filmable(state: State) -> bool:
    """A message needs a camera, and somebody who is no trainee's invention and is not called in the middle of it."""
    camera = state.device("camera")
    return (
        not state.training
        and left_number(state) is None
        and (camera is None or camera.status not in (Status.MISSING, Status.FAULT))
    )


def _bookable(state: State) -> bool:
    """Who has a number already would lose it by booking another time."""
    meaning = state.visit.meaning
    return meaning is not None and bool(meaning.matter_id) and left_number(state) is None


def _way_icon(state: State) -> str:
    return {Way.SIGN: "sign", Way.SPEAK: "speak"}.get(state.visit.way or Way.TOUCH, "type")
