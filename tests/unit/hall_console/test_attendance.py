"""Interpreters who said to be ready and are not there cost a visitor two rings at most, and learn what was done.

An interpreter who closed the laptop without signing out stayed ready: every visitor after that waited one ring for
nobody, all day long.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient

from hall.app import build
from hall.check.desk import Desk, Person
from hall.check.talks import ASKED, ask, ready
from hall.clock import SHANGHAI
from hall.content import load_content
from hall.desk import attendance
from hall.due import steward
from hall.house import House
from hall.settings import HallSettings
from hall.setup import prepare
from hall.storage.database import Database
from hall.storage.tables.talks import Attendance, Interpreter, RemoteSession

DAY = "2026-11-23T"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
WAIT_S = 20.0


@pytest.fixture
def database(hall_folder: Path, desk: Desk) -> Iterator[Database]:
    """The running hall's own, to let wall time pass in it."""
    opened = Database(f"sqlite:///{hall_folder / 'hall.db'}")
    yield opened
    opened.close()


def seen_by(who: Person, interpreter: Person) -> dict[str, Any]:
    items = who.get("/v1/interpreters").body["items"]
    return dict(next(one for one in items if one["id"] == interpreter.owner))


def test_two_rings_in_a_row_without_an_answer_mean_away_and_one_touch_comes_back(desk: Desk) -> None:
    absent = desk.interpreters[0]
    ready(absent)
    path = ask(desk.terminal)
    desk.at(DAY + "10:00:15")
    assert seen_by(desk.admin, absent)["status"] == "ringing", "the only one, and once may happen to anybody"
    desk.at(DAY + "10:00:30")
    told = seen_by(absent, absent)
    assert (told["status"], told["away_because"]) == ("away", "unanswered")
    assert seen_by(desk.admin, absent)["away_because"] == "unanswered"
    for other in (desk.terminal, desk.clerk, desk.interpreters[1]):
        assert "away_because" not in seen_by(other, absent), "nobody else's business"
    assert desk.terminal.get(path).body["state"] == "queued", "nobody is rung in vain any more"
    ready(absent)
    assert "away_because" not in seen_by(absent, absent)
    assert desk.terminal.get(path).body["state"] == "called", "and it rings at once"
    desk.at(DAY + "10:00:45")
    assert seen_by(desk.admin, absent)["status"] == "ringing", "counted anew"


def test_an_answer_of_any_kind_begins_the_count_anew(desk: Desk) -> None:
    there = desk.interpreters[0]
    ready(there)
    ask(desk.terminal)
    desk.at(DAY + "10:00:15")
    session = ask(desk.terminal)
    there.post(f"{session}/decline", {"reason": "busy"})
    desk.at(DAY + "10:00:30")
    assert seen_by(desk.admin, there)["status"] != "away", "declined in between"


def test_who_takes_another_call_while_it_rings_has_answered(desk: Desk) -> None:
    there = desk.interpreters[0]
    ready(there)
    ask(desk.terminal)
    desk.at(DAY + "10:00:15")
    other = desk.other_terminal.post("/v1/remote-sessions", ASKED, expect=201)
    there.post(f"/v1/remote-sessions/{other.body['session']['id']}/accept")
    desk.at(DAY + "10:00:31")
    assert seen_by(desk.admin, there)["status"] == "live"


def test_who_is_rung_into_a_running_talk_and_is_not_there_is_away_too(desk: Desk) -> None:
    first, absent = desk.interpreters[:2]
    ready(first)
    path = ask(desk.terminal)
    first.post(f"{path}/accept")
    ready(absent)
    for moment in ("10:00:16", "10:00:32"):
        first.post(f"{path}/second-interpreter", {"reason": "long"})
        desk.at(DAY + moment)
    assert seen_by(desk.admin, absent)["status"] == "away"
    assert seen_by(desk.admin, first)["status"] == "live"


