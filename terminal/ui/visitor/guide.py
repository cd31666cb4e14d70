"""What the hall lends, and where else one can go."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Button, Column, Icon, Node, Row, Screenful, Text
from terminal.ui.visitor.frame import card, framed, halves, heading, signer_beside
from terminal.ui.visitor.theme import both
from terminal.ui.visitor.words import said
from terminal.visit.events import BorrowAid
from terminal.visit.state import Aid, Place, State

_MOST, _ELDERLY_MOST = 4, 3


def view(state: State, look: Look) -> Screenful:
    """Up to four things, the nearest or first ones."""
    words = said(state, look)
    most = _ELDERLY_MOST if look.elderly or look.landscape else _MOST
    if state.visit.guide_page == "places":
        rows = [_place(place, look) for place in state.hall.places[:most]]
    else:
        rows = [_aid(aid, look) for aid in state.hall.aids[:most]]
    if not rows:
        rows = [Text(look.say("guide.empty"), "h3", fit=True, grow=1)]
    head: Node = heading(words, role="h1")
    if not look.elderly:
        head = signer_beside(look, heading(words, role="h1"), width=320)
    body = halves(look, Column((replace(head, grow=1.0),)), Column(tuple(rows), gap=20), tall=300)
    return framed(state, look, f"guide.{state.visit.guide_page}", body, title=words, step=1)


def _aid(aid: Aid, look: Look) -> Node:
    words = Column(
        (
            Text(both(look, aid.name), "h3", fit=True, lines=1),
            Text(both(look, aid.place), "body", "ink2", fit=True, lines=1),
        ),
        grow=1,
    )
    key = "guide.bring_it" if aid.free else "guide.none_left"
    bring = Button(
        look.say(key),
        BorrowAid(aid_id=aid.aid_id),
        "second",
        "person" if aid.free and not look.elderly else "",
        role="body",
        width=look.room(300) if not look.elderly else 380,
        height=130,
        enabled=aid.free,
    )
    return replace(card(Row((words, bring), gap=24, grow=1)), grow=1.0)


def _place(place: Place, look: Look) -> Node:
    far = ""
    if place.metres >= 1000:
        far = look.say("guide.kilometres", n=f"{place.metres / 1000:.1f}")
    elif place.metres >= 0:
        far = look.say("guide.metres", n=place.metres)
    state = look.say("guide.open" if place.open_now else "guide.closed")
    top = Row(
        (
            Icon("desk", 56, "primary"),
            Text(both(look, place.name), "h3", fit=True, lines=1, grow=1),
            Text(far, "body", "ink2", lines=1) if far else None,
        ),
        gap=20,
    )
    note = f"{both(look, place.hours)} · {state}"
    address = None if look.elderly else Text(both(look, place.address), "body", "ink2", fit=True, lines=1)
    return replace(
        card(Column((top, address, Text(note, "body", fit=True, lines=1)), justify="center", grow=1)), grow=1.0
    )
