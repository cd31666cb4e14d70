"""A lost interpreter, booked sessions, who is preferred: what the reference hall does beside the contract."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from hall.check.desk import Desk, Person
from hall.check.talks import ASKED, WAIT_S, ask, close_code, enter, join, live, ready, seat_token
from hall.clock import said
from hall.embedded import running_hall


def test_the_same_interpreter_is_rung_first_then_another_and_nothing_said_is_lost(desk: Desk) -> None:
    path = _lost(desk)
    ready(desk.interpreters[1])
    desk.at("2026-11-23T10:00:59")
    assert desk.terminal.get(path).body["state"] == "processing"
    desk.at("2026-11-23T10:01:00")
    session = desk.terminal.get(path).body
    assert session["state"] == "called"
    assert "interpreter" not in [p["role"] for p in session["participants"]]
    assert _statuses(desk) == ["ringing", "ready"]
    desk.at("2026-11-23T10:01:15")
    assert _statuses(desk) == ["away", "ringing"]
    taken = desk.interpreters[1].post(f"{path}/accept").body["session"]
    assert (taken["state"], taken["live_since"]) == ("processing", "2026-11-23T10:01:15+08:00")
    assert [m["text"] for m in desk.interpreters[1].get(f"{path}/messages").body["items"]] == ["身份证丢了"]


def test_who_comes_back_takes_the_session_again(desk: Desk) -> None:
    path = _lost(desk)
    desk.at("2026-11-23T10:01:00")
    back = desk.interpreters[0].post(f"{path}/accept").body
    assert (back["session"]["state"], back["token"]["role"]) == ("processing", "interpreter")


def test_nobody_else_on_duty_means_a_person_at_the_window(desk: Desk) -> None:
    path = _lost(desk)
    desk.at("2026-11-23T10:01:00")
    desk.at("2026-11-23T10:01:16")
    assert desk.terminal.get(path).body["state"] == "queued"
    desk.at("2026-11-23T10:03:01")
    assert "clerk" in desk.terminal.get(path).body["offers"]
    assert [call["kind"] for call in desk.clerk.get("/v1/help-calls").body["items"]] == ["sign_talk"]
    assert desk.terminal.post(f"{path}/end", {"reason": "visitor_left"}).body["state"] == "deleted"


def test_a_lost_socket_joins_again_with_the_same_token_for_a_minute_only(desk: Desk) -> None:
    path = live(desk)
    token = seat_token(desk.terminal, path, "visitor")
    for moment in ("2026-11-23T10:00:00", "2026-11-23T10:00:50"):
        desk.at(moment)
        with _joined(token):
            pass
        _wait(lambda: not _roles(desk, path)["visitor"])
    desk.at("2026-11-23T10:01:51")
    with connect(token["signalling_url"]) as socket:
        socket.send(json.dumps({"type": "join", "token": token["token"]}))
        assert close_code(socket) == 4401


def test_joined_says_who_came_and_the_visitor_is_there_only_with_a_socket(desk: Desk) -> None:
    path = live(desk)
    assert not _roles(desk, path)["visitor"]
    with ExitStack() as stack:
        socket = enter(stack, seat_token(desk.interpreters[0], path, "interpreter"))
        assert _told(socket) == ("came", "interpreter", ["interpreter"])
        enter(stack, seat_token(desk.terminal, path, "visitor"))
        assert _told(socket) == ("came", "visitor", ["interpreter", "visitor"])
        clerk = seat_token(desk.clerk, path, "clerk")
        first = enter(stack, clerk)
        assert _told(socket) == ("came", "clerk", ["clerk", "interpreter", "visitor"])
        enter(stack, clerk)
        assert _told(socket) == ("came", "clerk", ["clerk", "interpreter", "visitor"]), "again, in its own place"
        _told(first)
        assert close_code(first) == 4409
        second = enter(stack, seat_token(desk.clerk, path, "clerk"))
        assert _told(socket)[:2] == ("came", "clerk")
        second.close()
        assert _told(socket) == ("left", "clerk", ["interpreter", "visitor"])


def test_who_floods_is_put_out_and_the_others_talk_on(desk: Desk) -> None:
    path = live(desk)
    with ExitStack() as stack:
        interpreter = enter(stack, seat_token(desk.interpreters[0], path, "interpreter"))
        flooding = enter(stack, seat_token(desk.terminal, path, "visitor"))
        with suppress(ConnectionClosed):
            for number in range(5_000):
                flooding.send(json.dumps({"type": "text", "text": "x", "client_seq": number, "final": False}))
        assert close_code(flooding) == 4429
        again = enter(stack, seat_token(desk.terminal, path, "visitor"))
        _told(again)
        interpreter.send(json.dumps({"type": "text", "text": "请慢一点", "client_seq": 1, "final": True}))
        while (heard := json.loads(again.recv(timeout=WAIT_S))).get("text") != "请慢一点":
            pass
        assert heard["from"] == "interpreter"


@pytest.mark.parametrize(
    "raw",
    ["[]", "1", '"offer"', '{"type":null}', '{"type":["offer"]}', '{"type":"offer","to":"everybody"}',
     '{"type":"offer","to":{}}', '{"type":"text","text":1,"client_seq":"a"}', '{"type":"no such"}', "{",
     "[" * 5_000, r'{"type":"text","text":"\ud800","client_seq":1,"final":true}',
     r'{"type":"offer","sdp":"\ud800"}'],
)  # fmt: skip
def test_signalling_that_makes_no_sense_is_answered_and_costs_only_itself(desk: Desk, raw: str) -> None:
    path = live(desk)
    with ExitStack() as stack:
        socket = enter(stack, seat_token(desk.terminal, path, "visitor"))
        _told(socket)
        socket.send(raw)
        while (answer := json.loads(socket.recv(timeout=WAIT_S)))["type"] != "error":
            pass
        assert answer["problem"]["code"] in ("invalid", "malformed_json", "not_utf8")
        socket.send(json.dumps({"type": "text", "text": "还在", "client_seq": 1, "final": True}))
        while json.loads(socket.recv(timeout=WAIT_S)).get("text") != "还在":
            pass


def test_a_token_opens_nothing_after_its_time_or_after_the_end(desk: Desk) -> None:
    path = live(desk)
    old = seat_token(desk.terminal, path, "visitor")
    desk.at("2026-11-23T11:30:00")
    fresh = seat_token(desk.terminal, path, "visitor")
    desk.terminal.post(f"{path}/end", {"reason": "done"})
    with ExitStack() as stack:
        assert close_code(enter(stack, old)) == 4401
        assert close_code(enter(stack, fresh)) in (4401, 4410)


def test_who_takes_over_keeps_the_session_when_the_first_is_lost(desk: Desk) -> None:
    path = live(desk)
    with _joined(seat_token(desk.interpreters[0], path, "interpreter")):
        ready(desk.interpreters[1])
        summary = {"matter": "补领身份证", "open_question": "要不要先办临时身份证"}
        desk.interpreters[0].post(f"{path}/hand-over", {"reason": "time", "summary": summary})
        desk.interpreters[1].post(f"{path}/accept")
    _wait(lambda: not _roles(desk, path)["interpreter"])
    desk.at("2026-11-23T10:01:01")
    session = desk.terminal.get(path).body
    assert (session["state"], session["hand_over"]["state"]) == ("processing", "confirmed")
    assert _statuses(desk) == ["away", "live"]


def test_one_interpreter_is_in_one_talk(desk: Desk) -> None:
    live(desk)
    other = ask(desk.other_terminal)
    desk.interpreters[0].post(f"{other}/accept", expect="wrong_state")


def test_taking_another_session_lets_the_ringing_one_ring_on(desk: Desk) -> None:
    ready(desk.interpreters[0])
    first = ask(desk.terminal)
    second = ask(desk.other_terminal)
    desk.interpreters[0].post(f"{second}/accept")
    ready(desk.interpreters[1])
    desk.at("2026-11-23T10:00:01")
    assert desk.terminal.get(first).body["state"] == "called"
    assert _statuses(desk) == ["live", "ringing"]


def test_a_booked_session_at_its_time_goes_before_those_who_wait(desk: Desk) -> None:
    booked = desk.book(desk.slot("2026-11-23T11:00"), interpreter=True).body["id"]
    early = ask(desk.terminal, scheduled_appointment_id=booked)
    assert desk.terminal.get(early).body["queue_place"] == 1
    desk.terminal.post(f"{early}/end", {"reason": "visitor_left"})
    desk.at("2026-11-23T10:50:00")
    waiting = ask(desk.other_terminal)
    scheduled = ask(desk.terminal, scheduled_appointment_id=booked)
    assert desk.other_terminal.get(waiting).body["queue_place"] == 2
    assert desk.terminal.get(scheduled).body["queue_place"] == 1
    ready(desk.interpreters[0])
    assert desk.terminal.get(scheduled).body["state"] == "called"
    assert desk.other_terminal.get(waiting).body["state"] == "queued"


def test_a_booked_talk_belongs_to_its_number_however_long_it_waited(desk: Desk) -> None:
    booked = desk.book(desk.slot("2026-11-23T10:30"), interpreter=True).body["id"]
    desk.at("2026-11-23T10:30:00")
    ticket = desk.terminal.post(f"/v1/appointments/{booked}/check-in", expect=201).body["ticket"]
    other = desk.ticket()
    desk.at("2026-11-23T11:10:00")
    waiting = ask(desk.other_terminal, ticket_id=other["id"])
    not_yet = ask(desk.terminal, ticket_id=ticket["id"])
    assert desk.terminal.get(not_yet).body["queue_place"] == 2
    desk.terminal.post(f"{not_yet}/end", {"reason": "visitor_left"})
    desk.step(ticket, "call", {"window_id": desk.content.windows[0]})
    desk.step(ticket, "arrive")
    at_the_window = ask(desk.terminal, ticket_id=ticket["id"])
    assert desk.terminal.get(at_the_window).body["queue_place"] == 1
    assert desk.other_terminal.get(waiting).body["queue_place"] == 2


def test_the_regional_variety_is_rung_first_though_idle_for_less(desk: Desk) -> None:
    national, regional = (desk.new_person("interpreter", name) for name in ("in-1", "in-2"))
    ready(national)
    desk.at("2026-11-23T10:05:00")
    ready(regional)
    desk.terminal.post("/v1/remote-sessions", {**ASKED, "briefing": {"sign_variety": "regional"}}, expect=201)
    known = {person["id"]: person["status"] for person in desk.terminal.get("/v1/interpreters").body["items"]}
    assert (known["in-1"], known["in-2"]) == ("ready", "ringing")


def test_who_declined_is_never_rung_again_for_that_session_and_the_visitor_is_told_at_once(desk: Desk) -> None:
    for person in desk.interpreters[:2]:
        ready(person)
    path = ask(desk.terminal)
    _decline(desk, path, "variety", "conflict_of_interest")
    for moment in ("2026-11-23T10:00:01", "2026-11-23T10:00:40"):
        desk.at(moment)
        session = desk.terminal.get(path).body
        assert (session["state"], _statuses(desk)) == ("queued", ["ready", "ready"])
        assert {"text", "clerk", "videomail"} <= set(session["offers"]), "nobody on duty can come: other ways at once"
        assert session["expected_answer_seconds"] > 15, "no ring is promised"
    assert [call["kind"] for call in desk.clerk.get("/v1/help-calls").body["items"]] == ["sign_talk"]

    ready(desk.interpreters[2])
    assert desk.terminal.get(path).body["state"] == "called", "somebody else comes on duty"
    assert _statuses(desk) == ["ready", "ready"]
    desk.at("2026-11-23T10:03:00")
    assert len(desk.clerk.get("/v1/help-calls").body["items"]) == 1, "the clerk is called once"


def test_others_are_served_while_a_session_waits_for_somebody_who_has_not_declined(desk: Desk) -> None:
    ready(desk.interpreters[0])
    first = ask(desk.terminal)
    desk.interpreters[0].post(f"{first}/decline", {"reason": "busy"})
    before = desk.terminal.get(first)
    second = ask(desk.other_terminal)
    assert desk.other_terminal.get(second).body["state"] == "called"
    desk.at("2026-11-23T10:00:05")
    assert desk.terminal.get(first).body["state"] == before.body["state"] == "queued"


def test_a_no_can_be_taken_back(desk: Desk) -> None:
    ready(desk.interpreters[0])
    path = ask(desk.terminal)
    desk.interpreters[0].post(f"{path}/decline", {"reason": "busy"})
    assert desk.interpreters[0].post(f"{path}/accept").body["session"]["state"] == "processing"


def test_a_hand_over_that_is_declined_goes_to_the_next_and_then_ends(desk: Desk) -> None:
    path = live(desk)
    for person in desk.interpreters[1:3]:
        ready(person)
    summary = {"matter": "补领身份证", "open_question": "无"}
    asked = desk.interpreters[0].post(f"{path}/hand-over", {"reason": "variety", "summary": summary}).body["hand_over"]
    first = next(person for person in desk.interpreters if person.owner == asked["to"])
    other = next(person for person in desk.interpreters[1:3] if person is not first)
    first.post(f"{path}/decline", {"reason": "conflict_of_interest"})
    assert desk.terminal.get(path).body["hand_over"]["to"] == other.owner
    other.post(f"{path}/decline", {"reason": "busy"})
    assert "hand_over" not in desk.terminal.get(path).body
    desk.interpreters[0].post(f"{path}/hand-over", {"reason": "time", "summary": summary}, expect="no_interpreter")


def test_after_a_long_talk_the_rest_begins_with_its_end(desk: Desk) -> None:
    path = live(desk)
    desk.at("2026-11-23T11:10:00")
    desk.terminal.post(f"{path}/end", {"reason": "done"})
    desk.interpreters[0].post(f"{path}/wrap-up", {"outcome": "settled", "picture_ok": True})
    desk.at("2026-11-23T11:10:05")
    assert _statuses(desk)[0] == "resting"
    desk.at("2026-11-23T11:19:59")
    assert _statuses(desk)[0] == "resting"
    desk.at("2026-11-23T11:20:00")
    assert _statuses(desk)[0] == "ready"


def _decline(desk: Desk, path: str, *reasons: str) -> None:
    """Each interpreter in whose turn it rings says no."""
    for reason in reasons:
        rung = next(person for person, status in zip(desk.interpreters, _statuses(desk), strict=False)
                    if status == "ringing")  # fmt: skip
        rung.post(f"{path}/decline", {"reason": reason})


def _lost(desk: Desk) -> str:
    """A talk in which something was said, and whose interpreter's machine is gone."""
    path = live(desk)
    desk.terminal.post(f"{path}/messages", {"text": "身份证丢了", "client_seq": 1}, expect=201)
    with _joined(seat_token(desk.interpreters[0], path, "interpreter")):
        assert _roles(desk, path)["interpreter"]
    _wait(lambda: not _roles(desk, path)["interpreter"])
    return path


