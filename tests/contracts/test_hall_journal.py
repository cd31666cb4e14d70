"""The audit chain and the numbers of events, with many writers at once, on both databases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hall.check.postgres import binaries, own_server
from hall.clock import SHANGHAI
from hall.desk.numbers import next_number
from hall.journal import FEW, Emitted, Entry, seal
from hall.keys import Caller
from hall.memory import First, Slip, recall, remember
from hall.storage.database import Database
from hall.storage.tables.operation import AuditLine, Counter, EventRow, Head

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
WRITERS, EACH = 6, 12


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    yield from _opened(f"sqlite:///{tmp_path / 'hall.db'}")


@pytest.fixture
def postgres() -> Iterator[Database]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    with own_server() as url:
        yield from _opened(url)


def test_of_many_writers_on_sqlite_every_line_follows_the_one_before(sqlite: Database) -> None:
    _many_write(sqlite)


@pytest.mark.postgres
def test_of_many_writers_on_postgresql_every_line_follows_the_one_before(postgres: Database) -> None:
    _many_write(postgres)


@pytest.mark.postgres
def test_what_is_written_with_the_commit_fails_with_it(postgres: Database) -> None:
    """The last statements are sent without waiting for their answers: one that fails must undo the whole change."""
    slip = Slip("terminal:t-1", "post", "/v1/tickets", "key-of-an-intent-1")

    def change(session: Session) -> None:
        next_number(session, "ticket")
        entry = Entry("createTicket", Caller("k-1", "terminal", "t-1"), 201)
        seal(session, NOW, entry, [], remember(slip, {}, First(201, "{}", None), NOW))

    postgres.write(change)
    with pytest.raises(IntegrityError):
        postgres.write(change)
    with postgres.reading() as session:
        assert session.get_one(Counter, "ticket").value == 1
        assert session.get_one(Head, 1).audit_seq == 1
        assert recall(session, slip, {}) == First(201, "{}", None)


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    database.create()
    database.write(lambda session: session.add(Head(id=1)))
    yield database
    database.close()


def _many_write(database: Database) -> None:
    def writer(number: int) -> None:
        for n in range(EACH):
            caller = Caller(f"k-{number}", "clerk", "0215")
            entry = None if n % 5 == 4 else Entry("liftBlock", caller, 200, "booking-rights", f'"引号" \\ 第{n}次')
            # Few are numbered by PostgreSQL, many here: both ways in turn.
            events = [_event(number, n)] * (FEW + 1 if n % 3 == 2 else n % 3)
            database.write(lambda session, e=entry, es=events: seal(session, NOW, e, es))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(writer, range(WRITERS)))
    with database.reading() as session:
        lines = session.scalars(select(AuditLine).order_by(AuditLine.seq)).all()
        events = session.scalars(select(EventRow).order_by(EventRow.seq)).all()
        head = session.get_one(Head, 1)
    previous = "0" * 64
    for seq, row in enumerate(lines, 1):
        line = json.loads(row.line)
        assert (row.seq, line["seq"], line["prev"]) == (seq, seq, previous)
        assert line["reason"].startswith('"引号" \\ 第')
        previous = hashlib.sha256(row.line.encode()).hexdigest()
    assert len(lines) == WRITERS * (EACH - EACH // 5)
    assert [event.seq for event in events] == list(range(1, WRITERS * (EACH // 3) * (FEW + 2) + 1))
    assert (events[0].scopes, events[0].people, events[0].terminal_id) == (["clerk", "admin"], None, None)
    assert (head.audit_seq, head.audit_hash, head.event_seq) == (len(lines), previous, len(events))


def _event(number: int, n: int) -> Emitted:
    return Emitted("load.changed", {"zone_id": "A", "waiting": n, "said": "前面还有人"}, ("clerk", "admin"))
