"""The written record in a call: asked for as plainly as it is refused, always told while it is on, taken by a code."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Box, Button, Code, Column, Local, Node, Row, Spacer, Text
from terminal.ui.visitor.words import day_of
from terminal.visit.events import AgreeRecord
from terminal.visit.state import Call

PAGE = "record"


def asked(call: Call) -> bool:
    """Whether the visitor has to answer now."""
    return call.record == "asked" and "visitor" in call.record_missing


def question(look: Look, call: Call, end: Node | None) -> Column:
    """Yes and no are one touch each and of one size; nothing is kept without a yes."""
    tall = 150 if look.large else 170
    words = Column(
        (
            Text(look.say("remote.record_asked"), "h1" if not look.landscape else "h2", fit=True, lines=2),
            Text(
                look.say("remote.record_note", day=day_of(look, call.record_until)), "body", "ink2", fit=True, lines=2
            ),
        ),
        gap=10,
    )
    yes = Button(look.say("remote.record_yes"), AgreeRecord(agree=True), "main", "yes", height=tall, grow=1)
    no = Button(look.say("remote.record_no"), AgreeRecord(agree=False), "second", "no", height=tall, grow=1)
    answers: Node = Column((yes, no), gap=20) if look.landscape else Row((no, yes), gap=20)
    return Column((words, answers, Spacer(grow=1), end), gap=28)


def kept_row(look: Look, pages: str) -> Node:
    """While words are kept: the code to take them, and one touch that ends it."""
    return Row(
        (
            _small(look, look.say("remote.record_code"), Local(key=pages, value=PAGE), "lock"),
            _small(look, look.say("remote.record_stop"), AgreeRecord(agree=False), "no"),
        ),
        gap=20,
    )


def code_page(look: Look, call: Call, pages: str) -> Node:
    """The code by which the visitor's phone takes the words; put away again with one key."""
    side = 300 if look.landscape else 400
    code: Node = Code(call.record_code, side) if call.record_code else Box(None, fill="paper", width=side, height=side)
    words = Column(
        (
            Text(look.say("remote.record_scan"), "h2", fit=True, lines=2),
            Text(
                look.say("remote.record_scan_note", day=day_of(look, call.record_until)),
                "body",
                "ink2",
                fit=True,
                lines=4,
            ),
        ),
        gap=12,
        grow=1,
    )
    away = Row((_small(look, look.say("remote.scan_away"), Local(key=pages, value="talk"), "back"),))
    if look.outgrown:  # what does not fit below the code goes on a further page
        return Column((Row((code,), justify="center"), *words.children, Spacer(grow=1), away), gap=24)
    return Column((Row((code, words), gap=32, align="center"), away, Spacer(grow=1)), gap=24)


def _small(look: Look, label: str, intent: AgreeRecord | Local, icon: str) -> Button:
    role = "small" if look.large else "body"
    return Button(label, intent, "second", "" if look.large else icon, role=role, height=112, grow=1)
