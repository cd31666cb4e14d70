"""Practice with an invented visitor; marked on both screens, nothing reaches the hall."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column, Icon, Node, Row, Spacer, Text
from terminal.ui.staff.frame import MARGIN, Frame
from terminal.ui.staff.keys import key_of, staff_intent
from terminal.ui.staff.visitor_screen import visitor_screen
from terminal.ui.staff.widgets import card, command, fact, pill, ruled
from terminal.visit.state import State

_FACTS = (("fact_invented", "user"), ("fact_marked", "desk"), ("fact_nothing", "lock"), ("fact_end", "erase"))


def training_page(state: State, look: Look) -> Node:
    """The page under the header: what practice is, beside the screen that it happens on."""
    inner = (Text(look.say("staff.training.title"), "title", lines=1), *_sheet(state, look))
    sheet = card(look, Column(inner, gap=24), pad=(32, 40, 32, 40), grow=1)
    return Row((sheet, visitor_screen(state, look)), gap=MARGIN, pad=Frame.of(look).pad, align="stretch", grow=1)


def _sheet(state: State, look: Look) -> tuple[Node | None, ...]:
    running = Row((pill(look.say("staff.training.running"), "warn"), Spacer(grow=1))) if state.training else None
    intro = Text(look.say("staff.training.intro"), "h2", bold=False, lines=2)
    facts = tuple(fact(look.say(f"staff.training.{word}"), icon) for word, icon in _FACTS)
    return (running, intro, *ruled(facts), _button(state, look))


def _button(state: State, look: Look) -> Node:
    label = look.say("staff.action.train_end" if state.training else "staff.action.train")
    button = command(look, state, "train", label, kind="main", tall=True)
    busy = staff_intent(key_of("train"), state) is None
    why = (
        Row((Icon("info", 24, "ink2"), Text(look.say("staff.training.busy"), "body", "ink2", lines=1)), gap=8)
        if busy
        else None
    )
    teach = command(look, state, "teach", look.say("staff.teach.title"), tall=True)
    return Row((button, why, Spacer(grow=1), teach), gap=20)
