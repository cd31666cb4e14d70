"""Composite nodes in terms of boxes, rows, texts and targets: one place for how a button, a chip, a field looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from terminal.ui import scene
from terminal.ui.keyboard import keypad, pinyin_keyboard
from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Either, Icon, Place, Row, Stack, Text, Touch
from terminal.visit.events import Sureness

#: kind -> (ground, line, lower edge, ink, role of the label)
_BUTTONS: Mapping[str, tuple[str, str, str, str, str]] = {
    "main": ("primary", "", "primary_pressed", "on_primary", "button_main"),
    "second": ("surface", "primary", "", "primary", "button"),
    "quiet": ("primary_tint", "", "", "on_tint", "button"),
    "help": ("help", "", "help_pressed", "on_help", "lead"),
    "tool": ("surface", "border", "", "ink", "small"),
    "back": ("surface", "border", "", "ink", "body"),
    "danger": ("error_bg", "", "", "error", "button"),
    "key": ("surface", "", "line", "ink", "h3"),
    "soft_key": ("primary_tint", "", "line", "on_tint", "h3"),
    "floating": ("surface", "", "", "primary", "body"),
}
_NARROW = 0.3
"""The same where letters are so large that the words need it."""
#: Height of the smallest icon above a label, in heights of its text; what stays free above and below, in units.
_LEAST_ICON, _EDGE = 0.7, 4.0
#: The words of a caption that are set larger than this have no more room around them.
_CAPTION_PAD = 90.0
#: Room at the sides of a label, in heights of its text.
_PADS: Mapping[str, float] = {"key": 0.06, "big_key": 0.04, "soft_key": 0.1, "back": 0.3, "help": 0.3, "floating": 0.3}
_CHIPS: Mapping[Sureness, tuple[str, str, str, str]] = {
    Sureness.SURE: ("sure_bg", "sure", "solid", "mark-sure"),
    Sureness.MAYBE: ("maybe_bg", "maybe", "dashed", "mark-maybe"),
    Sureness.UNCLEAR: ("surface", "ink2", "dotted", "mark-unclear"),
}
#: Height, mark, gap and room at the right and left, in heights of the word; flat: where the mirror needs the height.
_CHIP_SIZES = ((2.25, 1.0, 0.3, 0.62, 0.46), (1.6, 0.75, 0.2, 0.34, 0.26))
_TONES: Mapping[str, tuple[str, str, str]] = {
    "ok": ("ok_bg", "ok", "mark-sure"),
    "warn": ("warn_bg", "warn", "warning"),
    "error": ("error_bg", "error", "warning"),
    "info": ("info_bg", "info", ""),
    "plain": ("surface", "ink", ""),
    "dark": ("glass", "white", ""),
}

Local = Mapping[str, str]


def expand(node: scene.Node, look: Look, local: Local) -> scene.Node:
    """The node in terms of simpler ones; `TypeError` for a node that nobody can draw."""
    maker = _MAKERS.get(type(node))
    if maker is None:
        raise TypeError(f"no drawing for {type(node).__name__}")
    return maker(node, look, local)


def _button(node: scene.Button, look: Look, local: Local) -> scene.Node:
    ground, line, edge, ink, role = _BUTTONS[node.kind]
    role = node.role or role
    dash = "solid"
    if node.selected:
        ground, line, edge, ink = "primary", "", "primary_pressed", "on_primary"
    if not node.enabled:
        ground, line, edge, ink, dash = "sunken", "border", "", "ink2", "dashed"
    size = look.tokens.size(role)
    stacked = node.stacked or node.kind == "tool"
    parts: list[scene.Node] = []
    if node.icon:
        parts.append(Icon(node.icon, round(_icon_size(node, look, size) if stacked else size * 1.3), ink))
    if node.label:
        lines = 1 if look.words.language == "zh" and not node.note and not look.outgrown else 0
        parts.append(Text(node.label, role, ink, "center", bold=True, fit=True, lines=lines))
    inner: scene.Node = (
        Column(tuple(parts), gap=size * 0.12, align="center", justify="center")
        if stacked
        else Row(tuple(parts), gap=size * 0.42, justify="center")
    )
    if look.outgrown and len(parts) > 1 and not stacked:
        inner = Either(inner, parts[1])  # the words need the room of the picture
    if node.note:
        note = Text(node.note, "small", ink, "center", bold=False, fit=True, lines=1)
        inner = Column((inner, note), gap=4, align="center", justify="center")
    kind = "big_key" if look.outgrown and node.kind in {"key", "soft_key"} else node.kind
    pad = 2 if kind == "tool" else size * _PADS.get(kind, 0.7 if not look.outgrown else _NARROW)
    box = Box(
        inner,
        fill=ground,
        line=line,
        line_width=3 if node.kind in {"tool", "back"} else 4,
        dash=dash,
        radius=look.tokens.radii["pill"] if node.kind == "floating" else look.tokens.radii["button"],
        pad=(0, pad, 0, pad),
        edge=edge,
        shadow=1 if node.kind == "floating" else 0,
    )
    label = f"{node.label} {node.note}".strip()
    return Touch(box, node.intent, label or node.icon, enabled=node.enabled, sink=bool(edge), then=node.then)


def _icon_size(node: scene.Button, look: Look, size: float) -> float:
    """Of an icon above a label of one line: what the line leaves of a key that is not as high as both."""
    usual = size * 1.45
    if node.height is None:
        return usual
    line = size * look.tokens.line_heights[node.role or _BUTTONS[node.kind][4]]
    return max(size * _LEAST_ICON, min(usual, node.height - 2 * _EDGE - line - size * 0.12))


def _choice(node: scene.Choice, look: Look, local: Local) -> scene.Node:
    helping = node.kind == "help"
    ground = "help" if helping else "primary_tint" if node.selected else "surface"
    ink, note_ink = ("on_help", "on_help") if helping else ("ink", "ink2")
    tile_ink = "on_help" if helping else "on_tint"
    size = look.tokens.size("choice")
    side = size * (2.35 if not look.landscape else 1.5 if look.large else 1.8)
    if node.height is not None:
        side = min(side, node.height - 48)
    tile = Box(
        Row((Icon(node.icon, side * 0.66, tile_ink),), justify="center"),
        fill="help_pressed" if helping else "primary_tint",
        radius=min(size * 0.66, side * 0.3),
        width=side,
        height=side,
    )
    lines = 1 if node.kind in ("card", "help") and look.landscape else 0
    title = Text(node.title, "choice", ink, fit=True, lines=lines)
    words = Column(
        (title, Text(node.note, "body", note_ink, fit=True) if node.note else None),
        gap=4,
        grow=1,
    )
    if node.kind == "row":
        inner: scene.Node = Row((tile, words, Icon("next", size, "primary")), gap=size * 0.6)
        inner = Either(inner, words) if look.outgrown else inner
    elif node.kind == "answer":
        inner = Row((tile, words), gap=size * 0.55)
        inner = Either(inner, words) if look.outgrown else inner
    else:
        inner = Column((tile, Column((title, words.children[1]), gap=4)), gap=size * 0.55, justify="center")
    line = (
        "primary" if node.selected or node.kind == "answer" else "border" if look.tokens.name == "high_contrast" else ""
    )
    box = Box(
        inner,
        fill=ground,
        line=line,
        line_width=5 if node.kind == "answer" else 4,
        radius=look.tokens.radii["panel"],
        pad=(24, 34, 24, 34) if not look.landscape else (8, 30, 8, 30),
        shadow=1,
        edge="help_pressed" if helping else "",
    )
    return Touch(box, node.intent, f"{node.title} {node.note}".strip(), enabled=node.enabled, sink=helping)


def _chip(node: scene.Chip, look: Look, local: Local) -> scene.Node:
    ground, ink, dash, mark = _CHIPS[node.state]
    role = "choice" if node.size == "normal" else "h3"
    size = look.tokens.size(role) * 0.92
    tall, picture, gap, right, left = _CHIP_SIZES[node.size == "flat"]
    box = Box(
        Row((Icon(mark, size * picture, ink), Text(node.word, role, ink, lines=1, fit=True)), gap=size * gap),
        fill=ground,
        line="border" if node.state is Sureness.UNCLEAR else ink,
        line_width=4,
        dash=dash,
        radius=look.tokens.radii["chip"],
        pad=(0, size * right, 0, size * left),
        height=max(size * tall, look.tokens.min_target),
    )
    return Touch(box, node.intent, node.word)


def _pill(node: scene.Pill, look: Look, local: Local) -> scene.Node:
    ground, ink, mark = _TONES[node.tone]
    size = look.tokens.size("small")
    icon = node.icon or mark
    parts = (Icon(icon, size * 1.35, ink) if icon else None, Text(node.text, "small", ink, bold=True, lines=1))
    return Box(
        Row(parts, gap=size * 0.35),
        fill=ground,
        radius=look.tokens.radii["pill"],
        pad=(size * 0.3, size * 0.85, size * 0.3, size * (0.55 if icon else 0.85)),
    )


def _toggle(node: scene.Toggle, look: Look, local: Local) -> scene.Node:
    knob = Box(fill="surface", line="border", line_width=2, radius=999, width=44, height=44)
    track = Box(
        Stack((Place(knob, right=6, top=6) if node.on else Place(knob, left=6, top=6),)),
        fill="primary" if node.on else "sunken",
        line="" if node.on else "border",
        line_width=3,
        radius=999,
        width=96,
        height=56,
    )
    words = Column((Text(node.label, "label"), Text(node.note, "small", "ink2") if node.note else None), gap=2, grow=1)
    return Touch(Box(Row((track, words), gap=20), fill="", height=node.height or 112), node.intent, node.label)


def _caption(node: scene.Caption, look: Look, local: Local) -> scene.Node:
    size = min(look.tokens.size(node.role), _CAPTION_PAD)
    side = size * (0.65 if not look.outgrown else _NARROW)
    lines = (
        Text(node.who, "small", "caption_ink") if node.who else None,
        Text(node.text, node.role, "caption_ink", fit=True),
        Text(node.note, "small" if look.tokens.name == "elderly" else "body", "caption_ink", fit=True)
        if node.note
        else None,
    )
    return Box(
        Column(lines, gap=8, justify="center"),
        fill="caption_bg",
        line="border" if look.tokens.name == "high_contrast" else "",
        line_width=4,
        radius=look.tokens.radii["panel"],
        pad=(size * 0.42, side, size * 0.42, side),
        shadow=2,
    )


def _mirror_words(node: scene.Mirror, look: Look, local: Local) -> scene.Node:
    tone = {"good": "ok", "wait": "warn", "lost": "error"}[node.state]
    quiet = not node.hint and node.state == "good"
    narrow = not node.guide or look.large
    words = "" if node.state == "good" and narrow else node.hint  # large or in a narrow mirror they would hide the face
    pill = None if quiet else Place(scene.Pill(words, "mark-maybe" if tone == "warn" else "", tone), left=24, top=24)
    note = Place(scene.Pill(node.note, "lock", "dark"), right=24, top=24) if node.note else None
    return Stack((pill, note))


def _entry(node: scene.Entry, look: Look, local: Local) -> scene.Node:
    composing = local.get(f"{node.key}.pinyin", "")
    if node.groups:
        inner: scene.Node = _digits(node)
    else:
        letters = Text(composing, node.role, "primary", lines=1, fit=look.outgrown, typed=True)
        parts = (
            Text(node.text, node.role, lines=1, fit=True, typed=True) if node.text else None,
            Column((letters, Box(fill="primary", height=4)), gap=0) if composing else None,
            Box(fill="primary", width=5, height=look.tokens.size(node.role) * 1.2, radius=2),
            Text(node.placeholder, node.role, "ink2", bold=False, lines=1, fit=True)
            if not node.text and not composing
            else None,
        )
        inner = Row(parts, gap=6)
    return Box(
        inner, fill="surface", line="primary", line_width=5, radius=look.tokens.radii["panel"], pad=(0, 40, 0, 40)
    )


def _digits(node: scene.Entry) -> scene.Node:
    shown = _masked(node)
    groups: list[scene.Node] = []
    at = 0
    for length in node.groups:
        cells = []
        for index in range(at, at + length):
            typed = index < len(node.text)
            sign = Text(shown[index] if typed else " ", "choice", align="center", lines=1, fit=True)
            line = Box(fill="primary" if typed or index == len(node.text) else "line", height=5, radius=2)
            cells.append(Column((sign, line), gap=0, grow=1))
        groups.append(Row(tuple(cells), gap=6, grow=float(length), align="end"))
        at += length
    return Row(tuple(groups), gap=28)


def _masked(node: scene.Entry) -> str:
    """Middle groups are hidden as soon as the next one begins; the last typed group stays readable."""
    if not node.masked:
        return node.text
    shown, at = "", 0
    for number, length in enumerate(node.groups):
        part = node.text[at : at + length]
        past = len(node.text) > at + length
        hide = 0 < number < len(node.groups) - 1 and past
        shown += "*" * len(part) if hide else part
        at += length
    return shown + node.text[at:]


_MAKERS: Mapping[type, Callable[[Any, Look, Local], scene.Node]] = {
    scene.Button: _button,
    scene.Choice: _choice,
    scene.Chip: _chip,
    scene.Pill: _pill,
    scene.Toggle: _toggle,
    scene.Caption: _caption,
    scene.Mirror: _mirror_words,
    scene.Entry: _entry,
    scene.PinyinKeyboard: pinyin_keyboard,
    scene.Keypad: keypad,
}
