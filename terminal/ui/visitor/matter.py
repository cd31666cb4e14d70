"""The one-time notice (一次性告知): what to bring, what it costs, how long, where; then a number or another day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from content.matters.matter import Material, Matter
from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Column,
    Either,
    Icon,
    Local,
    Node,
    Paged,
    Pages,
    Pill,
    Row,
    Screenful,
    SignerStage,
    Spacer,
    Text,
    Touch,
)
from terminal.ui.visitor.frame import body_top, card, framed, notice_band, ruled
from terminal.ui.visitor.sides import MARGIN, SIGNED, SIGNED_WIDE, Risen, lying, signed_to, signer_beside
from terminal.ui.visitor.words import answered, duration, fee, matter, matter_name, paper_note, zone_name
from terminal.visit.events import BookTime, CallInterpreter, Repeat, TakeNumber, TickPaper, Way
from terminal.visit.moves import aloud
from terminal.visit.state import State

_MANY = 4
"""From so many papers on, their rows are lower."""
_TALL: Mapping[int, float] = {4: 116.0, 3: 140.0}
"""Height of the rows of few papers on a standing panel; fewer still have 160."""
_LONG_NAME = {"zh": 24, "en": 44}
"""A name of more signs needs the line of the note."""
_ICONS = {"original": "idcard", "copy": "document", "form": "document", "photo": "camera", "electronic": "document"}


def view(state: State, look: Look) -> Screenful:
    """A page, or one paper a page for the elderly."""
    matter_id = state.visit.meaning.matter_id if state.visit.meaning else ""
    found = matter(look, matter_id)
    name = matter_name(look, matter_id)
    body = _elderly(state, look, found, name) if look.elderly else _page(state, look, found, name)
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
                    _asked(state, look) or (None if look.landscape or look.outgrown else _note(look)),
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
    papers, facts, notice = _papers(state, look, found), _facts(look, found), notice_band(state, look)
    keys = _row_of(more) if apart and more else None
    if look.landscape:
        if look.outgrown:  # large letters leave no room below the signer, nor beside
            right = Column((*papers, *facts, keys, Spacer(grow=1), notice, _ways_on(state, look)), gap=18, grow=1)
            return lying((replace(top, height=None, grow=1.0), right), gap=32, pad=(0, 56, 20, 56))
        left = Column((top, *facts), gap=14, grow=1)
        right = Column((*papers, Spacer(grow=1), notice, _ways_on(state, look)), gap=18, grow=1)
        return lying((left, right), gap=32, pad=(0, 56, 20, 56))
    return Risen(
        (
            replace(top, grow=1.0, height=tall),
            keys,
            *papers,
            *facts,
            notice,
            Spacer(grow=0.5),
            _ways_on(state, look),
        ),
        gap=18,
        pad=(0, MARGIN, 28, MARGIN),
    )


def _asked(state: State, look: Look) -> Text | None:
    """What was asked about the matter comes first."""
    meaning = state.visit.meaning
    text = answered(look, meaning.aspect, meaning.matter_id) if meaning else ""
    return Text(text, "lead", "primary", fit=True) if text else None


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
    if _by_pages(look):
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
    name = look.pick(paper.name)
    said_of_it = paper_note(look, paper)
    shown = said_of_it and len(name) <= _LONG_NAME[look.words.language]
    note = Text(said_of_it, "small", "ink2", fit=True, lines=1) if shown else None
    words = Column((Text(name, "h3", fit=True), note), gap=0, grow=1, justify="center")
    row = Row((number, Icon(_ICONS[paper.form], 56, "primary"), words), gap=24, height=tall)
    return Touch(row, TickPaper(paper=index, have=not have), f"{index + 1} {look.pick(paper.name)}")


def _by_pages(look: Look) -> bool:
    """At 200 % text the notice has pages; a lowered one of a standing panel keeps what is above reach, and has none."""
    return look.outgrown and (look.landscape or not look.drop)


def _facts(look: Look, found: Matter | None) -> tuple[Node, ...]:
    """Fee, time and place side by side; long words in large letters need a row each."""
    if found is None:
        return ()
    facts = (
        ("matter.fee", fee(look, found), "yes"),
        ("matter.how_long", duration(look, found), "clock"),
        ("matter.where", zone_name(look, found), "desk"),
    )
    cells = tuple(_fact(look.say(key), value, icon) for key, value, icon in facts)
    if look.english and _by_pages(look):
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


def _elderly(state: State, look: Look, found: Matter | None, name: str) -> Node:
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
    asked = _asked(state, look) if index == 0 else None
    named = Text(name, "h3", "ink2", fit=True, lines=2 if signing and look.landscape else 0)
    # A lying panel has room for one of them, and so has 200 % text; the name has just been confirmed.
    one = asked is not None and (look.landscape or look.outgrown)
    title = Column((asked,) if one else (named, asked), gap=12, justify="center")
    if look.landscape:
        stage = SignerStage(width=SIGNED_WIDE * look.larger) if signing else None
        answers = Column((have, have_not, Row((back, forth), gap=24)), gap=20, grow=1)
        left = Column((title, replace(big, grow=1.0)), gap=16, grow=1.3 if stage is None else 1.05)
        return lying((stage, left, answers), gap=40, pad=(12, 56, 24, 56))
    top: Node = replace(title, height=(280 if asked else 140) + look.drop)
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
    mark = Icon(_ICONS[paper.form], 150 if not look.landscape else 110, "primary") if icon else None
    name = Row((mark, Text(look.pick(paper.name), "h1", fit=True, grow=1)), gap=40 if not look.landscape else 28)
    note = Text(paper_note(look, paper), "lead", "ink2", fit=True)
    words = Column((name, note), gap=24, justify="center", grow=1)
    return card(counted, words, pad=(30, 48, 30, 48), gap=8)


def _last(state: State, look: Look, found: Matter | None, name: str, count: int) -> Node:
    have = sum(state.visit.papers)
    line = look.say("matter.have_all", n=count) if have >= count else look.say("matter.lacking", n=count - have)
    tall = 120 if state.visit.notice else 150
    lines = tuple(_line(look, key, value, tall) for key, value in _lines(look, found))
    facts = card(*ruled(lines)) if lines else None
    take = Button(look.say("matter.take_short"), TakeNumber(), "main", "ticket", role="h2", grow=1)
    later = Button(look.say("matter.later"), BookTime(), "second", "calendar", role="h2", grow=0.8)
    words = Column((Text(name, "h2", fit=True), Text(line, "lead", fit=True)), gap=32, justify="center")
    below = (notice_band(state, look), facts, Spacer(grow=0.1), take, later)
    if look.landscape:
        stage = SignerStage(width=SIGNED_WIDE * look.larger) if signed_to(state) else None
        ways = Row((replace(later, height=190.0), replace(take, height=190.0)), gap=24)
        answers = Column((words, notice_band(state, look), _cells(look, found), Spacer(grow=0.1), ways), gap=20, grow=1)
        return lying((stage, answers), gap=40, pad=(12, 56, 24, 56))
    top: Node = replace(words, height=220 + look.drop)
    if signed_to(state):
        top = signer_beside(look, words, width=440, height=SIGNED)
    return Risen((top, *below), gap=32, pad=(20, MARGIN, 32, MARGIN))


def _lines(look: Look, found: Matter | None) -> tuple[tuple[str, str], ...]:
    if found is None:
        return ()
    return (
        ("matter.fee", fee(look, found)),
        ("matter.how_long", duration(look, found)),
        ("matter.where", zone_name(look, found)),
    )


def _cells(look: Look, found: Matter | None) -> Node | None:
    """The same side by side, on a panel that lies."""
    cells = tuple(
        Column((Text(look.say(key), "lead", "ink2", lines=1, fit=True), Text(value, "h3", fit=True, grow=1)), grow=1)
        for key, value in _lines(look, found)
    )
    return card(Row(cells, gap=32, height=210, align="stretch")) if cells else None


def _line(look: Look, key: str, value: str, tall: float) -> Node:
    name = Text(look.say(key), "lead", "ink2", width=330, fit=True)
    return Row((name, Text(value, "h3", fit=True, grow=1)), gap=20, height=tall)
