"""Who serves at this window, whether it calls, and who may interpret."""

from __future__ import annotations

from dataclasses import replace

from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Entry, Icon, Node, Row, Spacer, Text
from terminal.ui.staff.frame import MARGIN, Frame
from terminal.ui.staff.keys import key_of, staff_intent
from terminal.ui.staff.left_column import queue_column
from terminal.ui.staff.widgets import (
    BUTTON_HEIGHT,
    GAP,
    TIGHT,
    card,
    command,
    heading,
    pill,
    press,
    quiet,
    ruled,
    tile,
    warned,
)
from terminal.visit.desk import LONGEST_NUMBER
from terminal.visit.events import ClerkNumber, ClerkSignsIn, Event
from terminal.visit.state import Interpreter, State

_ENTRY = 84
_SHOWN = 12
"""Interpreters listed; the rest is counted."""
_TONES = {"ready": "ok", "ringing": "info", "live": "info"}


def sign_in_page(state: State, look: Look) -> Node:
    """The page under the header: who waits stands where it always does."""
    frame = Frame.of(look)
    desk = Column((_person(state, look), _window(state, look)), gap=GAP, grow=1)
    people = replace(_interpreters(state, look), width=frame.tools_width or frame.queue_width)
    queue = queue_column(state, look) if frame.wide else None
    return Row((queue, desk, people), gap=MARGIN, pad=frame.pad, align="stretch", grow=1)


def number(text: str) -> Event:
    """The number in the field is now this."""
    return ClerkNumber(text=text)


def _person(state: State, look: Look) -> Node:
    if state.clerk:
        who = Row((tile("user"), Text(look.say("staff.desk.here", clerk=state.clerk), "h2", lines=1, fit=True)), gap=14)
        busy = staff_intent(key_of("sign_out"), state) is None
        why = quiet(look.say("staff.desk.busy"), "body", lines=2) if busy else None
        leave = command(look, state, "sign_out", look.say("staff.desk.sign_out"))
        title = Text(look.say("staff.desk.title"), "title", lines=1)
        return _spread(look, title, who, Row((leave, Spacer(grow=1))), why)
    entry = Entry(
        "staff.number",
        state.clerk_number,
        number,
        look.say("staff.desk.placeholder"),
        limit=LONGEST_NUMBER,
        submit=ClerkSignsIn(),
        role="caption",
        height=_ENTRY,
        grow=1,
    )
    ready = ClerkSignsIn() if state.clerk_number.strip() else None
    go = press(look.say("staff.desk.sign_in"), ready, kind="main", icon="yes", height=_ENTRY)
    words = Text(look.say("staff.desk.intro"), "h2", bold=False, lines=2)
    title = Text(look.say("staff.desk.title"), "title", lines=1)
    return _spread(look, title, words, Row((entry, go), gap=14), _note(look, "note_key"))


def _spread(look: Look, title: Node, *rows: Node | None) -> Node:
    """A card that shares the height of the page: its title above, the rest in the middle."""
    wide = Frame.of(look).wide
    middle = Column(rows, gap=22 if wide else 8, justify="center", grow=1)
    return card(look, Column((title, middle), gap=14 if wide else 6), pad=(32, 40, 32, 40) if wide else TIGHT, grow=1)


def _window(state: State, look: Look) -> Node:
    how = state.hall.window or "unknown"
    tone = {"open": "ok", "paused": "warn", "closed": "warn"}.get(how, "plain")
    paused = state.hall.window == "paused"
    change = command(look, state, "pause", look.say("staff.desk.resume" if paused else "staff.desk.pause"))
    refused = state.refused[1 if look.english else 0]
    return _spread(
        look,
        Row((pill(look.say(f"staff.desk.{how}"), tone), Spacer(grow=1))),
        Row((change, Spacer(grow=1)), height=BUTTON_HEIGHT),
        warned(refused) if refused else None,
        _note(look, "note_pause"),
    )


def _note(look: Look, key: str) -> Node:
    return Row((Icon("info", 24, "ink2"), Text(look.say(f"staff.desk.{key}"), "body", "ink2", lines=2, grow=1)), gap=8)


def _interpreters(state: State, look: Look) -> Box:
    people = sorted(state.hall.interpreters, key=lambda person: person.status != "ready")
    head = heading(look.say("staff.desk.interpreters"), "", quiet(available(state, look)))
    hours = state.hall.interpreter_hours
    rows = tuple(_interpreter(person, look) for person in people[:_SHOWN])
    duty = quiet(look.say("staff.desk.hours", hours=hours), "body") if hours else None
    return card(look, Column((head, *ruled(rows), Spacer(grow=1), duty), gap=14))


def _interpreter(person: Interpreter, look: Look) -> Node:
    state = pill(look.say(f"staff.desk.status_{person.status}"), _TONES.get(person.status, "plain"))
    return Row((Text(person.label, "body", lines=1, fit=True, grow=1), state), gap=12, height=52)


def available(state: State, look: Look) -> str:
    """Whether an interpreter could come now: read before one is called."""
    people = [person for person in state.hall.interpreters if person.status not in ("away", "resting")]
    free = sum(person.status == "ready" for person in people)
    if free:
        return look.say("staff.desk.free", n=free)
    return look.say("staff.desk.all_busy", n=len(people)) if people else look.say("staff.desk.none")
