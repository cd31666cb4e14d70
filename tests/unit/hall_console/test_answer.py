"""The answer to a signed message through a real hall: found by its code, erased by it, dead on its day."""

from __future__ import annotations

import httpx
import pytest

from hall.check.desk import Desk, Person

FILM, MINE = b"\x1aE\xdf\xa3 the visitor's", b"\x1aE\xdf\xa3 the interpreter's"


class Window:
    """A message that was left, and its code."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.url = desk, desk.url
        body = {"consent_to_keep": True, "briefing": {"note": "丢了身份证"}, "reply_way": "at_hall"}
        self.mail = desk.terminal.post("/v1/videomails", body, expect=201).body
        self.path = f"/v1/videomails/{self.mail['id']}"
        kind = {"Content-Type": "video/webm"}
        desk.terminal.send("PUT", f"{self.path}/content", content=FILM, headers=kind, expect=200)
        self.given = self.code(desk.terminal).json()

    def code(self, who: Person) -> httpx.Response:
        return self._send("POST", "/answer/code", who, json={"videomail_id": self.mail["id"]})

    def films(self, who: Person, content: bytes = MINE, kind: str = "video/webm;codecs=vp8") -> httpx.Response:
        path = f"/answer/{self.mail['id']}/film"
        return self._send("PUT", path, who, content=content, headers={"Content-Type": kind})

    def replies(self, who: Person, text: str = "可以先办临时身份证。") -> None:
        who.post(f"{self.path}/reply", {"text": text})

    def asks(self, what: str = "open", address: str = "") -> httpx.Response:
        mail_id, secret = (address or self.given["address"]).partition("#")[2].split(".", 1)
        known = {"session_id": mail_id, "secret": secret}
        return httpx.post(f"{self.url}/answer/{what}", json=known, timeout=30, trust_env=False)

    def _send(self, method: str, path: str, who: Person, **options: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {who.secret}", **options.pop("headers", {})}  # type: ignore[dict-item]
        return httpx.request(method, f"{self.url}{path}", headers=headers, timeout=30, trust_env=False, **options)  # type: ignore[arg-type]


@pytest.fixture
def left(desk: Desk) -> Window:
    return Window(desk)


def test_whoever_has_the_code_reads_the_answer_and_sees_its_film(left: Window) -> None:
    assert left.given["delete_at"] == left.mail["delete_at"], "the day that the terminal says"
    assert left.given["address"].startswith(f"{left.url}/answer#")
    assert len(left.given["address"].rpartition(".")[2]) * 6 >= 128, "bits of the secret"
    waiting = left.asks().json()
    assert (waiting["state"], waiting["number"], waiting["due"]) == ("waiting", left.mail["number"], left.mail["due"])
    assert left.asks("film").status_code == 404
    interpreter = left.desk.interpreters[0]
    assert left.films(interpreter).status_code == 200
    assert left.asks().json()["state"] == "waiting", "a film alone is no answer"
    assert left.asks("film").status_code == 404
    left.replies(interpreter)
    answered = left.asks()
    assert answered.headers["cache-control"] == "no-store"
    assert (answered.json()["state"], answered.json()["text"]) == ("answered", "可以先办临时身份证。")
    film = left.asks("film")
    assert (answered.json()["film"], film.headers["content-type"], film.content) == ("video/webm", "video/webm", MINE)
    assert left.films(interpreter).json()["code"] == "wrong_state", "what was given is not changed"


def test_an_answer_without_a_film_has_only_its_words_and_nobody_elses_film(left: Window) -> None:
    left.films(left.desk.interpreters[1])
    left.replies(left.desk.interpreters[0])
    assert "film" not in left.asks().json()
    assert left.asks("film").status_code == 404


def test_a_wrong_code_opens_nothing_and_a_new_one_ends_the_one_before(left: Window) -> None:
    left.replies(left.desk.interpreters[0])
    right = left.given["address"]
    for wrong in (right[:-1] + ("A" if right[-1] != "A" else "B"), f"{left.url}/answer#vm-none.secret"):
        for what in ("open", "film", "erase"):
            assert left.asks(what, wrong).json()["code"] == "key_unknown"
    assert left.asks().json()["state"] == "answered"
    assert left.code(left.desk.terminal).json()["code"] == "wrong_state", "a code is given while it is new"
    other = Window(left.desk)
    again = other.code(left.desk.terminal).json()["address"]
    assert other.asks().status_code == 401
    assert other.asks(address=again).json()["state"] == "waiting"


def test_only_the_messages_terminal_gets_a_code_and_only_interpreters_film(left: Window) -> None:
    assert left.code(left.desk.other_terminal).json()["code"] == "not_found"
    assert left.code(left.desk.interpreters[0]).json()["code"] == "scope_missing"
    assert left.films(left.desk.terminal).json()["code"] == "scope_missing"
    assert left.films(left.desk.interpreters[0], kind="text/html").json()["code"] == "unsupported_media_type"
    assert left.films(left.desk.interpreters[0], content=b"").json()["code"] == "invalid"


def test_the_answer_outlives_the_visitors_film_and_goes_on_the_day_that_was_said(left: Window) -> None:
    interpreter = left.desk.interpreters[0]
    left.films(interpreter)
    left.replies(interpreter)
    left.desk.at("2026-11-24T10:00:00")
    interpreter.send("GET", f"{left.path}/content", expect="content_expired")
    (kept,) = interpreter.get("/v1/videomails").body["items"]
    assert kept["briefing"] == {}, "what was understood goes with the film"
    assert left.asks().json()["state"] == "answered"
    left.desk.at(left.mail["delete_at"][:19])
    assert left.asks().json() == {"state": "erased"}
    assert left.asks("film").json()["code"] == "content_expired"


def test_a_late_answer_is_admitted(left: Window) -> None:
    assert left.asks().json()["late"] is False
    left.desk.at("2026-11-25T09:00:00")
    assert left.asks().json()["late"] is True


@pytest.mark.parametrize("answered", [True, False])
def test_the_visitor_erases_everything_at_once(left: Window, answered: bool) -> None:
    interpreter = left.desk.interpreters[0]
    left.films(interpreter)
    if answered:
        left.replies(interpreter)
    assert left.asks("erase").json() == left.asks().json() == {"state": "erased"}
    assert left.asks("film").json()["code"] == "content_expired"
    interpreter.send("GET", f"{left.path}/content", expect="content_expired")
    (kept,) = interpreter.get("/v1/videomails").body["items"]
    assert (kept["state"], kept["briefing"], kept.get("reply")) == ("deleted", {}, None)
    interpreter.post(f"{left.path}/reply", {"text": "太晚了"}, expect="wrong_state")
    audit = [one for one in left.desk.admin.get("/v1/audit?limit=200").body["items"]]
    assert [one["key_id"] for one in audit if one["action"] == "eraseAnswer"][-1:] == ["answer-code"]
