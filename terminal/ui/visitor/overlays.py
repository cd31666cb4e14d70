"""What lies over any screen: somebody is coming, are you still there, a device is lost, the hall is away."""

from __future__ import annotations

import math
from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Column,
    Cover,
    Icon,
    Node,
    Place,
    Ring,
    Row,
    Screenful,
    SignerStage,
    Spacer,
    Stack,
    Text,
)
from terminal.ui.visitor.bar import bar, bar_height
from terminal.ui.visitor.frame import pills, strip_room
from terminal.ui.visitor.sides import MARGIN, SIGNED, SIGNED_WIDE, TOP, signed_to, signer_beside
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
    low = bar_height(look)
    person = Place(bar(state, look, back=False), left=0, right=0, bottom=0, height=low) if dim else None
    veil = Cover() if dim else None
    parts: tuple[Node | None, ...] = (screen.child, veil, over, person)
    return Screenful(f"{screen.name}+{name}", Stack(parts), screen.title, screen.ground, screen.back, screen.help)


def _time_warning(state: State, look: Look) -> Node:
    """Asked by the signer too, who stands beside the clock: who went on signing learns it in their own language."""
    left = max(0.0, WARNING_S - (state.now - (state.visit.warned or state.now)))
    signing = signed_to(state)
    parts = (_lying if look.landscape else _standing)(look, left, signing=signing)
    sheet = Box(
        parts,
        fill="paper",
        line="outline",
        line_width=4,
        radius=56,
        pad=(64, 56, 56, 56) if not look.landscape else (28, 56, 28, 56),
        shadow=3,
        grow=1 if signing and (look.landscape or look.drop) else 0,
    )
    above = 60 if look.landscape else 150 if look.large else 330 - 120 * bool(signing and look.drop)
    wide = 1400 if not signing else look.width - 2 * MARGIN
    side = 60 if not look.landscape else (look.width - wide) / 2
    placed = Place(Column((sheet,)), left=side, right=side, top=0, bottom=24)
    drop = 0.0 if signing else look.drop  # the answers stand at the foot of a sheet that is higher
    return Place(placed, left=0, right=0, top=above + drop, bottom=bar_height(look))


def _standing(look: Look, left: float, *, signing: bool) -> Column:
    clock = _clock(look, left, 320 if signing else 400)
    middle: Node = clock
    if signing:
        middle = signer_beside(look, replace(clock, justify="center"), width=440, height=SIGNED)
        middle = replace(middle, height=None, grow=1.0) if look.drop else middle
    here, done = _answers(look)
    return Column((_question(look), middle, here, done), gap=32, grow=1)


def _lying(look: Look, left: float, *, signing: bool) -> Node:
    here, done = _answers(look)
    answers = Row((replace(done, grow=1.0), replace(here, grow=1.0)), gap=24)
    asked = Column((_question(look), _clock(look, left, 230), answers), gap=16, grow=1, justify="between")
    if not signing:
        return asked
    return Row(
        (SignerStage(width=(SIGNED_WIDE if look.large else 520) * look.larger), asked),
        gap=32,
        align="stretch",
        grow=1,
    )


def _question(look: Look) -> Column:
    title = Text(look.say("timeout.still_there"), "title", align="center", fit=True)
    return Column((title, Text(look.say("timeout.note"), "lead", "ink2", "center", fit=True)), gap=12)


def _clock(look: Look, left: float, side: float) -> Column:
    role = "h1" if look.landscape else "display" if side < 400 else "count"
    if look.outgrown:  # the ring is no larger
        role = "h2" if look.landscape else "title"
    count = Text(str(math.ceil(left)), role, "ink", "center", fit=True)
    ring = Ring(left / WARNING_S, count, thick=34 if left <= 5 else 26, width=side, height=side)
    return Column((ring, Text(look.say("timeout.seconds"), "lead", "ink2", "center", fit=True)), gap=12, align="center")


