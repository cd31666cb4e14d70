"""Your turn: number and window fill the screen, the ground breathes three times, the signer waves."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Box, Button, Column, Icon, Place, Pulse, Row, Screenful, SignerStage, Spacer, Stack, Text
from terminal.ui.visitor.bar import key_size
from terminal.ui.visitor.sides import MARGIN
from terminal.ui.visitor.words import spaced
from terminal.visit.events import Back, CallPerson, Confirm
from terminal.visit.state import State

_TRAINING = 60
"""So much lower the page begins on a lying panel, so that the strip of the training covers no word."""


def view(state: State, look: Look) -> Screenful:
    """Over the whole screen, without top line or tools; a person stays one touch away."""
    ticket = state.visit.ticket
    number = spaced(ticket.number) if ticket else ""
    window = look.say("called.window", window=ticket.window if ticket else state.window)
    title = look.say("called.title")
    again = look.say("called.again", n=ticket.call_count) if ticket and ticket.call_count > 1 else ""
    words = Column(
        (
            Text(title, "title", "on_primary", "center", fit=True),
            Text(number, "number_huge", "on_primary", "center", fit=True, lines=1),
            Text(again, "h3", "on_primary", "center") if again else None,
            _window(window),
            Spacer(grow=1),
            _buttons(look, brought=ticket is not None and ticket.brought),
        ),
        gap=20,
        grow=1,
    )
    stage = SignerStage(arch=True, fit="whole", radius=40)
    bar = look.tokens.bar
    wide, tall = key_size(look, "help_width"), key_size(look, "button")
    person = Button(look.say("bar.help"), CallPerson(), "help", "person", width=wide, height=tall)
    margin = (bar["height"] - tall) / 2
    if look.landscape:
        body = Row(
            (Column((replace(stage, grow=1.0),), grow=1), words),
            gap=56,
            pad=(40 + _TRAINING * state.training, 56, bar["height"], 56),
            align="stretch",
        )
    else:
        tall = (540 if look.large else 680) * look.larger
        body = Column(
            (Place(stage, left=140, right=140, height=tall), words), gap=24, pad=(96, MARGIN, bar["height"] + 8, MARGIN)
        )  # type: ignore[assignment]
    since = ticket.called if ticket else state.since
    whole = Stack((Pulse(since), body, Place(person, right=56 if look.landscape else bar["margin"], bottom=margin)))
    return Screenful("called", whole, f"{title} {number} {window}", ground="primary", back=Back(), help=CallPerson())


def _window(window: str) -> Box:
    return Box(
        Row(
            (Icon("next", 130, "primary"), Text(window, "display", "primary", fit=True, lines=1)),
            gap=48,
            justify="center",
        ),
        fill="surface",
        radius=56,
        height=250,
        pad=(0, 40, 0, 40),
    )


def _buttons(look: Look, brought: bool) -> Row:
    tall = 128 if not look.large else 164
    later = Button(
        look.say("called.not_mine" if brought else "called.later"),
        Back(),
        "quiet",
        "" if look.large else "clock",
        height=tall,
        grow=0.8,
    )
    here = Button(look.say("called.coming"), Confirm(), "quiet", "yes", height=tall, grow=1)
    return Row((later, here), gap=24)
