"""What a hall must survive, and what must not be found after a visit."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from hall.check.desk import Desk
from hall.embedded import RunningHall, running_hall
from hall.storage.database import Database, OldDatabaseError

HOSTILE = [
    b"\x00\xff\xfe garbage \r\n\r\n",
    b"GET /v1/hall HTTP/9.9\r\n\r\n",
    b"POST /v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"GET /v1/hall HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 200_000 + b"\r\n\r\n",
    b"GET /" + b"%00../" * 5_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningHall, Path]]:
    folder = tmp_path_factory.mktemp("hall")
    with running_hall(folder) as started:
        yield started, folder


@pytest.fixture(scope="module")
def desk(hall: tuple[RunningHall, Path]) -> Desk:
    return Desk(hall[0].url, hall[0].keys["admin"])


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_http_is_refused_and_the_hall_goes_on(hall: tuple[RunningHall, Path], raw: bytes) -> None:
    host, _, port = hall[0].url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        answer = b""
        with suppress(OSError):  # the hall may close before it has heard everything
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(65_536)
    assert answer == b"" or int(answer.split()[1]) >= 400
    assert httpx.get(f"{hall[0].url}/health", trust_env=False).status_code == 200


def test_ten_megabytes_are_refused_without_being_read(desk: Desk) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(160):
            yield b"x" * 65_536

    with suppress(httpx.WriteError):  # the hall closed the line in the middle: refused all the same
        desk.terminal.post("/v1/tickets", content=endless(), headers={"Content-Type": "application/json"}, expect=413)
    desk.terminal.get("/v1/hall")


def test_sql_and_scripts_are_text(desk: Desk) -> None:
    desk.begin()
    text = "'); DROP TABLE tickets; -- <script>alert(1)</script>\u0000 𠀀"
    asked = {"kind": "question", "text": text, "reply_way": "screen"}
    enquiry = desk.terminal.post("/v1/enquiries", asked, expect=201).body
    assert enquiry["text"] == text.replace("\0", "\ufffd")
    assert desk.clerk.get("/v1/matters", params={"text": "' OR 1=1 --"}).body["items"] == []
    desk.terminal.get("/v1/tickets/'%20OR%201=1", expect=422)
    desk.ticket()


def test_a_locked_database_is_told_as_unavailable_and_the_same_key_works_later(
    desk: Desk, hall: tuple[RunningHall, Path]
) -> None:
    desk.begin()
    body = {"matter_id": desk.content.on_list["id"]}
    with sqlite3.connect(hall[1] / "hall.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        got = desk.terminal.post("/v1/tickets", body, key="0123456789abcdef-lock", expect="unavailable")
        assert int(got.headers["retry-after"]) >= 1
        desk.terminal.get("/v1/hall")
        other.execute("ROLLBACK")
    other.close()
    ticket = desk.terminal.post("/v1/tickets", body, key="0123456789abcdef-lock", expect=201).body
    assert ticket["number"].endswith("001"), "the refused try used no number up"


def test_a_live_hall_slows_down_floods_and_guessing(tmp_path: Path) -> None:
    """One terminal takes thirty numbers a minute at most, one address guesses ten keys a minute at most."""
    with running_hall(tmp_path, test_mode=False) as live, httpx.Client(base_url=live.url, trust_env=False) as http:
        key = {"Authorization": f"Bearer {live.keys['terminal']}"}
        answers = []
        for number in range(31):
            headers = key | {"Idempotency-Key": f"0123456789abcdef-{number}"}
            answers.append(http.post("/v1/tickets", json={"zone_id": "A"}, headers=headers))
        assert 429 not in [answer.status_code for answer in answers[:30]]
        assert (answers[30].status_code, answers[30].json()["code"]) == (429, "too_many_requests")
        assert int(answers[30].headers["retry-after"]) >= 1
        admin = {"Authorization": f"Bearer {live.keys['admin']}"}
        assert http.get("/v1/test/clock", headers=admin).status_code == 404, "no test mode on a live hall"
        guesses = [http.get("/v1/hall", headers={"Authorization": f"Bearer wk_{n}"}) for n in range(11)]
        assert [guess.status_code for guess in guesses] == [401] * 10 + [429]


def test_a_database_of_another_version_is_named_and_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "hall.db") as old:
        old.execute("CREATE TABLE windows (id TEXT PRIMARY KEY)")
    old.close()
    database = Database(f"sqlite:///{tmp_path / 'hall.db'}")
    with pytest.raises(OldDatabaseError, match=r"windows lacks .*zone_ids"):
        database.create()
    database.close()


def test_files_of_the_hall_are_for_its_owner_only(hall: tuple[RunningHall, Path]) -> None:
    for path in hall[1].iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_after_a_visit_only_what_the_contract_keeps_is_found(desk: Desk, hall: tuple[RunningHall, Path]) -> None:
    """Everything a visitor gave is planted; then the folder is searched, byte by byte."""
    desk.begin()
    person = {"ID": "990000200002290036", "mobile": "13912345678"}
    planted = {"message": "PLANTED-message", "briefing": "PLANTED-briefing", "help": "PLANTED-help", "key": "wk_"}
    ticket = desk.ticket(talk_ways=["large_print", "interpreter"])
    desk.call_next()
    desk.step(ticket, "arrive")
    free_text = f"我是{person['ID']}，电话{person['mobile']}"
    asked = {"kind": "question", "text": free_text, "reply_way": "screen"}
    desk.terminal.post("/v1/enquiries", asked, expect=201)
    desk.interpreters[0].put("/v1/interpreters/me/status", {"status": "ready"})
    ask = {"consent": True, "video": True, "briefing": {"note": planted["briefing"]}}
    session = desk.terminal.post("/v1/remote-sessions", ask, expect=201).body["session"]
    path = f"/v1/remote-sessions/{session['id']}"
    desk.interpreters[0].post(f"{path}/accept")
    desk.terminal.post(f"{path}/messages", {"text": planted["message"], "client_seq": 1}, expect=201)
    desk.terminal.post(f"{path}/end", {"reason": "done"})
    desk.interpreters[0].post(f"{path}/wrap-up", {"outcome": "settled", "picture_ok": True})
    helped = desk.terminal.post("/v1/help-calls", {"kind": "person", "text": planted["help"]}, expect=201).body
    desk.terminal.post(f"/v1/help-calls/{helped['id']}/finish")
    desk.step(ticket, "finish", {})
    desk.at("2026-11-23T11:00:00")
    _checkpoint(hall[1] / "hall.db")
    found = {
        f"{name} in {file.name}"
        for file in hall[1].iterdir()
        if file.name != "keys.json"  # asked for by whoever embeds the hall
        for name, value in (person | planted | {"talk": json.dumps(["large_print", "interpreter"])}).items()
        if value.encode() in file.read_bytes()
    }
    assert found == set()


def _checkpoint(database: Path) -> None:
    """Empty the write-ahead log into the database, as it happens by itself after a thousand pages."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
