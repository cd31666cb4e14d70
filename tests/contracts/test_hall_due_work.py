"""Due work beside transactions of others on PostgreSQL: nothing is overwritten, what hangs holds back only itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from hall.app import build
from hall.call import Call
from hall.check.postgres import binaries, own_server
from hall.clock import SHANGHAI
from hall.content import load_content
from hall.desk.appointments import appointment_of
from hall.due import bookings, steward
from hall.house import House
from hall.keys import Caller
from hall.settings import HallSettings
from hall.setup import prepare
from hall.storage.database import Database
from hall.storage.tables.talks import Attendance, Interpreter
from hall.storage.tables.visits import Appointment, NoShow, Ticket

pytestmark = pytest.mark.postgres
START = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
TOO_LATE = START + timedelta(minutes=15, seconds=1)
WAIT_S = 20.0


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    with own_server() as started:
        yield started


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    made = Database(url)
    made.create()

    def begin(session: Session) -> None:
        for table in (Appointment, NoShow, Attendance, Interpreter, Ticket):
            session.query(table).delete()
        session.add(_booked("confirmed"))

    made.write(begin)
    yield made
    made.close()


def _booked(state: str) -> Appointment:
    return Appointment(
        id="ap-1", code="00000001", state=state, slot_id="s", day=START.date(), start=START, matter_id="m",
        person_ref="p", interpreter=False, made_at=START, expires_at=START if state == "reserved" else None,
    )  # fmt: skip


def _appointment(session: Session) -> Appointment:
    return session.get_one(Appointment, "ap-1")


@contextmanager
def held(database: Database, change: Callable[[Session], None]) -> Iterator[None]:
    """Another transaction has made this change and is not finished."""
    made, finish = threading.Event(), threading.Event()

    def work(session: Session) -> None:
        change(session)
        session.flush()
        made.set()
        finish.wait(4 * WAIT_S)

    thread = threading.Thread(target=database.write, args=(work,))
    thread.start()
    assert made.wait(WAIT_S)
    try:
        yield
    finally:
        finish.set()
        thread.join(WAIT_S)


@contextmanager
def beside(work: Callable[[], Any]) -> Iterator[list[Any]]:
    """Begun in another thread, and over at the end of the block."""
    done: list[Any] = []
    thread = threading.Thread(target=lambda: done.append(work()))
    thread.start()
    yield done
    thread.join(WAIT_S)
    assert not thread.is_alive()


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def test_a_check_in_in_the_second_of_the_no_show_run_stands(database: Database) -> None:
    def checks_in(session: Session) -> None:
        _appointment(session).state = "queued"

    def no_shows() -> None:
        database.write(lambda session: bookings.note_missed(session, TOO_LATE))

    with held(database, checks_in), beside(no_shows) as done:
        _until(lambda: bool(done))  # it waits for nobody
    with database.reading() as session:
        assert _appointment(session).state == "queued"
        assert session.scalars(select(NoShow)).all() == []
    database.write(lambda session: setattr(_appointment(session), "state", "confirmed"))
    no_shows()
    with database.reading() as session:
        assert _appointment(session).state == "missed", "what was passed over has its turn later"


def test_who_checks_in_while_the_no_show_is_written_reads_that_it_was(database: Database) -> None:
    def looked_at() -> str:
        def work(session: Session) -> str:
            call = Call(None, session, Caller("k", "terminal", "t"), TOO_LATE, {}, {}, {}, {})  # type: ignore[arg-type]
            return appointment_of(call, "ap-1").state

        return database.write(work)

    seen: list[str] = []
    thread = threading.Thread(target=lambda: seen.append(looked_at()))
    with held(database, lambda session: bookings.note_missed(session, TOO_LATE)):
        thread.start()
        time.sleep(0.3)
        assert seen == [], "it waits for the one who decides just now"
    thread.join(WAIT_S)
    assert seen == ["missed"]


@pytest.mark.parametrize("work", [bookings.release_holds, bookings.end_days])
def test_clearing_up_waits_for_nobody(database: Database, work: Callable[[Session, datetime], None]) -> None:
    yesterday = START - timedelta(days=1)

    def old(session: Session) -> None:
        _appointment(session).state, _appointment(session).expires_at = "reserved", START
        session.add(Ticket(
            id="tk-1", day=yesterday.date(), number="A001", state="queued", zone_id="A", lane="n", order_key=1.0,
            origin="walk_in", priority=False, collect=False, call_ways=[], talk_ways=["sign"], issued_at=yesterday,
        ))  # fmt: skip

    def touched(session: Session) -> None:
        _appointment(session).code = "00000002"
        session.get_one(Ticket, "tk-1").calls = 1

    database.write(old)
    with held(database, touched), beside(lambda: database.write(lambda session: work(session, TOO_LATE))) as done:
        _until(lambda: bool(done))
    database.write(lambda session: work(session, TOO_LATE))
    with database.reading() as session:
        cleared = {_appointment(session).state, session.get_one(Ticket, "tk-1").state}
    assert "deleted" in cleared


def test_one_transaction_that_hangs_holds_back_its_own_part_only(
    url: str, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All due work was one transaction: whoever held a row of it kept every ring from going on."""
    hanging, finish = threading.Event(), threading.Event()

    def hangs(house: House, session: Session, now: datetime, jumped: bool) -> list[Any]:
        hanging.set()
        assert finish.wait(WAIT_S)
        return []

    monkeypatch.setitem(steward.PARTS, "bookings", hangs)
    monkeypatch.setattr(steward, "EVERY_S", 0.05)
    settings = HallSettings(data=tmp_path, database=url, test_mode=True, clock=START.isoformat())
    house = House.open(settings, load_content())
    prepare(house)
    with TestClient(build(house)):
        assert hanging.wait(WAIT_S)

        def silent(session: Session) -> None:
            session.add(Attendance(interpreter_id="in-1", unanswered=0, away_because="", heard_s=time.time() - 200))
            session.get_one(Interpreter, "in-1").status = "ready"

        database.write(silent)

        def is_away() -> bool:
            with database.reading() as session:
                return session.get_one(Interpreter, "in-1").status == "away"

        _until(is_away)
        finish.set()
