"""Who may sit in a session's room, who must leave it, and what happens when nobody comes."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path

from websockets.sync.client import ClientConnection

from hall.check.desk import Desk, Person
from hall.check.talks import WAIT_S, ask, close_code, join, live, ready, seat_token

OVER_TO = {"reason": "time", "summary": {"matter": "补领身份证", "open_question": "无"}}
NOT_YOURS, SESSION_OVER = 4403, 4410


def test_only_who_was_rung_comes_in_as_the_second(desk: Desk) -> None:
    path = live(desk)
    for person in desk.interpreters[1:3]:
        ready(person)
    desk.clerk.post(f"{path}/second-interpreter", {"reason": "long"})
    rung, other = _rung_and_other(desk)
    seat = {"role": "second_interpreter"}
    other.post(f"{path}/tokens", seat, expect="not_participant")
    rung.post(f"{path}/tokens", seat, expect=201)


def test_the_first_seat_is_nobody_elses_before_the_visitor_agrees(desk: Desk) -> None:
    path = live(desk)
    ready(desk.interpreters[1])
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
    path = live(desk)
    ready(desk.interpreters[1])
    desk.interpreters[0].post(f"{path}/hand-over", OVER_TO)
    taking = desk.interpreters[1].post(f"{path}/accept").body["token"]
    with ExitStack() as stack:
        visitor = join(stack, seat_token(desk.terminal, path, "visitor"))
        first = join(stack, seat_token(desk.interpreters[0], path, "interpreter"))
        came = join(stack, taking)
        visitor.send(json.dumps({"type": "hand_over", "state": "declined"}))
        assert close_code(came) == NOT_YOURS
        visitor.send(json.dumps({"type": "text", "text": "还是您", "client_seq": 1, "final": True}))
        assert _hears(first, "还是您")


def test_who_accepts_and_never_comes_is_lost_like_any_other(desk: Desk, hall_folder: Path) -> None:
    path = live(desk)
    _nobody_vouches_any_more(hall_folder)
    desk.at("2026-11-23T10:02:00")
    assert desk.terminal.get(path).body["state"] == "called", "the same one is rung first, then others"


def test_who_accepted_and_came_stays(desk: Desk, hall_folder: Path) -> None:
    path = live(desk)
    with ExitStack() as stack:
        join(stack, seat_token(desk.interpreters[0], path, "interpreter"))
        desk.at("2026-11-23T10:05:00")
        assert desk.terminal.get(path).body["state"] == "processing"


def test_a_session_for_which_nobody_came_closes_its_room(desk: Desk) -> None:
    path = ask(desk.terminal)
    with ExitStack() as stack:
        visitor = join(stack, seat_token(desk.terminal, path, "visitor"))
        desk.at("2026-11-23T10:31:00")
        assert desk.terminal.get(path).body["state"] == "missed"
        assert close_code(visitor) == SESSION_OVER


def _rung_and_other(desk: Desk) -> tuple[Person, Person]:
    known = {person["id"]: person["status"] for person in desk.terminal.get("/v1/interpreters").body["items"]}
    rung, other = sorted(desk.interpreters[1:3], key=lambda person: known[person.owner] != "ringing")
    assert (known[rung.owner], known[other.owner]) == ("ringing", "ready")
    return rung, other


def _nobody_vouches_any_more(hall_folder: Path) -> None:
    """As if nothing had been seen of the interpreter for long; waits until the hall has noticed."""
    with closing(sqlite3.connect(hall_folder / "hall.db", timeout=WAIT_S, isolation_level=None)) as database:
        database.execute("UPDATE sightings SET seen_s = 0")
        end = time.monotonic() + WAIT_S
        while database.execute("SELECT count(*) FROM sightings").fetchone() != (0,):
            assert time.monotonic() < end, "waited too long"
            time.sleep(0.1)


def _hears(socket: ClientConnection, text: str) -> bool:
    while json.loads(socket.recv(timeout=WAIT_S)).get("text") != text:
        pass
    return True
