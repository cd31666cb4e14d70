"""Remote sessions, signalling, videomail (contract sections 6, 8, 9; rules B-13 to B-17)."""

from __future__ import annotations

import json
from contextlib import ExitStack
from functools import partial
from typing import Any

from websockets.sync.client import connect

from hall.check.desk import Body, Desk
from hall.check.runner import case
from hall.check.talks import close_code, join, seat_token, until

FILM = b"\x1a\x45\xdf\xa3 a visitor signs"


@case("B-13")
def asking_needs_consent(desk: Desk) -> None:
    desk.terminal.post("/v1/remote-sessions", {**_ask(desk), "consent": False}, expect="consent_required")
    without = {name: value for name, value in _ask(desk).items() if name != "consent"}
    desk.terminal.post("/v1/remote-sessions", without, expect="consent_required")


@case("B-13")
def whoever_is_idle_longest_is_rung_for_fifteen_seconds(desk: Desk) -> None:
    _ready(desk, 1, at="2026-11-23T09:50:00")
    _ready(desk, 0, at="2026-11-23T09:55:00")
    desk.at("2026-11-23T10:00:00")
    opened = desk.terminal.post("/v1/remote-sessions", _ask(desk), expect=201).body
    session = opened["session"]
    assert (session["state"], session["queue_place"]) == ("called", 1)
    assert opened["token"]["role"] == "visitor"
    assert _statuses(desk)[:2] == ["ready", "ringing"]
    desk.at("2026-11-23T10:00:15")
    assert _statuses(desk)[:2] == ["ringing", "ready"]
    desk.at("2026-11-23T10:00:31")
    assert set(_session(desk, session)["offers"]) >= {"keep_waiting", "text", "book", "clerk"}
    desk.at("2026-11-23T10:02:00")
    assert "videomail" in _session(desk, session)["offers"]
    assert [call["kind"] for call in desk.clerk.get("/v1/help-calls").body["items"]] == ["sign_talk"]


@case("B-13")
def exactly_one_interpreter_wins(desk: Desk) -> None:
    for n in range(3):
        _ready(desk, n)
    session = _opened(desk)
    path = f"/v1/remote-sessions/{session['id']}/accept"
    answers = desk.at_once([partial(person.post, path, expect=None) for person in desk.interpreters])
    assert sorted(got.code or "won" for got in answers) == ["session_taken", "session_taken", "won"]
    live = _session(desk, session)
    assert live["state"] == "processing"
    assert live["live_since"] == "2026-11-23T10:00:00+08:00"
    assert live["note_at"] == "2026-11-23T10:20:00+08:00"
    assert sorted(_statuses(desk)) == ["live", "ready", "ready"]


@case("B-13")
def who_declines_is_not_rung_again_while_others_are_free(desk: Desk) -> None:
    _ready(desk, 0, at="2026-11-23T09:50:00")
    _ready(desk, 1, at="2026-11-23T09:55:00")
    desk.at("2026-11-23T10:00:00")
    session = _opened(desk)
    desk.interpreters[0].post(f"/v1/remote-sessions/{session['id']}/decline", {"reason": "variety"})
    assert _statuses(desk)[:2] == ["ready", "ringing"]


@case("B-13")
def nobody_free_means_a_place_in_the_queue(desk: Desk) -> None:
    first, second = _opened(desk), _opened(desk, desk.other_terminal)
    assert (first["state"], first["queue_place"], second["queue_place"]) == ("queued", 1, 2)
    _ready(desk, 0)
    assert _session(desk, first)["state"] == "called"
    desk.terminal.post(f"/v1/remote-sessions/{first['id']}/end", {"reason": "visitor_left"})
    assert _session(desk, first)["state"] == "deleted"
    assert _session(desk, second, desk.other_terminal)["state"] == "called"


@case("6")
def the_briefing_is_for_those_who_need_it(desk: Desk) -> None:
    _ready(desk, 0)
    session = _opened(desk)
    path = f"/v1/remote-sessions/{session['id']}"
    assert desk.terminal.get(path).body["briefing"]["note"] == "慢一点"
    assert desk.interpreters[0].get(path).body["briefing"]["note"] == "慢一点"
    for person in (desk.clerk, desk.admin, desk.interpreters[1]):
        assert "briefing" not in person.get(path).body
    desk.other_terminal.get(path, expect="not_participant")


