"""Transactions. A change is one transaction: it decides, remembers its answer, tells it, or leaves no trace.

SQLite: one writer at a time (`BEGIN IMMEDIATE`, WAL, full synchronisation: a power cut loses nothing that was
answered). PostgreSQL: READ COMMITTED with named advisory locks, so that only those wait who want the same thing. There
every statement is a way to another process and back, which costs more than its work: those that can go together do.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, create_engine, event, func, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from hall.storage.tables.base import Base

logger = logging.getLogger(__name__)
T = TypeVar("T")

# How often a transaction that lost against another is tried again before the caller is told to come back.
ATTEMPTS = 4
# PostgreSQL: changes at the same time in one process. They queue for one row at the end anyhow (`journal`), and
# questions must find a free connection while they do.
WRITERS, CONNECTIONS = 8, 16
# SQLite: how long one process waits for another's lock.
BUSY_TIMEOUT_MS = 4000
# How long writers wait for readers to be done with the log; it is emptied every minute.
LOG_TIMEOUT_MS = 100
_LAST = "last"


class Database:
    """All access to storage; safe to use from any thread."""

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self.sqlite = self.url.startswith("sqlite")
        options: dict[str, Any] = {"connect_args": {"check_same_thread": False}} if self.sqlite else {}
        self._engine = create_engine(self.url, pool_size=12, max_overflow=CONNECTIONS - 12, pool_timeout=4, **options)
        if self.sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        self._writer = self._engine.execution_options(hall_write=True)
        # READ COMMITTED looks anew at every statement anyhow: a transaction around questions would only cost two ways.
        self._reader = self._engine if self.sqlite else self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._writers = threading.BoundedSemaphore(1 if self.sqlite else WRITERS)

    def create(self) -> None:
        """Make the tables that are not there yet; several processes may do so at once."""
        with self._writer.begin() as connection:
            if not self.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(1)"))
            Base.metadata.create_all(connection)
            _check_columns(connection)
            for index in (index for table in Base.metadata.sorted_tables for index in table.indexes):
                index.create(connection, checkfirst=True)  # tables of an earlier version may lack a later index

    def close(self) -> None:
        self._engine.dispose()

    def empty_log(self) -> bool:
        """SQLite: write the log's pages into the database and cut the log to nothing, because what was erased stands in
        it until then. False where somebody was reading or writing: to be tried again."""
        if not self.sqlite:
            return True
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={LOG_TIMEOUT_MS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            done = cursor.fetchone()
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            return done is not None and done[0] == 0
        finally:
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for questions; whatever it changes is not kept."""
        with Session(self._reader, autoflush=False) as session:
            yield session

    def write(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one transaction; tried again when it lost a race for locks. Any exception undoes it."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._write_once(work)
            except DBAPIError as error:
                if attempt == ATTEMPTS or not _lost_race(error):
                    raise
                logger.info("transaction tried again: %s", type(error.orig).__name__)
                time.sleep(0.01 * attempt)
        raise AssertionError("unreachable")

    def _write_once(self, work: Callable[[Session], T]) -> T:
        with self._writers, self._writer.connect() as connection:
            with Session(connection, expire_on_commit=False) as session:
                done = work(session)
                session.flush()
                # The session's own view of the connection: what is done past it would not be committed.
                last, mine = session.info.pop(_LAST, ()), session.connection()
                with _one_way(mine) if last and not self.sqlite else nullcontext():
                    for change in last:
                        mine.execute(change)
                    session.commit()
            return done


class OldDatabaseError(Exception):
    """The database was made by another version of the hall, whose tables look different."""

    def __init__(self, table: str, columns: set[str]) -> None:
        super().__init__(
            f"hall-database-old: the table {table} lacks {', '.join(sorted(columns))}. "
            "The database was made by another version: name another folder with --data, or move this one away."
        )


def lock(session: Session, *names: str) -> None:
    """Wait until nobody else holds these names; held to the end of the transaction. SQLite has one writer anyhow.

    Taken in the order of the alphabet, which is the order everywhere: a person before a time, a window before a zone.
    """
    if is_sqlite(session):
        return
    numbers = [lock_number(name) for name in sorted(set(names))]
    session.connection().execute(select(*(func.pg_advisory_xact_lock(number) for number in numbers)))


def try_lock(session: Session, name: str) -> bool:
    """Like `lock`, but answer False at once when somebody holds the name."""
    if is_sqlite(session):
        return True
    return bool(session.connection().scalar(select(func.pg_try_advisory_xact_lock(lock_number(name)))))


def wait_at_most(session: Session, seconds: float) -> None:
    """Fail rather than wait longer for what another transaction holds, to the end of this one. SQLite has its own limit
    (`BUSY_TIMEOUT_MS`)."""
    if not is_sqlite(session):
        session.connection().execute(text(f"SET LOCAL lock_timeout = {int(seconds * 1000)}"))


def in_step(session: Session) -> Connection:
    """The session's connection, for what is asked too often for objects; what was changed is written down first."""
    if session.autoflush:
        session.flush()
    return session.connection()


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def lock_number(name: str) -> int:
    """By which PostgreSQL knows the lock of this name."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def at_the_end(session: Session, *changes: UpdateBase) -> None:
    """Changes that nobody looks at in this transaction, done with its commit and in one way with it: what they lock is
    not held while PostgreSQL waits for this process."""
    session.info.setdefault(_LAST, []).extend(changes)


@contextmanager
def _one_way(connection: Connection) -> Iterator[None]:
    """PostgreSQL: send what follows without waiting for each answer; the commit reads them, and fails if one failed."""
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    try:
        with driver.pipeline():
            yield
    except BaseException:
        # SQLAlchemy holds a transaction for ended whose commit failed; here it was not reached.
        with suppress(psycopg.Error):
            driver.rollback()
        raise


def _check_columns(connection: Connection) -> None:
    known = inspect(connection)
    for table in Base.metadata.sorted_tables:
        missing = {column.name for column in table.columns} - {c["name"] for c in known.get_columns(table.name)}
        if missing:
            raise OldDatabaseError(table.name, missing)


def _with_driver(url: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us, see `_begin_sqlite`
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT_MS}", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("hall_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _lost_race(error: DBAPIError) -> bool:
    """PostgreSQL: deadlock, serialisation failure, or another who has just made the row of this name (the first answer
    to an Idempotency-Key, the first number of a day). A locked SQLite has waited long enough already."""
    return getattr(error.orig, "sqlstate", None) in ("40P01", "40001", "23505")
