"""A long conversation is read whole by who joins it again, whatever the hall's pages hold."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hall.check.desk import Desk as Tester
from hall.embedded import running_hall
from terminal.call.desk import Desk
from terminal.call.wishes import CallParts

LINES = 230


def test_all_lines_are_read_again(tmp_path: Path) -> None:
    with running_hall(tmp_path) as hall:
        tester = Tester(hall.url, hall.keys["admin"])
        asked = {"consent": True, "video": True, "briefing": {}}
        session = tester.terminal.post("/v1/remote-sessions", asked, expect=201).body["session"]
        path = f"/v1/remote-sessions/{session['id']}/messages"
        for number in range(1, LINES + 1):
            tester.terminal.post(path, {"text": f"第{number}句", "client_seq": number}, expect=201)
        found = asyncio.run(_read(hall.url, tester.terminal.secret, session["id"]))
    assert found == list(range(1, LINES + 1))


async def _read(url: str, key: str, session_id: str) -> list[int]:
    desk = Desk(CallParts(url, key, "", "", (4, 4), "", "", (4, 4), "clips:", "recorder:"))
    desk.session_id = session_id
    try:
        return [int(line["seq"]) for line in await desk.messages(0)]
    finally:
        await desk.aclose()
