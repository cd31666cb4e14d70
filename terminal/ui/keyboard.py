"""The on-screen pinyin keyboard and the number keypad, as nodes. Keys send `KeyIn`, which the window turns into text.

What is being composed lives in the window's local choices (``<entry>.pinyin``, ``<entry>.keys``): it is nobody's
business until a character is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terminal.ui import scene
from terminal.ui.look import Look
from terminal.ui.pinyin import candidates
from terminal.ui.scene import Button, Column, Local, Row, Spacer
from terminal.visit.events import Event

LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
DIGITS = ("1234567890", "-/：；（）“”", "。，、？！.@")
SHOWN = 6
_WIDE, _WIDER = 1.5, 1.85
"""Of a letter's width, the keys beside the last row of letters; wider where the letters are large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyIn(Event):
    """A key of an on-screen keyboard: ``text`` to insert, or what to do: delete, clear, commit."""

    entry: str
    text: str = ""
    act: str = ""


def _key(label: str, intent: Event, *, soft: bool = False, icon: str = "", **size: Any) -> scene.Node:
    return Button("" if icon else label, intent, "soft_key" if soft else "key", icon, **size)


def pinyin_keyboard(node: scene.PinyinKeyboard, look: Look, local: Mapping[str, str]) -> scene.Node:
    """Candidates above, letters below; 中/英 and 123 change the letters."""
    entry, mode = node.entry_key, local.get(f"{node.entry_key}.keys", "zh" if not look.english else "en")
    composing = local.get(f"{entry}.pinyin", "")
    rows = [_letters(row, entry, mode, look) for row in (DIGITS if mode == "digits" else LETTERS)]
    rows[2] = _third(rows[2], entry, mode, look)
    other = "en" if mode == "zh" else "zh"
    last = Row(
        (
            _key(look.say("keys.language"), Local(key=f"{entry}.keys", value=other), soft=True, width=200),
            _key(look.say("keys.space"), KeyIn(entry=entry, text=" "), grow=1),
            Button(look.say("keys.send" if node.sends else "keys.done"), node.done, "main", width=330),
        ),
        gap=10,
        align="stretch",
        grow=1,
    )
    return Column((_candidates(composing, entry, look), *rows, last), gap=14)


def _letters(keys: str, entry: str, mode: str, look: Look) -> Row:
    act = "compose" if mode == "zh" else ""
    made = tuple(_key(k, KeyIn(entry=entry, text=k, act=act), grow=1) for k in keys)
    edge = (10 - len(keys)) / 2
    side = (Spacer(grow=edge),) if edge else ()
    return Row((*side, *made, *side), gap=10, align="stretch", grow=1)


def _third(row: Row, entry: str, mode: str, look: Look) -> Row:
    digits = Local(key=f"{entry}.keys", value="zh" if mode == "digits" else "digits")
    name = look.say("keys.letters") if mode == "digits" else look.say("keys.digits")
    keys = tuple(child for child in row.children if isinstance(child, Button))
    wide = _WIDE if not look.outgrown else _WIDER
    return Row(
        (
            _key(name, digits, soft=True, grow=wide),
            *keys,
            _key(look.say("keys.delete"), KeyIn(entry=entry, act="delete"), soft=True, icon="erase", grow=wide),
        ),
        gap=10,
        align="stretch",
        grow=1,
    )


def _candidates(composing: str, entry: str, look: Look) -> scene.Node:
    words = candidates(composing)[:SHOWN] if composing else ()
    made = tuple(
        Button(
            word,
            KeyIn(entry=entry, text=word, act="commit"),
            "key",
            role="choice",
            selected=index == 0,
            width=max(132.0, look.tokens.size("choice") * (len(word) + 1.1)),
        )
        for index, word in enumerate(words)
    )
    room, kept = look.width - 112, 0
    used = 0.0
    for button in made:
        used += (button.width or 0) + 14
        if used > room:
            break
        kept += 1
    return Row(made[:kept], gap=14, align="stretch", height=112)


def keypad(node: scene.Keypad, look: Look, local: Mapping[str, str]) -> scene.Node:
    """1 top left; clear and delete tinted, apart from the digits."""

    role = "h2" if look.landscape else "h1"

    def digit(sign: str) -> scene.Node:
        return Button(sign, KeyIn(entry=node.entry_key, text=sign), "key", role=role, grow=1)

    rows = [Row(tuple(digit(d) for d in line), gap=20, align="stretch", grow=1) for line in ("123", "456", "789")]
    clear = Button(node.clear, KeyIn(entry=node.entry_key, act="clear"), "soft_key", role="h3", grow=1)
    delete = Button(
        "" if look.large else node.delete,
        KeyIn(entry=node.entry_key, act="delete"),
        "soft_key",
        "erase",
        role="h3",
        grow=1,
    )
    low: tuple[scene.Node, ...] = (digit("0"),)
    if node.extra:
        low = (digit("0"), digit(node.extra))
    rows.append(Row((clear, *low, delete), gap=20, align="stretch", grow=1))
    return Column(tuple(rows), gap=22)
