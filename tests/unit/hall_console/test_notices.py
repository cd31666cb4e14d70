"""Who left a number with a signed message is told of the answer through the hall's gateway, and the number goes."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from hall.check.desk import Desk
from hall.content import load_content
from hall.due.notices import AT_ONCE, Notices
from hall.embedded import running_hall
from hall.house import House
from hall.settings import HallSettings
from hall.storage.tables.films import Videomail

NUMBER = "13812345678"
PATIENCE_S = 60.0


class Gateway:
    """A hall's gateway for texts, which is not to be had at the first try."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.heard.append((self.headers["Idempotency-Key"], body))
                self.send_response(503 if len(gateway.heard) == 1 else 202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/texts"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    yield gateway
    gateway.server.shutdown()


def answered(desk: Desk, contact: str | None) -> str:
    """A message with its answer; its number."""
    way = {"reply_way": "message", "contact": contact} if contact else {"reply_way": "at_hall"}
    mail = desk.terminal.post("/v1/videomails", {"consent_to_keep": True, "briefing": {}, **way}, expect=201).body
    headers = {"Authorization": f"Bearer {desk.terminal.secret}", "Content-Type": "video/webm"}
    headers["Idempotency-Key"] = f"film-{mail['id']}".ljust(16, "-")
    path = f"{desk.http.base_url}/v1/videomails/{mail['id']}/content"
    httpx.put(path, content=b"\x1aE\xdf\xa3", headers=headers, trust_env=False).raise_for_status()
    desk.interpreters[0].post(f"/v1/videomails/{mail['id']}/reply", {"text": "周三来拿，带身份证。"})
    return str(mail["number"])


def numbers(data: Path) -> list[str | None]:
    with sqlite3.connect(f"file:{data / 'hall.db'}?mode=ro", uri=True) as stored:
        return [row[0] for row in stored.execute("select contact from videomails order by place")]


def test_the_number_is_texted_once_the_gateway_takes_it_and_forgotten(tmp_path: Path, gateway: Gateway) -> None:
    with running_hall(tmp_path, more=["--notices", gateway.url]) as hall:
        desk = Desk(hall.url, hall.keys["admin"])
        desk.begin()
        answered(desk, None)
        number = answered(desk, NUMBER)
        end = time.monotonic() + PATIENCE_S
        while numbers(tmp_path) != [None, None]:
            assert time.monotonic() < end, "the number is still there"
            time.sleep(0.2)
    (first_key, first), (key, told) = gateway.heard
    assert (first_key, first) == (key, told), "tried again as the same notice"
    assert told["to"] == NUMBER
    assert number in told["text"]
    assert number in told["text_en"]
    assert "身份证" not in told["text"], "what was answered stays behind the code"


def test_without_a_gateway_nobody_is_texted_and_the_number_goes_with_the_film(tmp_path: Path, gateway: Gateway) -> None:
    with running_hall(tmp_path) as hall:
        desk = Desk(hall.url, hall.keys["admin"])
        desk.begin()
        answered(desk, NUMBER)
        assert numbers(tmp_path) == [NUMBER]
        desk.at("2026-11-24T10:00:01")
        assert numbers(tmp_path) == [None]
    assert gateway.heard == []


def test_numbers_that_are_never_taken_hold_nobody_up(tmp_path: Path) -> None:
    house = House.open(HallSettings(data=tmp_path, test_mode=True), load_content())
    house.database.create()
    now = house.clock.now()
    ids = [f"vm-{number:02d}" for number in range(AT_ONCE + 1)]
    more = {"state": "finished", "terminal_id": "t-1", "at": now, "due": now, "delete_at": now, "briefing": {}}
    mails = [
        Videomail(id=mail_id, place=place, number=mail_id, reply_way="message", contact=NUMBER, **more)
        for place, mail_id in enumerate(ids)
    ]
    house.database.write(lambda session: session.add_all(mails))
    notices = Notices(house, "-")
    rounds = [[mail_id for mail_id, _, _ in notices.due()] for _ in range(3)]
    house.database.close()
    assert rounds == [ids[:-1], ids[-1:], ids[:-1]]
