"""办不成事: the problem in the visitor's own words, by hand, voice or keys; then its number and who does what next."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Button,
    Caption,
    Column,
    Node,
    Ripple,
    Screenful,
    Text,
    Told,
)
from terminal.ui.visitor import asking_sign, asking_type
from terminal.ui.visitor.frame import card, framed, heading, news, notice_band, ruled
from terminal.ui.visitor.press_to_talk import rings, talk_key, whether_heard
from terminal.ui.visitor.sides import halves
from terminal.ui.visitor.theme import both
from terminal.ui.visitor.words import full_time, said
from terminal.visit.events import Confirm, SignAgain, Submit, Way
from terminal.visit.state import Enquiry, State


def view(state: State, look: Look) -> Screenful:
    """Telling it, or what became of it."""
    if state.visit.enquiry is not None:
        return _told(state, look, state.visit.enquiry)
    if state.visit.way is Way.SIGN:
        return replace(asking_sign.view(state, look), name="enquiry.sign")
    if state.visit.way is Way.SPEAK:
        return _speaking(state, look)
    return replace(asking_type.view(state, look), name="enquiry.type")


def _speaking(state: State, look: Look) -> Screenful:
    words, request = said(state, look), state.visit.request
    listening = whether_heard(state, look)
    ripple = rings(state, Ripple("mic", "microphone", grow=1))
    note = "" if look.large else look.say("enquiry.note")
    watch = Column(
        (heading(words, note, role="h1"), ripple, Text(listening, "h3", "primary", "center", lines=1)), gap=16
    )
    heard = "，".join(part for part in (request.heard, request.partial) if part)
    text = Text(heard or look.say("ask.heard_none"), "h2" if heard else "lead", "ink" if heard else "ink2", fit=True)
    box = card(Text(look.say("ask.heard"), "lead", "ink2"), Column((text,), grow=1), gap=10, pad=(30, 44, 30, 44))
    again = Button(look.say("enquiry.again"), SignAgain(), "second", "again", height=136)
    keys: tuple[Node, ...] = (again, _send(state, look))
    if state.press_to_talk:
        keys = (replace(talk_key(state, look), height=156), *keys)
    touch = Column((replace(box, grow=1.0), notice_band(state, look), *keys), gap=24)
    return framed(state, look, "enquiry.speak", halves(look, watch, touch, tall=700), title=words)


def _send(state: State, look: Look) -> Node:
    waiting = look.say("hall.waiting") if state.visit.pending_what == "enquiry" else ""
    return Button(look.say("enquiry.send"), Submit(), "main", "yes", note=waiting, height=150)


def _told(state: State, look: Look, enquiry: Enquiry) -> Screenful:
    words = said(state, look)
    watch = Told(Caption(words))
    tight = look.landscape and look.large
    number = Text(enquiry.number, "h2", fit=True, lines=1, height=90) if tight else None
    rows = [number or _row(look.say("enquiry.number"), enquiry.number, "h1")] if enquiry.number else []
    if enquiry.due:
        due = Text(look.say("enquiry.due", when=full_time(look, enquiry.due)), "body" if tight else "h3", fit=True)
        rows.append(due if tight else Column((due,), justify="center", grow=0.6))
    step = both(look, enquiry.next_step) or look.say("enquiry.next_default" if enquiry.number else "enquiry.kept_next")
    rows.append(
        Text(step, "body", fit=True, grow=1)
        if tight
        else _row(look.say("enquiry.next"), step, "h2" if not look.large else "h3")
    )
    told_of = replace(card(*ruled(tuple(rows)), pad=(20, 40, 20, 40)), grow=1.0)
    box = told_of if enquiry.number else news(look, step)
    done = Button(look.say("enquiry.done"), Confirm(), "main", "yes", height=150 if not look.large else 180)
    touch = Column((box, done), gap=28)
    return framed(
        state,
        look,
        "enquiry.told",
        halves(look, watch, touch, tall=640 if enquiry.number else 960),
        title=words,
    )


def _row(title: str, value: str, role: str) -> Node:
    words = Text(title, "body", "ink2", lines=1, fit=True), Text(value, role, fit=True)
    return Column(words, gap=4, justify="center", grow=1)
