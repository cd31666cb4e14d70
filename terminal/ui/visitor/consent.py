"""The consent sheet before the first picture, the first sound, the first call: three facts, one main action."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Box, Button, Column, Icon, Node, Place, Row, Screenful, SignerStage, Stack, Text
from terminal.ui.visitor.frame import framed, ruled
from terminal.ui.visitor.sides import MARGIN, Risen, lying
from terminal.visit.events import ChooseWay, GiveConsent, RefuseConsent, Way
from terminal.visit.state import State

_ICONS = {
    "camera": ("camera", "sign", "lock", "camera-off"),
    "microphone": ("mic", "speak", "lock", "mic-off"),
    "transmit": ("video", "video", "lock", "hangup"),
}


def view(state: State, look: Look) -> Screenful:
    """What ``consent.asked`` names; refusing is as easy as agreeing."""
    asked = state.visit.consent.asked or "camera"
    if look.landscape:
        roomy = asked == "transmit" and not look.large  # its two keys stand in one row
        sheet = replace(_sheet(asked, look, notes=roomy), grow=1.4)
        body: Node = lying((SignerStage(grow=1), sheet), gap=32, pad=(0, 56, 20, 56))
    else:
        sheet = _sheet(asked, look, notes=not look.large)
        top = 458 + look.drop
        stage = Place(SignerStage(below=120), left=MARGIN, right=MARGIN, top=0, height=top + 120)
        body = Risen((Stack((stage, Place(sheet, left=MARGIN, right=MARGIN, top=top, bottom=40)), grow=1),))
    return framed(state, look, f"consent.{asked}", body, title=look.say(f"consent.{asked}"), step=0)


def _sheet(asked: str, look: Look, *, notes: bool) -> Box:
    icons = _ICONS[asked]
    facts = tuple(_fact(asked, number, icons[number], look, noted=notes) for number in (1, 2, 3))
    rows = Column(
        ruled(facts), gap=20 if not look.landscape else 6, grow=1, justify="between" if look.landscape else "center"
    )
    title = Text(look.say(f"consent.{asked}"), "h1" if not look.large else "h2", fit=True)
    parts = (title, rows, *_answers(asked, icons[0], look))
    return Box(
        Column(parts, gap=28 if not look.landscape else 16),
        fill="surface",
        radius=44,
        pad=(40, 52, 44, 52) if not look.landscape else (20, 44, 24, 44),
        shadow=2,
        line="outline",
        line_width=4,
    )


def _answers(asked: str, icon: str, look: Look) -> tuple[Node, ...]:
    """Yes, and as easy: the ways without the device."""
    if look.landscape:
        yes = Button(look.say(f"consent.{asked}_yes"), GiveConsent(), "main", icon, role="button", grow=1)
        yes = replace(yes, height=_tall(look))
        if look.elderly or asked == "transmit":
            return (Row((*_others(asked, look), yes), gap=16),)
        return Row((yes,)), Row(_others(asked, look), gap=16)  # side by side the words of refusing would be cut
    tall, role = (170, "") if look.large else (184, "caption")
    yes = Button(look.say(f"consent.{asked}_yes"), GiveConsent(), "main", icon, role=role, height=tall)
    return yes, Row(_others(asked, look), gap=20)


def _others(asked: str, look: Look) -> tuple[Node, ...]:
    tall = _tall(look)
    if asked == "transmit":
        return (Button(look.say("consent.transmit_no"), RefuseConsent(), height=tall, grow=1),)
    icon = "" if look.large and look.landscape else "largetext"
    touch = Button(look.say("consent.no"), RefuseConsent(), icon=icon, grow=1, height=tall)
    typing = Button(look.say("consent.type"), ChooseWay(way=Way.TYPE), icon="type", grow=1, height=tall)
    return (touch,) if look.elderly else (typing, touch)


def _tall(look: Look) -> float:
    return 150 if look.large else 128


def _fact(asked: str, number: int, icon: str, look: Look, *, noted: bool) -> Node:
    words = Column(
        (
            Text(
                look.say(f"consent.{asked}_fact{number}"),
                "body" if look.large and look.landscape else "h3",
                bold=True,
                fit=True,
            ),
            Text(look.say(f"consent.{asked}_note{number}"), "body", "ink2", fit=True) if noted else None,
        ),
        gap=4,
        grow=1,
    )
    return Row((Icon(icon, 84 if not look.landscape else 60, "primary"), words), gap=32)
