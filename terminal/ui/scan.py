"""One switch is enough: targets are marked one after another, a press takes the marked one; rows first where many."""

from __future__ import annotations

from terminal.ui.placed import Placed
from terminal.ui.targets import scan_order


class Scanner:
    """Steps through the targets, ``step_s`` seconds each (1-5, 2 by default: our judgement); 0 switches it off."""

    def __init__(self, step_s: float) -> None:
        self.step_s = step_s
        self._since = 0.0
        self._row: int | None = None
        self._count = 0

    @property
    def on(self) -> bool:
        """Whether scanning is used."""
        return self.step_s > 0

    def marked(self, placed: Placed, now: float) -> int | None:
        """The target that is marked now: the first of the marked row until a row was taken."""
        lines = scan_order(placed)
        if not lines:
            return None
        if len(placed.targets) != self._count:
            self._count, self._row, self._since = len(placed.targets), None, now
        return self._group(placed, now)[0]

    def press(self, placed: Placed, now: float) -> int | None:
        """The switch: take the row, or the target. None where a row was taken and scanning goes on inside it."""
        group = self._group(placed, now)
        if self._row is None and len(group) > 1:
            self._row, self._since = scan_order(placed).index(group), now
            return None
        self._row, self._since = None, now
        return group[0]

    def _group(self, placed: Placed, now: float) -> list[int]:
        lines = [list(line) for line in scan_order(placed)]
        step = int((now - self._since) / self.step_s)
        if self._row is not None and self._row < len(lines):
            inside = lines[self._row]
            if step >= 2 * len(inside):
                self._row, self._since = None, now
                return lines[0]
            return [inside[step % len(inside)]]
        return lines[step % len(lines)]
