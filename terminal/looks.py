"""How the two screens look now: this hall's name, its matters, the wall clock, the size of the panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from content.matters import Matters
from content.reading import Text
from terminal.ui.look import Clock, Look, staff_look, visitor_look
from terminal.ui.window import Screen
from terminal.visit.state import State


@dataclass(frozen=True, slots=True)
class Looks:
    """Makes a `Look` for a state and a screen."""

    matters: Matters
    hall_name: Text
    wall: Callable[[], datetime]
    interpreter: bool
    """Whether a remote interpreter is offered here."""
    help_desk: Text | None = None
    """Where to go when nobody comes; None: as the words name it."""

    def visitor(self, state: State, screen: Screen, printer: bool = True) -> Look:
        """The visitor's; ``printer`` is whether a ticket can be printed."""
        return visitor_look(
            state,
            hall=self.hall_name,
            clock=self._clock(),
            matters=self.matters,
            size=screen.space,
            printer=printer,
            reach=screen.reach,
            reduced_motion=not screen.moving,
            interpreter=self.interpreter,
            help_desk=self.help_desk,
        )

    def staff(self, state: State, screen: Screen) -> Look:
        """The clerk's; larger text is a smaller layout space, drawn larger."""
        width, height = screen.space
        larger = state.staff_scale / 100
        return staff_look(
            state.staff_language,
            hall=self.hall_name,
            clock=self._clock(),
            matters=self.matters,
            theme=state.staff_theme,
            size=(width / larger, height / larger),
            interpreter=self.interpreter,
        )

    def _clock(self) -> Clock:
        at = self.wall()
        return Clock(at.year, at.month, at.day, at.weekday(), at.hour, at.minute)
