"""Pressing: which target a touch means, what keys and switches point at. Pure; time is an argument.

Rule 1: accepted on release, inside the target or at most a slip outside it.
Rule 2: the target must still be there at release: a screen that changed under the finger swallows the touch.
Rule 3: a second touch within 400 ms is ignored, except on the keys of a keyboard, where it is typing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.theme import touch
from terminal.ui.keyboard import KeyIn
from terminal.ui.placed import Placed, Target
from terminal.ui.scene import Local

#: Between two presses of one key of a keyboard: a finger that trembles does not type twice (our judgement).
KEY_AGAIN_S = 0.12
#: Targets whose upper edges differ by less belong to one row for switch scanning, in layout units.
_SAME_ROW = 24


@dataclass(slots=True)
class Finger:
    """The one touch under way: which target it began on."""

    target: Target | None = None
    accepted_at: float = -10.0
    accepted: Target | None = None

    def down(self, placed: Placed, x: float, y: float) -> None:
        """A touch begins; another one under way stays the only one."""
        if self.target is None:
            self.target = at(placed, x, y)

    def up(self, placed: Placed, x: float, y: float, now: float) -> Target | None:
        """The touch ends: the target that it means, or None."""
        begun, self.target = self.target, None
        here = next((t for t in placed.targets if begun is not None and same(t, begun)), None)
        if here is None or not here.rect.grown(_slip()).holds(x, y):
            return None
        if now - self.accepted_at < _guard(here) and (self.accepted is None or _guarded(here, self.accepted)):
            return None
        self.accepted_at, self.accepted = now, here
        return here

    def cancel(self) -> None:
        """The touch ends nowhere."""
        self.target = None


def at(placed: Placed, x: float, y: float) -> Target | None:
    """The topmost target under a point."""
    return next((t for t in reversed(placed.targets) if t.rect.holds(x, y)), None)


def same(a: Target, b: Target) -> bool:
    """Whether two targets of different layouts are the same thing to press."""
    return a.intent == b.intent and a.label == b.label


def order(placed: Placed) -> list[int]:
    """Indices of targets in the order of keys: rows from top to bottom, the bar last, a person at the very end."""
    return sorted(range(len(placed.targets)), key=lambda i: (_row(placed, i), placed.targets[i].rect.x))


def rows(placed: Placed) -> list[list[int]]:
    """Targets in rows, for scanning with one switch."""
    found: list[list[int]] = []
    for index in order(placed):
        if found and _row(placed, found[-1][0]) == _row(placed, index):
            found[-1].append(index)
        else:
            found.append([index])
    return found


def _row(placed: Placed, index: int) -> int:
    rect = placed.targets[index].rect
    return round((rect.y + rect.h / 2) / _SAME_ROW / 2)


def _slip() -> float:
    return touch()["slip_mm"] * touch()["px_per_mm"]


def _guard(target: Target) -> float:
    return KEY_AGAIN_S if isinstance(target.intent, (KeyIn, Local)) else touch()["double_ms"] / 1000


def _guarded(target: Target, before: Target) -> bool:
    """On a keyboard only the same key is guarded; everywhere else any second touch is."""
    return same(target, before) if isinstance(target.intent, KeyIn) else True


def scan_order(placed: Placed) -> Sequence[Sequence[int]]:
    """What one switch steps through: single targets, or rows first where there are many."""
    lines = rows(placed)
    few = len(placed.targets) <= 10
    return [[index] for line in lines for index in line] if few else lines
