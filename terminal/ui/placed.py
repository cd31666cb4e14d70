"""What layout produces: things to draw and places to press, in layout units, in drawing order."""

from __future__ import annotations

from dataclasses import dataclass, field

from terminal.ui.scene import Entry, Intent, Local, Node
from terminal.ui.text import Mark, Style


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in layout units."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.h

    def inset(self, top: float, right: float, bottom: float, left: float) -> Rect:
        """The rectangle without its padding."""
        return Rect(self.x + left, self.y + top, max(0.0, self.w - left - right), max(0.0, self.h - top - bottom))

    def grown(self, by: float) -> Rect:
        """The rectangle with a margin all around."""
        return Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def moved(self, dx: float, dy: float) -> Rect:
        """The rectangle elsewhere."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def holds(self, x: float, y: float) -> bool:
        """True where the point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def meets(self, other: Rect, margin: float = 0.0) -> bool:
        """True where the two overlap, this one grown by the margin."""
        return (
            self.x - margin < other.x + other.w
            and other.x < self.x + self.w + margin
            and self.y - margin < other.y + other.h
            and other.y < self.y + self.h + margin
        )

    def within(self, other: Rect, slack: float = 1.0) -> bool:
        """True where nothing sticks out of ``other`` by more than ``slack``."""
        return (
            self.x >= other.x - slack
            and self.y >= other.y - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class FocusRing(Node):
    """The ring around the target that keys or a switch point at."""

    radius: float = 26


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to draw. ``style`` and ``mark``, the letters with a line below them, belong to texts; ``pressed`` is
    drawn 6 units lower and without its edge."""

    node: Node
    rect: Rect
    style: Style | None = None
    pressed: bool = False
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One place to press. ``first`` and ``last`` bound its items; ``row`` groups targets for scanning."""

    rect: Rect
    intent: Intent
    label: str
    enabled: bool
    sink: bool
    first: int
    last: int
    radius: float = 26
    then: Local | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A text entry on the screen."""

    entry: Entry
    rect: Rect


@dataclass(slots=True)
class Placed:
    """A laid-out screen. ``problems`` names whatever does not fit; a test wants it empty."""

    items: list[Item] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
