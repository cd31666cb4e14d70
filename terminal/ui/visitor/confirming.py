"""The read-back: nothing counts before the visitor says yes. Several meanings are offered as cards."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import (
    Box,
    Button,
    Caption,
    Choice,
    Column,
    Icon,
    Node,
    Row,
    Screenful,
    Text,
    Told,
)
from terminal.ui.visitor.choosing import elderly_page
from terminal.ui.visitor.frame import card, framed, heading, notice_band, ruled
from terminal.ui.visitor.matter_icons import matter_icon
from terminal.ui.visitor.sides import SIGNED, asked_role, halves, signed_to, signer_beside
from terminal.ui.visitor.words import fee, matter, matter_name, once_more, said, zone_name
from terminal.visit.events import Back, Choose, Confirm, Deny, Repeat, Way
from terminal.visit.state import State

_MOST, _MOST_ELDERLY = 3, 2
_HEARD = 360.0
"""Height of the large words for who hears them."""
_LONG = {"zh": 28, "en": 56}
"""A value of so many signs needs a higher row."""
_HINTS = {Way.SIGN: "confirm.hint_sign", Way.SPEAK: "confirm.hint_speak"}
"""How else to answer; in a loud hall, with press-to-talk, a voice does not here."""


def view(state: State, look: Look) -> Screenful:
    """One meaning: yes or no. Several: which one, or none."""
    meaning = state.visit.meaning
    several = meaning is not None and len(meaning.candidates) > 1 and meaning.certainty == "ambiguous"
    words = said(state, look)
    if look.large:
        body = _elderly_several(state, look, words) if several else _elderly(state, look)
    else:
        touch = _candidates(state, look) if several else _read_back(state, look)
        if look.drop and not look.landscape:
            touch = replace(touch, children=(Row((_again(state, look),), justify="end"), *touch.children))
        body = halves(look, _watch(state, look, words), touch, tall=700 if not several else 600)
    return framed(state, look, "confirming", body, title=words, step=1)


def _watch(state: State, look: Look, words: str) -> Told:
    return Told(Caption(words), None if look.drop and not look.landscape else _again(state, look))


def _again(state: State, look: Look) -> Button:
    """Over the signer, out of the way; on a lowered page below the stage, within reach."""
    width = look.room(290 if look.english else 250)
    label, icon = once_more(state, look)
    return Button(label, Repeat(), "floating", icon, height=92, width=width)


def _read_back(state: State, look: Look) -> Column:
    matter_id = state.visit.meaning.matter_id if state.visit.meaning else ""
    rows = [_row("confirm.what", matter_name(look, matter_id), matter_icon(matter_id), look, change=True)]
    found = matter(look, matter_id)
    if found:
        rows.append(_row("confirm.where", zone_name(look, found), "desk", look))
        if not (look.landscape and _long(matter_name(look, matter_id), look)):
            rows.append(_row("confirm.fee", fee(look, found), "info", look))  # the notice has it too
    answers = Row(
        (
            Button(
                look.say("confirm.no"),
                Deny(),
                "second",
                "no",
                role="start",
                stacked=not look.landscape,
                width=None if look.landscape else 400,
                grow=1.0 if look.landscape else 0,
                height=None,
            ),
            Button(
                look.say("confirm.yes"), Confirm(), "main", "yes", role="answer", stacked=not look.landscape, grow=1.5
            ),
        ),
        gap=24,
        align="stretch",
        grow=1,
    )
    unheard = state.visit.way is Way.SPEAK and state.press_to_talk
    by = Way.TOUCH if unheard or state.visit.way is None else state.visit.way
    hint = Text(
        look.say(_HINTS.get(by, "confirm.hint_touch")),
        "body",
        "ink2",
        "center",
        fit=True,
        lines=1,
    )
    return Column((card(*ruled(tuple(rows))), notice_band(state, look), answers, hint), gap=24)


def _row(key: str, value: str, icon: str, look: Look, *, change: bool = False) -> Node:
    tile = Box(Row((Icon(icon, 52, "on_tint"),), justify="center"), fill="primary_tint", radius=24, width=84, height=84)
    edit = (
        Button(
            look.say("confirm.change"),
            Back(),
            "quiet",
            role="body",
            height=88,
            width=look.room(160 if look.english else 120),
        )
        if change
        else None
    )
    asked = Text(look.say(key), "body", "ink2", width=look.room(130 if look.outgrown else 160), fit=True)
    return Row(
        (None if look.outgrown else tile, asked, Text(value, "h3", grow=1, fit=True), edit),
        gap=26,
        height=190 if _long(value, look) else 122,
    )


def _long(value: str, look: Look) -> bool:
    return len(value) >= _LONG[look.words.language]


def _candidates(state: State, look: Look) -> Column:
    candidates = state.visit.meaning.candidates[:_MOST] if state.visit.meaning else ()
    cards = tuple(
        Choice(f"{place + 1}  {matter_name(look, one)}", Choose(index=place), matter_icon(one), kind="row", grow=1)
        for place, one in enumerate(candidates)
    )
    none = Button(look.say("confirm.none"), Deny(), "second", "no", height=136)
    return Column((notice_band(state, look), *cards, none), gap=24)


def _elderly(state: State, look: Look) -> Node:
    matter_id = state.visit.meaning.matter_id if state.visit.meaning else ""
    words = Column(
        (
            Text(look.say("confirm.you_want"), "lead", "ink2"),
            Text(matter_name(look, matter_id), "h2" if signed_to(state) else asked_role(state, look, "h1"), fit=True),
        ),
        gap=8,
        justify="center",
    )
    found = matter(look, matter_id)
    where = (
        card(
            Row(
                (
                    Text(look.say("confirm.where"), "lead", "ink2", width=240),
                    Text(zone_name(look, found), "h3", fit=True, grow=1),
                ),
                gap=24,
                height=120,
            )
        )
        if found
        else None
    )
    label, icon = once_more(state, look)
    again = Button(label, Repeat(), "quiet", icon, height=150)
    yes = Button(look.say("confirm.yes"), Confirm(), "main", "yes", role="answer", grow=1.3)
    no = Button(look.say("confirm.no_again"), Deny(), "second", "no", role="h2", grow=1)
    return elderly_page(look, _elderly_top(state, look, words), again, where or Column(()), yes, no)


def _elderly_top(state: State, look: Look, words: Node) -> Node:
    if signed_to(state):
        return signer_beside(look, words, width=440, height=SIGNED)
    return replace(words, height=_HEARD + (0 if look.landscape else look.drop))


def _elderly_several(state: State, look: Look, words: str) -> Node:
    most = _MOST if not look.elderly else _MOST_ELDERLY
    candidates = state.visit.meaning.candidates[:most] if state.visit.meaning else ()
    cards = tuple(
        Choice(matter_name(look, c), Choose(index=i), matter_icon(c), kind="answer", grow=1)
        for i, c in enumerate(candidates)
    )
    none = Choice(look.say("confirm.none"), Deny(), "no", kind="answer", grow=1)
    label, icon = once_more(state, look)
    again = Button(label, Repeat(), "quiet", icon, height=150)
    role = "h2" if look.landscape else "h1"  # lying, the larger one left its question mark on a line of its own
    return elderly_page(look, _elderly_top(state, look, heading(words, role=role)), again, *cards, none)
