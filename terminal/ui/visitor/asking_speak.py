"""Speaking: the microphone that listens, and what was heard as it comes."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Button, Column, Node, Ripple, Screenful, Spacer, Text
from terminal.ui.visitor.asking_touch import common
from terminal.ui.visitor.frame import card, framed, halves, heading, signer_beside
from terminal.ui.visitor.offers import offers
from terminal.ui.visitor.words import said
from terminal.visit.events import Repeat
from terminal.visit.state import State


def view(state: State, look: Look) -> Screenful:
    """Half duplex: while the terminal speaks it says so and does not listen."""
    words = said(state, look)
    body = halves(look, _watch(state, look, words), _touch(state, look), tall=880 if look.elderly else 700)
    return framed(state, look, "asking.speak", body, title=words, step=1)


def _watch(state: State, look: Look, words: str) -> Column:
    status = look.say("ask.speaking" if state.speaking else "ask.listening")
    ripple = Ripple(
        "louder" if state.speaking else "mic", "microphone", height=460 if look.elderly and not look.landscape else 300
    )
    if look.elderly:
        return Column(
            (
                Text(words, "h1", align="center", fit=True),
                Column((ripple,), justify="center", grow=1),
                Text(status, "h2", "primary", align="center", fit=True, lines=1),
            ),
            gap=8,
            pad=(16, 0, 0, 0),
        )
    note = look.say("ask.speak_note") if state.visit.saying.key == "ask.speak" else ""
    head = signer_beside(look, heading(words, note, role="h1"), width=320)
    status_line = Text(status, "h3", "primary", "center", fit=True, lines=1)
    return Column((replace(head, height=300), Column((replace(ripple, grow=1.0),), grow=1), status_line), gap=16)


def _touch(state: State, look: Look) -> Column:
    request = state.visit.request
    heard = _tail(request.partial or request.heard, 24 if look.elderly else 48)
    thinking = state.visit.pending_what == "understand"
    text = Text(heard or look.say("ask.heard_none"), "h2" if heard else "lead", "ink" if heard else "ink2", fit=True)
    box = card(
        Text(look.say("ask.working" if thinking else "ask.heard"), "lead", "ink2"),
        Column((text,), grow=1),
        gap=10,
        pad=(30, 44, 30, 44),
    )
    tall = 344.0 if look.elderly else 260.0
    lower: Node | None = offers(state, look) if state.visit.notice == "ask.offer_others" else None
    if lower is None and not look.elderly:
        lower = common(look, 4)
    again = Button(
        look.say("signer.read_again"), Repeat(), "second", "louder", height=150, grow=0.0 if look.elderly else 1
    )
    heard_box = Column((replace(box, grow=1.0),), height=tall)
    if look.elderly:
        return Column((heard_box, lower, Spacer(grow=1), again), gap=24)
    return Column((replace(heard_box, height=None, grow=1.0), lower, replace(again, grow=0.0)), gap=24)


def _tail(text: str, most: int) -> str:
    """The newest words: whoever speaks on wants to see that the last ones were heard."""
    return text if len(text) <= most else "…" + text[-most:]
