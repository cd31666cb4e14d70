"""Two screens on however many displays there are: one that is unplugged leaves the visitor's screen, and comes back.

A terminal that starts with one display (somebody tries it at a desk) keeps both windows on it. With one display left of
two it shows the visitor's screen, whole and alone: what the clerk sees of a visitor is not for whoever stands in front.
The clerk's keyboard goes on working there, all of it.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame

from terminal.ui.window import Screen
from terminal.visit.events import DeviceChanged, Status

LOOK_EVERY_S = 1.0
VISITOR, STAFF = "display", "staff_display"


def connected() -> int:
    """How many displays the desktop has now."""
    return int(pygame.display.get_num_displays())


class Displays:
    """Watches the displays of two windows. ``count`` tells how many are connected."""

    def __init__(self, visitor: Screen, staff: Screen, count: Callable[[], int] = connected) -> None:
        self._visitor, self._staff, self._count = visitor, staff, count
        self._last = 0
        self._had_both = False
        self._next = 0.0

    @property
    def alone(self) -> bool:
        """Each window had a display of its own, and only one is left."""
        return self._had_both and self._last <= max(self._visitor.display, self._staff.display)

    def tend(self, now: float) -> list[DeviceChanged]:
        """Follow the displays, at most once a second; what has changed, for the clerk and the journal."""
        if now < self._next:
            return []
        self._next = now + LOOK_EVERY_S
        count = self._count()
        if count == self._last or self._visitor.display == self._staff.display:
            return []
        was, self._last = self.alone, count
        self._had_both = self._had_both or count > max(self._visitor.display, self._staff.display)
        if self.alone == was:
            return []
        if self.alone:
            self._staff.window.hide()
            self._visitor.move(0)
        else:
            self._staff.window.show()
            self._visitor.move(self._visitor.display)
            self._staff.move(self._staff.display)
        status = Status.MISSING if self.alone else Status.OK
        return [DeviceChanged(at=now, device=STAFF, status=status)]
