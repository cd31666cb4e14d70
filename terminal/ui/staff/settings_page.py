"""Language, size and colours of this screen, and what every key does."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column, Intent, Local, Node, Pages, Row, Text
from terminal.ui.staff.frame import MARGIN, Frame
from terminal.ui.staff.keys import SCALES, STAFF_KEYS, THEMES
from terminal.ui.staff.widgets import card, heading, key_cap, press, quiet
from terminal.visit.events import Language, StaffLanguage, StaffScale, StaffTheme
from terminal.visit.state import State

_CHOICES_WIDTH = 470
_KEY_ROW, _TALLEST = 44, 72
"""Least and greatest height of a line."""
_KEY_COLUMN = 400
_KEYS_AROUND = 190
"""Height of the page's title and the card's heading and padding."""
_PAGES_KEY = "staff.settings.keys"


def settings_page(state: State, look: Look) -> Node:
    """The page under the header."""
    frame = Frame.of(look)
    title = Row(
        (Text(look.say("staff.settings.title"), "title", lines=1), quiet(look.say("staff.settings.note"), "body"))
    )
    choices = Column(
        (_language(state, look), _size(state, look), _theme(state, look)), gap=MARGIN, width=_CHOICES_WIDTH
    )
    columns = Row((choices, _keys(look, frame)), gap=MARGIN, align="stretch", grow=1)
    return Column((title, columns), gap=MARGIN, pad=frame.pad, grow=1)


def _language(state: State, look: Look) -> Node:
    return _choice(
        look,
        look.say("staff.settings.language"),
        tuple(
            (
                look.say(f"staff.settings.{language.value}"),
                StaffLanguage(language=language),
                language is state.staff_language,
            )
            for language in Language
        ),
    )


def _size(state: State, look: Look) -> Node:
    return _choice(
        look,
        look.say("staff.settings.size"),
        tuple(
            (look.say("staff.settings.per_cent", n=scale), StaffScale(per_cent=scale), scale == state.staff_scale)
            for scale in SCALES
        ),
    )


def _theme(state: State, look: Look) -> Node:
    return _choice(
        look,
        look.say("staff.settings.theme"),
        tuple(
            (look.say(f"staff.settings.theme_{theme.value}"), StaffTheme(theme=theme), theme is state.staff_theme)
            for theme in THEMES
        ),
    )


def _choice(look: Look, title: str, answers: tuple[tuple[str, Intent, bool], ...]) -> Node:
    """One setting: the answers in a row, the one that holds with tint and tick."""
    buttons = tuple(
        press(label, intent, kind="on" if chosen else "second", icon="yes" if chosen else "", grow=1)
        for label, intent, chosen in answers
    )
    answer = Column((Row(buttons, gap=10),), justify="center", grow=1)
    return card(look, Column((heading(title), answer), gap=14), grow=1)


def _keys(look: Look, frame: Frame) -> Node:
    """Every action with its keys, in as many columns as there is room for, the rest a page on."""
    names = list(dict.fromkeys(action.name for action in STAFF_KEYS.values()))
    width = frame.inner_width - _CHOICES_WIDTH - MARGIN - 2 * MARGIN
    across = max(1, int(width // _KEY_COLUMN))
    room = frame.inner_height - _KEYS_AROUND
    down = min(-(-len(names) // across), int(room // _KEY_ROW))
    size = across * down
    pages = [
        _key_page(look, names[at : at + size], down, min(_TALLEST, room / down)) for at in range(0, len(names), size)
    ]
    note = look.say("staff.settings.keys_note") if frame.wide else ""
    head = look.say("staff.settings.keys")
    if len(pages) == 1:
        return card(look, Column((heading(head, note), pages[0]), gap=16), grow=1)
    shown = tuple((str(n), _turned(look, head, page, n, len(pages))) for n, page in enumerate(pages))
    return card(look, Pages(_PAGES_KEY, shown, "0"), grow=1)


def _turned(look: Look, head: str, page: Node, number: int, of: int) -> Node:
    label = look.say("staff.devices.page", n=number + 1, of=of)
    turn = press(label, Local(key=_PAGES_KEY, value=str((number + 1) % of)), icon="next")
    return Column((heading(head, "", turn), page), gap=16)


def _key_page(look: Look, names: list[str], down: int, tall: float) -> Node:
    columns = tuple(
        Column(tuple(_key_row(look, name, tall) for name in names[at : at + down]), gap=0, grow=1)
        for at in range(0, len(names), down)
    )
    return Row(columns, gap=MARGIN * 2, align="start")


def _key_row(look: Look, name: str, tall: float) -> Node:
    keys = [key for key, action in STAFF_KEYS.items() if action.name == name]
    span = (keys[0],) if len(keys) == 1 else (keys[0], keys[-1])
    caps: list[Node] = []
    for key in span:
        caps += [quiet("…"), key_cap(look, key)] if caps else [key_cap(look, key)]
    label = Text(look.say(f"staff.keys.{name}"), "label", bold=False, lines=1, grow=1)
    return Row((label, *caps), gap=6, height=tall)
