"""Eight phrases on F1 to F8, always in the same place; one press sends."""

from __future__ import annotations

from content import phrases
from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Node, Row, Text, Touch
from terminal.ui.staff.facts import closed
from terminal.ui.staff.keys import key_of, staff_intent
from terminal.ui.staff.widgets import BUTTON_HEIGHT, TIGHT, card, heading, key_cap, quiet
from terminal.visit.state import State

HEIGHT = 308
"""Height of the card."""


def phrase_keys(state: State, look: Look) -> Node:
    """The card of the phrases."""
    keys = [_phrase(state, look, phrase) for phrase in phrases.load().values()]
    rows = tuple(Row(tuple(keys[at : at + 2]), gap=8) for at in range(0, len(keys), 2))
    open_ = staff_intent(key_of("phrase"), state) is not None
    note = look.say("staff.phrases.hint" if open_ else closed(state, "staff.phrases.closed"))
    head = heading(look.say("staff.phrases.title"), "", quiet(note))
    return card(look, Column((head, *rows), gap=6), pad=TIGHT, height=HEIGHT)


def _phrase(state: State, look: Look, phrase: phrases.Phrase) -> Touch:
    label, intent = look.pick(phrase.text), staff_intent(phrase.key, state)
    box = Box(
        Row(
            (key_cap(look, phrase.key), Text(label, "label", "ink" if intent else "ink2", lines=2, fit=True, grow=1)),
            gap=8,
        ),
        fill="sunken",
        line="" if intent else "border",
        line_width=0 if intent else 2,
        dash="dashed",
        radius=14,
        pad=(0, 8, 0, 8),
        height=BUTTON_HEIGHT,
    )
    return Touch(box, intent, label, enabled=intent is not None, grow=1, height=BUTTON_HEIGHT)
