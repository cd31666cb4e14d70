"""An interpreter reports a call through a real hall; the hall's people see it, and nobody else."""

from __future__ import annotations

import httpx
import pytest

from hall.check.desk import MONDAY, Desk, Person
from hall.check.talks import ASKED, live


def running(desk: Desk) -> str:
    """A running session of the first interpreter; its id."""
    return live(desk).rpartition("/")[2]


def send(desk: Desk, key: str, method: str = "POST", path: str = "", **body: object) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.request(
        method, f"{desk.url}/reports{path}", json=body or None, headers=headers, timeout=30, trust_env=False
    )


def test_a_report_ends_the_call_at_once_and_reaches_the_halls_people(desk: Desk) -> None:
    session_id, admin = running(desk), desk.admin.secret
    reporter: Person = desk.interpreters[0]
    made = send(desk, reporter.secret, session_id=session_id, reason="abuse", note="骂人，电话13812345678", end=True)
    assert made.status_code == 200, made.text
    assert desk.terminal.get(f"/v1/remote-sessions/{session_id}").body["state"] == "pending"
    (seen,) = [one for one in send(desk, admin, "GET").json()["items"] if one["session_id"] == session_id]
    assert (seen["reason"], seen["seen"], seen["interpreter_id"]) == ("abuse", False, reporter.owner)
    assert seen["note"] == "骂人，电话138****5678", "numbers of people are masked"
    assert send(desk, admin, path="/seen", id=seen["id"]).json()["seen"] is True
    assert send(desk, reporter.secret, session_id=session_id, reason="threat").status_code == 200, "in the wrap-up too"


def test_only_who_takes_part_reports_and_only_the_administrator_reads(desk: Desk) -> None:
    session_id = running(desk)
    stranger = desk.interpreters[1].secret
    assert send(desk, stranger, session_id=session_id, reason="abuse").json()["code"] == "not_participant"
    assert send(desk, desk.terminal.secret, session_id=session_id, reason="abuse").json()["code"] == "scope_missing"
    assert send(desk, stranger, "GET").json()["code"] == "scope_missing"
    assert send(desk, "wk_" + "x" * 40, "GET").status_code == 401
    assert desk.terminal.get(f"/v1/remote-sessions/{session_id}").body["state"] == "processing"


def ready(desk: Desk, *people: int) -> None:
    for person in people:
        desk.interpreters[person].put("/v1/interpreters/me/status", {"status": "ready"})


def asks(desk: Desk) -> dict[str, object]:
    """The same terminal asks again; the session as the terminal reads it."""
    return dict(desk.terminal.post("/v1/remote-sessions", ASKED, expect=201).body["session"])


def who_rings(desk: Desk) -> set[str]:
    people = desk.terminal.get("/v1/interpreters").body["items"]
    return {str(one["id"]) for one in people if one["status"] == "ringing"}


@pytest.mark.parametrize(("reason", "spared"), [("abuse", True), ("threat", True), ("misuse", False)])
def test_who_was_insulted_is_not_rung_from_that_terminal_for_half_an_hour(
    desk: Desk, reason: str, spared: bool
) -> None:
    session_id, reporter = running(desk), desk.interpreters[0]
    send(desk, reporter.secret, session_id=session_id, reason=reason, end=True)
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
def test_what_is_no_report_is_refused_and_changes_nothing(desk: Desk, body: dict[str, object]) -> None:
    before = len(send(desk, desk.admin.secret, "GET").json()["items"])
    answer = send(desk, desk.interpreters[0].secret, end=True, **body)
    assert 400 <= answer.status_code < 500
    assert len(send(desk, desk.admin.secret, "GET").json()["items"]) == before