@case("B-17")
def a_talk_ends_with_a_wrap_up(desk: Desk) -> None:
    session = _live(desk)
    path = f"/v1/remote-sessions/{session['id']}"
    ended = desk.terminal.post(f"{path}/end", {"reason": "done"}).body
    assert (ended["state"], ended["end_reason"]) == ("pending", "done")
    assert desk.clerk.post(f"{path}/end", {"reason": "fault"}).body["end_reason"] == "done"
    assert _statuses(desk)[0] == "wrap_up"
    words = {"outcome": "settled", "picture_ok": True, "variety": "regional"}
    desk.interpreters[1].post(f"{path}/wrap-up", words, expect="not_participant")
    assert desk.interpreters[0].post(f"{path}/wrap-up", words).body["state"] == "finished"
    desk.interpreters[0].post(f"{path}/wrap-up", words, expect="wrong_state")
    assert _statuses(desk)[0] == "ready"
    desk.terminal.post(f"{path}/messages", {"text": "还在吗", "client_seq": 1}, expect="session_over")
    desk.terminal.post(f"{path}/tokens", {"role": "visitor"}, expect="session_over")


@case("3")
def texts_have_one_order_for_all(desk: Desk) -> None:
    session = _live(desk)
    path = f"/v1/remote-sessions/{session['id']}/messages"
    senders = [desk.terminal, desk.clerk, desk.interpreters[0]] * 3
    for number, person in enumerate(senders):
        person.post(path, {"text": f"第{number}句", "client_seq": number // 3 + 1, "via": "typed"}, expect=201)
    read = [person.get(path).body["items"] for person in senders[:3]]
    assert read[0] == read[1] == read[2]
    assert [message["seq"] for message in read[0]] == list(range(1, 10))
    later = desk.clerk.get(path, params={"after_seq": 7}).body["items"]
    assert [message["seq"] for message in later] == [8, 9]
    desk.clerk.post(path, {"text": "倒退", "client_seq": 1}, expect=422)
    desk.terminal.post(path, {"text": "没写完", "client_seq": 9, "final": False}, expect=201)
    assert len(desk.clerk.get(path).body["items"]) == 9
    desk.other_terminal.post(path, {"text": "x", "client_seq": 1}, expect="not_participant")
    desk.interpreters[2].get(path, expect="not_participant")


@case("6")
def what_is_said_is_told_to_the_participants_only(desk: Desk) -> None:
    session = _live(desk)
    path = f"/v1/remote-sessions/{session['id']}"
    desk.clerk.post(f"{path}/tokens", {"role": "clerk"}, expect=201)
    inside = [desk.terminal, desk.clerk, desk.interpreters[0]]
    outside = [desk.other_terminal, desk.other_clerk, desk.interpreters[1]]
    last = {}
    for person in (*inside, *outside):
        with person.events() as events:
            last[person.owner] = next(events)[0]
    desk.terminal.post(f"{path}/messages", {"text": "身份证丢了", "client_seq": 1}, expect=201)
    end = {"severity": "info", "text": {"zh": "完", "en": "end"}, "expires_at": "2026-11-23T17:00:00+08:00"}
    desk.other_clerk.post("/v1/announcements", end, expect=201)
    for person in (*inside, *outside):
        with person.events(last[person.owner], "?types=message.added&types=announcement.published") as events:
            kind = next(events)[1]
        assert (kind == "message.added") is (person in inside), person.owner


@case("6")
def texts_are_wiped_a_minute_after_the_end(desk: Desk) -> None:
    session = _live(desk)
    path = f"/v1/remote-sessions/{session['id']}"
    said = {"text": "身份证丢了，电话13800138000", "client_seq": 1}
    kept = desk.terminal.post(f"{path}/messages", said, expect=201).body
    assert "13800138000" not in kept["text"]
    desk.terminal.post(f"{path}/end", {"reason": "done"})
    desk.at("2026-11-23T10:00:59")
    assert len(desk.clerk.get(f"{path}/messages").body["items"]) == 1
    desk.at("2026-11-23T10:01:00")
    assert desk.clerk.get(f"{path}/messages").body["items"] == []
    assert "briefing" not in desk.terminal.get(path).body


@case("B-17")
def handing_over_takes_both_and_the_visitors_yes(desk: Desk) -> None:
    session = _live(desk)
    path = f"/v1/remote-sessions/{session['id']}"
    summary = {"matter": "补领身份证", "open_question": "要不要先办临时身份证"}
    asked = {"reason": "time", "summary": summary}
    desk.interpreters[0].post(f"{path}/hand-over", asked, expect="no_interpreter")
    _ready(desk, 1)
    desk.interpreters[1].post(f"{path}/hand-over", asked, expect="not_participant")
    assert desk.interpreters[0].post(f"{path}/hand-over", asked).body["hand_over"]["state"] == "asked"
    desk.terminal.post(f"{path}/hand-over/confirm", expect="wrong_state")
    joined = desk.interpreters[1].post(f"{path}/accept").body["session"]
    assert (joined["state"], joined["hand_over"]["state"]) == ("processing", "both_in")
    done = desk.terminal.post(f"{path}/hand-over/confirm").body
    assert done["hand_over"]["state"] == "confirmed"
    assert _statuses(desk)[:2] == ["ready", "live"]
    desk.interpreters[0].post(f"{path}/messages", {"text": "x", "client_seq": 1}, expect="not_participant")


@case("B-15")
def a_second_interpreter_comes_only_when_asked(desk: Desk) -> None:
    session = _live(desk)
    path = f"/v1/remote-sessions/{session['id']}"
    role = {"role": "second_interpreter"}
    desk.interpreters[1].post(f"{path}/tokens", role, expect="not_participant")
    desk.clerk.post(f"{path}/second-interpreter", {"reason": "long"}, expect="no_interpreter")
    _ready(desk, 1)
    asked = desk.clerk.post(f"{path}/second-interpreter", {"reason": "long"}).body
    assert asked["second_asked"] is True
    assert desk.interpreters[1].post(f"{path}/tokens", role, expect=201).body["role"] == "second_interpreter"


@case("7")
def a_token_is_for_ones_own_role(desk: Desk) -> None:
    session = _live(desk)
    path = f"/v1/remote-sessions/{session['id']}/tokens"
    allowed = ((desk.terminal, "visitor"), (desk.clerk, "clerk"), (desk.interpreters[0], "interpreter"),
               (desk.admin, "supervisor"))  # fmt: skip
    for person, role in allowed:
        assert person.post(path, {"role": role}, expect=201).body["role"] == role
    for person, role in ((desk.terminal, "clerk"), (desk.clerk, "visitor"), (desk.interpreters[1], "interpreter"),
                         (desk.other_terminal, "visitor")):  # fmt: skip
        person.post(path, {"role": role}, expect="not_participant")


@case("B-16")
def after_fifty_minutes_an_interpreter_rests(desk: Desk) -> None:
    _ready(desk, 0)
    session = _opened(desk)
    desk.interpreters[0].put("/v1/interpreters/me/status", {"status": "resting"})
    assert _session(desk, session)["state"] == "queued"
    desk.interpreters[0].post(f"/v1/remote-sessions/{session['id']}/accept", expect="interpreter_resting")
    _ready(desk, 1)
    me = desk.interpreters[1].get("/v1/interpreters").body["items"]
    due = next(i["rest_due_at"] for i in me if i["id"] == desk.interpreters[1].owner)
    assert due == "2026-11-23T10:50:00+08:00"


@case("9")
def the_socket_passes_messages_between_the_participants_only(desk: Desk) -> None:
    session = _live(desk)
    with ExitStack() as stack:
        visitor = join(stack, seat_token(desk.terminal, _path(session), "visitor"))
        interpreter = join(stack, seat_token(desk.interpreters[0], _path(session), "interpreter"))
        interpreter.send(json.dumps({"type": "offer", "to": "visitor", "sdp": "v=0"}))
        assert until(visitor, "offer") == {"type": "offer", "to": "visitor", "sdp": "v=0", "from": "interpreter"}
        visitor.send(json.dumps({"type": "text", "text": "身", "client_seq": 1, "final": False}))
        assert until(interpreter, "text")["final"] is False
        visitor.send(json.dumps({"type": "text", "text": "身份证", "client_seq": 1}))
        kept = until(interpreter, "text")
        assert (kept["seq"], kept["from"], kept["final"]) == (1, "visitor", True)
        assert until(visitor, "text")["seq"] == 1
        visitor.send("not json")
        assert until(visitor, "error")["problem"]["code"] == "malformed_json"
        desk.terminal.post(f"/v1/remote-sessions/{session['id']}/end", {"reason": "done"})
        until(interpreter, "bye")
        assert close_code(interpreter) == 4410


@case("9")
def the_socket_refuses_strangers(desk: Desk) -> None:
    session = _live(desk)
    token = seat_token(desk.terminal, _path(session), "visitor")
    for first, code in (({"type": "join", "token": "st_wrong"}, 4401), ({"type": "offer"}, 4408)):
        with connect(token["signalling_url"]) as socket:
            socket.send(json.dumps(first))
            assert close_code(socket) == code
    other = _opened(desk, desk.other_terminal)
    theirs = seat_token(desk.other_terminal, _path(other), "visitor")
    with connect(token["signalling_url"]) as socket:
        socket.send(json.dumps({"type": "join", "token": theirs["token"]}))
        assert close_code(socket) == 4403


@case("9")
def a_newer_socket_replaces_the_older(desk: Desk) -> None:
    session = _live(desk)
    with ExitStack() as stack:
        older = join(stack, seat_token(desk.terminal, _path(session), "visitor"))
        join(stack, seat_token(desk.terminal, _path(session), "visitor"))
        assert close_code(older) == 4409


@case("6")
def a_videomail_is_kept_only_as_long_as_needed(desk: Desk) -> None:
    body = {"consent_to_keep": True, "briefing": {"note": "丢了身份证"}, "reply_way": "at_hall"}
    desk.terminal.post("/v1/videomails", {**body, "consent_to_keep": False}, expect="consent_required")
    desk.terminal.post("/v1/videomails", {**body, "reply_way": "message"}, expect="invalid")
    mail = desk.terminal.post("/v1/videomails", body, expect=201).body
    assert (mail["state"], mail["delete_at"]) == ("reserved", "2026-11-30T17:00:00+08:00")
    path, film = f"/v1/videomails/{mail['id']}", {"Content-Type": "video/webm"}
    desk.other_terminal.send("PUT", f"{path}/content", content=FILM, headers=film, expect=404)
    sent = desk.terminal.send("PUT", f"{path}/content", content=FILM, headers=film, expect=200)
    assert sent.body["state"] == "queued"
    assert desk.interpreters[0].send("GET", f"{path}/content", expect=200).content == FILM
    answered = desk.interpreters[0].post(f"{path}/reply", {"text": "可以先办临时身份证。"}).body
    assert (answered["state"], answered["delete_at"]) == ("finished", "2026-11-24T10:00:00+08:00")
    desk.interpreters[0].post(f"{path}/reply", {"text": "再答一次。"}, expect="wrong_state")
    desk.at("2026-11-24T10:00:00")
    desk.interpreters[0].send("GET", f"{path}/content", expect="content_expired")
    looks = [e["action"] for e in _audit(desk) if e.get("resource", "").endswith(mail["id"])]
    assert "getVideomailContent" in looks


def _ask(desk: Desk) -> Body:
    briefing = {"matter_id": desk.content.on_list["id"], "note": "慢一点"}
    return {"consent": True, "briefing": briefing, "video": True}


def _opened(desk: Desk, terminal: Any = None) -> Body:
    return (terminal or desk.terminal).post("/v1/remote-sessions", _ask(desk), expect=201).body["session"]


def _ready(desk: Desk, n: int, at: str | None = None) -> None:
    if at is not None:
        desk.at(at)
    desk.interpreters[n].put("/v1/interpreters/me/status", {"status": "ready"})


def _live(desk: Desk) -> Body:
    _ready(desk, 0)
    session = _opened(desk)
    return desk.interpreters[0].post(f"/v1/remote-sessions/{session['id']}/accept").body["session"]


def _session(desk: Desk, session: Body, who: Any = None) -> Body:
    return (who or desk.terminal).get(f"/v1/remote-sessions/{session['id']}").body


def _path(session: Body) -> str:
    return f"/v1/remote-sessions/{session['id']}"


def _statuses(desk: Desk) -> list[str]:
    known = {person["id"]: person["status"] for person in desk.terminal.get("/v1/interpreters").body["items"]}
    return [known[person.owner] for person in desk.interpreters]


def _audit(desk: Desk) -> list[Body]:
    raw = desk.admin.send("GET", "/v1/audit", headers={"Accept": "application/x-ndjson"}, expect=200).content
    return [json.loads(line) for line in raw.decode().splitlines()]
