"""Who may sit in a session's room, who must leave it, and what happens when nobody comes."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path

from websockets.sync.client import ClientConnection

from hall.check.desk import Desk, Person
from hall.check.talks import WAIT_S, ask, close_code, join, live, ready, seat_token, until

OVER_TO = {"reason": "time", "summary": {"matter": "补领身份证", "open_question": "无"}}
NOT_YOURS, REPLACED, SESSION_OVER = 4403, 4409, 4410


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


def _both(desk: Desk, stack: ExitStack) -> tuple[str, dict[str, ClientConnection]]:
    """A talk with its second interpreter; everybody in the room."""
    path = live(desk)
    ready(desk.interpreters[1])
    desk.interpreters[0].post(f"{path}/second-interpreter", {"reason": "long"})
    beside = desk.interpreters[1].post(f"{path}/accept").body["token"]
    sockets = {
        "visitor": join(stack, seat_token(desk.terminal, path, "visitor")),
        "first": join(stack, seat_token(desk.interpreters[0], path, "interpreter")),
        "second": join(stack, beside),
    }
    for place in ("visitor", "first"):
        _here(sockets[place], {"visitor", "interpreter", "second_interpreter"})
    return path, sockets


def _here(socket: ClientConnection, roles: set[str]) -> None:
    """Waits until the room is told that these are in it."""
    while True:
        message = json.loads(socket.recv(timeout=WAIT_S))
        if message["type"] == "joined" and {p["role"] for p in message["participants"] if p["joined"]} == roles:
            return


def test_the_second_takes_over_and_nobody_leaves_before_they_have_come(desk: Desk) -> None:
    """A third was rung, took the first one's place when accepting, and put the first out before the visitor's yes."""
    first, second, third = desk.interpreters
    with ExitStack() as stack:
        path, sockets = _both(desk, stack)
        ready(third)
        first.post(f"{path}/hand-over", {**OVER_TO, "to_interpreter_id": third.owner}, expect="wrong_state")
        over = first.post(f"{path}/hand-over", OVER_TO).body["hand_over"]
        assert (over["state"], over["to"]) == ("both_in", second.owner), "who sits there need not be rung"
        assert second.get(path).body["hand_over"]["summary"] == OVER_TO["summary"]
        sockets["first"].send(json.dumps({"type": "text", "text": "马上换人", "client_seq": 1, "final": True}))
        assert _hears(sockets["visitor"], "马上换人"), "still in"
        desk.terminal.post(f"{path}/hand-over/confirm")
        session = desk.terminal.get(path).body
        assert [p["role"] for p in session["participants"]] == ["visitor", "interpreter"]
        sockets["first"].send(json.dumps({"type": "text", "text": "再见", "client_seq": 2, "final": True}))
        assert _hears(sockets["visitor"], "再见"), "until the other has come"
        join(stack, second.post(f"{path}/tokens", {"role": "interpreter"}, expect=201).body)
        assert close_code(sockets["first"]) == REPLACED
        first.get(f"{path}/messages", expect="not_participant")
        second.post(f"{path}/second-interpreter", {"reason": "long"})  # there is a place for another second again


def test_a_no_leaves_both_where_they_sit(desk: Desk) -> None:
    with ExitStack() as stack:
        path, sockets = _both(desk, stack)
        desk.interpreters[0].post(f"{path}/hand-over", OVER_TO)
        sockets["visitor"].send(json.dumps({"type": "hand_over", "state": "declined"}))
        assert until(sockets["second"], "hand_over")["state"] == "declined"
        sockets["second"].send(json.dumps({"type": "text", "text": "我还在", "client_seq": 1, "final": True}))
        assert _hears(sockets["visitor"], "我还在")
        session = desk.terminal.get(path).body
        assert "hand_over" not in session
        assert {p["role"] for p in session["participants"]} == {"visitor", "interpreter", "second_interpreter"}


def test_who_sits_beside_keeps_the_session_when_the_first_is_lost_in_a_hand_over(desk: Desk) -> None:
    with ExitStack() as stack:
        path, sockets = _both(desk, stack)
        desk.interpreters[0].post(f"{path}/hand-over", OVER_TO)
        sockets["first"].close()
        _here(sockets["visitor"], {"visitor", "second_interpreter"})
        desk.at("2026-11-23T10:01:01")
        session = desk.terminal.get(path).body
        assert (session["state"], session["hand_over"]["state"]) == ("processing", "confirmed")
        assert [p["role"] for p in session["participants"]] == ["visitor", "interpreter"]


def test_who_sits_beside_goes_on_when_the_first_is_lost(desk: Desk) -> None:
    """The session rang for somebody new while an interpreter sat in it, whom the visitor then lost as well."""
    first, second, _ = desk.interpreters
    with ExitStack() as stack:
        path, sockets = _both(desk, stack)
        sockets["first"].close()
        _here(sockets["visitor"], {"visitor", "second_interpreter"})
        desk.at("2026-11-23T10:01:01")
        session = desk.terminal.get(path).body
        assert (session["state"], session["hand_over"]) == (
            "processing",
            {"state": "confirmed", "to": second.owner, "since": "2026-11-23T10:01:01+08:00"},
        )
        first.post(f"{path}/tokens", {"role": "interpreter"}, expect="not_participant")
        join(stack, second.post(f"{path}/tokens", {"role": "interpreter"}, expect=201).body)
        _here(sockets["visitor"], {"visitor", "interpreter"})


def test_a_second_who_is_on_the_way_takes_the_session_whose_first_is_lost(desk: Desk) -> None:
    path = _first_lost(desk, second_accepts=True)
    session = desk.terminal.get(path).body
    assert (session["state"], session["hand_over"]["to"]) == ("processing", desk.interpreters[1].owner)


def test_a_session_that_looks_for_another_interpreter_looks_for_no_second(desk: Desk) -> None:
    """Who was rung next read that a second interpreter was asked for, and sat alone with the visitor."""
    path = _first_lost(desk, second_accepts=False)
    session = desk.terminal.get(path).body
    assert session["state"] == "called"
    assert "second_asked" not in session


def test_a_second_who_left_is_not_kept_when_the_first_is_lost_too(desk: Desk) -> None:
    with ExitStack() as stack:
        path, sockets = _both(desk, stack)
        for place, left in (("second", {"visitor", "interpreter"}), ("first", {"visitor"})):
            sockets[place].close()
            _here(sockets["visitor"], left)
        desk.at("2026-11-23T10:01:01")
        known = {person["id"]: person["status"] for person in desk.admin.get("/v1/interpreters").body["items"]}
        assert [known[one.owner] for one in desk.interpreters[:2]] == ["ringing", "away"], "the first is rung first"
        assert desk.terminal.get(path).body["state"] == "called"


def _first_lost(desk: Desk, *, second_accepts: bool) -> str:
    """A talk whose second interpreter was rung when the first was lost for good."""
    path = live(desk)
    with ExitStack() as stack:
        visitor = join(stack, seat_token(desk.terminal, path, "visitor"))
        first = join(stack, seat_token(desk.interpreters[0], path, "interpreter"))
        ready(desk.interpreters[1])
        desk.interpreters[0].post(f"{path}/second-interpreter", {"reason": "long"})
        if second_accepts:
            desk.interpreters[1].post(f"{path}/accept")
        first.close()
        _here(visitor, {"visitor"})
    desk.at("2026-11-23T10:01:01")
    return path


def test_one_is_asked_into_a_talk_at_a_time(desk: Desk) -> None:
    """Who was rung as the second went on ringing for ever when somebody else was rung to take over."""
    path = live(desk)
    first, second, third = desk.interpreters
    ready(second)
    first.post(f"{path}/second-interpreter", {"reason": "long"})
    ready(third)
    first.post(f"{path}/hand-over", OVER_TO, expect="wrong_state")
    first.post(f"{path}/second-interpreter", {"reason": "long"}, expect="wrong_state")
    second.post(f"{path}/decline", {"reason": "busy"})
    third.post(f"{path}/decline", {"reason": "busy"})
    known = {person["id"]: person["status"] for person in desk.admin.get("/v1/interpreters").body["items"]}
    assert [known[one.owner] for one in (first, second, third)] == ["live", "ready", "ready"]


def test_a_second_who_left_keeps_no_seat_from_another(desk: Desk) -> None:
    first, second, third = desk.interpreters
    with ExitStack() as stack:
        path, sockets = _both(desk, stack)
        ready(third)
        sockets["second"].close()
        _here(sockets["visitor"], {"visitor", "interpreter"})
        over = first.post(f"{path}/hand-over", OVER_TO).body["hand_over"]
        assert (over["state"], over["to"]) == ("asked", third.owner)
        second.post(f"{path}/tokens", {"role": "second_interpreter"}, expect="not_participant")
        third.post(f"{path}/accept")
        assert desk.terminal.get(path).body["hand_over"]["state"] == "both_in"


def test_bytes_where_a_text_belongs_are_refused_and_the_talk_goes_on(desk: Desk) -> None:
    path = live(desk)
    with ExitStack() as stack:
        visitor = join(stack, seat_token(desk.terminal, path, "visitor"))
        first = join(stack, seat_token(desk.interpreters[0], path, "interpreter"))
        visitor.send(b"\x00\xff")
        assert until(visitor, "error")["problem"]["code"] == "malformed_json"
        visitor.send(json.dumps({"type": "text", "text": "您好", "client_seq": 1, "final": True}))
        assert _hears(first, "您好")
