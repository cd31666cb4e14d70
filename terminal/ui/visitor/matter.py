"""The one-time notice (一次性告知): what to bring, what it costs, how long, where; then a number or another day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from content.matters.matter import Matter
from terminal.ui.look import Look
from terminal.ui.scene import Box, Button, Column, Icon, Node, Paged, Pill, Row, Screenful, Spacer, Text, Touch
from terminal.ui.visitor.frame import body_top, card, framed, notice_band
from terminal.ui.visitor.matter_facts import PAPER_ICONS, asked, facts
from terminal.ui.visitor.matter_large import large
from terminal.ui.visitor.sides import MARGIN, SIGNED, Risen, lying, signer_beside
from terminal.ui.visitor.words import matter, matter_name, paper_name, paper_note
from terminal.visit.events import BookTime, CallInterpreter, Repeat, TakeNumber, TickPaper, Way
from terminal.visit.moves import aloud
from terminal.visit.state import State

_MANY = 4
"""From so many papers on, their rows are lower."""
_TALL: Mapping[int, float] = {4: 116.0, 3: 140.0}
"""Height of the rows of few papers on a standing panel; fewer still have 160."""
_FACT_ICONS = ("yes", "clock", "desk")
_LONG_NAME = {"zh": 24, "en": 44}
"""A name of more signs needs the line of the note."""


def view(state: State, look: Look) -> Screenful:
    """A page, or one paper a page for the elderly."""
    matter_id = state.visit.meaning.matter_id if state.visit.meaning else ""
    found = matter(look, matter_id)
    name = matter_name(look, matter_id)
    body = large(state, look, found, name) if look.elderly else _page(state, look, found, name)
    return framed(state, look, f"matter.{matter_id}", body, title=name, step=2)


def _page(state: State, look: Look, found: Matter | None, name: str) -> Node:
    """The signer is large enough to be read beside any number of papers; what finds no room goes on a further page."""
    more = [key for key in (_reading(state, look), _interpreter(state, look)) if key is not None]
    apart = look.outgrown or (bool(look.drop) and not look.landscape)  # within reach whatever comes
    head = Column(
        (
            None if look.outgrown else Row((Pill(look.say("matter.notice"), "document", "info"),)),
            Column(
                (
                    Text(name, "h1" if not look.landscape else "h2", fit=True),
                    asked(state, look) or (None if look.landscape or look.outgrown else _note(look)),
                ),
                gap=14,
                justify="center",
                grow=1,
            ),
            *(() if apart else more),
        ),
        gap=14,
        grow=1,
    )
    top = signer_beside(look, head, width=440, height=SIGNED)
    tall = max(SIGNED * look.larger, look.line - body_top(look)) if apart else top.height
    papers, told, notice = _papers(state, look, found), _facts(look, found), notice_band(state, look)
    keys = _row_of(more) if apart and more else None
    if look.landscape:
        if look.outgrown:  # large letters leave no room below the signer, nor beside
            right = Column((*papers, *told, keys, Spacer(grow=1), notice, _ways_on(state, look)), gap=18, grow=1)
            return lying((replace(top, height=None, grow=1.0), right), gap=32, pad=(0, 56, 20, 56))
        left = Column((top, *told), gap=14, grow=1)
        right = Column((*papers, Spacer(grow=1), notice, _ways_on(state, look)), gap=18, grow=1)
        return lying((left, right), gap=32, pad=(0, 56, 20, 56))
    return Risen(
        (
            replace(top, grow=1.0, height=tall),
            keys,
            *papers,
            *told,
            notice,
            Spacer(grow=0.5),
            _ways_on(state, look),
        ),
        gap=18,
        pad=(0, MARGIN, 28, MARGIN),
    )


def _note(look: Look) -> Text:
    return Text(look.say("matter.note"), "body", "ink2", fit=True)


def _papers(state: State, look: Look, found: Matter | None) -> tuple[Node, ...]:
    """A card of all, with pages of its own; at 200 % text a card each, on the pages that the notice then has."""
    papers = found.materials if found else ()
    title = look.say("matter.papers", n=len(papers)) if papers else look.say("matter.no_papers")
    sample = look.say("matter.sample") if look.matters and look.matters.sample else ""
    head = Row(
        (
            Text(title, "h3", lines=1),
            Text(sample, "small", "ink2", "right", grow=1, fit=True, lines=1) if sample else None,
        ),
        gap=24,
        height=64,
    )
    tall = 94.0 if len(papers) > _MANY else 104.0 if look.landscape else _TALL.get(len(papers), 160.0)
    if state.visit.notice:
        tall = min(tall, look.room(92))
    rows = tuple(_paper(state, look, found, index, tall) for index in range(len(papers))) if found else ()
    if look.outgrown:
        cards = (card(row, pad=(0, 36, 0, 36)) for row in rows)
        return Text(title, "h3", fit=True), *cards, *((Text(sample, "small", "ink2", fit=True),) if sample else ())
    papers_ = Paged("papers", rows, ruled=True, turn_height=72 if look.landscape else 88)
    return (card(head, papers_, pad=(14, 36, 8, 36)),)


def _paper(state: State, look: Look, found: Matter, index: int, tall: float) -> Node:
    paper = found.materials[index]
    have = index < len(state.visit.papers) and state.visit.papers[index]
    number = Box(
        Row(
            (
                Icon("yes", 40, "on_primary")
                if have
                else Text(str(index + 1), "label", "on_primary", "center", lines=1),
            ),
            justify="center",
        ),
        fill="primary",
        radius=999,
        width=look.room(56),
        height=look.room(56),
    )
    name = paper_name(look, paper)
    said_of_it = paper_note(look, paper)
    shown = said_of_it and len(name) <= _LONG_NAME[look.words.language]
    note = Text(said_of_it, "small", "ink2", fit=True, lines=1) if shown else None
    words = Column((Text(name, "h3", fit=True), note), gap=0, grow=1, justify="center")
    row = Row((number, Icon(PAPER_ICONS[paper.form], 56, "primary"), words), gap=24, height=tall)
    return Touch(row, TickPaper(paper=index, have=not have), f"{index + 1} {paper_name(look, paper)}")


def _facts(look: Look, found: Matter | None) -> tuple[Node, ...]:
    """Fee, time and place side by side; long words in large letters need a row each."""
    told = facts(look, found)
    if not told:
        return ()
    cells = tuple(_fact(look.say(key), value, icon) for (key, value), icon in zip(told, _FACT_ICONS, strict=True))
    if look.english and look.outgrown:
        return cells
    return (Row(cells, gap=20, align="stretch", height=look.room(164)),)


def _fact(title: str, value: str, icon: str) -> Node:
    return Box(
        Column(
            (
                Row((Icon(icon, 40, "ink2"), Text(title, "small", "ink2", lines=1, grow=1, fit=True)), gap=12),
                Text(value, "h3", fit=True, grow=1),
            ),
            gap=10,
        ),
        fill="surface",
        line="outline",
        line_width=4,
        radius=36,
        pad=(20, 26, 16, 26),
        shadow=1,
        grow=1,
    )


def _reading(state: State, look: Look) -> Button:
    """The notice once more, in the way that the visitor chose."""
    key, icon = ("matter.read_it", "louder") if aloud(state) else ("matter.sign_it", "sign")
    return Button(look.say(key), Repeat(), "quiet", icon, height=112 if not look.landscape else 84)


def _row_of(keys: list[Button]) -> Row:
    return Row(tuple(replace(key, grow=1.0, height=96) for key in keys), gap=24)


def _interpreter(state: State, look: Look) -> Button | None:
    """Who signs and has questions about it asks a person who signs."""
    if not look.interpreter or state.visit.way is not Way.SIGN:
        return None
    role = "body" if look.landscape else ""
    return Button(look.say("fault.interpreter"), CallInterpreter(), "quiet", "video", role=role, height=96)


def _ways_on(state: State, look: Look) -> Node:
    waiting = state.visit.pending_what
    later = Button(
        look.say("matter.later"),
        BookTime(),
        "second",
        "calendar" if not look.landscape else "",
        note=look.say("hall.waiting" if waiting == "slots" else "matter.later_note"),
        role="h3",
        grow=0.8,
    )
    take = Button(
        look.say("matter.take"),
        TakeNumber(),
        "main",
        "ticket" if not look.landscape else "",
        note=look.say("hall.waiting") if waiting == "ticket" else _ahead(state, look),
        grow=1,
    )
    return Row((later, take), gap=24, align="stretch", height=188 if not look.landscape else 150)


def _ahead(state: State, look: Look) -> str:
    found = matter(look, state.visit.meaning.matter_id) if state.visit.meaning else None
    zone = next(
        (z for z in state.hall.load if found and look.matters and z.zh == look.matters.zones[found.zone].name.zh), None
    )
    away = not state.hall.reachable or state.visit.notice in {"hall.away", "hall.no_number", "hall.not_booked"}
    if zone is None or away:  # what the hall said before is not known to hold now
        return ""
    return look.say("matter.take_note", n=zone.waiting) if zone.waiting else look.say("wait.none")
