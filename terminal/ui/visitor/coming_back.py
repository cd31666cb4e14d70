"""我的号过了: which number it was, and queueing again with it."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import (
    Button,
    Caption,
    Choice,
    Column,
    Local,
    Node,
    Pages,
    Row,
    Screenful,
    Spacer,
    Told,
)
from terminal.ui.visitor.frame import framed, news, notice_band, number_card
from terminal.ui.visitor.sides import halves
from terminal.ui.visitor.words import said, spaced
from terminal.visit.events import Back, Choose, Confirm, Deny, TakeNumber
from terminal.visit.state import ComingBack, State
from terminal.visit.wishes import missed_now

_A_PAGE, _A_PAGE_ELDERLY = 6, 2
_PAGES = "missed"


def view(state: State, look: Look) -> Screenful:
    """The numbers that were missed, then the one that is the visitor's."""
    back = state.visit.coming_back or ComingBack()
    if back.ticket_id:
        return _mine(state, look, back)
    numbers = missed_now(state)
    words = said(state, look)
    kind = "second" if numbers else "main"
    tall = 140 if numbers else 180
    new = Button(look.say("comeback.not_here" if numbers else "comeback.new"), TakeNumber(), kind, height=tall)
    listed = (
        _numbers(look, [number for _, number in numbers]) if numbers else news(look, look.say("comeback.none_note"))
    )
    touch = Column((notice_band(state, look), listed, new), gap=24)
    body = halves(look, Told(Caption(words)), touch, tall=700 if numbers else 960)
    return framed(state, look, "comeback.list", body, title=words)


def _numbers(look: Look, numbers: list[str]) -> Node:
    most = _A_PAGE_ELDERLY if look.large else _A_PAGE
    starts = list(range(0, len(numbers), most))
    pages = tuple(
        (str(at), _page(look, numbers[at : at + most], at, str(starts[(place + 1) % len(starts)]), len(starts) > 1))
        for place, at in enumerate(starts)
    )
    return Pages(_PAGES, pages, "0", grow=1)


def _page(look: Look, numbers: list[str], first: int, following: str, several: bool) -> Node:
    keys = [
        Choice(spaced(number), Choose(index=first + place), "queue", kind="answer", grow=1)
        for place, number in enumerate(numbers)
    ]
    wide = 1 if look.large else 2
    rows: list[Node] = [
        Row((*keys[at : at + wide], *(Spacer(grow=1),) * (wide - len(keys[at : at + wide]))), gap=24, grow=1)
        for at in range(0, len(keys), wide)
    ]
    more = Button(look.say("comeback.more"), Local(key=_PAGES, value=following), "second", "next", height=120)
    return Column((*rows, more if several else None), gap=24)


def _mine(state: State, look: Look, back: ComingBack) -> Screenful:
    words = said(state, look)
    number = number_card(spaced(back.number))
    note = "" if look.large else look.say("checkin.other_note" if back.refused else "comeback.rule")
    touch = Column((number, notice_band(state, look), *_answers(state, look, back)), gap=24)
    body = halves(look, Told(Caption(words, note)), touch, tall=760 if not look.large else 560)
    name = "comeback.refused" if back.refused else "comeback.mine"
    return framed(state, look, name, body, title=words)


def _answers(state: State, look: Look, back: ComingBack) -> tuple[Node, Node]:
    tall = 150 if not look.large else 180
    waiting = look.say("hall.waiting") if state.visit.pending_what == "come_back" else ""
    label = waiting or look.say("comeback.new" if back.refused else "comeback.again")
    yes = Button(label, Confirm(), "main", "" if waiting else "yes", height=tall, enabled=not waiting)
    own = state.visit.ticket is not None
    other = Button(look.say("comeback.not_now"), Back() if own else Deny(), "second", "back", height=tall - 20)
    return yes, other
