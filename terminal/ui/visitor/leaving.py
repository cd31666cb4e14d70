"""Goodbye: what was known about the visitor is gone, and what is kept for the hall is said."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Caption,
    Column,
    Icon,
    Node,
    Row,
    Screenful,
    Spacer,
    Text,
    Told,
)
from terminal.ui.visitor.frame import card, framed, halves
from terminal.ui.visitor.words import said, spaced
from terminal.visit.state import State


def view(state: State, look: Look) -> Screenful:
    """Says only what is true: kept evaluations are named."""
    words = said(state, look)
    watch = Told(Caption(words, role="start"))
    touch = Column((_gone(look), _kept(state, look), _number(state, look), Spacer(grow=1)), gap=28)
    body = halves(look, watch, touch, tall=1000 if not look.elderly else 720)
    return framed(state, look, "leaving", body, title=words, back=False)


def _gone(look: Look) -> Node:
    words = Column(
        (Text(look.say("leaving.gone"), "h2", fit=True), Text(look.say("leaving.gone_note"), "body", "ink2", fit=True)),
        gap=6,
        grow=1,
    )
    return card(
        Row((Icon("mark-sure", 96, "sure" if look.tokens.name in {"normal", "elderly"} else "primary"), words), gap=36),
        pad=(36, 40, 36, 40),
    )


def _kept(state: State, look: Look) -> Node | None:
    evaluation = state.visit.evaluation
    if not (evaluation and evaluation.kept):
        return None
    return _band("lock", look.say("leaving.kept"))


def _number(state: State, look: Look) -> Node | None:
    ticket = state.visit.ticket
    if ticket is None or ticket.service_id:
        return None
    return _band("ticket", look.say("leaving.number_stays", number=spaced(ticket.number)))


def _band(icon: str, words: str) -> Node:
    return Box(
        Row((Icon(icon, 72, "on_tint"), Text(words, "lead", "on_tint", fit=True, grow=1)), gap=28),
        fill="primary_tint",
        radius=32,
        pad=(26, 36, 26, 36),
    )
