"""The review pad: is it there, 请评价, was the evaluation given; never which one (rule E-12)."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column, Face, Node, Row, Spacer
from terminal.ui.staff import facts
from terminal.ui.staff.frame import Frame
from terminal.ui.staff.widgets import TIGHT, card, command, heading, pill, status_pill
from terminal.visit.events import Level
from terminal.visit.state import State

HEIGHT = 142
"""Height of the card."""
_ASK_WIDTH = 190
_FACES = tuple(Level)
#: what the clerk may know -> tone and icon of the pill
_LOOKS: dict[str, tuple[str, str]] = {
    "none": ("plain", ""),
    "asking": ("plain", ""),
    "given": ("ok", ""),
    "kept": ("ok", ""),
    "not_given": ("plain", ""),
}


def pad_card(state: State, look: Look) -> Node:
    """The card under the phrases."""
    device = state.device("pad")
    status = status_pill(look, device.status) if device else None
    faces = (
        Row(tuple(Face(level, 28, colour="" if look.tokens.name == "normal" else "ink") for level in _FACES), gap=8)
        if Frame.of(look).wide
        else None
    )
    told = Column((faces, _answer(state, look)), gap=8, align="start", grow=1)
    head = heading(look.say("staff.pad.title"), "", status)
    return card(look, Column((head, Row((told, _ask(state, look)), gap=12)), gap=6), pad=TIGHT, height=HEIGHT)


def evaluation(state: State, look: Look) -> Node:
    """The same without the pad's faces, where there is no column for tools."""
    return Column((_ask(state, look), _answer(state, look), Spacer(grow=1)), gap=12, align="end")


def _ask(state: State, look: Look) -> Node:
    return command(look, state, "evaluate", look.say("staff.action.evaluate"), width=_ASK_WIDTH)


def _answer(state: State, look: Look) -> Node:
    known = facts.evaluation_state(state)
    tone, icon = _LOOKS[known]
    return pill(look.say(f"staff.pad.{known}"), tone, icon)
