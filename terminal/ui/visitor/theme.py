"""One thing of several matters (一件事一次办): which matters, every paper once, how long, where; then one number."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Button,
    Column,
    Icon,
    Node,
    Paged,
    Pill,
    Row,
    Screenful,
    Spacer,
    Text,
    Touch,
)
from terminal.ui.visitor.frame import card, framed, notice_band
from terminal.ui.visitor.sides import MARGIN, SIGNED, Risen, asked_role, lying, signed_to, signer_beside
from terminal.visit.events import TakeNumber, TickPaper
from terminal.visit.more import theme_of
from terminal.visit.state import HallTheme, State

_ICONS = {"original": "idcard", "copy": "document", "form": "document", "photo": "camera", "electronic": "document"}


def view(state: State, look: Look) -> Screenful:
    """Papers by pages; a touch ticks one off."""
    theme = theme_of(state, state.visit.theme_id)
    if theme is None:
        return framed(state, look, "theme", Spacer(), title=look.say("theme.one_thing"), step=2)
    name = both(look, theme.name)
    parts = (_head(state, look, theme, name), notice_band(state, look), _papers(state, look, theme))
    take = Button(
        look.say("theme.take"),
        TakeNumber(),
        "main",
        "ticket",
        role="h3" if not look.large else "h2",
        note=look.say("hall.waiting") if state.visit.pending_what == "ticket" else "",
        height=150 if not look.large else 190,
    )
    if look.landscape:
        facts = _facts(look, theme)
        at_left, at_right = (None, facts) if look.outgrown else (facts, None)
        left = Column((parts[0], parts[1], at_left, Spacer(grow=1)), gap=18, grow=1)
        right = Column((parts[2], at_right, take), gap=18, grow=1)
        body: Node = lying((left, right), gap=32, pad=(0, 56, 20, 56))
    else:
        body = Risen((*parts, _facts(look, theme), take), gap=24, pad=(0, MARGIN, 32, MARGIN))
    return framed(state, look, f"theme.{theme.theme_id}", body, title=name, step=2)


def both(look: Look, pair: tuple[str, str]) -> str:
    """The text of a pair in the visitor's language."""
    return pair[1] if look.english else pair[0]


def _head(state: State, look: Look, theme: HallTheme, name: str) -> Node:
    stop = ", " if look.english else "、"
    names = stop.join(both(look, matter) for matter in theme.matters)
    words = Column(
        (
            None if look.large else Row((Pill(look.say("theme.one_thing"), "document", "info"),)),
            Text(name, asked_role(state, look, "h2" if look.landscape else "h1"), fit=True),
            Text(look.say("theme.matters", names=names), "body", "ink2", fit=True, grow=1),
        ),
        gap=12,
        grow=1,
    )
    if signed_to(state):
        return signer_beside(look, words, width=440, height=SIGNED)
    return replace(words, height=(400 if look.landscape else 300 + look.drop), grow=0.0)


def _papers(state: State, look: Look, theme: HallTheme) -> Node:
    count = len(theme.papers)
    title = look.say("theme.papers", n=count) if count else look.say("theme.papers_none")
    rows = tuple(_paper(state, look, theme, index) for index in range(count))
    head = Row((Text(title, "h3", lines=1, fit=True, grow=1),), height=None if look.outgrown else 64)
    box = card(head, Paged("theme", rows, more="theme.more", ruled=True, grow=1), pad=(14, 36, 20, 36))
    return Column((_grown(box),), grow=1)


def _grown(box: Node) -> Node:
    return replace(box, grow=1.0)


def _paper(state: State, look: Look, theme: HallTheme, index: int) -> Node:
    zh, en, form = theme.papers[index]
    have = index < len(state.visit.papers) and state.visit.papers[index]
    name = both(look, (zh, en))
    mark = Icon("yes", 56, "primary") if have else Icon(_ICONS.get(form, "document"), 56, "primary")
    tall = 150.0 if look.large else 96.0 if look.landscape else 112.0
    row = Row((mark, Text(name, "h3", fit=True, grow=1)), gap=24, height=tall)
    return Touch(row, TickPaper(paper=index, have=not have), f"{index + 1} {name}")


def _facts(look: Look, theme: HallTheme) -> Node:
    days = look.say("theme.days", n=theme.days) if theme.days >= 0 else look.say("theme.days_unknown")
    facts = ((look.say("theme.at_most"), days, "clock"), (look.say("theme.where"), both(look, theme.zone), "desk"))
    tall = look.room(130) if not look.large else 170
    boxes = tuple(_fact(look, title, value, icon) for title, value, icon in facts)
    return Row(boxes, gap=20, height=tall, align="stretch")


def _fact(look: Look, title: str, value: str, icon: str) -> Node:
    words = Column((Text(title, "small", "ink2", lines=1, fit=True), Text(value, "h3", fit=True, lines=1)), grow=1)
    picture = None if look.large and look.english else Icon(icon, 48, "primary")  # the words need the room
    box = card(Row((picture, words), gap=18), pad=(12, 24, 12, 24))
    return _grown(box)
