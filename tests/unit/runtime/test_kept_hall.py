"""An embedded hall that cannot begin (a full disk) keeps no terminal from starting, and is joined when it can; one that
ends by itself (killed, out of memory) is begun again where it was, and takes the keys from before."""

from __future__ import annotations

import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from terminal import helper as room
from terminal.embedded_hall import UNKNOWN, EmbeddedHall
from terminal.helper import helper
from terminal.links.hall import HallLink
from terminal.runtime.settings import Settings
from terminal.services import events
from terminal.visit.events import Event, HallReachable

LONG_S = 120.0


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AGAIN_S", (0.1,))
    monkeypatch.setattr(events, "STREAM_LONGEST_S", 0.2)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as held:
        yield held


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def until_reachable(said: queue.Queue[Event], reachable: bool) -> None:
    """Only a hall that takes the terminal's key is reachable."""
    end = time.monotonic() + LONG_S
    while True:
        event = said.get(timeout=max(0.1, end - time.monotonic()))
        if isinstance(event, HallReachable) and event.reachable is reachable:
            return


def answers(url: str, key: str) -> bool:
    try:
        return httpx.get(f"{url}/v1/windows", headers={"Authorization": f"Bearer {key}"}, timeout=5.0).is_success
    except httpx.HTTPError:
        return False


def test_one_that_cannot_begin_is_joined_later_and_one_that_was_killed_answers_again(
    stack: ExitStack, tmp_path: Path
) -> None:
    """A file in the way stands for a disk that is full. The start ended with a traceback."""
    (tmp_path / "hall").write_text("in the way", encoding="utf-8")
    embedded = EmbeddedHall(Settings(), tmp_path, stack)
    said: queue.Queue[Event] = queue.Queue()
    link = HallLink(embedded.access(), said.put, tmp_path / "outbox.sqlite")
    stack.callback(link.close)
    embedded.keep(link.join)
    until_reachable(said, False)
    assert link.access.key == UNKNOWN["terminal"]

    (tmp_path / "hall").unlink()
    until_reachable(said, True)
    before = link.access
    assert answers(before.url, before.key)
    assert answers(before.url, before.clerk_key)

    os.kill(embedded.helper.process.pid, signal.SIGKILL)
    until_reachable(said, False)
    until_reachable(said, True)
    assert link.access.url == before.url
    assert answers(before.url, before.key)

    stack.close()
    assert embedded.helper.process.poll() is not None
    assert not answers(before.url, before.key)


def test_one_that_cannot_start_is_tried_until_it_is_closed_and_then_no_more(tmp_path: Path) -> None:
    """A program that ends at once stands for a hall on a full disk."""
    ends = ("json.tool", str(tmp_path / "nowhere"))
    program = helper(*ends)
    program.keep(*ends, ready="never")
    for _ in range(2):
        before = program.process
        until(lambda before=before: program.process is not before)  # type: ignore[misc]
    program.close()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == f"keep {ends[0]}"])
    assert program.process.poll() is not None
