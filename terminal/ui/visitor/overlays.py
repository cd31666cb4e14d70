"""What lies over any screen: somebody is coming, are you still there, a device is lost, the hall is away."""

from __future__ import annotations

import math
from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Box, Button, Column, Cover, Icon, Node, Place, Ring, Row, Screenful, Stack, Text
from terminal.ui.visitor.frame import bar, pills
from terminal.ui.visitor.sides import MARGIN, TOP
from terminal.visit.events import Leave, StillHere
from terminal.visit.state import Phase, State

WARNING_S = 30.0
"""The count-down of the time-out warning (our decision)."""
LATE_S = 60.0
"""From then on the help band says where a person can be found (our design)."""


def with_overlays(screen: Screenful, state: State, look: Look) -> Screenful:
    """The screen with whatever lies over it now; the way to a person stays on top."""
    if state.training:
        parts: tuple[Node | None, ...] = (screen.child, _training_strip(look))
        screen = replace(screen, child=Stack(parts))
    if state.visit.warned is not None and state.phase not in (Phase.IDLE, Phase.LEAVING):
        return _over(screen, "timeout", _time_warning(state, look), state, look, dim=True)
    if state.visit.help is not None:
        return _over(screen, "help", _help_strip(state, look, screen.ground), state, look)
    return screen


def _over(screen: Screenful, name: str, over: Node, state: State, look: Look, *, dim: bool = False) -> Screenful:
    low = look.tokens.bar["height"]
    person = Place(bar(state, look, back=False), left=0, right=0, bottom=0, height=low) if dim else None
    veil = Cover() if dim else None
    parts: tuple[Node | None, ...] = (screen.child, veil, over, person)
    return Screenful(f"{screen.name}+{name}", Stack(parts), screen.title, screen.ground, screen.back, screen.help)


def _time_warning(state: State, look: Look) -> Node:
    left = max(0.0, WARNING_S - (state.now - (state.visit.warned or state.now)))
    number = str(math.ceil(left))
    side = 400 if not look.landscape else 230
    count = Text(number, "count" if not look.landscape else "h1", "ink", "center", fit=True)
    ring = Ring(left / WARNING_S, count, thick=34 if left <= 5 else 26, width=side, height=side)
    tall = 140 if look.landscape else 200
    role = "button" if look.landscape else "caption"
    here = Button(look.say("timeout.here"), StillHere(), "main", "yes", role=role, height=tall, grow=1)
    narrow = look.landscape and look.elderly
    icon, small = ("", "label") if narrow else ("erase", "")
    done = Button(look.say("timeout.done"), Leave(), "second", icon, role=small, height=140, grow=1)
    words = Column(
        (
            Text(look.say("timeout.still_there"), "title", align="center", fit=True),
            Text(look.say("timeout.note"), "lead", "ink2", "center", fit=True),
        ),
        gap=12,
    )
    clock = Column((ring, Text(look.say("timeout.seconds"), "lead", "ink2", "center")), gap=12, align="center")
    answers: Node = Column((replace(here, grow=0.0), replace(done, grow=0.0)), gap=32)
    if look.landscape:
        answers = Row((done, here), gap=24)
    sheet = Box(
        Column((words, clock, answers), gap=32 if not look.landscape else 16),
        fill="paper",
        line="outline",
        line_width=4,
        radius=56,
        pad=(64, 56, 56, 56) if not look.landscape else (28, 56, 28, 56),
        shadow=3,
    )
    above = 60 if look.landscape else 150 if look.elderly else 330
    placed = Place(Column((sheet,)), left=60, right=60, top=0, bottom=24)
    if look.landscape:
        placed = Place(Column((sheet,)), width=1400, top=0, bottom=24)
    return Place(Stack((placed,)), left=0, right=0, top=above + look.drop, bottom=look.tokens.bar["height"])


def _training_strip(look: Look) -> Node:
    """Over the top line of every screen: this visit is invented. Camera and microphone are off meanwhile."""
    key = "training.strip_large" if look.elderly else "training.strip"
    words = Text(look.say(key), "label", "warn", "center", bold=True, lines=1, fit=True, grow=1)
    band = Box(
        Row((Icon("warning", 48, "warn"), words), gap=18),
        fill="warn_bg",
        line="warn",
        line_width=4,
        dash="dashed",
        radius=24,
        pad=(6, 24, 6, 24),
    )
    return Place(band, left=12, right=12, top=8, height=84)


def _help_strip(state: State, look: Look, ground: str) -> Node:
    """Amber means a person. The strip lies in the look zone, so that it covers no target; 不用了 stands in the bar."""
    help_ = state.visit.help
    assert help_ is not None
    answered = help_.state == "answered"
    late = not answered and state.now - help_.since > LATE_S
    title = look.say("help.answered" if answered else "help.still" if late else "help.coming", desk=look.desk)
    note = look.say("help.answered_note" if answered else "help.note", desk=look.desk)
    if answered and help_.who:
        note = look.say("help.answered_by", who=help_.who)
    words = Column(
        (
            Text(title, "h3", "on_help", fit=True, lines=1),
            None if late or look.elderly else Text(note, "body", "on_help", fit=True, lines=1),
        ),
        gap=2,
        grow=1,
        justify="center",
    )
    band = Box(
        Row((Icon("yes" if answered else "person", 64, "on_help"), words), gap=24),
        fill="help",
        radius=32,
        pad=(14, 32, 14, 32),
        shadow=2,
    )
    if look.landscape:  # no room above the targets but the top line's, which keeps what the devices do
        line = Box(
            Row((replace(band, grow=1.0, height=100, pad=(2, 32, 2, 32)), *pills(state, look)), gap=18),
            fill=ground,
            pad=(2, MARGIN, 2, MARGIN),
        )
        return Place(line, left=0, right=0, top=0, height=TOP)
    return Place(band, left=MARGIN, right=MARGIN, top=98, height=look.room(128))
