"""Typing: a field, pinyin keys with candidates, and the matters whose names fit."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Button, Column, Entry, Node, PinyinKeyboard, Row, Screenful, SignerStage, Text
from terminal.ui.visitor.frame import framed, halves, heading, notice_band, signer_beside
from terminal.ui.visitor.words import said
from terminal.visit.events import ChooseMatter, Event, Submit, TypeText
from terminal.visit.state import State

ENTRY = "request"
_SHOWN = 3


def typed(text: str) -> Event:
    """What the visitor's field holds now."""
    return TypeText(text=text)


def view(state: State, look: Look) -> Screenful:
    """The keyboard never hides the field or the suggestions."""
    words = said(state, look)
    note = look.say("ask.type_note") if state.visit.saying.key == "ask.type" and not look.elderly else ""
    head = (
        signer_beside(look, heading(words, note, role="h1"), width=320)
        if not look.landscape
        else Column((SignerStage(grow=1), heading(words, note, role="h2")), gap=16)
    )
    body = halves(look, head, _touch(state, look), tall=300, share=0.5)
    return framed(state, look, "asking.type", body, title=words, step=1)


def _touch(state: State, look: Look) -> Column:
    field = Entry(
        ENTRY, state.visit.request.typed, typed, submit=Submit(), limit=60, height=112 if look.landscape else 150
    )
    keys = PinyinKeyboard(ENTRY, Submit(), grow=1)
    return Column((field, notice_band(state, look) or suggestions(state.visit.request.typed, look), keys), gap=20)


def suggestions(text: str, look: Look) -> Node:
    """Matters of this hall whose names hold what is typed."""
    found = fitting(text, look)[: 2 if look.elderly else _SHOWN]
    keys = tuple(
        Button(name, ChooseMatter(matter_id=matter_id), "quiet", role="body", height=104, grow=1)
        for matter_id, name in found
    )
    label = None if look.elderly else Text(look.say("ask.maybe") if keys else " ", "small", "ink2", height=40)
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