def _answers(look: Look) -> tuple[Button, Button]:
    """Going on, and what ends the visit."""
    role, tall = ("button", 140) if look.landscape else ("caption", 200)
    here = Button(look.say("timeout.here"), StillHere(), "main", "yes", role=role, height=tall)
    narrow = look.landscape and look.large
    icon, small = ("", "label") if narrow else ("erase", "")
    return here, Button(look.say("timeout.done"), Leave(), "second", icon, role=small, height=140)


def _training_strip(look: Look) -> Node:
    """Over the top line of every screen: this visit is invented. Camera and microphone are off meanwhile."""
    key = "training.strip_large" if look.large else "training.strip"
    words = Text(look.say(key), "label", "warn", "center", bold=True, lines=1, fit=True, grow=1)
    band = Box(
        Row((Icon("warning", 48, "warn"), words), gap=18),
        fill="warn_bg",
        line="warn",
        line_width=4,
        dash="dashed",
        radius=24,
        pad=(0, 24, 0, 24),
    )
    return Place(band, left=12, right=12, top=8, height=84 if not look.outgrown else TOP - 8)


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
    icon = "yes" if answered else "person"
    if look.landscape and look.crowded and not look.large:
        return _large_lying(look, icon, title, "" if late else note, pills(state, look))
    if look.large:
        title = title if late or answered else look.say("help.coming_short")
        note = "" if late else note if answered else look.say("help.note_short", desk=look.desk)
        lines = _large_lying if look.landscape else _large_standing
        return lines(look, icon, title, note, pills(state, look))
    band = _band(icon, title, "" if late else note)
    if look.landscape or look.drop:  # in place of the top line, but for what the devices do: the signer stays whole
        tall = TOP if look.landscape else look.room(128)
        line = Row((replace(band, grow=1.0, height=tall - 4, pad=(2, 32, 2, 32)), *pills(state, look)), gap=18)
        return Place(Box(line, fill=ground, pad=(2, MARGIN, 2, MARGIN)), left=0, right=0, top=0, height=tall)
    return Place(band, left=MARGIN, right=MARGIN, top=98, height=look.room(128))


def _band(icon: str, title: str, note: str) -> Box:
    words = Column(
        (
            Text(title, "h3", "on_help", fit=True, lines=1),
            Text(note, "body", "on_help", fit=True, lines=1) if note else None,
        ),
        gap=2,
        grow=1,
        justify="center",
    )
    row = Row((Icon(icon, 64, "on_help"), words), gap=24)
    return Box(row, fill="help", radius=32, pad=(14, 32, 14, 32), shadow=2)


def _large_lying(look: Look, icon: str, title: str, note: str, shown: tuple[Node, ...]) -> Node:
    """Large letters have room for one line in place of the top line."""
    told = f"{title} {note}" if look.english else title + note
    if look.outgrown and look.english and note:
        told = note  # that somebody was called, the key in the bar says too
    words = Text(told, "h3", "on_help", fit=True, lines=1, grow=1)
    picture = None if look.outgrown else Icon(icon, 64, "on_help")
    line = Box(Row((picture, words, *shown), gap=18), fill="help", pad=(2, MARGIN, 2, MARGIN))
    return Place(line, left=0, right=0, top=0, height=TOP)


def _large_standing(look: Look, icon: str, title: str, note: str, shown: tuple[Node, ...]) -> Node:
    """Two lines, for which `framed` lets the page begin lower; beside two devices there is no room for the first."""
    crowded = len(shown) > 1 and bool(note)
    first = Spacer(grow=1) if crowded else Text(title, "h3", "on_help", bold=True, fit=True, lines=1, grow=1)
    rows = Column(
        (
            Row((None if look.outgrown else Icon(icon, 64, "on_help"), first, *shown), gap=18),
            Text(note, "h3", "on_help", fit=True, lines=1) if note else None,
        ),
        gap=2,
        justify="center",
    )
    band = Box(rows, fill="help", pad=(8, MARGIN, 8, MARGIN), shadow=2)
    return Place(band, left=0, right=0, top=0, height=TOP + strip_room(look))
