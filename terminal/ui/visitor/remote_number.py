"""A number that is called while its visitor is in a call: large beside the talk, then at its edge, with a key to go."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Button, Column, Node, Pill, Pulse, Row, Stack, Text
from terminal.ui.visitor.words import spaced
from terminal.visit.events import Deny, GoToWindow
from terminal.visit.numbers import asked_to_go, left_number
from terminal.visit.state import State, Ticket


def called(state: State) -> Ticket | None:
    """The number that waits behind this call and was called; None where it has still to be."""
    ticket = state.visit.ticket if left_number(state) is not None else None
    return ticket if ticket is not None and ticket.called else None


def asked(state: State) -> bool:
    """Whether the visitor has to read it now."""
    return asked_to_go(state)


def question(state: State, look: Look) -> Column:
    """Number and window as large as the room allows, on a ground that breathes; going and talking on are one touch."""
    ticket = called(state)
    assert ticket is not None
    tall = (128 if look.landscape else 150) if look.large else 150
    waiting = state.visit.call is not None and state.visit.call.waiting
    on = look.say("called.wait_on" if waiting else "called.talk_on")
    later = Button(on, Deny(), "second", "" if look.large else "video", height=tall, grow=0.8)
    keys = (later, _go(state, look, ticket, tall))
    answers: Node = Row(keys, gap=20)
    if look.landscape:
        answers = Column(tuple(replace(key, grow=0.0) for key in reversed(keys)), gap=20)
    return Column((_card(look, ticket), answers), gap=24)


def words(state: State, look: Look) -> str:
    """The same for who has the screen read out."""
    ticket = called(state)
    if ticket is None:
        return look.say("remote.online")
    key = "waiting.missed" if ticket.missed else "called.your_turn"
    return look.say(key, number=ticket.number, window=ticket.window)


def _card(look: Look, ticket: Ticket) -> Node:
    number = Text(spaced(ticket.number), "number", "on_primary", "center", fit=True, lines=1)
    if ticket.missed:
        title, below = look.say("called.missed"), Text(look.say("called.may_queue"), "h2", "on_primary", "center")
    else:
        title = look.say("called.title")
        window = Text(look.say("called.window", window=ticket.window), "title", "on_primary", "center", fit=True)
        below = replace(window, lines=1)
    inner = Column(
        (Text(title, "h1", "on_primary", "center", fit=True, lines=1), number, replace(below, fit=True)),
        gap=4,
        pad=(20, 32, 24, 32),
        justify="center",
        grow=1,
    )
    return Stack((Pulse(ticket.called, radius=48), inner), grow=1)


def _go(state: State, look: Look, ticket: Ticket, tall: float) -> Button:
    if ticket.missed:
        return Button(look.say("comeback.again"), GoToWindow(), "main", "again", height=tall, grow=1)
    here = ticket.window == state.window
    label = look.say("called.coming") if here else look.say("called.go", window=ticket.window)
    return Button(label, GoToWindow(), "main", "yes" if here else "next", height=tall, grow=1)


def end_key(state: State, look: Look) -> Button | None:
    """In place of the key that ends the call or the waiting: where that leads by now. At this window the clerk sees who
    is there, and the call may end before."""
    ticket = called(state)
    if ticket is None or (ticket.window == state.window and not ticket.missed):
        return None
    label = look.say("comeback.again" if ticket.missed else "called.go_short")
    return Button(label, GoToWindow(), "main", "again" if ticket.missed else "next", role="body", grow=1)


def mark(state: State, look: Look) -> Node | None:
    """Number and window over the picture, as long as the call goes on."""
    ticket = called(state)
    if ticket is None:
        return None
    key = "missed_short" if ticket.missed else "earlier_least" if look.large else "earlier_short"
    return Pill(look.say(f"called.{key}", number=ticket.number, window=ticket.window), "light", "warn")
