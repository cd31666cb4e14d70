"""One screen and its view: the tree is made anew only when the state it shows has changed, and laid out only when the
tree has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from terminal.ui.live import LiveSources
from terminal.ui.look import Clock, Look
from terminal.ui.scene import Screenful
from terminal.ui.window import Screen
from terminal.visit.state import State

COUNT_S = 0.5
"""How often a tree is made anew when nothing but the time has changed: for count-downs and clocks."""


class Pane:
    """Draws one view on one screen."""

    def __init__(self, screen: Screen, view: Callable[[State, Look], Screenful]) -> None:
        self._screen, self._view = screen, view
        self._state: State | None = None
        self._look: Look | None = None
        self._clock: Clock | None = None
        self._tree: Screenful | None = None
        self._made = float("-inf")

    def show(self, state: State, look_of: Callable[[], Look], live: LiveSources, now: float) -> None:
        """Bring the screen up to this state; called every frame, for the pictures that move."""
        timeless = replace(state, now=0.0)
        if timeless != self._state or now - self._made >= COUNT_S:
            self._renew(state, timeless, look_of(), now)
        assert self._tree is not None
        assert self._look is not None
        self._screen.show(self._tree, self._look, live, now)

    def _renew(self, state: State, timeless: State, look: Look, now: float) -> None:
        if self._look is None or _differ(look, self._look):
            self._look, self._tree = look, None
        tree = self._view(state, self._look)
        if tree != self._tree:
            self._tree = tree
        self._state, self._made = timeless, now


def _differ(new: Look, old: Look) -> bool:
    """Looks are made from the same content; they differ in these values only."""
    return (new.tokens.name, new.words.language, new.width, new.height, new.clock, new.printer, new.interpreter) != (
        old.tokens.name,
        old.words.language,
        old.width,
        old.height,
        old.clock,
        old.printer,
        old.interpreter,
    )
