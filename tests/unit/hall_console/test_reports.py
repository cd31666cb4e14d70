"""An interpreter reports a call through a real hall; the hall's people see it, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from hall.check.desk import MONDAY, Desk, Person
from hall.embedded import running_hall

Hall = tuple[Desk, str, str]
"""The desk, the hall's address, the administrator's key."""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with running_hall(tmp_path_factory.mktemp("hall")) as hall:
        yield Desk(hall.url, hall.keys["admin"]), hall.url, hall.keys["admin"]


@pytest.fixture
def desk(started: Hall) -> Desk:
    started[0].begin()
    return started[0]


def live(desk: Desk) -> str:
    """A running session of the first interpreter; its id."""
    desk.interpreters[0].put("/v1/interpreters/me/status", {"status": "ready"})
    asked = {"consent": True, "briefing": {}, "video": True}
    session = desk.terminal.post("/v1/remote-sessions", asked, expect=201).body["session"]
    desk.interpreters[0].post(f"/v1/remote-sessions/{session['id']}/accept")
    return str(session["id"])


def send(started: Hall, key: str, method: str = "POST", path: str = "", **body: object) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.request(
        method, f"{started[1]}/reports{path}", json=body or None, headers=headers, timeout=30, trust_env=False
    )


def test_a_report_ends_the_call_at_once_and_reaches_the_halls_people(started: Hall, desk: Desk) -> None:
    session_id, admin = live(desk), started[2]
    reporter: Person = desk.interpreters[0]
    made = send(started, reporter.secret, session_id=session_id, reason="abuse", note="骂人，电话13812345678", end=True)
    assert made.status_code == 200, made.text
    assert desk.terminal.get(f"/v1/remote-sessions/{session_id}").body["state"] == "pending"
    (seen,) = [one for one in send(started, admin, "GET").json()["items"] if one["session_id"] == session_id]
    assert (seen["reason"], seen["seen"], seen["interpreter_id"]) == ("abuse", False, reporter.owner)
    assert seen["note"] == "骂人，电话138****5678", "numbers of people are masked"
    assert send(started, admin, path="/seen", id=seen["id"]).json()["seen"] is True
    assert send(started, reporter.secret, session_id=session_id, reason="threat").status_code == 200, (
        "in the wrap-up too"
    )


def test_only_who_takes_part_reports_and_only_the_administrator_reads(started: Hall, desk: Desk) -> None:
    session_id = live(desk)
    stranger = desk.interpreters[1].secret
    assert send(started, stranger, session_id=session_id, reason="abuse").json()["code"] == "not_participant"
    assert send(started, desk.terminal.secret, session_id=session_id, reason="abuse").json()["code"] == "scope_missing"
    assert send(started, stranger, "GET").json()["code"] == "scope_missing"
    assert send(started, "wk_" + "x" * 40, "GET").status_code == 401
    assert desk.terminal.get(f"/v1/remote-sessions/{session_id}").body["state"] == "processing"


def ready(desk: Desk, *people: int) -> None:
    for person in people:
        desk.interpreters[person].put("/v1/interpreters/me/status", {"status": "ready"})


def asks(desk: Desk) -> dict[str, object]:
    """The same terminal asks again; the session as the terminal reads it."""
    asked = {"consent": True, "briefing": {}, "video": True}
    return dict(desk.terminal.post("/v1/remote-sessions", asked, expect=201).body["session"])


def who_rings(desk: Desk) -> set[str]:
    people = desk.terminal.get("/v1/interpreters").body["items"]
    return {str(one["id"]) for one in people if one["status"] == "ringing"}


@pytest.mark.parametrize(("reason", "spared"), [("abuse", True), ("threat", True), ("misuse", False)])
def test_who_was_insulted_is_not_rung_from_that_terminal_for_half_an_hour(
    started: Hall, desk: Desk, reason: str, spared: bool
) -> None:
    session_id, reporter = live(desk), desk.interpreters[0]
    send(started, reporter.secret, session_id=session_id, reason=reason, end=True)
    wrapped = {"outcome": "not_settled", "variety": "national", "picture_ok": True}
    reporter.post(f"/v1/remote-sessions/{session_id}/wrap-up", wrapped)
    ready(desk, 0)
    alone = asks(desk)
    assert (who_rings(desk) == set()) is spared
    assert alone["state"] == ("queued" if spared else "called")
    if not spared:
        return
    reporter.post(f"/v1/remote-sessions/{alone['id']}/accept")  # from the list, by free will
    desk.terminal.post(f"/v1/remote-sessions/{alone['id']}/end", {"reason": "done"})
    reporter.post(f"/v1/remote-sessions/{alone['id']}/wrap-up", wrapped)
    ready(desk, 0, 1)
    other = asks(desk)
    assert who_rings(desk) == {desk.interpreters[1].owner}, "others are rung"
    desk.terminal.post(f"/v1/remote-sessions/{other['id']}/end", {"reason": "visitor_left"})
    desk.at(f"{MONDAY}T10:31:00")
    desk.interpreters[1].put("/v1/interpreters/me/status", {"status": "away"})
    ready(desk, 0)
    asks(desk)
    assert who_rings(desk) == {reporter.owner}, "for half an hour, not for good"


@pytest.mark.parametrize(
    "body",
    [{}, {"reason": "abuse"}, {"reason": "?"}, {"reason": "abuse", "note": 7}, {"reason": "abuse", "note": "长" * 301}],
)
def test_what_is_no_report_is_refused_and_changes_nothing(started: Hall, desk: Desk, body: dict[str, object]) -> None:
    before = len(send(started, started[2], "GET").json()["items"])
    answer = send(started, desk.interpreters[0].secret, end=True, **body)
    assert 400 <= answer.status_code < 500
    assert len(send(started, started[2], "GET").json()["items"]) == before
