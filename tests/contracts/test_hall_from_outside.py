"""What a stranger met who spoke to the hall by the contract alone, and the conformance suite does not ask for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen

import httpx
import pytest

from hall.check.desk import MONDAY, Desk
from hall.embedded import running_hall

OPERATOR = "KEY"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_hall(tmp_path_factory.mktemp("hall"), more=["--admin-key", OPERATOR]) as hall:
        yield Desk(hall.url, OPERATOR)


def test_the_operator_of_a_test_hall_can_come_back_from_any_year(desk: Desk) -> None:
    """Other keys expire by the test clock; without this one nobody could set it back."""
    desk.at("2029-06-04T10:00:00")
    desk.terminal.get("/v1/hall", expect="key_expired")
    days = desk.admin.get("/v1/hall/days").body
    assert {day["date"] for day in days if day["openings"]} <= {f"2029-06-0{n}" for n in range(4, 10)}
    desk.begin()
    assert desk.terminal.get("/v1/hall").body["now"].startswith(MONDAY)


def test_a_cursor_is_good_for_its_own_list_only(desk: Desk) -> None:
    first = desk.terminal.get("/v1/matters", params={"limit": "2", "saturday": "true"}).body
    cursor = first["next_cursor"]
    second = desk.terminal.get("/v1/matters", params={"limit": "5", "saturday": "true", "cursor": cursor}).body
    assert not {m["id"] for m in first["items"]} & {m["id"] for m in second["items"]}
    desk.terminal.get("/v1/themes", params={"cursor": cursor}, expect="bad_cursor")
    desk.terminal.get("/v1/matters", params={"cursor": cursor}, expect="bad_cursor")


def test_a_service_can_be_evaluated_at_home_until_the_end_of_the_tenth_working_day(desk: Desk) -> None:
    desk.begin()
    first, second = desk.served()["service_id"], desk.served()["service_id"]
    desk.at("2026-12-07T23:30:00")
    desk.evaluate(first, source="qr")
    desk.at("2026-12-08T00:00:00")
    desk.evaluate(second, source="qr", expect="evaluation_closed")


def test_after_midnight_nobody_stands_at_a_window(desk: Desk) -> None:
    desk.begin()
    desk.ticket()
    called = desk.call_next()
    path = f"/v1/windows/{called['window_id']}"
    assert desk.terminal.get(path).body["ticket_id"] == called["id"]
    desk.at("2026-11-24T00:00:00")
    assert "ticket_id" not in desk.terminal.get(path).body


def test_who_guesses_keys_does_not_stop_the_terminals_behind_the_same_address(tmp_path: Path) -> None:
    with running_hall(tmp_path, test_mode=False) as hall, httpx.Client(base_url=hall.url, trust_env=False) as http:

        def ask(key: str) -> int:
            return http.get("/v1/hall", headers={"Authorization": f"Bearer {key}"} if key else {}).status_code

        assert ask(hall.keys["terminal"]) == 200
        assert [ask("") for _ in range(12)] == [401] * 12, "no key is no guess"
        assert [ask(f"wk_guess_{n}") for n in range(12)] == [401] * 10 + [429] * 2
        assert ask(hall.keys["terminal"]) == 200
        assert ask(hall.keys["clerk"]) == 429, "what was never right here might be a guess"


def test_who_kills_the_hall_that_they_started_kills_the_hall(tmp_path: Path) -> None:
    """The command line becomes the hall; a child of it would live on and hold the port."""
    words = ["hall", "--test-mode", "--port", "0", "--data", str(tmp_path), "--admin-key", OPERATOR]
    root = Path(__file__).resolve().parents[2]
    with Popen([sys.executable, "-m", "terminal", *words], cwd=root, stdout=PIPE, text=True) as started:
        assert started.stdout is not None
        url = started.stdout.readline().split()[-1]
        assert httpx.get(f"{url}/health", trust_env=False).json()["test_mode"] is True
        started.kill()
        started.wait()
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{url}/health", trust_env=False)
