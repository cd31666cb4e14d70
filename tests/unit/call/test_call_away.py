"""The terminal's line to the hall goes away for ten seconds, and for longer than the token holds: what is seen."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from hall.embedded import RunningHall, running_hall
from terminal.call import progress
from terminal.call.desk import Desk
from terminal.call.progress import Presence
from terminal.call.signalling import Room
from terminal.call.wishes import CallParts, Dial
from terminal.services import Ok

sys.path.insert(0, str(Path(__file__).parents[2] / "browser"))
from line import Line

CLOCK = "2026-11-23T10:00:00+08:00"
WAIT_S = 60.0


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    with running_hall(tmp_path_factory.mktemp("hall"), clock=CLOCK) as started:
        yield started


class Visit:
    """The visitor's room behind a line that can be cut, and every state that would be shown."""

    def __init__(self, hall: RunningHall, line: Line) -> None:
        size, keys = (320, 240), (hall.keys["terminal"], hall.keys["clerk"])
        self.desk = Desk(CallParts(line.url, *keys, "", size, "", "", size, "clips:", "recorder:"))
        self.presence, self.states, self.session = Presence(was_here=True), list[tuple[str, str]](), dict[str, Any]()
        self.renewed = 0
        self.changed = asyncio.Event()

    async def renew(self) -> Any:
        ticket = await self.desk.renew("visitor")
        self.renewed += ticket is not None
        return ticket

    async def heard(self, message: Any) -> None:
        self.presence.joined(message.get("participants"))

    def line(self, up: bool) -> None:
        self.presence.line_up = up
        shown = progress.seen(self.session, self.presence)
        self.states.append((shown.state, shown.reason))
        self.changed.set()

    async def next(self) -> None:
        async with asyncio.timeout(WAIT_S):
            await self.changed.wait()
        self.changed.clear()


@pytest.mark.parametrize(("away_s", "renewals"), [(10.0, 0), (61.0, 1)])
def test_a_line_that_was_away_comes_back_with_a_token_that_still_holds(
    hall: RunningHall, away_s: float, renewals: int
) -> None:
    async def call() -> None:
        visit = Visit(hall, line)
        opened = await visit.desk.open(Dial(f"v-away-{round(away_s)}-call"))
        assert isinstance(opened, Ok), opened
        _, ticket = opened.value
        visit.session = {"state": "processing", "participants": []}
        room = Room(ticket, visit.renew, visit.heard, visit.line)
        running = asyncio.create_task(room.run())
        await visit.next()
        await asyncio.to_thread(line.cut)
        await visit.next()
        await asyncio.sleep(away_s if away_s <= 10.0 else 1.0)  # the longer one: by the clock of the hall
        if away_s > 10.0:
            await asyncio.to_thread(_later, hall, away_s)
        line.mend()
        await visit.next()
        waiting = ("reconnecting", "interpreter")
        assert visit.states == [waiting, ("reconnecting", "line"), waiting], "the visitor's own line, then no more"
        assert visit.renewed == renewals
        await visit.desk.end("visitor_left")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await visit.desk.aclose()

    line = Line(hall.url)
    try:
        asyncio.run(call())
    finally:
        line.close()


def _later(hall: RunningHall, seconds: float) -> None:
    headers = {"Authorization": f"Bearer {hall.keys['admin']}"}
    now = datetime.fromisoformat(httpx.get(f"{hall.url}/v1/hall", headers=headers, trust_env=False).json()["now"])
    body = {"now": (now + timedelta(seconds=seconds)).isoformat(timespec="seconds")}
    assert httpx.put(f"{hall.url}/v1/test/clock", json=body, headers=headers, trust_env=False).is_success
