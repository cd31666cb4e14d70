"""转窗口: which other window the number in front goes on to. The clerk types its number; Return sends it there."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Entry, Node, Row, Spacer, Text, Touch
from terminal.ui.staff.frame import MARGIN, Frame
from terminal.ui.staff.left_column import queue_column
from terminal.ui.staff.visitor_screen import visitor_screen
from terminal.ui.staff.widgets import GAP, card, key_cap, press, quiet, warned
from terminal.visit.events import ChooseWindow, ClerkMoves, Event
from terminal.visit.moving import LONGEST_NAME, chosen
from terminal.visit.state import OtherWindow, State

_ENTRY = 84
_TALL = 92
_LEAST = 260
"""Height of a window's button, and the least width of one."""
_AROUND = 350
"""Height of the card's padding, title, entry and last line."""
_PAD = 40
_NUMBER = 3
"""So many signs of a window's number fit beside its zone."""
_SAID = 50
"""Height of the line under the entry, kept free: the windows stay where they are."""


def move_page(state: State, look: Look) -> Node:
    """The page under the header; who waits, and what the visitor sees, stand where they always do."""
    frame = Frame.of(look)
    queue = queue_column(state, look) if not frame.narrow else None
    screen = visitor_screen(state, look) if frame.wide else None
    return Row((queue, _windows(state, look), screen), gap=MARGIN, pad=frame.pad, align="stretch", grow=1)


def _windows(state: State, look: Look) -> Node:
    number = state.visit.ticket.number if state.visit.ticket else ""
    title = Text(look.say("staff.move.title", number=number), "title", lines=1, fit=True)
    said = Row((Column((_said(state, look),), grow=1),), height=_SAID)
    parts = (title, quiet(look.say("staff.move.intro"), "body", lines=2), _entry(state, look), said)
    return card(look, Column((*parts, *_grid(state, look), Spacer(grow=1)), gap=GAP), pad=(32, _PAD, 32, _PAD), grow=1)


def _entry(state: State, look: Look) -> Node:
    """The window's number, and the button that names the window it goes to."""
    window = chosen(state)
    ready = ClerkMoves(window_id=window.window_id) if window else None
    entry = Entry(
        "staff.move",
        state.move_to,
        _typed,
        look.say("staff.move.placeholder"),
        limit=LONGEST_NAME,
        submit=ready,
        role="caption",
        height=_ENTRY,
        grow=1,
    )
    label = look.say("staff.move.go", window=window.name) if window else look.say("staff.move.pick")
    return Row((entry, press(label, ready, kind="main", cap=key_cap(look, "Return"), height=_ENTRY)), gap=14)


def _said(state: State, look: Look) -> Node:
    """What the hall said no to; or that it is asked; or why what was typed leads nowhere."""
    refused = state.refused[1 if look.english else 0]
    typed = state.move_to.strip()
    if refused:
        return warned(refused)
    if state.clerk_asked:
        return quiet(look.say("staff.move.moving"), "body")
    if not state.hall.windows:
        return quiet(look.say("staff.move.none"), "body")
    if typed and not _like(state):
        return warned(look.say("staff.move.not_open", window=typed))
    return quiet("", "body")


def _like(state: State) -> tuple[OtherWindow, ...]:
    """The windows whose number begins with what was typed."""
    typed = state.move_to.strip()
    return tuple(window for window in state.hall.windows if window.name.startswith(typed))


def _grid(state: State, look: Look) -> tuple[Node, ...]:
    """All windows, what was typed marked; where there is no room for all, those that begin with what was typed."""
    frame = Frame.of(look)
    taken = (frame.queue_width + MARGIN if not frame.narrow else 0) + (_screen_width(frame) if frame.wide else 0)
    across = max(1, int((frame.inner_width - taken - 2 * _PAD + GAP) // (_LEAST + GAP)))
    down = max(1, int((frame.inner_height - _AROUND) // (_TALL + GAP)))
    found = state.hall.windows if len(state.hall.windows) <= across * down else _like(state)
    shown, picked = found[: across * down], chosen(state)
    rows: list[Node] = []
    for at in range(0, len(shown), across):
        cells: list[Node] = [_window(window, look, window == picked) for window in shown[at : at + across]]
        cells += [Spacer(grow=1)] * (across - len(cells))
        rows.append(Row(tuple(cells), gap=GAP))
    left = len(found) - len(shown)
    return (*rows, quiet(look.say("staff.move.more", n=left))) if left else tuple(rows)


def _screen_width(frame: Frame) -> float:
    """About what the picture of the visitor's screen takes beside it."""
    return frame.inner_height * 9 / 16 + 2 * MARGIN


def _window(window: OtherWindow, look: Look, picked: bool) -> Node:
    """What stands on it, and its zone: beside a number, below a name."""
    zones = tuple(en if look.english else zh for zh, en in window.zones)
    zone = zones[0] if len(zones) == 1 else look.say("staff.move.zones", zone=zones[0], n=len(zones)) if zones else ""
    ink = "on_tint" if picked else "ink"
    where = Text(zone, "label", "ink2", bold=False, lines=2, fit=True, grow=1)
    inner: Node = Row((Text(window.name, "caption", ink, bold=True, lines=1, fit=True, width=48), where), gap=12)
    if len(window.name) > _NUMBER:
        inner = Column((Text(window.name, "h2", ink, lines=1, fit=True), quiet(zone)), gap=2)
    box = Box(
        inner,
        fill="primary_tint" if picked else "sunken",
        line="primary" if picked else "",
        line_width=3 if picked else 0,
        radius=16,
        pad=(8, 16, 8, 16),
        height=_TALL,
    )
    return Touch(box, ChooseWindow(text=window.name), f"{window.name} {zone}", grow=1, height=_TALL)


def _typed(text: str) -> Event:
    return ChooseWindow(text=text)
