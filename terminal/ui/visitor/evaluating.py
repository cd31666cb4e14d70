"""Five faces, best first, none chosen beforehand; low marks cost no more presses than high ones."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Box, Button, Column, Face, Node, Row, Screenful, SignerStage, Stars, Text, Touch
from terminal.ui.visitor.frame import framed, heading
from terminal.ui.visitor.sides import MARGIN, SIGNED, Risen, asked_role, lying, signed_to, signer_beside
from terminal.visit.events import Confirm, Level, Rate, SkipRating
from terminal.visit.state import State

STARS = {
    Level.VERY_SATISFIED: 5,
    Level.SATISFIED: 4,
    Level.BASICALLY_SATISFIED: 3,
    Level.DISSATISFIED: 2,
    Level.VERY_DISSATISFIED: 1,
}


_STAR = 40.0
_HEARD = 300.0
"""Height of the question for who hears it."""


def view(state: State, look: Look) -> Screenful:
    """A touch chooses and saves; the button names it; a few seconds to change one's mind."""
    chosen = (
        state.visit.evaluation.level if state.visit.evaluation and state.visit.evaluation.outcome == "level" else None
    )
    title = look.say("rate.chosen" if chosen else "rate.question")
    note = look.say("rate.regret") if chosen else "" if look.large else look.say("rate.note")
    faces = tuple(_row(level, chosen is level, look) for level in Level)
    buttons = _buttons(chosen, look)
    if look.landscape:
        words = heading(title, note, role="h2")
        left = Column((SignerStage(grow=1), None if look.large else words, buttons), gap=18, grow=1)
        right = Column((words if look.large else None, *faces), gap=14, grow=1.3)
        body: Node = lying((left, right), gap=36, pad=(8, 56, 20, 56))
    else:
        words = heading(title, note, role=asked_role(state, look, "h1" if not look.large else "h2"))
        head: Node = replace(words, height=_HEARD + look.drop)
        if signed_to(state):
            head = signer_beside(look, words, width=440, height=SIGNED)
        body = Risen((head, *faces, buttons), gap=18, pad=(8, MARGIN, 28, MARGIN))
    return framed(state, look, "evaluating", body, title=title, back=False)


def _row(level: Level, chosen: bool, look: Look) -> Node:
    stars = STARS[level]
    ink = f"face{stars}"
    ground = ink if chosen else "surface"
    word = Text(
        look.say(f"rate.{level.value}"),
        "caption" if not look.large else "h3",
        "white" if chosen else "ink",
        fit=True,
        lines=1,
        grow=1,
    )
    size = 132.0 if not look.landscape else 96.0
    plate = Box(
        Row((Face(level, size * 0.92, "white" if chosen else ink),), justify="center"),
        fill=ink if chosen else "white",
        radius=999,
        width=size,
        height=size,
    )
    row = Row(
        (
            plate,
            word,
            Stars(stars, "white" if chosen else ink, _STAR)
            if look.tokens.name not in {"dark", "high_contrast"} or chosen
            else Stars(stars, "ink", _STAR),
        ),
        gap=44,
    )
    face = Box(row, fill=ground, line="outline", line_width=4, radius=36, pad=(0, 48, 0, 52), shadow=1)
    return Touch(face, Rate(level=level), look.say(f"rate.{level.value}"), grow=1)


def _buttons(chosen: Level | None, look: Look) -> Row:
    tall = 140 if not look.large else 150
    skip = Button(look.say("rate.skip"), SkipRating(), "second", "" if look.large else "no", height=tall, grow=0.6)
    label = look.say("rate.take", level=look.say(f"rate.{chosen.value}")) if chosen else look.say("rate.choose_first")
    icon = "yes" if chosen and not (look.large and look.landscape) else ""  # the words need the room
    take = Button(label, Confirm(), "main", icon, height=tall, grow=1, enabled=chosen is not None)
    return Row((skip, take), gap=20)
