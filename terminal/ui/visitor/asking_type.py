"""Typing: a field, pinyin keys with candidates, and the matters whose names fit."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Button, Column, Entry, Node, PinyinKeyboard, Row, Screenful, Text
from terminal.ui.visitor.frame import asking_step, framed, heading, notice_band
from terminal.ui.visitor.sides import MARGIN, SIGNED, SIGNED_WIDE, Risen, halves, signer_beside
from terminal.ui.visitor.words import said
from terminal.visit.events import ChooseMatter, Event, Submit, TypeText
from terminal.visit.state import Phase, State

ENTRY = "request"
_SHOWN = 3


def typed(text: str) -> Event:
    """What the visitor's field holds now."""
    return TypeText(text=text)


def view(state: State, look: Look) -> Screenful:
    """The keyboard never hides the field or the suggestions."""
    words = said(state, look)
    note = look.say("ask.type_note") if state.visit.saying.key == "ask.type" and not look.large else ""
    field = Entry(
        ENTRY, state.visit.request.typed, typed, submit=Submit(), limit=60, height=130 if look.landscape else 150
    )
    keys = PinyinKeyboard(ENTRY, Submit(), grow=1)
    asked = state.visit.request.typed if state.phase is Phase.ASKING else ""
    below = notice_band(state, look) or suggestions(asked, look)
    if look.landscape:
        beside = Column((Column((heading(words, note, role="h2"),), justify="center", grow=1), below), gap=16)
        head = signer_beside(look, beside, width=SIGNED_WIDE, height=SIGNED)
        body = halves(look, Column((head, field), gap=20), Column((keys,)), tall=0, share=1.15 if look.large else 0.95)
    else:
        head = signer_beside(look, heading(words, note, role="h1"), width=440, height=SIGNED)
        body = Risen((head, field, below, keys), gap=20, pad=(0, MARGIN, 24, MARGIN))
    return framed(state, look, "asking.type", body, title=words, step=asking_step(state))


def suggestions(text: str, look: Look) -> Node:
    """Matters of this hall whose names hold what is typed."""
    found = fitting(text, look)[: 2 if look.large else _SHOWN]
    keys = tuple(
        Button(name, ChooseMatter(matter_id=matter_id), "quiet", role="body", height=104, grow=1)
        for matter_id, name in found
    )
    label = None if look.large else Text(look.say("ask.maybe") if keys else " ", "small", "ink2", height=look.room(40))
    if look.large and not look.landscape:
        return Column(tuple(replace(key, grow=0.0, height=96) for key in keys), gap=12, height=204)
    if look.landscape:
        shown = keys[: 1 if look.large else 2]
        return Column((label, *(replace(key, grow=0.0, height=150 if look.large else 88) for key in shown)), gap=10)
    return Column((label, Row(keys, gap=16, height=104)), gap=6)


def fitting(text: str, look: Look) -> list[tuple[str, str]]:
    """(id, name) of the matters that hold every part of the text, best first."""
    wanted = text.strip().lower()
    if not wanted or look.matters is None:
        return []
    scored = []
    for matter in look.matters:
        names = (look.pick(matter.name), *matter.also_called)
        score = max(
            sum(sign in name.lower() for sign in set(wanted)) / len(set(wanted)) + (wanted in name.lower())
            for name in names
        )
        if score >= 0.99:
            scored.append((-score, matter.id, look.pick(matter.name)))
    return [(matter_id, name) for _, matter_id, name in sorted(scored, key=lambda s: s[0])]
