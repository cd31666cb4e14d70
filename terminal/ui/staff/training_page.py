"""Practice with an invented visitor; marked on both screens, nothing reaches the hall."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column, Icon, Node, Row, Spacer, Text
from terminal.ui.staff.frame import Frame
from terminal.ui.staff.keys import key_of, staff_intent
from terminal.ui.staff.widgets import card, named, pill, tile
from terminal.visit.state import State

_FACTS = (("fact_invented", "user"), ("fact_marked", "desk"), ("fact_nothing", "lock"), ("fact_end", "erase"))
_WIDTH = 880


def training_page(state: State, look: Look) -> Node:
    """The page under the header."""
    frame = Frame.of(look)
    sheet = card(look, Column(_sheet(state, look), gap=20), pad=(32, 40, 32, 40))
    return Column(
        (
            Text(look.say("staff.training.title"), "title", lines=1),
            Column((sheet,), width=min(_WIDTH, frame.inner_width)),
        ),
        gap=20,
        pad=frame.pad,
        grow=1,
        align="start",
    )


def _sheet(state: State, look: Look) -> tuple[Node | None, ...]:
    running = Row((pill(look.say("staff.training.running"), "warn"), Spacer(grow=1))) if state.training else None
    intro = Text(look.say("staff.training.intro"), "h2", bold=False, lines=2)
    facts = tuple(_fact(look, word, icon) for word, icon in _FACTS)
    return (running, intro, *facts, _button(state, look))


def _fact(look: Look, word: str, icon: str) -> Node:
    return Row((tile(icon, 48), Text(look.say(f"staff.training.{word}"), "body", lines=2, grow=1)), gap=16)


def _button(state: State, look: Look) -> Node:
    label = look.say("staff.action.train_end" if state.training else "staff.action.train")
    button = named(look, state, "train", label, kind="main", tall=True)
    busy = staff_intent(key_of("train"), state) is None
    why = (
        Row((Icon("info", 24, "ink2"), Text(look.say("staff.training.busy"), "body", "ink2", lines=1)), gap=8)
        if busy
        else None
    )
    teach = named(look, state, "teach", look.say("staff.teach.title"), tall=True)
    return Row((button, why, Spacer(grow=1), teach), gap=20)
