"""An interpreter's own work and rest through a real hall: calls, minutes and ends, also of a call handed over."""

from __future__ import annotations

from typing import Any

from hall.check.desk import Desk, Person
from hall.check.talks import live, ready

DAY = "2026-11-23T"


def own(who: Person) -> dict[str, Any]:
    got = who.send("GET", "/profile", expect=200)
    return dict(got.body)


def test_a_call_counts_with_its_minutes_and_its_end(desk: Desk) -> None:
    first, second = desk.interpreters[:2]
    desk.at(DAY + "10:00:00")
    path = live(desk, first)
    desk.at(DAY + "10:07:00")
    assert own(first)["today"] == {"calls": 1, "minutes": 7, "ends": {}}, "it goes on"
    desk.terminal.post(f"{path}/end", {"reason": "visitor_left"})
    desk.at(DAY + "10:20:00")
    assert own(first)["today"] == {"calls": 1, "minutes": 7, "ends": {"visitor_left": 1}}
    assert own(first)["week"] == {"calls": 1, "minutes": 7}
    assert own(second)["today"]["calls"] == 0


def test_a_call_handed_over_counts_for_both(desk: Desk) -> None:
    first, second = desk.interpreters[:2]
    desk.at(DAY + "11:00:00")
    path = live(desk, first)
    ready(second)
    desk.at(DAY + "11:10:00")
    first.post(f"{path}/hand-over", {"reason": "time", "summary": {"matter": "补领", "open_question": "无"}})
    second.post(f"{path}/accept")
    desk.at(DAY + "11:12:00")
    desk.terminal.post(f"{path}/hand-over/confirm")
    desk.at(DAY + "11:20:00")
    desk.terminal.post(f"{path}/end", {"reason": "done"})
    assert own(first)["today"] == {"calls": 1, "minutes": 12, "ends": {"handed_over": 1}}
    assert own(second)["today"] == {"calls": 1, "minutes": 10, "ends": {"done": 1}}


def test_who_comes_beside_has_worked_too_and_yesterday_is_only_in_the_week(desk: Desk) -> None:
    first, second = desk.interpreters[:2]
    desk.at(DAY + "14:00:00")
    path = live(desk, first)
    ready(second)
    first.post(f"{path}/second-interpreter", {"reason": "legal"})
    second.post(f"{path}/accept")
    desk.at(DAY + "14:30:00")
    desk.terminal.post(f"{path}/end", {"reason": "done"})
    assert own(second)["today"] == {"calls": 1, "minutes": 30, "ends": {"done": 1}}
    desk.at("2026-11-24T09:00:00")
    assert own(second) == {"today": {"calls": 0, "minutes": 0, "ends": {}}, "week": {"calls": 1, "minutes": 30}}
    desk.at("2026-11-30T09:00:00")
    assert own(second)["week"]["calls"] == 0


def test_who_was_sent_to_rest_learns_until_when_and_who_chose_it_rests_as_long_as_they_like(desk: Desk) -> None:
    first, second = desk.interpreters[:2]
    desk.at(DAY + "10:00:00")
    ready(first)
    second.put("/v1/interpreters/me/status", {"status": "resting"})
    desk.at(DAY + "10:50:00")
    assert own(first)["rest_until"] == DAY + "11:00:00+08:00"
    assert "rest_until" not in own(second)
    desk.at(DAY + "11:00:00")
    assert "rest_until" not in own(first)


def test_only_an_interpreter_has_own_work(desk: Desk) -> None:
    for who in (desk.clerk, desk.admin, desk.terminal):
        assert who.send("GET", "/profile", expect=None).code == "scope_missing"
