"""One journey, three ways of pressing: a number for a lost ID card by touch, by keys, by one switch. All end alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pygame = pytest.importorskip("pygame")

from content.matters import load  # noqa: E402
from terminal.ui.examples import CLOCK, HALL  # noqa: E402
from terminal.ui.live import LiveSources  # noqa: E402
from terminal.ui.look import visitor_look  # noqa: E402
from terminal.ui.visitor import visitor_view  # noqa: E402
from terminal.ui.window import Screen  # noqa: E402
from terminal.visit.effects import TakeTicket  # noqa: E402
from terminal.visit.events import Event, TicketIssued  # noqa: E402
from terminal.visit.machine import step  # noqa: E402
from terminal.visit.state import Phase, State  # noqa: E402

#: The targets pressed, by the beginning of their names.
STORY = (
    "点这里开始",
    "大字慢速",
    "不开，我来点",
    "居民身份证丢失补领",
    "对",
    "下一样",
    "下一样",
    "现在取号",
    "好了",
)
SCAN_S = 1.0


class Visitor:
    """A visitor at a real window, the visit machine behind it; the hall answers at once."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.now = 100.0
        self.state = State(now=self.now)
        self.matters = load()
        self.look()

    def look(self) -> None:
        look = visitor_look(self.state, hall=HALL, clock=CLOCK, matters=self.matters, size=self.screen.space)
        self.screen.show(visitor_view(self.state, look), look, LiveSources(), self.now)

    def index(self, label: str) -> int:
        found = [i for i, t in enumerate(self.screen.placed.targets) if t.label.startswith(label) and t.enabled]
        assert found, f"{label} is not among {[t.label for t in self.screen.placed.targets]} in {self.state.phase}"
        return found[0]

    def does(self, kind: int, **fields: Any) -> None:
        for event in self.screen.poll([pygame.event.Event(kind, window=self.screen.window, **fields)], self.now):
            self.happens(event)
        self.look()

    def happens(self, event: Event) -> None:
        self.state, effects = step(self.state, _stamped(event, self.now))
        for effect in effects:
            if isinstance(effect, TakeTicket):
                given = TicketIssued(
                    at=self.now,
                    effect_id=effect.effect_id,
                    ticket_id="t",
                    number="A001",
                    zone_zh="",
                    ahead=0,
                    wait_minutes=0,
                )
                self.state, _ = step(self.state, given)

    def touches(self, label: str) -> None:
        rect = self.screen.placed.targets[self.index(label)].rect
        width, height = self.screen.space
        spot = {"x": (rect.x + rect.w / 2) / width, "y": (rect.y + rect.h / 2) / height}
        self.does(pygame.FINGERDOWN, **spot)
        self.does(pygame.FINGERUP, **spot)
        self.now += 1.0

    def presses_keys_to(self, label: str) -> None:
        for _ in range(len(self.screen.placed.targets) + 1):
            if self.screen.focus == self.index(label):
                break
            self.does(pygame.KEYDOWN, key=pygame.K_TAB, mod=0)
        self.does(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0)
        self.now += 1.0

    def waits_with_the_switch_for(self, label: str) -> None:
        """Press when the target, or the row that it stands in, is marked."""
        for _ in range(400):
            before, marked = self.state.phase, self.screen.focus
            wanted = self.index(label)
            row = self.screen.placed.targets[marked].rect.y if marked is not None else None
            if marked == wanted or (marked is not None and self._heads_a_row_with(marked, wanted, row)):
                local = dict(self.screen.local)
                self.does(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0)
                if marked == wanted and (self.state.phase is not before or self.screen.local != local):
                    return
            self.now += SCAN_S
            self.look()
        raise AssertionError(f"one switch never reached {label}")

    def _heads_a_row_with(self, marked: int, wanted: int, row: float | None) -> bool:
        many = len(self.screen.placed.targets) > 10
        return many and row == self.screen.placed.targets[wanted].rect.y


def _stamped(event: Event, now: float) -> Event:
    from dataclasses import replace

    return replace(event, at=now)


@pytest.fixture
def panel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    opened: list[Screen] = []

    def open_one(scan_s: float = 0.0) -> Visitor:
        opened.append(Screen("journey", (540, 960), scan_s=scan_s))
        return Visitor(opened[-1])

    yield open_one
    for screen in opened:
        screen.close()


def _ends_with_a_number(visitor: Visitor) -> None:
    assert visitor.state.visit.ticket is not None
    assert visitor.state.visit.ticket.number == "A001"
    assert visitor.state.phase is Phase.WAITING


def test_by_touch(panel: Any) -> None:
    visitor = panel()
    for label in STORY:
        visitor.touches(label)
    _ends_with_a_number(visitor)


def test_by_four_keys(panel: Any) -> None:
    visitor = panel()
    for label in STORY:
        visitor.presses_keys_to(label)
    _ends_with_a_number(visitor)


def test_by_one_switch(panel: Any) -> None:
    visitor = panel(SCAN_S)
    for label in STORY:
        visitor.waits_with_the_switch_for(label)
    _ends_with_a_number(visitor)
