"""Due work and the stream of events go on after an error of any kind, not only of the database."""

from __future__ import annotations

import asyncio
import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hall import background
from hall.app import build
from hall.background import LONGEST_S, kept_going
from hall.content import load_content
from hall.due import steward
from hall.house import House
from hall.settings import HallSettings
from hall.setup import prepare

SECRET = "somebody's number"


def test_what_fails_is_begun_again_later_each_time_and_told_without_its_message(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("hall.background"), "disabled", False)
    waits: list[float] = []
    tries = 0

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    async def work() -> None:
        nonlocal tries
        tries += 1
        if tries < 9:
            raise KeyError(SECRET)

    asyncio.run(kept_going("due work", work, wait=wait, chance=lambda: 1.0))
    assert tries == 9
    assert waits == [1, 2, 4, 8, 16, LONGEST_S, LONGEST_S, LONGEST_S]
    assert "due work failed for the 8. time: KeyError" in caplog.text
    assert SECRET not in caplog.text


def test_it_ends_when_it_is_cancelled() -> None:
    async def run() -> None:
        task = asyncio.create_task(kept_going("events", lambda: asyncio.sleep(3600)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())


def test_due_work_that_failed_is_done_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It caught errors of the database only: a KeyError in one appointment ended reminders, notices and erasing."""
    real, tries, done = steward.PARTS["bookings"], 0, threading.Event()

    def once_broken(*args: Any) -> Any:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise KeyError(SECRET)
        done.set()
        return real(*args)

    monkeypatch.setitem(steward.PARTS, "bookings", once_broken)
    monkeypatch.setattr(steward, "EVERY_S", 0.05)
    monkeypatch.setattr(background, "FIRST_S", 0.05)
    house = House.open(HallSettings(data=tmp_path, test_mode=True, clock="2026-11-23T10:00:00+08:00"), load_content())
    prepare(house)
    with TestClient(build(house)):
        assert done.wait(30.0)
