"""An embedded hall that cannot begin (a full disk) keeps no terminal from starting, and is joined when it can."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from terminal import helper as room
from terminal.embedded_hall import UNKNOWN, EmbeddedHall
from terminal.links.hall import HallLink
from terminal.runtime.settings import Settings
from terminal.visit.events import Event, HallReachable

LONG_S = 120.0


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    monkeypatch.setattr(room, "AGAIN_S", (0.1,))
    with ExitStack() as held:
        yield held


def first(said: queue.Queue[Event], true: Callable[[Event], bool]) -> Event:
    end = time.monotonic() + LONG_S
    while not true(event := said.get(timeout=max(0.1, end - time.monotonic()))):
        pass
    return event


def test_it_is_told_away_and_is_joined_when_there_is_room(stack: ExitStack, tmp_path: Path) -> None:
    """A file in the way stands for a disk that is full. The start ended with a traceback."""
    (tmp_path / "hall").write_text("in the way")
    embedded = EmbeddedHall(Settings(), tmp_path, stack)
    said: queue.Queue[Event] = queue.Queue()
    link = HallLink(embedded.access(), said.put, tmp_path / "outbox.sqlite")
    stack.callback(link.close)
    embedded.keep(link.join)
    assert link.access.key == UNKNOWN["terminal"]
    first(said, lambda event: isinstance(event, HallReachable) and not event.reachable)
    (tmp_path / "hall").unlink()
    first(said, lambda event: isinstance(event, HallReachable) and event.reachable)
    assert link.access.key == embedded.keys["terminal"], "reached with this key: the hall refuses the other"
