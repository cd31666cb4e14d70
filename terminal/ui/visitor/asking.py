"""What is it about: by sign, speech, keyboard or touch. One view a way, the same thread."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Screenful
from terminal.ui.visitor import asking_sign, asking_speak, asking_touch, asking_type
from terminal.visit.events import Way
from terminal.visit.state import State


def view(state: State, look: Look) -> Screenful:
    """The asking screen of the way that the visitor chose."""
    match state.visit.way:
        case Way.SIGN:
            return asking_sign.view(state, look)
        case Way.SPEAK:
            return asking_speak.view(state, look)
        case Way.TYPE:
            return asking_type.view(state, look)
        case _:
            return asking_touch.view(state, look)
