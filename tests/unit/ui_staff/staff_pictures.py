"""How the tests lay a clerk's screen out."""

from __future__ import annotations

from dataclasses import replace

from content import matters
from content.reading import Text
from terminal.ui import scene
from terminal.ui.layout import lay_out
from terminal.ui.look import Clock, Look, staff_look
from terminal.ui.placed import Placed
from terminal.ui.staff import staff_view
from terminal.visit.events import Language
from terminal.visit.state import State


def look_of(state: State) -> Look:
    """The clerk's look at a fixed minute."""
    return staff_look(
        state.staff_language,
        hall=Text("政务服务中心", "Service hall"),
        clock=Clock(2026, 11, 23, 0, 10, 26),
        matters=matters.load(),
        theme=state.staff_theme,
        size=(192_000 / state.staff_scale, 108_000 / state.staff_scale),
    )


def in_language(state: State, language: str) -> State:
    """The same state for a clerk who reads this language."""
    return replace(state, staff_language=Language(language))


def placed(state: State) -> Placed:
    """The screen of this state, laid out."""
    look = look_of(state)
    return lay_out(staff_view(state, look), look)


def texts(screen: Placed) -> list[str]:
    """Everything that can be read on it."""
    return [item.node.text for item in screen.items if isinstance(item.node, scene.Text)]


def cut(screen: Placed) -> list[str]:
    """Texts that were cut for want of room."""
    return [text for text in texts(screen) if text.endswith("…") and text != "…"]
