"""Touch only: the common matters, a page at a time; every zone's matters are behind the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Button, Choice, Column, Local, Node, Pages, Row, Screenful, Spacer, Text
from terminal.ui.visitor.choosing import elderly_page
from terminal.ui.visitor.frame import framed, heading
from terminal.ui.visitor.matter_icons import matter_icon
from terminal.ui.visitor.sides import SIGNED, SIGNED_WIDE, halves, signer_beside
from terminal.ui.visitor.theme import both
from terminal.ui.visitor.words import once_more, said
from terminal.visit.events import (
    ChooseMatter,
    ChooseTheme,
    ChooseWay,
    Event,
    HaveBooking,
    NumberPassed,
    Repeat,
    ShowGuide,
    TellProblem,
    Way,
)
from terminal.visit.state import State

COMMON = ("id_card_lost", "id_card_renew", "disability_card_new", "medical_remote", "senior_card", "social_card_new")
"""What deaf and elderly visitors come for most (our judgement; a hall sets its own by the order of its file)."""
_A_PAGE = 4
_OTHER, _THEMES = "other", "themes"
"""Pages behind those of the matters."""
_LARGE_PAGE, _FIRST = 2, 12


def view(state: State, look: Look) -> Screenful:
    """Cards with names; the last answer is always another way."""
    words = said(state, look)
    if look.large:
        body = _large(state, look, words)
    else:
        asked = heading(words, look.say("ask.touch_note"), role="h1")
        head = signer_beside(look, asked, width=SIGNED_WIDE if look.landscape else 440)
        body = halves(look, head, Column((_paged(state, look),)), tall=SIGNED)
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


def _paged(state: State, look: Look) -> Node:
    matters = ordered(look)
    starts = range(0, max(1, len(matters)), _A_PAGE)
    pages = tuple((str(at), _page(look, matters[at : at + _A_PAGE], at, len(matters))) for at in starts)
    others = ((_OTHER, _others(state, look)), (_THEMES, _themes(state, look)))
    return Pages("matters", (*pages, *others), "0", grow=1)


def _others(state: State, look: Look) -> Node:
    """What is no single matter: one thing of several, something that did not work out, aids, other places."""
    rows: list[Node] = [Choice(look.say("enquiry.entry"), TellProblem(), "info", kind="row", grow=1)]
    rows.append(Choice(look.say("checkin.entry"), HaveBooking(), "calendar", kind="row", grow=1))
    rows.append(Choice(look.say("comeback.entry"), NumberPassed(), "queue", kind="row", grow=1))
    if state.hall.themes:
        to_themes = Local(key="matters", value=_THEMES)
        rows.insert(0, Choice(look.say("theme.entry"), to_themes, "document", kind="row", grow=1))
    if state.hall.aids:
        rows.append(Choice(look.say("guide.entry_aids"), ShowGuide(page="aids"), "person", kind="row", grow=1))
    if state.hall.places:
        rows.append(Choice(look.say("guide.entry_places"), ShowGuide(page="places"), "desk", kind="row", grow=1))
    return Column((*rows, *_room(rows), _back_to(look, "0")), gap=20)


def _themes(state: State, look: Look) -> Node:
    rows = [
        Choice(both(look, theme.name), ChooseTheme(theme_id=theme.theme_id), "document", kind="row", grow=1)
        for theme in state.hall.themes[: _A_PAGE + 1]
    ]
    return Column((*rows, *_room(rows), _back_to(look, _OTHER)), gap=20)


def _room(rows: Sequence[Node]) -> tuple[Node, ...]:
    return tuple(Spacer(grow=1) for _ in range(_A_PAGE + 1 - len(rows)))


def _back_to(look: Look, page: str) -> Node:
    return Button(look.say("ask.before"), Local(key="matters", value=page), "second", "back", height=120)


def _page(look: Look, matters: list[tuple[str, str]], at: int, total: int) -> Node:
    rows = tuple(
        Choice(name, ChooseMatter(matter_id=matter_id), matter_icon(matter_id), kind="row", grow=1)
        for matter_id, name in matters
    )
    other = Choice(look.say("guide.other"), Local(key="matters", value=_OTHER), "next", kind="row", grow=1)
    gaps = tuple(Spacer(grow=1) for _ in range(_A_PAGE - len(rows)))
    return Column((*rows, *gaps, other, _turn(look, at, total)), gap=20)


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


def _large(state: State, look: Look, words: str) -> Node:
    answers_of = _large_answers(state, look)
    starts = list(range(0, max(1, len(answers_of)), _LARGE_PAGE))
    label, icon = once_more(state, look)
    again = Button(label, Repeat(), "quiet", icon, height=150, grow=1)
    top = signer_beside(look, heading(words, role="h1"), width=380, height=SIGNED)
    pages = []
    for number, at in enumerate(starts):
        answers = tuple(
            Choice(name, intent, _icon(intent), kind="answer", grow=1)
            for name, intent in answers_of[at : at + _LARGE_PAGE]
        )
        following = Local(key="matters", value=str(starts[(number + 1) % len(starts)]))
        more = Choice(look.say("ask.more"), following, "next", kind="answer", grow=1)
        pages.append((str(at), Column((*answers, more), gap=32)))
    none = ChooseWay(way=Way.SPEAK, elderly=look.elderly)
    speak = Button(look.say("ask.none_of_these"), none, "quiet", "mic", grow=1)
    tools = Row((again, replace(speak, height=150)), gap=24, height=150)
    return elderly_page(look, top, tools, Pages("matters", tuple(pages), "0", grow=1))


def _icon(intent: Event) -> str:
    return matter_icon(intent.matter_id) if isinstance(intent, ChooseMatter) else "info"


def _large_answers(state: State, look: Look) -> list[tuple[str, Event]]:
    """The first dozen matters, then the hall's themes, then what did not work out, then what is lent; at 200 % text all
    of them and the other places, as on the page of the usual letters."""
    most, themes = (_FIRST, _A_PAGE) if look.elderly else (None, _A_PAGE + 1)
    answers: list[tuple[str, Event]] = [(name, ChooseMatter(matter_id=one)) for one, name in ordered(look)[:most]]
    answers += [(both(look, theme.name), ChooseTheme(theme_id=theme.theme_id)) for theme in state.hall.themes[:themes]]
    answers.append((look.say("checkin.entry"), HaveBooking()))
    answers.append((look.say("comeback.entry"), NumberPassed()))
    answers.append((look.say("enquiry.entry"), TellProblem()))
    if state.hall.aids:
        answers.append((look.say("guide.entry_aids"), ShowGuide(page="aids")))
    if state.hall.places and not look.elderly:
        answers.append((look.say("guide.entry_places"), ShowGuide(page="places")))
    return answers
