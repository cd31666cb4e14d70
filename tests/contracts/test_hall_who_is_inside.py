"""Who may sit in a session's room, who must leave it, and what happens when nobody comes."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from hall.check.desk import Desk, Person
from hall.embedded import running_hall

WAIT_S = 20.0
ASK = {"consent": True, "briefing": {}, "video": True}
OVER_TO = {"reason": "time", "summary": {"matter": "补领身份证", "open_question": "无"}}
NOT_YOURS, SESSION_OVER = 4403, 4410


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hall")


@pytest.fixture(scope="module")
def started(folder: Path) -> Iterator[Desk]:
    with running_hall(folder) as hall:
        yield Desk(hall.url, hall.keys["admin"])


@pytest.fixture
def desk(started: Desk) -> Desk:
    started.begin()
    return started


def test_only_who_was_rung_comes_in_as_the_second(desk: Desk) -> None:
    path = _live(desk)
    for person in desk.interpreters[1:3]:
        _ready(person)
    desk.clerk.post(f"{path}/second-interpreter", {"reason": "long"})
    rung, other = _rung_and_other(desk)
    seat = {"role": "second_interpreter"}
    other.post(f"{path}/tokens", seat, expect="not_participant")
    rung.post(f"{path}/tokens", seat, expect=201)


def test_the_first_seat_is_nobody_elses_before_the_visitor_agrees(desk: Desk) -> None:
    path = _live(desk)
    _ready(desk.interpreters[1])
    seat = {"role": "interpreter"}
    desk.interpreters[0].post(f"{path}/hand-over", OVER_TO)
    desk.interpreters[1].post(f"{path}/tokens", seat, expect="not_participant")
    desk.interpreters[1].get(f"{path}/messages", expect="not_participant")
    desk.interpreters[1].post(f"{path}/end", {"reason": "done"}, expect="not_participant")
    assert "summary" in desk.interpreters[1].get(path).body["hand_over"]
    desk.interpreters[1].post(f"{path}/accept")
    desk.interpreters[1].get(f"{path}/messages")
    desk.interpreters[1].post(f"{path}/tokens", seat, expect="not_participant")
    desk.terminal.post(f"{path}/hand-over/confirm")
    desk.interpreters[1].post(f"{path}/tokens", seat, expect=201)


def test_whom_the_visitor_does_not_want_is_put_out_of_the_room(desk: Desk) -> None:
    path = _live(desk)
    _ready(desk.interpreters[1])
    desk.interpreters[0].post(f"{path}/hand-over", OVER_TO)
    taking = desk.interpreters[1].post(f"{path}/accept").body["token"]
    with ExitStack() as stack:
        visitor = _enter(stack, _token(desk.terminal, path, "visitor"))
        first = _enter(stack, _token(desk.interpreters[0], path, "interpreter"))
        came = _enter(stack, taking)
        visitor.send(json.dumps({"type": "hand_over", "state": "declined"}))
        assert _close_code(came) == NOT_YOURS
        visitor.send(json.dumps({"type": "text", "text": "还是您", "client_seq": 1, "final": True}))
        assert _hears(first, "还是您")


def test_who_accepts_and_never_comes_is_lost_like_any_other(desk: Desk, folder: Path) -> None:
    path = _live(desk)
    _nobody_vouches_any_more(folder)
    desk.at("2026-11-23T10:02:00")
    assert desk.terminal.get(path).body["state"] == "called", "the same one is rung first, then others"


def test_who_accepted_and_came_stays(desk: Desk, folder: Path) -> None:
    path = _live(desk)
    with ExitStack() as stack:
        _enter(stack, _token(desk.interpreters[0], path, "interpreter"))
        desk.at("2026-11-23T10:05:00")
        assert desk.terminal.get(path).body["state"] == "processing"


def test_a_session_for_which_nobody_came_closes_its_room(desk: Desk) -> None:
    path = _opened(desk)
    with ExitStack() as stack:
        visitor = _enter(stack, _token(desk.terminal, path, "visitor"))
        desk.at("2026-11-23T10:31:00")
        assert desk.terminal.get(path).body["state"] == "missed"
        assert _close_code(visitor) == SESSION_OVER


def _ready(person: Person) -> None:
    person.put("/v1/interpreters/me/status", {"status": "ready"})


def _opened(desk: Desk) -> str:
    session = desk.terminal.post("/v1/remote-sessions", ASK, expect=201).body["session"]
    return f"/v1/remote-sessions/{session['id']}"


def _live(desk: Desk) -> str:
    _ready(desk.interpreters[0])
    path = _opened(desk)
    desk.interpreters[0].post(f"{path}/accept")
    return path


def _rung_and_other(desk: Desk) -> tuple[Person, Person]:
    known = {person["id"]: person["status"] for person in desk.terminal.get("/v1/interpreters").body["items"]}
    rung, other = sorted(desk.interpreters[1:3], key=lambda person: known[person.owner] != "ringing")
    assert (known[rung.owner], known[other.owner]) == ("ringing", "ready")
    return rung, other


def _nobody_vouches_any_more(folder: Path) -> None:
    """As if nothing had been seen of the interpreter for long; waits until the hall has noticed."""
    with closing(sqlite3.connect(folder / "hall.db", timeout=WAIT_S, isolation_level=None)) as database:
        database.execute("UPDATE sightings SET seen_s = 0")
        end = time.monotonic() + WAIT_S
        while database.execute("SELECT count(*) FROM sightings").fetchone() != (0,):
            assert time.monotonic() < end, "waited too long"
            time.sleep(0.1)


def _token(person: Person, path: str, role: str) -> Any:
    return person.post(f"{path}/tokens", {"role": role}, expect=201).body


def _enter(stack: ExitStack, token: Any) -> ClientConnection:
    socket = stack.enter_context(connect(token["signalling_url"]))
    socket.send(json.dumps({"type": "join", "token": token["token"]}))
    assert json.loads(socket.recv(timeout=WAIT_S))["type"] == "joined"
    return socket


def _hears(socket: ClientConnection, text: str) -> bool:
    while json.loads(socket.recv(timeout=WAIT_S)).get("text") != text:
        pass
    return True


def _close_code(socket: ClientConnection) -> int | None:
    try:
        while True:
            socket.recv(timeout=WAIT_S)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