def test_a_console_that_falls_silent_is_away_without_any_ring(desk: Desk, database: Database) -> None:
    absent, other_client = desk.interpreters[:2]
    ready(absent)
    ready(other_client)
    absent.send("GET", "/profile", expect=200)  # what our console says every half minute
    database.write(lambda session: silent_for(session, absent, 80))
    database.write(lambda session: silent_for(session, absent, 100))
    until = time.monotonic() + WAIT_S
    while seen_by(desk.admin, absent)["status"] == "ready":
        assert time.monotonic() < until
        time.sleep(0.1)
    assert seen_by(absent, absent)["away_because"] == "gone"
    assert seen_by(desk.admin, other_client)["status"] == "ready", "a console that never spoke so is not missed"
    ready(absent)
    with database.reading() as session:
        assert session.get_one(Attendance, absent.owner).heard_s is None, "back, before the console has spoken again"


def test_a_ring_at_a_console_that_falls_silent_goes_on_to_the_next(desk: Desk, database: Database) -> None:
    absent, other = desk.interpreters[:2]
    ready(absent)
    absent.send("GET", "/profile", expect=200)
    path = ask(desk.terminal)
    ready(other)
    assert seen_by(desk.admin, absent)["status"] == "ringing"
    database.write(lambda session: silent_for(session, absent, 100))
    until = time.monotonic() + WAIT_S
    while seen_by(desk.admin, other)["status"] != "ringing":  # the hall's clock stands: no ring runs out
        assert time.monotonic() < until
        time.sleep(0.1)
    assert seen_by(absent, absent)["away_because"] == "gone"
    assert other.post(f"{path}/accept").body["session"]["state"] == "processing"


def test_a_closed_page_is_told_to_the_other_pages_of_its_interpreter_alone(desk: Desk, database: Database) -> None:
    leaving, other = desk.interpreters[:2]
    for person in (leaving, other):
        ready(person)
        person.send("GET", "/profile", expect=200)
    with leaving.events() as mine, other.events() as theirs:
        assert [next(mine)[1], next(theirs)[1]] == ["snapshot", "snapshot"]
        for person in (leaving, other):
            person.send("POST", "/profile/closed", expect=200)
        told = [next(one for one in stream if one[1] == "console.closed") for stream in (mine, theirs)]
    assert told[0][0] < told[1][0], "each has heard of the own page only"
    leaving.send("GET", "/profile", expect=200)
    with database.reading() as session:
        heard = [session.get_one(Attendance, one.owner).heard_s or 0.0 for one in (leaving, other)]
    assert heard[0] - heard[1] > 60, "who has another page open is there, who has none is gone soon"


def test_nobody_was_silent_while_there_was_no_hall(tmp_path: Path) -> None:
    """Whoever was ready was sent away in the first second of a hall that had been off for some minutes."""
    house = House.open(HallSettings(data=tmp_path, test_mode=True), load_content())
    prepare(house)

    def begin(session: Any) -> None:
        session.get_one(Interpreter, "in-1").status = "ready"
        attendance.heard(session, "in-1", time.time() - 300)

    house.database.write(begin)
    prepare(house)
    assert house.database.write(lambda session: attendance.sweep(session, NOW, time.time(), 90.0)) == []
    assert house.database.write(lambda session: attendance.sweep(session, NOW, time.time() + 100, 90.0)) == ["in-1"]


def test_nobody_was_silent_while_the_halls_machine_slept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept_s = 0.0
    clock = SimpleNamespace(time=lambda: time.time() + slept_s, monotonic=time.monotonic)
    monkeypatch.setattr(steward, "time", clock)
    monkeypatch.setattr(steward, "EVERY_S", 0.05)
    house = House.open(HallSettings(data=tmp_path, test_mode=True), load_content())
    prepare(house)

    def heard_s() -> float | None:
        with house.database.reading() as session:
            return session.get_one(Attendance, "in-1").heard_s

    def begin(session: Any) -> None:
        session.get_one(Interpreter, "in-1").status = "ready"
        attendance.heard(session, "in-1", time.time())

    house.database.write(begin)
    with TestClient(build(house)):
        slept_s = 300.0
        until = time.monotonic() + WAIT_S
        while (heard := heard_s()) == pytest.approx(time.time(), abs=100):  # until the hall has woken
            assert time.monotonic() < until
            time.sleep(0.05)
        assert heard is not None
        assert heard > time.time() + 200
        house.database.write(lambda session: setattr(session.get_one(Attendance, "in-1"), "heard_s", time.time()))
        while heard_s() is not None:  # who is silent while the hall is awake is missed all the same
            assert time.monotonic() < until
            time.sleep(0.05)


