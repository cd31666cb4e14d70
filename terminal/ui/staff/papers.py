"""What is to be brought, ticked off together with the visitor."""

from __future__ import annotations

from content.matters.matter import Material
from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Icon, Node, Row, Text, Touch
from terminal.ui.staff import facts
from terminal.ui.staff.keys import key_of, staff_intent
from terminal.ui.staff.widgets import BUTTON_HEIGHT, TIGHT, card, heading, key_cap, quiet
from terminal.visit.state import State

_READ_HEIGHT = 40
"""A line to read; a line to press is as high as any target."""
_AROUND = 64
"""Padding and heading."""


def papers(state: State, look: Look, room: float) -> Node | None:
    """The card of the papers in ``room`` units of height; None while no matter is confirmed."""
    materials = materials_of(state, look)
    if not materials:
        return None
    most = _most(state, room)
    shown = tuple(_paper(state, look, place, item) for place, item in enumerate(materials[:most]))
    more = len(materials) - most
    note = look.say("staff.papers.more", n=more) if more > 0 else look.say("staff.papers.hint")
    head = heading(look.say("staff.papers.title"), "", quiet(note))
    return card(look, Column((head, *shown), gap=0), pad=TIGHT, height=height(state, look, room))


def height(state: State, look: Look, room: float) -> float:
    """How high the card is; 0 where there is none."""
    count = len(materials_of(state, look))
    return _AROUND + min(count, _most(state, room)) * _line_height(state) if count else 0


def materials_of(state: State, look: Look) -> tuple[Material, ...]:
    """The papers of the confirmed matter."""
    meaning = state.visit.meaning
    if meaning is None or look.matters is None or not facts.confirmed(state):
        return ()
    return look.matters[meaning.matter_id].materials if meaning.matter_id in look.matters.by_id else ()


def _most(state: State, room: float) -> int:
    return max(1, int((room - _AROUND) // _line_height(state)))


def _line_height(state: State) -> float:
    return BUTTON_HEIGHT if staff_intent(key_of("paper"), state) else _READ_HEIGHT


def _paper(state: State, look: Look, place: int, item: Material) -> Node:
    have = state.visit.papers[place : place + 1] == (True,)
    key = key_of("paper", place)
    intent = staff_intent(key, state)
    mark = Icon("mark-sure", 26, "primary") if have else Box(line="ink2", line_width=3, radius=13, width=26, height=26)
    row = Row(
        (
            mark,
            Text(look.pick(item.name), "body", lines=1, fit=True, grow=1),
            quiet(look.say("staff.papers.have" if have else "staff.papers.missing")),
            key_cap(look, key) if intent else None,
        ),
        gap=12,
        height=_line_height(state),
    )
    return Touch(Box(row, fill="surface"), intent, look.pick(item.name)) if intent else row
