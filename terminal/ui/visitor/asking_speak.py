"""Speaking: the microphone that listens, and what was heard as it comes; large words, nobody signs to who hears."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Button, Column, Node, Ripple, Row, Screenful, Spacer, Text
from terminal.ui.visitor.asking_touch import common
from terminal.ui.visitor.frame import card, framed
from terminal.ui.visitor.offers import offers
from terminal.ui.visitor.press_to_talk import rings, talk_key, whether_heard
from terminal.ui.visitor.sides import halves
from terminal.ui.visitor.words import said
from terminal.visit.events import Repeat, SignAgain, Submit
from terminal.visit.state import State

_FIRST = ("ask.speak", "talk.question")
"""Who is asked for the first time reads what to say."""


def view(state: State, look: Look) -> Screenful:
    """Half duplex: while the terminal speaks it says so and does not listen."""
    words = said(state, look)
    body = halves(look, _watch(state, look, words), _touch(state, look), tall=800 if look.large else 700)
    return framed(state, look, "asking.speak", body, title=words, step=1)


def _watch(state: State, look: Look, words: str) -> Column:
    status = whether_heard(state, look)
    ripple = rings(state, Ripple("mic", "microphone", height=400 if look.large and not look.landscape else 300))
    if look.large:
        return Column(
            (
                Text(words, "h1", align="center", fit=True),
                Column((ripple,), justify="center", grow=1),
                Text(status, "h2", "primary", align="center", fit=True, lines=1),
            ),
            gap=8,
            pad=(16, 0, 0, 0),
        )
    note = look.say("ask.speak_note") if state.visit.saying.key in _FIRST else ""
    asked = Text(words, "title", align="center", fit=True)
    how = Text(note, "lead", "ink2", "center", fit=True) if note else None
    status_line = Text(status, "h2", "primary", "center", fit=True, lines=1)
    parts = (asked, how, Column((replace(ripple, grow=1.0),), grow=1), status_line)
    return Column(parts, gap=12, pad=(16, 0, 0, 0))


def _touch(state: State, look: Look) -> Column:
    request = state.visit.request
    heard = _tail(request.partial or request.heard, 24 if look.large else 48)
    thinking = state.visit.pending_what == "understand"
    text = Text(heard or look.say("ask.heard_none"), "h2" if heard else "lead", "ink" if heard else "ink2", fit=True)
    box = card(
        Text(look.say("ask.working" if thinking else "ask.heard"), "lead", "ink2"),
        Column((text,), grow=1),
        gap=10,
        pad=(30, 44, 30, 44),
    )
    tall = 344.0 if look.large else 260.0
    lower: Node | None = offers(state, look) if state.visit.notice == "ask.offer_others" else None
    if lower is None and not look.elderly:
        lower = common(look, 4)
    read = Button(look.say("signer.read_again"), Repeat(), "quiet", "louder", height=130)
    keys = _keys(state, look)
    if look.elderly:
        read_again = None if lower else read
        return Column((Column((replace(box, grow=1.0),), height=tall), lower, Spacer(grow=1), read_again, keys), gap=24)
    keys = replace(keys, children=(replace(read, grow=1.0, height=None), *keys.children))
    return Column((replace(box, grow=1.0), lower, keys), gap=24)


def _keys(state: State, look: Look) -> Row:
    """Anew, and: that was all; the second waits until something was heard, and while that is being understood. With
    press-to-talk one key does it all: touched again, it begins anew."""
    if state.press_to_talk:
        return Row((replace(talk_key(state, look), grow=2),), align="stretch", height=180 if look.large else 160)
    request = state.visit.request
    heard = bool(request.partial or request.heard) and state.visit.pending_what != "understand"
    anew = Button(look.say("ask.say_anew"), SignAgain(), "second", "again", grow=0.8)
    done = Button(look.say("ask.said"), Submit(), "main", "yes" if heard else "", grow=1, enabled=heard)
    return Row((anew, done), gap=24, align="stretch", height=176 if look.large else 140)


def _tail(text: str, most: int) -> str:
    """The newest words: whoever speaks on wants to see that the last ones were heard."""
    return text if len(text) <= most else "…" + text[-most:]