def silent_for(session: Any, who: Person, seconds: float) -> None:
    session.get_one(Attendance, who.owner).heard_s = time.time() - seconds


def test_who_lost_the_line_and_does_not_come_back_is_told_so(desk: Desk, database: Database) -> None:
    lost = desk.interpreters[0]
    ready(lost)
    path = ask(desk.terminal)
    lost.post(f"{path}/accept")
    database.write(lambda session: line_is_gone(session, path))
    for moment in ("10:01:00", "10:01:16"):
        desk.at(DAY + moment)
    assert seen_by(lost, lost)["away_because"] == "lost"


def line_is_gone(session: Any, path: str) -> None:
    session.get_one(RemoteSession, path.rsplit("/", 1)[1]).gone_since = NOW


def empty(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / 'hall.db'}")
    database.create()
    return database


def test_without_a_limit_nobody_is_sent_away(tmp_path: Path) -> None:
    database = empty(tmp_path)
    missed = [database.write(lambda session: attendance.missed(session, "in-1", 0)) for _ in range(5)]
    assert not any(missed)
    assert [database.write(lambda session: attendance.missed(session, "in-2", 3)) for _ in range(3)] == [
        False,
        False,
        True,
    ]
    database.write(lambda session: attendance.heard(session, "in-1", 0.0))
    assert database.write(lambda session: attendance.sweep(session, NOW, 1e9, 0.0)) == []
    database.close()


def test_a_closed_page_leaves_a_few_seconds_to_the_one_that_is_loaded_in_its_place(tmp_path: Path) -> None:
    database = empty(tmp_path)

    def people(session: Any) -> None:
        session.add(Interpreter(id="in", label="in", status="ready", since=NOW, skills=[], variety_places=[]))
        assert attendance.closed(session, "in", 1000.0, 90.0) == [], "nobody misses a console that never spoke"
        attendance.heard(session, "in", 1000.0)
        assert len(attendance.closed(session, "in", 1001.0, 90.0)) == 1

    def loaded_again(session: Any) -> None:
        attendance.heard(session, "in", 1005.0)

    database.write(people)
    assert database.write(lambda session: attendance.sweep(session, NOW, 1010.0, 90.0)) == []
    database.write(loaded_again)
    assert database.write(lambda session: attendance.sweep(session, NOW, 1090.0, 90.0)) == []
    database.write(lambda session: attendance.closed(session, "in", 1090.0, 90.0))
    database.write(lambda session: attendance.closed(session, "in", 1093.0, 90.0))
    assert database.write(lambda session: attendance.sweep(session, NOW, 1100.5, 90.0)) == ["in"], "from the first word"
    database.close()


def test_silence_is_counted_for_those_only_who_can_be_rung(tmp_path: Path) -> None:
    database = empty(tmp_path)

    def people(session: Any) -> None:
        for status in ("ready", "ringing", "resting", "live", "wrap_up", "away"):
            session.add(Interpreter(id=status, label=status, status=status, since=NOW, skills=[], variety_places=[]))
            session.add(Attendance(interpreter_id=status, heard_s=1000.0))

    database.write(people)
    assert database.write(lambda session: attendance.sweep(session, NOW, 1089.0, 90.0)) == []
    found = database.write(lambda session: attendance.sweep(session, NOW, 1091.0, 90.0))
    assert sorted(found) == ["ready", "ringing"]
    assert database.write(lambda session: attendance.sweep(session, NOW, 1091.0, 90.0)) == []
    database.close()
