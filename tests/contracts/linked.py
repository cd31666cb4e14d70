"""The terminal's link to a real hall, and what it said."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hall.embedded import RunningHall
from terminal.links.hall import HallLink
from terminal.links.reach import HallAccess
from terminal.visit.effects import Effect
from terminal.visit.events import Event

WAIT_S = 60.0
E = TypeVar("E", bound=Event)


def access_to(hall: RunningHall, url: str = "") -> HallAccess:
    """Window 3 of this hall, with its terminal's and its clerk's key; ``url`` where it is reached another way."""
    return HallAccess(url or hall.url, hall.keys["terminal"], hall.keys["clerk"], hall.keys["terminal_id"], "3")


class Linked:
    """One link; what it says is kept until it is waited for."""

    def __init__(self, access: HallAccess, outbox: Path) -> None:
        self._said: queue.Queue[Event] = queue.Queue()
        self.link = HallLink(access, self._said.put, outbox)

    def hears(self, kind: type[E], true: Callable[[E], bool] = lambda _: True) -> E:
        """The next event of that kind of which ``true`` holds."""
        until = time.monotonic() + WAIT_S
        while True:
            event = self._said.get(timeout=max(0.1, until - time.monotonic()))
            if isinstance(event, kind) and true(event):
                return event

    def does(self, effect: Effect) -> None:
        assert self.link.perform(effect)

    def asks(self, effect: Effect, kind: type[E]) -> E:
        """Does it and waits for the answer to it."""
        self.does(effect)
        return self.hears(kind, lambda event: getattr(event, "effect_id", "") == effect.effect_id)
