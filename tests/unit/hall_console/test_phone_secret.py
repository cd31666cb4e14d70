"""The QR code's secret: opens once, soon, this session only; guessing is slowed down."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from hall.embedded import RunningHall, running_hall
from hall.limits import Limits
from hall.problems import Refusal

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

    def reads(self, token: str, session_id: str | None = None) -> httpx.Response:
        return self.http.post("/phone/lines", json={"session_id": session_id or self.session_id, "secret": token})


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


def test_a_page_loaded_again_reads_the_conversation_with_its_own_token_only(terminal: Terminal) -> None:
    terminal.post(f"/v1/remote-sessions/{terminal.session_id}/messages", {"text": "我的身份证丢了", "client_seq": 4})
    secret = terminal.secret()
    own = terminal.opens(secret).json()["token"]["token"]
    [message] = terminal.reads(own).json()["messages"]
    assert message["text"] == "我的身份证丢了"
    assert code(terminal.reads(secret)) == (401, "key_unknown"), "the QR code's secret is used up"
    assert code(terminal.reads("st_guessed")) == (401, "key_unknown")
    assert code(terminal.reads(own, "rs-other")) == (401, "key_unknown")
    assert code(terminal.reads(terminal.secret("clerk", "clerk"))) == (401, "key_unknown")
    terminal.post(f"/v1/remote-sessions/{terminal.session_id}/end", {"reason": "visitor_left"})
    assert terminal.reads(own).status_code in (401, 409)


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
@pytest.mark.parametrize("path", ["/phone/open", "/phone/lines", "/transcript/open", "/answer/erase"])
def test_rubbish_is_refused(terminal: Terminal, path: str, body: bytes) -> None:
    assert terminal.http.post(path, content=body).status_code == 400


def test_too_much_is_refused(terminal: Terminal) -> None:
    assert terminal.http.post("/phone/open", content=b"x" * 5000).status_code == 413


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    """A hall whose limits are on, as outside the test mode; at night too somebody is on duty."""
    with running_hall(tmp_path_factory.mktemp("hall"), test_mode=False) as started:
        yield started


@pytest.fixture
def http(guarded: RunningHall) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=guarded.url, trust_env=False) as client:
        yield client


def signed_message(hall: RunningHall, http: httpx.Client) -> dict[str, str]:
    """A message that was left, and what opens its answer."""
    headers = {"Authorization": f"Bearer {hall.keys['terminal']}", "Idempotency-Key": str(uuid.uuid4())}
    asked = {"briefing": {}, "consent_to_keep": True, "reply_way": "terminal"}
    mail = http.post("/v1/videomails", json=asked, headers=headers).raise_for_status().json()
    code = http.post("/answer/code", json={"videomail_id": mail["id"]}, headers=headers).raise_for_status().json()
    return {"session_id": mail["id"], "secret": code["address"].rpartition(".")[2]}


def guesses(http: httpx.Client, known: dict[str, str], number: int) -> list[httpx.Response]:
    return [http.post("/answer/open", json={**known, "secret": f"guess{n}"}) for n in range(number)]


def test_guessing_at_one_code_is_slowed_down_and_who_has_it_open_reads_on(
    guarded: RunningHall, http: httpx.Client
) -> None:
    known = signed_message(guarded, http)
    assert http.post("/answer/open", json=known).json()["state"] == "waiting"
    answers = guesses(http, known, 12)
    assert [answer.status_code for answer in answers[:10]] == [401] * 10
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert http.post("/answer/open", json=known).status_code == 200, "it was right before"


def test_who_guesses_locks_nobody_else_out_behind_the_same_address(guarded: RunningHall, http: httpx.Client) -> None:
    """All visitors' phones in a hall share its Wi-Fi's address: ten wrong guesses a minute locked every page."""
    attacked, other = signed_message(guarded, http), signed_message(guarded, http)
    guesses(http, attacked, 12)
    for n in range(20):
        assert http.post("/phone/open", json={"session_id": f"rs-{n}", "secret": "x"}).status_code == 401
    assert http.post("/answer/open", json=other).status_code == 200, "another's code, for the first time"
    terminal = {"Authorization": f"Bearer {guarded.keys['terminal']}"}
    assert http.get("/v1/interpreters", headers=terminal).status_code == 200
    wrong_key = {"Authorization": "Bearer wk_guess"}
    assert http.get("/v1/interpreters", headers=wrong_key).status_code == 401, "keys have a limit of their own"


def test_guessing_at_codes_that_do_not_exist_has_a_wide_limit_of_its_own() -> None:
    now_s = 0.0
    limits = Limits(lambda: now_s, off=False)
    for n in range(300):
        limits.code("10.0.0.1", f"vm-{n}", "x", known=False)
        limits.wrong_code("10.0.0.1", f"vm-{n}", "x", known=False)
    with pytest.raises(Refusal) as refused:
        limits.code("10.0.0.1", "vm-300", "x", known=False)
    assert refused.value.code == "too_many_requests"
    limits.code("10.0.0.1", "vm-real", "y", known=True)
    limits.code("10.0.0.2", "vm-300", "x", known=False)
    now_s = 1.0
    limits.code("10.0.0.1", "vm-300", "x", known=False)
