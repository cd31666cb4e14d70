"""Waiting at the terminal: the number stays large, and what will happen is said beforehand."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Caption,
    Column,
    Either,
    Icon,
    Node,
    Row,
    Screenful,
    Text,
    Told,
)
from terminal.ui.visitor.frame import framed, slip
from terminal.ui.visitor.sides import halves
from terminal.ui.visitor.words import minutes, said, spaced
from terminal.visit.events import CallInterpreter, GiveNumberBack, Leave, Way
from terminal.visit.state import State


def view(state: State, look: Look) -> Screenful:
    """Number, how many are ahead, an interpreter meanwhile, and two quiet ways out."""
    words = said(state, look)
    watch = Told(Caption(words))
    tall = 540 if look.large else 900 if _interpreter(state, look) is None else 780
    body = halves(look, watch, _touch(state, look), tall=tall)
    return framed(state, look, "waiting", body, title=words, spare=100)


def _touch(state: State, look: Look) -> Column:
    ticket = state.visit.ticket
    number = spaced(ticket.number) if ticket else ""
    ahead = look.say("waiting.ahead" if ticket.ahead else "waiting.first", n=ticket.ahead) if ticket else ""
    wait = minutes(look, ticket.wait_minutes) if ticket else ""
    facts = Column(
        (
            None if look.large else Text(look.say("ticket.your_number"), "lead", "ink2"),
            Text(wait, "h3" if not look.large else "body", bold=True, fit=True, lines=1),
            None if look.large else Text(ahead, "lead", "ink2", fit=True, lines=1),
        ),
        gap=4,
        width=None if look.outgrown else 270 if not look.large else 400,
    )
    large = Text(number, "number", "primary", fit=True, lines=1, grow=1)
    beside = Row((large, facts), gap=32)
    number_slip = slip(Either(beside, Column((replace(large, grow=0.0), facts), gap=4)) if look.outgrown else beside)
    promise = Box(
        Row(
            (
                Icon("light", 110 if not look.large else 60, "on_tint"),
                Text(look.say("waiting.look_here"), "h3" if not look.large else "lead", "on_tint", grow=1, fit=True),
            ),
            gap=28,
        ),
        fill="primary_tint",
        radius=32,
        pad=(28, 34, 28, 34),
    )
    share = 0.0 if look.large else 1.0
    interpreter = _interpreter(state, look)
    tall = (160 if look.landscape else 176) if look.large else 140
    crowded = look.large and interpreter is not None
    if crowded:
        tall = 120
    give_back = Button(look.say("waiting.give_back"), GiveNumberBack(), "second", "no", height=tall, grow=share)
    go = Button(look.say("waiting.go"), Leave(), "second", "home", height=tall, grow=share)
    ways: Node = Column((go, give_back), gap=24) if look.large else Row((give_back, go), gap=24)
    return Column((number_slip, None if crowded and look.landscape else promise, interpreter, ways), gap=24)


def _interpreter(state: State, look: Look) -> Button | None:
    """Who does not speak may talk while they wait; being called is told in the call too."""
    if not look.interpreter or state.visit.way is Way.SPEAK:
        return None
    return Button(look.say("fault.interpreter"), CallInterpreter(), "second", "video", height=120)
