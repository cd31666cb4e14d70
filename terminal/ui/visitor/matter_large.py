"""The one-time notice in large letters: one paper a page, then what it costs, how long and where."""

from __future__ import annotations

from dataclasses import replace

from content.matters.matter import Material, Matter
from terminal.ui.look import Look
from terminal.ui.scene import Box, Button, Column, Either, Icon, Local, Node, Pages, Row, SignerStage, Spacer, Text
from terminal.ui.visitor.frame import card, notice_band, ruled
from terminal.ui.visitor.matter_facts import PAPER_ICONS, asked, facts
from terminal.ui.visitor.sides import MARGIN, SIGNED, SIGNED_WIDE, Risen, lying, signed_to, signer_beside
from terminal.ui.visitor.words import paper_name, paper_note
from terminal.visit.events import BookTime, TakeNumber, TickPaper
from terminal.visit.state import State


def large(state: State, look: Look, found: Matter | None, name: str) -> Node:
    """A page for every paper, and a last one with the ways on."""
    papers = found.materials if found else ()
    pages = [(str(index), _one(state, look, found, name, index)) for index in range(len(papers)) if found]
    pages.append((str(len(papers)), _last(state, look, found, name, len(papers))))
    return Pages("paper", tuple(pages), "0", grow=1)


def _one(state: State, look: Look, found: Matter, name: str, index: int) -> Node:
    """One paper a page; both answers lead on."""
    paper, count = found.materials[index], len(found.materials)
    tick = Icon("yes", 90, "primary") if index < len(state.visit.papers) and state.visit.papers[index] else None
    counted = Row(
        (Text(look.say("matter.paper_of", i=index + 1, n=count), "lead", "ink2", fit=True, lines=1, grow=1), tick),
        height=90,
    )
    big = Either(_named(look, counted, paper), _named(look, counted, paper, icon=False))
    onward = Local(key="paper", value=str(index + 1))
    have = Button(
        look.say("matter.have_it"), TickPaper(paper=index, have=True), "main", "yes", role="h2", grow=1, then=onward
    )
    have_not = Button(
        look.say("matter.have_not"), TickPaper(paper=index, have=False), "second", "no", role="h2", grow=1, then=onward
    )
    back = Button(
        look.say("matter.previous"),
        Local(key="paper", value=str(max(0, index - 1))),
        "quiet",
        "" if look.landscape else "back",
        grow=1,
        height=150,
        enabled=index > 0,
    )
    forth = Button(
        look.say("matter.next"),
        onward,
        "quiet",
        "" if look.landscape else "next",
        grow=1,
        height=150,
    )
    signing = signed_to(state)
    about = asked(state, look) if index == 0 else None
    named = Text(name, "h3", "ink2", fit=True, lines=2 if signing and look.landscape else 0)
    # A lying panel has room for one of them, and so has 200 % text; the name has just been confirmed.
    one = about is not None and (look.landscape or look.outgrown)
    title = Column((about,) if one else (named, about), gap=12, justify="center")
    if look.landscape:
        stage = SignerStage(width=SIGNED_WIDE * look.larger) if signing else None
        answers = Column((have, have_not, Row((back, forth), gap=24)), gap=20, grow=1)
        left = Column((title, replace(big, grow=1.0)), gap=16, grow=1.3 if stage is None else 1.05)
        return lying((stage, left, answers), gap=40, pad=(12, 56, 24, 56))
    top: Node = replace(title, height=(280 if about else 140) + look.drop)
    if signing:
        top = signer_beside(look, title, width=440, height=SIGNED)
    parts = (
        top,
        replace(big, grow=1.6),
        Row((have_not, have), gap=24, align="stretch", grow=0.55),
        Row((back, forth), gap=24),
    )
    return Risen(parts, gap=28, pad=(16, MARGIN, 28, MARGIN))


def _named(look: Look, counted: Row, paper: Material, *, icon: bool = True) -> Box:
    """One paper with its name and form; a very long name needs the room of the icon."""
    mark = Icon(PAPER_ICONS[paper.form], 150 if not look.landscape else 110, "primary") if icon else None
    name = Row((mark, Text(paper_name(look, paper), "h1", fit=True, grow=1)), gap=40 if not look.landscape else 28)
    note = Text(paper_note(look, paper), "lead", "ink2", fit=True)
    words = Column((name, note), gap=24, justify="center", grow=1)
    return card(counted, words, pad=(30, 48, 30, 48), gap=8)


def _last(state: State, look: Look, found: Matter | None, name: str, count: int) -> Node:
    have = sum(state.visit.papers)
    line = look.say("matter.have_all", n=count) if have >= count else look.say("matter.lacking", n=count - have)
    tall = 120 if state.visit.notice else 150
    lines = tuple(_line(look, key, value, tall) for key, value in facts(look, found))
    listed = card(*ruled(lines)) if lines else None
    take = Button(look.say("matter.take_short"), TakeNumber(), "main", "ticket", role="h2", grow=1)
    later = Button(look.say("matter.later"), BookTime(), "second", "calendar", role="h2", grow=0.8)
    words = Column((Text(name, "h2", fit=True), Text(line, "lead", fit=True)), gap=32, justify="center")
    below = (notice_band(state, look), listed, Spacer(grow=0.1), take, later)
    if look.landscape:
        stage = SignerStage(width=SIGNED_WIDE * look.larger) if signed_to(state) else None
        ways = Row((replace(later, height=190.0), replace(take, height=190.0)), gap=24)
        answers = Column((words, notice_band(state, look), _cells(look, found), Spacer(grow=0.1), ways), gap=20, grow=1)
        return lying((stage, answers), gap=40, pad=(12, 56, 24, 56))
    top: Node = replace(words, height=220 + look.drop)
    if signed_to(state):
        top = signer_beside(look, words, width=440, height=SIGNED)
    return Risen((top, *below), gap=32, pad=(20, MARGIN, 32, MARGIN))


def _cells(look: Look, found: Matter | None) -> Node | None:
    """The same side by side, on a panel that lies."""
    cells = tuple(
        Column((Text(look.say(key), "lead", "ink2", lines=1, fit=True), Text(value, "h3", fit=True, grow=1)), grow=1)
        for key, value in facts(look, found)
    )
    return card(Row(cells, gap=32, height=210, align="stretch")) if cells else None


def _line(look: Look, key: str, value: str, tall: float) -> Node:
    name = Text(look.say(key), "lead", "ink2", width=330, fit=True)
    return Row((name, Text(value, "h3", fit=True, grow=1)), gap=20, height=tall)
