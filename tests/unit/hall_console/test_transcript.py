"""The written record of a call through a real hall: only where everybody agreed, one refusal erases it, its day too."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from hall.check.desk import Desk, Person
from hall.embedded import RunningHall, running_hall

WAIT_S = 30.0


class Room:
    """A running call with the sockets of its people."""

    def __init__(self, hall: RunningHall, stack: ExitStack) -> None:
        self.hall, self._stack = hall, stack
        self.desk = Desk(hall.url, hall.keys["admin"])
        self.desk.begin()
        interpreter = self.desk.interpreters[0]
        interpreter.put("/v1/interpreters/me/status", {"status": "ready"})
        asked = {"consent": True, "briefing": {}, "video": True}
        session = self.desk.terminal.post("/v1/remote-sessions", asked, expect=201).body["session"]
        self.id, self.path = session["id"], f"/v1/remote-sessions/{session['id']}"
        interpreter.post(f"{self.path}/accept")
        self._seats: dict[str, ClientConnection] = {}
        self._said = 0
        self.enter(self.desk.terminal, "visitor")
        self.enter(interpreter, "interpreter")

    def enter(self, person: Person, role: str) -> None:
        token = person.post(f"{self.path}/tokens", {"role": role}, expect=201).body
        socket = self._stack.enter_context(connect(token["signalling_url"], proxy=None))
        socket.send(json.dumps({"type": "join", "token": token["token"]}))
        self._seats[role] = socket
        self.heard(role, lambda message: message["type"] == "joined" and message.get("came") == role)

    def leave(self, role: str) -> None:
        self._seats.pop(role).close()

    def agree(self, role: str, agree: bool = True) -> None:
        self._seats[role].send(json.dumps({"type": "transcript", "agree": agree}))

    def write(self, role: str, text: str) -> None:
        """A final line; waits until the hall has given it its number."""
        self._said += 1
        self._seats[role].send(json.dumps({"type": "text", "text": text, "client_seq": self._said, "final": True}))
        self.heard(role, lambda message: message["type"] == "text" and message["text"] == text)

    def heard(self, role: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while not wanted(message := json.loads(self._seats[role].recv(timeout=WAIT_S))):
            pass
        return message

    def record(self, role: str, state: str) -> dict[str, Any]:
        """The next news of the record in this state, as this role hears it."""
        return self.heard(role, lambda message: message["type"] == "transcript" and message["state"] == state)

    def opened(self, address: str, what: str = "open") -> httpx.Response:
        session_id, secret = address.partition("#")[2].split(".", 1)
        asked = {"session_id": session_id, "secret": secret}
        return httpx.post(f"{self.hall.url}/transcript/{what}", json=asked, timeout=30, trust_env=False)

    def ends(self) -> None:
        self.desk.terminal.post(f"{self.path}/end", {"reason": "done"})


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningHall, Path]]:
    folder = tmp_path_factory.mktemp("hall")
    with running_hall(folder) as running:
        yield running, folder


@pytest.fixture
def room(hall: tuple[RunningHall, Path]) -> Iterator[Room]:
    with _room(hall[0]) as made:
        yield made


@contextmanager
def _room(hall: RunningHall) -> Iterator[Room]:
    with ExitStack() as stack:
        yield Room(hall, stack)


def test_only_what_is_said_after_everybody_agreed_is_kept(room: Room) -> None:
    room.write("visitor", "以前说的")
    room.agree("interpreter")
    asked = room.record("visitor", "asked")
    assert (asked["agreed"], asked["missing"]) == (["interpreter"], ["visitor"])
    assert "address" not in asked
    room.write("interpreter", "还没同意")
    room.agree("visitor")
    told = room.record("visitor", "on")
    assert "address" not in room.record("interpreter", "on"), "it is the visitor's alone"
    room.write("visitor", "身份证 <丢了> & 补办")
    room.write("interpreter", "好的")
    text = room.opened(told["address"]).json()["text"]
    assert text.startswith("WEBVTT\n\nNOTE ")
    assert f"erased on {told['delete_at']}" in text
    assert "<v 来访者 Visitor>身份证 &lt;丢了&gt; &amp; 补办\n" in text
    assert "以前说的" not in text
    assert "还没同意" not in text
    assert text.count(" --> ") == 2


def test_nobody_agreeing_keeps_nothing(hall: tuple[RunningHall, Path]) -> None:
    with _room(hall[0]) as room:
        room.write("visitor", "没有记录")
        assert _stored(hall[1], "没有记录") == 1
        room.ends()
        room.desk.at("2026-11-23T10:05:00")
        _wait(lambda: _stored(hall[1], "没有记录") == 0)


def test_one_refusal_erases_it_and_only_who_refused_can_allow_it_again(room: Room) -> None:
    for role in ("interpreter", "visitor"):
        room.agree(role)
    address = room.record("visitor", "on")["address"]
    room.write("visitor", "请不要留")
    room.agree("visitor", False)
    assert room.record("interpreter", "refused")["refused_by"] == "visitor"
    assert room.opened(address).status_code == 401
    room.agree("interpreter")
    assert room.record("interpreter", "refused")["agreed"] == []
    room.agree("visitor")
    assert room.record("interpreter", "asked")["missing"] == ["interpreter"]
    room.agree("interpreter")
    address = room.record("visitor", "on")["address"]
    assert "请不要留" not in room.opened(address).json()["text"]


def test_who_comes_later_is_asked_before_anything_more_is_kept(room: Room) -> None:
    for role in ("interpreter", "visitor"):
        room.agree(role)
    first = room.record("visitor", "on")["address"]
    room.write("visitor", "第一句")
    room.enter(room.desk.clerk, "clerk")
    assert room.record("visitor", "asked")["missing"] == ["clerk"]
    room.write("clerk", "窗口没同意")
    room.agree("clerk")
    again = room.record("visitor", "on")["address"]
    assert again == first, "a code that was photographed still opens it"
    room.write("clerk", "现在同意了")
    text = room.opened(again).json()["text"]
    assert ("第一句" in text, "窗口没同意" in text, "现在同意了" in text) == (True, False, True)


def test_it_outlives_the_call_until_its_day_and_no_longer(hall: tuple[RunningHall, Path]) -> None:
    with _room(hall[0]) as room:
        for role in ("interpreter", "visitor"):
            room.agree(role)
        told = room.record("visitor", "on")
        room.write("visitor", "留到那天")
        room.ends()
        room.desk.at("2026-11-23T10:05:00")
        _wait(lambda: _stored(hall[1], "留到那天") == 1)
        assert "留到那天" in room.opened(told["address"]).json()["text"], "the session's texts are wiped, this is kept"
        room.desk.at(told["delete_at"][:19])
        _wait(lambda: _stored(hall[1], "留到那天") == 0)
        assert room.opened(told["address"]).status_code == 401


def test_the_visitor_erases_it_with_its_code(room: Room) -> None:
    for role in ("interpreter", "visitor"):
        room.agree(role)
    address = room.record("visitor", "on")["address"]
    assert room.opened(f"{address}x").status_code == 401
    assert room.opened(address, "erase").status_code == 200
    assert room.opened(address).status_code == 401


def _stored(folder: Path, text: str) -> int:
    """In how many rows of records and messages this is."""
    found = 0
    with sqlite3.connect(f"file:{folder / 'hall.db'}?mode=ro", uri=True) as database:
        for table in ("transcripts", "messages"):
            found += database.execute(f"SELECT count(*) FROM {table} WHERE text LIKE ?", (f"%{text}%",)).fetchone()[0]
    return found


def _wait(true: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)
