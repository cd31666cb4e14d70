"""What is erased leaves SQLite's write-ahead log too: old pages stood there until much else had been written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from hall.storage.database import Database
from hall.storage.tables.operation import Document

SAID = "我的身份证丢了"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'hall.db'}")
    made.create()
    made.write(lambda session: session.execute(insert(Document).values(name=SAID, version=1, data={})))
    made.write(lambda session: session.execute(delete(Document)))
    yield made
    made.close()


def _stands_in(folder: Path) -> bool:
    return any(SAID.encode() in file.read_bytes() for file in folder.iterdir())


def test_what_was_erased_is_in_no_file(database: Database, tmp_path: Path) -> None:
    assert _stands_in(tmp_path), "in the log, as SQLite leaves it"
    assert database.empty_log()
    assert not _stands_in(tmp_path)


def test_who_reads_just_then_is_not_waited_for_long_and_it_is_done_the_next_time(
    database: Database, tmp_path: Path
) -> None:
    with database.reading() as session:
        session.execute(select(Document)).all()
        database.write(lambda writing: writing.execute(insert(Document).values(name="later", version=1, data={})))
        assert not database.empty_log()
        database.write(lambda writing: writing.execute(delete(Document)))  # nobody is held up
    assert database.empty_log()
    assert not _stands_in(tmp_path)
