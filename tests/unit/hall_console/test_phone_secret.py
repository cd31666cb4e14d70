"""The QR code's secret: opens once, soon, this session only; guessing is slowed down."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hall.embedded import RunningHall, running_hall

CLOCK = "2026-11-23T10:00:00+08:00"


class Terminal:
    """A terminal with one session that waits for an interpreter."""

    def __init__(self, hall: RunningHall) -> None:
        self.http = httpx.Client(base_url=hall.url, trust_env=False)
        self.keys = hall.keys
        asked = {"consent": True, "video": True, "briefing": {}}
        self.session_id = self.post("/v1/remote-sessions", asked).json()["session"]["id"]

    def post(self, path: str, body: object, scope: str = "terminal") -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.keys[scope]}", "Idempotency-Key": str(uuid.uuid4())}
        return self.http.post(path, json=body, headers=headers)

    def secret(self, role: str = "visitor", scope: str = "terminal") -> str:
        path = f"/v1/remote-sessions/{self.session_id}/tokens"
        return str(self.post(path, {"role": role}, scope).json()["token"])

    def opens(self, secret: str, session_id: str | None = None) -> httpx.Response:
        return self.http.post("/phone/open", json={"session_id": session_id or self.session_id, "secret": secret})


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    with running_hall(tmp_path_factory.mktemp("hall"), clock=CLOCK) as started:
        yield started


@pytest.fixture
def terminal(hall: RunningHall) -> Terminal:
    return Terminal(hall)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json().get("code"))


def test_a_secret_opens_once_and_for_this_session_only(terminal: Terminal) -> None:
    secret = terminal.secret()
    assert code(terminal.opens(secret, "rs-other")) == (401, "key_unknown")
    opened: dict[str, Any] = terminal.opens(secret).json()
    assert opened["token"]["role"] == "visitor"
    assert opened["token"]["token"] != secret
    assert opened["messages"] == []
    assert code(terminal.opens(secret)) == (401, "key_unknown"), "used up"
    assert code(terminal.opens(terminal.secret("clerk", "clerk"))) == (401, "key_unknown"), "a visitor's place only"


def test_texts_of_before_come_along(terminal: Terminal) -> None:
    terminal.post(f"/v1/remote-sessions/{terminal.session_id}/messages", {"text": "我的身份证丢了", "client_seq": 4})
    [message] = terminal.opens(terminal.secret()).json()["messages"]
    assert (message["text"], message["client_seq"], message["role"]) == ("我的身份证丢了", 4, "visitor")


def test_an_old_code_and_an_ended_session_open_nothing(terminal: Terminal) -> None:
    old, late = terminal.secret(), terminal.secret()
    clock = {"Authorization": f"Bearer {terminal.keys['admin']}"}
    moved = terminal.http.put("/v1/test/clock", json={"now": "2026-11-23T10:10:30+08:00"}, headers=clock)
    assert moved.is_success, moved.text
    assert code(terminal.opens(old)) == (401, "key_unknown")
    late = terminal.secret()
    terminal.post(f"/v1/remote-sessions/{terminal.session_id}/end", {"reason": "visitor_left"})
    assert terminal.opens(late).status_code in (401, 409)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b'{"session_id": 1, "secret": "x"}', b'{"secret": "x"}', b"\xff", b"[" * 4000,
     b'{"session_id": "rs-1", "secret": "\\ud800"}'],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/phone/open", "/transcript/open", "/answer/erase"])
def test_rubbish_is_refused(terminal: Terminal, path: str, body: bytes) -> None:
    assert terminal.http.post(path, content=body).status_code == 400


def test_too_much_is_refused(terminal: Terminal) -> None:
    assert terminal.http.post("/phone/open", content=b"x" * 5000).status_code == 413


def test_guessing_is_slowed_down_outside_test_mode(tmp_path: Path) -> None:
    with running_hall(tmp_path, test_mode=False) as hall, httpx.Client(base_url=hall.url, trust_env=False) as http:
        statuses = []
        for guess in range(12):
            answer = http.post("/phone/open", json={"session_id": "rs-1", "secret": f"st_{guess}"})
            statuses.append(answer.status_code)
        assert statuses[:10] == [401] * 10
        assert statuses[-1] == 429
        assert int(answer.headers["retry-after"]) > 0
        signing_in = http.get("/v1/interpreters", headers={"Authorization": "Bearer wk_guess"})
        assert signing_in.status_code == 429, "the same limit guards signing in at the console"