def _joined(token: Any) -> ExitStack:
    with ExitStack() as stack:
        join(stack, token)
        return stack.pop_all()


def _told(socket: ClientConnection) -> tuple[str, str, list[str]]:
    """The next `joined`: came or left, who, and who is there now."""
    while (message := json.loads(socket.recv(timeout=WAIT_S)))["type"] != "joined":
        pass
    change = "came" if "came" in message else "left"
    return change, message[change], sorted(one["role"] for one in message["participants"] if one["joined"])


def _roles(desk: Desk, path: str) -> dict[str, bool]:
    return {p["role"]: p["joined"] for p in desk.terminal.get(path).body["participants"]}


def _statuses(desk: Desk) -> list[str]:
    known = {person["id"]: person["status"] for person in desk.terminal.get("/v1/interpreters").body["items"]}
    return [known[person.owner] for person in desk.interpreters[:2]]


def _wait(true: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


def test_a_hall_that_starts_again_knows_that_its_sockets_are_gone(tmp_path: Path) -> None:
    with running_hall(tmp_path) as hall:
        desk = Desk(hall.url, hall.keys["admin"])
        path = live(desk)
        token = seat_token(desk.interpreters[0], path, "interpreter")
        with _joined(token):
            hall.process.kill()
            hall.process.wait()
    with running_hall(tmp_path) as hall:
        http = httpx.Client(base_url=hall.url, timeout=30, trust_env=False)
        terminal = Person(http, desk.terminal.secret, desk.terminal.owner)
        assert terminal.get(path).body["state"] == "processing"
        Person(http, hall.keys["admin"], "").put(
            "/v1/test/clock", {"now": said(datetime.now(UTC) + timedelta(seconds=61))}
        )
        assert terminal.get(path).body["state"] == "called"
