"""How would you like to talk: sign, speak, type, large and slow, or a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Choice,
    Column,
    Icon,
    Intent,
    Node,
    Place,
    Row,
    Screenful,
    SignerStage,
    Spacer,
    Stack,
    Text,
    Touch,
)
from terminal.ui.visitor.frame import framed, heading
from terminal.ui.visitor.sides import MARGIN, SIGNED, Risen, lying, signer_beside
from terminal.ui.visitor.words import once_more
from terminal.visit.events import CallPerson, ChooseWay, Repeat, Way
from terminal.visit.state import State

_LARGE_THEME = (
    ("large_speak", "mic", Way.SPEAK),
    ("large_touch", "largetext", Way.TOUCH),
    ("sign", "sign", Way.SIGN),
)
_LARGE_TEXT = (("sign", "sign", Way.SIGN), ("speak", "speak", Way.SPEAK), ("type", "type", Way.TYPE))
"""The ways of a page for large letters: in its theme, and at 200 % text. There the bar has the other two ways."""
_HEAD = 300
"""Question and promise: the first target below them lies where touching may begin."""


def view(state: State, look: Look) -> Screenful:
    """Five ways; large and slow first asks only: speak or touch."""
    title = look.say("choose.question")
    body = _large(state, look) if look.large else _ways(look)
    return framed(state, look, "choosing", body, title=title, step=0)


def _ways(look: Look) -> Node:
    promise = Box(
        Row(
            (
                Icon("lock", 44, "on_tint"),
                Text(look.say("choose.promise"), "body", "on_tint", fit=True, lines=1, grow=1),
            ),
            gap=18,
        ),
        fill="primary_tint",
        radius=24,
        pad=(0, 28, 0, 28),
        height=72,
    )
    grid = Column(
        (
            Row(_cards(look)[:2], gap=24, align="stretch", grow=1),
            Row(_cards(look)[2:], gap=24, align="stretch", grow=1),
        ),
        gap=32,
    )
    role = "h2" if look.landscape else "title"  # on one line: the signer needs the height
    head = heading(look.say("choose.question"), look.say("choose.note"), role=role)
    if look.landscape and look.drop:
        left = Column((head, SignerStage(grow=1)), gap=20, grow=1)
        right = Column((promise, _sign_row(look, 140), *grid.children), gap=24, grow=1)
        return lying((left, right), gap=32, pad=(0, 56, 24, 56))
    if look.landscape:
        left = Column((head, _sign_card(look, grow=1)), gap=20, grow=1)
        right = Column((promise, *grid.children), gap=24, grow=1)
        return Row((left, right), gap=32, pad=(0, 56, 24, 56), align="stretch")
    if look.drop:  # the signer stands out of reach, where nothing is to be touched
        above: Node = signer_beside(look, replace(head, grow=1.0), width=440, height=_HEAD)
        parts: tuple[Node, ...] = (above, promise, _sign_row(look, 280))
    else:
        parts = (Column((head, Spacer(grow=1), promise), height=_HEAD), _sign_card(look, height=SIGNED))
    return Risen((*parts, Column(grid.children, gap=24, grow=1)), gap=24, pad=(0, MARGIN, 32, MARGIN))


def _sign_row(look: Look, height: float) -> Node:
    """The first of the ways without its signer, who stands beside or above it: nothing out of reach is pressed."""
    words = Column(
        (
            Text(look.say("choose.sign"), "title", "on_primary", fit=True, lines=1),
            None if look.landscape else Text(look.say("choose.sign_note"), "lead", "on_primary", fit=True),
        ),
        gap=8,
        grow=1,
    )
    row = Row(
        (Icon("sign", 130 if not look.landscape else 84, "on_primary"), words, Icon("next", 72, "on_primary")), gap=44
    )
    face = Box(row, fill="primary", radius=36, edge="primary_pressed", pad=(10, 56, 16, 56))
    return Touch(face, ChooseWay(way=Way.SIGN), look.say("choose.sign"), sink=True, height=height)


def _sign_card(look: Look, **size: Any) -> Node:
    words = Column(
        (
            Text(look.say("choose.sign"), "title", "on_primary", fit=True),
            Text(look.say("choose.sign_note"), "lead", "on_primary", fit=True),
            Spacer(grow=1),
            None if look.landscape else Icon("next", 72, "on_primary"),
        ),
        gap=14,
        align="start",
        width=400 if not look.landscape else 370,
    )
    stage = Place(
        SignerStage(tone="none", radius=36),
        right=0,
        top=0,
        bottom=0,
        width=540 if not look.landscape else 440,
    )
    face = Box(
        Stack((stage, Place(words, left=56 if not look.landscape else 44, top=52, bottom=34))),
        fill="primary",
        radius=36,
        edge="primary_pressed",
    )
    return Touch(face, ChooseWay(way=Way.SIGN), look.say("choose.sign"), sink=True, **size)


def _cards(look: Look) -> tuple[Node, ...]:
    def card(key: str, icon: str, intent: Intent, kind: str = "card") -> Node:
        return Choice(look.say(f"choose.{key}"), intent, icon, look.say(f"choose.{key}_note"), kind, grow=1)

    return (
        card("speak", "speak", ChooseWay(way=Way.SPEAK)),
        card("type", "type", ChooseWay(way=Way.TYPE)),
        card("large", "largetext", ChooseWay(way=Way.SPEAK, elderly=True)),
        card("person", "person", CallPerson(), "help"),
    )


def _large(state: State, look: Look) -> Node:
    ways = _LARGE_THEME if look.elderly else _LARGE_TEXT
    answers = tuple(
        Choice(
            look.say(f"choose.{key}"),
            ChooseWay(way=way, elderly=look.elderly and way is not Way.SIGN),
            icon,
            kind="answer",
            grow=1,
        )
        for key, icon, way in ways
    )
    label, icon = once_more(state, look)
    again = Button(label, Repeat(), "quiet", icon, height=150)
    top = signer_beside(look, heading(look.say("choose.question"), role="h1"), width=440, height=SIGNED)
    return elderly_page(look, top, again, *answers)


def elderly_page(look: Look, top: Node, again: Node | None, *answers: Node, note: str = "") -> Node:
    """One question, at most three answers, each as large as the room allows."""
    foot = Text(note, "lead", "ink2", "center") if note else None
    if look.landscape:
        left = Column((replace(top, grow=1.0), again), gap=24, grow=1)
        return lying((left, Column((*answers, foot), gap=24, grow=1)), gap=40, pad=(12, 56, 24, 56))
    return Risen((top, again, *answers, foot), gap=32, pad=(20, MARGIN, 32, MARGIN))
