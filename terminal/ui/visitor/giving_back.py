"""退掉这个号吗: the number large, a yes and a no of the same size; signed, and a thumb or a wave answers too."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Button, Caption, Column, Node, Row, Screenful, Told
from terminal.ui.visitor.frame import framed, number_card
from terminal.ui.visitor.sides import halves
from terminal.ui.visitor.words import said, spaced
from terminal.visit.events import Confirm, Deny
from terminal.visit.state import State


def view(state: State, look: Look) -> Screenful:
    """Over the page of the number and of the waiting."""
    words = said(state, look)
    note = "" if look.large else look.say("waiting.given_rule")
    touch = Column((_number(state), _answers(look)), gap=24)
    body = halves(look, Told(Caption(words, note)), touch, tall=760 if not look.large else 560)
    return framed(state, look, "giving_back", body, title=words)


def _number(state: State) -> Node:
    return number_card(spaced(state.visit.ticket.number) if state.visit.ticket else "")


def _answers(look: Look) -> Node:
    keep = Button(look.say("waiting.keep"), Deny(), "main", "no", role="answer", stacked=True, grow=1)
    give = Button(look.say("waiting.do_give_back"), Confirm(), "second", "yes", role="answer", stacked=True, grow=1)
    return Row((give, keep), gap=24, align="stretch", grow=1)
