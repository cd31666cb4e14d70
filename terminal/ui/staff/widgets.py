"""Small pieces that only the clerk's screen has: cards, key caps, command buttons, mini chips, bubbles.

Sizes are units of the 1920 x 1080 sketch (our design); colours and type roles are names of the theme.
"""

from __future__ import annotations

from collections.abc import Mapping

from terminal.ui.look import Look
from terminal.ui.scene import Box, Icon, Intent, Node, Pad, Row, Rule, Text, Touch
from terminal.ui.staff.keys import key_of, staff_intent
from terminal.visit.events import Status, Sureness
from terminal.visit.state import State

GAP = 18
CARD_RADIUS = 24
CARD_PAD = (18, 24, 20, 24)
TIGHT = (14, 24, 14, 24)
BUTTON_HEIGHT = 56
MAIN_HEIGHT = 68
#: kind -> (ground, line, ink)
_KINDS: Mapping[str, tuple[str, str, str]] = {
    "main": ("primary", "", "on_primary"),
    "second": ("surface", "primary", "primary"),
    "quiet": ("sunken", "", "ink"),
    "on": ("primary_tint", "primary", "on_tint"),
    "danger": ("error_bg", "", "error"),
    "person": ("surface", "on_help", "ink"),
}
_CHIPS: Mapping[Sureness, tuple[str, str, str, str, str]] = {
    Sureness.SURE: ("sure_bg", "sure", "", "solid", "mark-sure"),
    Sureness.MAYBE: ("maybe_bg", "maybe", "maybe", "dashed", "mark-maybe"),
    Sureness.UNCLEAR: ("surface", "ink2", "border", "dotted", "mark-unclear"),
}
TONE_OF: Mapping[Status, str] = {
    Status.OK: "ok",
    Status.SIMULATED: "info",
    Status.OFF: "plain",
    Status.MISSING: "error",
    Status.FAULT: "error",
}
_LATIN = 0.54
"""Width of a bold Latin letter or digit as a share of a Chinese one, on the safe side; a cap is never squeezed."""
_STATUS_ICON: Mapping[Status, str] = {Status.SIMULATED: "info", Status.OFF: "no"}


def card(
    look: Look, child: Node, *, pad: Pad = CARD_PAD, height: float | None = None, grow: float = 0.0, line: str = ""
) -> Box:
    """A white panel of the sketch; with a border where ground and panel are one colour (our design)."""
    line = line or ("border" if look.tokens.name == "high_contrast" else "")
    return Box(
        child,
        fill="surface",
        line=line,
        line_width=3 if line else 0,
        radius=CARD_RADIUS,
        pad=pad,
        shadow=1,
        height=height,
        grow=grow,
    )


def heading(title: str, note: str = "", *extra: Node | None) -> Row:
    """Title of a card, a quiet note behind it, something at the right end."""
    return Row(
        (
            Text(title, "h2", lines=1),
            Text(note, "label", "ink2", bold=False, lines=1, fit=True, grow=1),
            *extra,
        ),
        gap=14,
    )


def quiet(text: str, role: str = "label", *, lines: int = 1, grow: float = 0.0) -> Text:
    """A second-rank text."""
    return Text(text, role, "ink2", bold=False, lines=lines, fit=lines == 1, grow=grow)


def key_cap(look: Look, key: str) -> Box:
    """The name of a key as a small cap."""
    name = {"Return": look.say("staff.enter"), "Escape": "Esc"}.get(key, key)
    wide = sum(_LATIN if letter.isascii() else 1.0 for letter in name) * look.tokens.size("small")
    return Box(
        Text(name, "small", "ink2", "center", bold=True, lines=1),
        width=round(wide) + 17,
        fill="surface",
        line="line",
        line_width=2,
        radius=7,
        pad=(0, 7, 0, 7),
    )


def command(
    look: Look,
    state: State,
    name: str,
    label: str,
    *,
    nth: int = 0,
    kind: str = "second",
    icon: str = "",
    width: float | None = None,
    grow: float = 0.0,
    tall: bool = False,
) -> Touch:
    """A button for what the key of the ``nth`` action of this name does now, its cap on it; dashed while nothing."""
    key = key_of(name, nth)
    return press(
        label,
        staff_intent(key, state),
        kind=kind,
        icon=icon,
        cap=key_cap(look, key),
        width=width,
        grow=grow,
        height=MAIN_HEIGHT if tall else BUTTON_HEIGHT,
    )


