"""The clerk's screen as a pure function of the state: one file a page, one a card."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Box, Column, Node, Screenful, Stack
from terminal.ui.staff import facts
from terminal.ui.staff.devices_page import devices_page
from terminal.ui.staff.header import header
from terminal.ui.staff.keys import STAFF_KEYS, keys_now, staff_intent
from terminal.ui.staff.main_page import main_page
from terminal.ui.staff.move_page import move_page
from terminal.ui.staff.remote_page import remote_page
from terminal.ui.staff.settings_page import settings_page
from terminal.ui.staff.sign_in_page import sign_in_page
from terminal.ui.staff.teach_page import teach_page
from terminal.ui.staff.training_page import training_page
from terminal.visit.events import StaffPage
from terminal.visit.moving import PAGE as MOVE
from terminal.visit.state import Phase, State

_OF_THE_WINDOW = ("Return", "Escape")
"""The window gives these itself: to the entry's `submit` and to `back`."""
LIGHT = 14
"""Width of the amber frame: seen from the corner of the eye (our judgement)."""


def staff_view(state: State, look: Look) -> Screenful:
    """The clerk's screen for this state."""
    name, page = _page(state, look)
    return Screenful(
        name=name,
        child=Stack((Column((header(state, look), page), gap=0), _light(state))),
        title=look.say("staff.title"),
        ground="sunken",
        back=StaffPage(page="main"),
        keys=tuple((key, event) for key, event in keys_now(state).items() if key not in _OF_THE_WINDOW),
    )


def _page(state: State, look: Look) -> tuple[str, Node]:
    """The page that the clerk opened; on the desk a call takes the place of the conversation."""
    if state.staff_page == "devices":
        return "staff.devices", devices_page(state, look)
    if state.staff_page == "settings":
        return "staff.settings", settings_page(state, look)
    if state.staff_page == "sign_in":
        return "staff.sign_in", sign_in_page(state, look)
    if state.staff_page == "training":
        return "staff.training", training_page(state, look)
    if state.staff_page == "teach":
        return "staff.teach", teach_page(state, look)
    if state.staff_page == MOVE and state.phase is Phase.CONVERSING:
        return "staff.move", move_page(state, look)
    if state.phase is Phase.REMOTE:
        return "staff.remote", remote_page(state, look)
    return "staff.main", main_page(state, look)


def _light(state: State) -> Node | None:
    """The silent light: an amber frame around everything while a visitor calls a person, here or elsewhere."""
    if not facts.help_called(state):
        return None
    return Box(fill="", line="help", line_width=LIGHT)


__all__ = ["STAFF_KEYS", "keys_now", "staff_intent", "staff_view"]
