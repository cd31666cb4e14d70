"""One interpreter at a time answers a signed message: two filmed the same answer, and one film was thrown away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from hall.check.desk import Desk, Person


class Message:
    """A message that waits for an answer."""

    def __init__(self, desk: Desk) -> None:
        body = {"consent_to_keep": True, "briefing": {}, "reply_way": "at_hall"}
        self.url = desk.url
        self.id = str(desk.terminal.post("/v1/videomails", body, expect=201).body["id"])
        kind = {"Content-Type": "video/webm"}
        desk.terminal.send("PUT", f"/v1/videomails/{self.id}/content", content=b"film", headers=kind, expect=200)

    def ask(self, method: str, what: str, who: Person, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {who.secret}", **more.pop("headers", {})}
        return httpx.request(method, f"{self.url}{what}", headers=headers, timeout=30, trust_env=False, **more)

    def claims(self, who: Person) -> httpx.Response:
        return self.ask("PUT", f"/answer/{self.id}/claim", who)

    def lets_go(self, who: Person) -> httpx.Response:
        return self.ask("DELETE", f"/answer/{self.id}/claim", who)

    def films(self, who: Person) -> httpx.Response:
        kind = {"Content-Type": "video/webm"}
        return self.ask("PUT", f"/answer/{self.id}/film", who, content=b"answer", headers=kind)

    def claimed(self, who: Person) -> Any:
        return self.ask("GET", "/profile", who).json().get("claims", {}).get(self.id)


@pytest.fixture
def message(desk: Desk) -> Message:
    return Message(desk)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json().get("code", ""))


def test_who_claims_it_answers_it_and_the_others_read_who_that_is(desk: Desk, message: Message) -> None:
    mine, other = desk.interpreters[:2]
    assert message.claims(mine).status_code == 200
    assert message.claimed(mine) == {"label": "check check-in-1", "mine": True, "until": "2026-11-23T10:05:00+08:00"}
    assert message.claimed(other) == {"label": "check check-in-1", "mine": False, "until": "2026-11-23T10:05:00+08:00"}
    assert code(message.claims(other)) == (409, "wrong_state")
    assert code(message.films(other)) == (409, "wrong_state")
    other.post(f"/v1/videomails/{message.id}/reply", {"text": "好"}, expect="wrong_state")
    assert message.films(mine).status_code == 200
    mine.post(f"/v1/videomails/{message.id}/reply", {"text": "好"})
    assert message.claimed(other) is None


def test_it_is_free_again_when_it_is_let_go_or_after_a_time(desk: Desk, message: Message) -> None:
    mine, other = desk.interpreters[:2]
    message.claims(mine)
    assert message.lets_go(other).status_code == 200, "nothing of theirs to let go"
    assert message.claimed(mine)["mine"]
    message.lets_go(mine)
    assert message.claimed(mine) is None
    message.claims(other)
    desk.at("2026-11-23T10:04:00")
    assert message.claims(other).status_code == 200, "still at it"
    desk.at("2026-11-23T10:08:59")
    assert code(message.claims(mine)) == (409, "wrong_state")
    desk.at("2026-11-23T10:09:00")
    assert message.claimed(mine) is None
    assert message.claims(mine).status_code == 200, "whose machine died does not keep it"


def test_a_console_that_knows_no_claims_answers_all_the_same(desk: Desk, message: Message) -> None:
    desk.interpreters[0].post(f"/v1/videomails/{message.id}/reply", {"text": "好"})
    assert code(message.claims(desk.interpreters[1])) == (409, "wrong_state"), "answered already"


def test_of_two_at_once_one_has_it(desk: Desk, message: Message) -> None:
    with ThreadPoolExecutor(3) as at_once:
        statuses = sorted(answer.status_code for answer in at_once.map(message.claims, desk.interpreters))
    assert statuses == [200, 409, 409]


def test_only_interpreters_claim_and_only_what_is_there(desk: Desk, message: Message) -> None:
    assert code(message.claims(desk.terminal)) == (403, "scope_missing")
    message.id = "vm-none"
    assert code(message.claims(desk.interpreters[0])) == (404, "not_found")


@pytest.mark.parametrize(("method", "what"), [("PUT", "film"), ("PUT", "claim"), ("DELETE", "claim")])
def test_what_is_no_id_is_no_message(desk: Desk, method: str, what: str) -> None:
    """PostgreSQL takes no U+0000: the hall said that its database was away, and was asked again and again."""
    headers = {"Authorization": f"Bearer {desk.interpreters[0].secret}", "Content-Type": "video/webm"}
    path, film = f"{desk.url}/answer/a%00b/{what}", b"film" if what == "film" else b""
    answer = httpx.request(method, path, headers=headers, content=film, timeout=30, trust_env=False)
    assert code(answer) == (404, "not_found")
