"""Goodbye: what was known about the visitor is gone, and what is kept for the hall is said."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
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
from terminal.ui.visitor.frame import card, framed
from terminal.ui.visitor.sides import halves
from terminal.ui.visitor.words import said, spaced, zone_of
from terminal.visit.events import Confirm
from terminal.visit.state import State, Ticket


def view(state: State, look: Look) -> Screenful:
    """Says only what is true: kept evaluations are named."""
    words = said(state, look)
    watch = Told(Caption(words, role="start"))
    ticket = state.visit.ticket
    if ticket is not None and ticket.moved:
        parts: tuple[Node | None, ...] = _moved(ticket, look)
    else:
        kept = _kept(state, look)
        parts = (_gone(look, but=kept is not None), kept, _number(state, look))
    touch = Column(parts, gap=28)
    body = halves(look, watch, touch, tall=1000 if not look.large else 720)
    return framed(state, look, "leaving", body, title=words, back=False)


def _gone(look: Look, *, but: bool) -> Node:
    """That nothing stays, or nothing ``but`` what is named below."""
    gone = "leaving.gone_but" if but else "leaving.gone"
    words = Column(
        (
            Text(look.say(gone), "h1" if not look.large else "h2", fit=True),
            Text(look.say(f"{gone}_note"), "lead" if not look.large else "body", "ink2", fit=True),
        ),
        gap=12,
        grow=1,
    )
    mark = Icon("mark-sure", 130, "sure" if look.tokens.name in {"normal", "elderly"} else "primary")
    return replace(card(Row((mark, words), gap=36, grow=1), pad=(24, 40, 24, 40)), grow=1.0)


def _moved(ticket: Ticket, look: Look) -> tuple[Node, ...]:
    """Where to go now, as large as the call that follows there; and that nothing has to be done again."""
    where = Text(look.say("called.window", window=ticket.window), "display", "primary", fit=True, lines=1, grow=1)
    number = Text(look.say("leaving.moved_number", number=spaced(ticket.number)), "h2", fit=True, lines=2)
    ahead = Text(look.say("slip.ahead", n=ticket.ahead), "lead", "ink2", fit=True, lines=1)
    zone = Text(zone_of(look, ticket.zone_zh), "lead", "ink2", fit=True, lines=1)
    there = Row((Icon("next", 110, "primary"), Column((where, zone), gap=0, grow=1)), gap=36)
    slip = card(Column((there, number, ahead), gap=18), pad=(36, 40, 36, 40))
    done = Button(look.say("leaving.read"), Confirm(), "main", "yes", height=144)
    return slip, Spacer(grow=1), done


def _kept(state: State, look: Look) -> Node | None:
    """What waits here for the hall: the rating, or the problem that was told."""
    evaluation, enquiry = state.visit.evaluation, state.visit.enquiry
    if evaluation and evaluation.kept:
        return _band("lock", look.say("leaving.kept"))
    if enquiry and enquiry.state == "kept":
        return _band("lock", look.say("leaving.kept_problem"))
    return None


def _number(state: State, look: Look) -> Node | None:
    ticket = state.visit.ticket
    if ticket is None or ticket.service_id or ticket.missed or ticket.called:
        return None
    return _band("ticket", look.say("leaving.number_stays", number=spaced(ticket.number)))


def _band(icon: str, words: str) -> Node:
    return Box(
        Row((Icon(icon, 96, "on_tint"), Text(words, "h3", "on_tint", fit=True, grow=1)), gap=28),
        fill="primary_tint",
        radius=32,
        pad=(32, 36, 32, 36),
    )
