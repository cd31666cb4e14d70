"""Touch only: the common matters, a page at a time; every zone's matters are behind the pages."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Button, Choice, Column, Local, Node, Pages, Row, Screenful, Spacer, Text
from terminal.ui.visitor.choosing import elderly_page
from terminal.ui.visitor.frame import framed, halves, heading, signer_beside
from terminal.ui.visitor.words import said
from terminal.visit.events import ChooseMatter, ChooseWay, Repeat, Way
from terminal.visit.state import State

COMMON = ("id_card_lost", "id_card_renew", "disability_card_new", "medical_remote", "senior_card", "social_card_new")
"""What deaf and elderly visitors come for most (our judgement; a hall sets its own by the order of its file)."""
_A_PAGE = 5
_ELDERLY_PAGE = 2


def view(state: State, look: Look) -> Screenful:
    """Cards with names; the last answer is always another way."""
    words = said(state, look)
    if look.elderly:
        body = _elderly(look, words)
    else:
        head = signer_beside(look, heading(words, look.say("ask.touch_note"), role="h1"), width=320)
        body = halves(look, head, Column((_paged(look),)), tall=300)
    return framed(state, look, "asking.touch", body, title=words, step=1)


def ordered(look: Look) -> list[tuple[str, str]]:
    """(id, name) of all matters, the common ones first."""
    if look.matters is None:
        return []
    first = [look.matters[matter_id] for matter_id in COMMON if matter_id in look.matters]
    rest = [matter for matter in look.matters if matter not in first]
    return [(matter.id, look.pick(matter.name)) for matter in (*first, *rest)]


def common(look: Look, count: int) -> Node:
    """The first few matters as chips."""
    keys = tuple(
        Button(name, ChooseMatter(matter_id=matter_id), "quiet", role="body", height=look.room(104), grow=1)
        for matter_id, name in ordered(look)[:count]
    )
    rows = tuple(Row(keys[at : at + 2], gap=16) for at in range(0, len(keys), 2))
    return Column((Text(look.say("ask.common"), "body", "ink2"), *rows), gap=14)


def _paged(look: Look) -> Node:
    matters = ordered(look)
    starts = range(0, max(1, len(matters)), _A_PAGE)
    pages = tuple((str(at), _page(look, matters[at : at + _A_PAGE], at, len(matters))) for at in starts)
    return Pages("matters", pages, "0", grow=1)


def _page(look: Look, matters: list[tuple[str, str]], at: int, total: int) -> Node:
    rows = tuple(
        Choice(name, ChooseMatter(matter_id=matter_id), "document", kind="row", grow=1) for matter_id, name in matters
    )
    return Column((*rows, *(Spacer(grow=1) for _ in range(_A_PAGE - len(rows))), _turn(look, at, total)), gap=20)


def _turn(look: Look, at: int, total: int) -> Node:
    before = Button(
        look.say("ask.before"),
        Local(key="matters", value=str(at - _A_PAGE)),
        "second",
        "back",
        height=120,
        grow=1,
        enabled=at > 0,
    )
    following = at + _A_PAGE < total
    after = Button(
        look.say("ask.more"),
        Local(key="matters", value=str(at + _A_PAGE if following else 0)),
        "second",
        "next",
        height=120,
        grow=1,
    )
    return Row((before, after), gap=20)


def _elderly(look: Look, words: str) -> Node:
    matters = ordered(look)
    starts = list(range(0, max(1, min(len(matters), 12)), _ELDERLY_PAGE))
    again = Button(look.say("signer.read_again"), Repeat(), "quiet", "louder", height=150)
    top = signer_beside(look, heading(words, role="h1"), width=380)
    pages = []
    for number, at in enumerate(starts):
        answers = tuple(
            Choice(name, ChooseMatter(matter_id=matter_id), "document", kind="answer", grow=1)
            for matter_id, name in matters[at : at + 2]
        )
        following = Local(key="matters", value=str(starts[(number + 1) % len(starts)]))
        more = Choice(look.say("ask.more"), following, "next", kind="answer", grow=1)
        pages.append((str(at), Column((*answers, more), gap=32)))
    speak = Button(look.say("ask.none_of_these"), ChooseWay(way=Way.SPEAK, elderly=True), "second", "mic", height=150)
    return elderly_page(look, top, again, Pages("matters", tuple(pages), "0", grow=1), speak)