def press(
    label: str,
    intent: Intent,
    *,
    kind: str = "second",
    icon: str = "",
    cap: Node | None = None,
    width: float | None = None,
    grow: float = 0.0,
    height: float = BUTTON_HEIGHT,
) -> Touch:
    """A button of the clerk's size. Without an intent it is dashed: not now."""
    ground, line, ink = _KINDS[kind] if intent is not None else ("surface", "border", "ink2")
    parts = (
        Icon(icon, 24, ink) if icon else None,
        Text(label, "button", ink, "center", bold=True, lines=1, fit=True),
        cap,
    )
    box = Box(
        Row(parts, gap=9, justify="center"),
        fill=ground,
        line=line,
        line_width=2 if line else 0,
        dash="solid" if intent is not None else "dashed",
        radius=16,
        pad=(0, 12, 0, 12),
        height=height,
    )
    return Touch(box, intent, label, enabled=intent is not None, width=width, grow=grow, height=height)


def mini_chip(word: str, sureness: Sureness) -> Box:
    """A word as it was seen, 42 high: ground, line and mark say how surely."""
    ground, ink, line, dash, mark = _CHIPS[sureness]
    return Box(
        Row((Icon(mark, 22, ink), Text(word, "choice", ink, lines=1)), gap=8),
        fill=ground,
        line=line,
        line_width=2 if line else 0,
        dash=dash,
        radius=12,
        pad=(5, 14, 5, 8),
    )


def pill(text: str, tone: str = "ok", icon: str = "", *, ink: str = "", ground: str = "") -> Box:
    """A short state, 34 high."""
    marks = {"ok": "mark-sure", "warn": "warning", "error": "warning", "info": "info", "plain": ""}
    grounds = {"plain": ("sunken", "ink2")}.get(tone, (f"{tone}_bg", tone))
    fill, colour = ground or grounds[0], ink or grounds[1]
    mark = icon or marks[tone]
    return Box(
        Row((Icon(mark, 22, colour) if mark else None, Text(text, "label", colour, bold=True, lines=1)), gap=7),
        fill=fill,
        radius=999,
        pad=(5, 14, 5, 9 if mark else 14),
    )


def tag(text: str, ground: str = "help", ink: str = "on_help") -> Box:
    """A tiny label beside a number."""
    return Box(Text(text, "small", ink, bold=True, lines=1), fill=ground, radius=8, pad=(1, 9, 1, 9))


def tile(icon: str, size: float = 56) -> Box:
    """An icon on a tinted square."""
    mark = Row((Icon(icon, round(size * 0.6), "on_tint"),), justify="center")
    return Box(mark, fill="primary_tint", radius=size * 0.32, width=size, height=size)


def fact(words: str, icon: str) -> Row:
    """One thing to know, with its picture; several share the height of a page."""
    return Row((tile(icon, 72), Text(words, "caption", bold=False, lines=2, fit=True, grow=1)), gap=24, grow=1)


def ruled(rows: tuple[Node, ...]) -> tuple[Node, ...]:
    """Rows with thin lines between them."""
    out: list[Node] = []
    for row in rows:
        out += [Rule(thick=2), row] if out else [row]
    return tuple(out)


def status_pill(look: Look, status: Status, words: str = "") -> Box:
    """State of a device: word, icon and colour together."""
    text = words or look.say(f"staff.state.{status.value}")
    return pill(text, TONE_OF[status], _STATUS_ICON.get(status, ""))


def warned(words: str) -> Box:
    """Why something is not done: what the hall said no to, or what leads nowhere."""
    row = Row((Icon("warning", 24, "error"), Text(words, "body", "error", lines=2, grow=1)), gap=10)
    return Box(row, fill="error_bg", radius=16, pad=(10, 16, 10, 14))


def bubble(child: Node, *, mine: bool = False) -> Box:
    """What somebody said."""
    return Box(child, fill="primary_tint" if mine else "sunken", radius=20, pad=(10, 20, 12, 20))
