"""What the hall lends, and where else one can go."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Button,
    Caption,
    Column,
    Either,
    Icon,
    Node,
    Paged,
    Row,
    Screenful,
    Spacer,
    Text,
    Told,
)
from terminal.ui.visitor.frame import card, framed, heading
from terminal.ui.visitor.sides import SIGNED, halves, signed_to
from terminal.ui.visitor.theme import both
from terminal.ui.visitor.words import said
from terminal.visit.events import BorrowAid
from terminal.visit.state import Aid, Place, State

_MOST, _ELDERLY_MOST = 4, 3
_FEW = 0.4
"""Of a row, left empty for each that is missing: the others grow into the rest."""


def view(state: State, look: Look) -> Screenful:
    """Up to four things at a time, the nearest or first ones first."""
    words = said(state, look)
    most = _ELDERLY_MOST if look.elderly or look.landscape else _MOST
    if state.visit.guide_page == "places":
        rows = [_place(place, look) for place in state.hall.places]
    else:
        rows = [_aid(aid, look) for aid in state.hall.aids]
    if not rows:
        rows = [Text(look.say("guide.empty"), "h3", fit=True, grow=1)]
    signing = signed_to(state)
    head: Node = Told(Caption(words)) if signing or not look.large else heading(words, role="h1")
    few = max(0, most - len(rows))
    tall = (700 - 100 * bool(look.drop) + 120 * few) if not look.large else SIGNED if signing else 300
    listed = Column((*rows, Spacer(grow=_FEW * few) if few else None), gap=20)
    if look.outgrown or len(rows) > most:
        whole = tuple(replace(row, grow=0.0) for row in rows)
        listed = Column((Paged("guide", whole, gap=20, most=most, grow=1),))
    body = halves(look, head, listed, tall=tall)
    return framed(state, look, f"guide.{state.visit.guide_page}", body, title=words, step=1)


def _aid(aid: Aid, look: Look) -> Node:
    words = Column(
        (
            Text(both(look, aid.name), _name(look), fit=True, lines=1),
            Text(both(look, aid.place), "lead", "ink2", fit=True, lines=2),
        ),
        gap=6,
        grow=1,
    )
    key = "guide.bring_it" if aid.free else "guide.none_left"
    bring = Button(
        look.say(key),
        BorrowAid(aid_id=aid.aid_id),
        "second",
        "person" if aid.free and not look.large else "",
        width=look.room(320) if not look.large else 400,
        height=140,
        enabled=aid.free,
    )
    return replace(card(Row((words, bring), gap=24, grow=1), pad=(16, 36, 16, 36)), grow=1.0)


def _name(look: Look) -> str:
    return "title" if not look.large else "h2"


def _place(place: Place, look: Look) -> Node:
    far = ""
    if place.metres >= 1000:
        far = look.say("guide.kilometres", n=f"{place.metres / 1000:.1f}")
    elif place.metres >= 0:
        far = look.say("guide.metres", n=place.metres)
    state = look.say("guide.open" if place.open_now else "guide.closed")
    top = Row(
        (
            None if look.outgrown else Icon("desk", 84, "primary"),
            Text(both(look, place.name), _name(look), fit=True, lines=2, grow=1),
            Text(far, "lead", "ink2", lines=1) if far else None,
        ),
        gap=24,
    )
    note = f"{both(look, place.hours)} · {state}"
    address = None if look.large else Text(both(look, place.address), "lead", "ink2", fit=True, lines=1)
    times = Text(note, "lead", fit=True, lines=1)
    pad = (20.0, 36.0, 20.0, 36.0) if not look.outgrown else (8.0, 24.0, 8.0, 24.0)
    usual, tight = (
        card(Column((top, *lines), gap=14, justify="center", grow=1), pad=pad) for lines in ((address, times), (times,))
    )
    return Either(replace(usual, grow=1.0), replace(tight, grow=1.0), grow=1.0)
