"""What must not be lost while the hall is away: evaluations, enquiries, notices, help calls, one row each.

A row is written before the first try, with the intent's key, and deleted on delivery. The content is encrypted with
the terminal's own key: a stolen disk tells how many rows there are, nothing more. SQLite in WAL with full
synchronisation; the file's mode is 0600. A power cut or a damaged file never keeps the terminal from its hall: what
cannot be read is set aside and told. Delivery is at least once, the key makes it exactly once in effect.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from content.files import set_aside, write_private
from terminal.services.policy import OUTBOX_FIRST_S, OUTBOX_KEPT_S, OUTBOX_LONGEST_S, backoff_s

_SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
  key TEXT PRIMARY KEY, content BLOB NOT NULL, put_at REAL NOT NULL, next_try REAL NOT NULL, tries INTEGER NOT NULL
)"""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One intent on its way: POST `body` to `path` with `key`. `operation` is the contract's operationId."""

    key: str
    operation: str
    path: str
    body: Mapping[str, Any]
    put_at: float
    tries: int


def terminal_secret(path: Path) -> tuple[bytes, str]:
    """The terminal's own key for its outbox, made on first use, mode 0600; and what was wrong with the one before.

    A key that cannot be used is set aside: what was kept under it is lost, what comes now is not.
    """
    trouble = ""
    if path.exists():
        secret = path.read_bytes().strip()
        try:
            Fernet(secret)
        except ValueError:
            trouble = f"{path.name} was damaged; set aside as {set_aside(path).name}"
        else:
            return secret, ""
    secret = Fernet.generate_key()
    write_private(path, secret)
    return secret, trouble


CLOCKS_S = 3600.0
"""A row from further ahead than this is of a clock that was wrong, not of one that was set by some seconds."""


class Outbox:
    """Use from one thread. Times are wall-clock seconds: a row outlives a restart."""

    def __init__(self, path: Path | None, secret: bytes, trouble: str = "") -> None:
        self.trouble = trouble
        """What was wrong with key or file when it was opened, for staff; "" where nothing was."""
        self._box = Fernet(secret)
        self._put_here: dict[str, float] = {}
        """When rows of this run were put in, by a clock that nobody sets (monotonic s)."""
        self._rows = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=2000"):
            self._rows.execute(f"PRAGMA {pragma}")
        (verdict,) = self._rows.execute("PRAGMA quick_check").fetchone()
        if verdict != "ok":
            self._rows.close()
            raise sqlite3.DatabaseError(verdict)
        self._rows.execute(_SCHEMA)

    @classmethod
    def at(cls, path: Path) -> Outbox:
        """The outbox at a path, with its key in a file beside it. Never raises: what is damaged is set aside, and where
        nothing can be written at all the rows are kept in memory; ``trouble`` says so."""
        try:
            secret, trouble = terminal_secret(path.with_suffix(".key"))
            _make_private(path)
            try:
                return cls(path, secret, trouble)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                trouble = f"{path.name} was damaged; set aside as {_set_store_aside(path).name}"
                _make_private(path)
                return cls(path, secret, trouble)
        except (OSError, sqlite3.OperationalError) as error:
            return cls(None, Fernet.generate_key(), f"kept in memory only: {error}")

    def close(self) -> None:
        self._rows.close()

    def __len__(self) -> int:
        return int(self._rows.execute("SELECT count(*) FROM outbox").fetchone()[0])

    def keys(self) -> set[str]:
        return {key for (key,) in self._rows.execute("SELECT key FROM outbox")}

    def __contains__(self, key: str) -> bool:
        return self._rows.execute("SELECT 1 FROM outbox WHERE key = ?", (key,)).fetchone() is not None

    def put(self, key: str, operation: str, path: str, body: Mapping[str, Any], now: float | None = None) -> None:
        """Keep an intent; putting the same key again changes nothing. `now` is the wall clock unless given."""
        now = time.time() if now is None else now
        content = self._box.encrypt(json.dumps({"operation": operation, "path": path, "body": body}).encode())
        row = (key, content, now, now)
        if self._rows.execute("INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, ?, 0)", row).rowcount:
            self._put_here[key] = time.monotonic()

    def due(self, now: float, most: int = 20) -> list[Parcel]:
        """What should be tried now, oldest first. A row that this terminal's key cannot open is dropped."""
        self._set_right(now)
        query = "SELECT key, content, put_at, tries FROM outbox WHERE next_try <= ? ORDER BY put_at, rowid LIMIT ?"
        parcels = []
        for key, content, put_at, tries in self._rows.execute(query, (now, most)).fetchall():
            try:
                opened = json.loads(self._box.decrypt(content))
            except (InvalidToken, ValueError):
                self.remove(key)
                continue
            parcels.append(Parcel(key, opened["operation"], opened["path"], opened["body"], put_at, tries))
        return parcels

    def remove(self, key: str) -> None:
        """Delivered, or dropped for good. The write-ahead log is emptied too, so that nothing stays on disk."""
        self._put_here.pop(key, None)
        self._rows.execute("DELETE FROM outbox WHERE key = ?", (key,))
        self._rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def put_off(self, key: str, now: float, chance: float, retry_after_s: float | None = None) -> None:
        """Try again later: doubling with jitter, or when the hall says."""
        (tries,) = self._rows.execute("SELECT tries FROM outbox WHERE key = ?", (key,)).fetchone() or (0,)
        wait_s = backoff_s(tries + 1, OUTBOX_FIRST_S, OUTBOX_LONGEST_S, chance)
        next_try = now + max(wait_s, retry_after_s or 0.0)
        self._rows.execute("UPDATE outbox SET tries = ?, next_try = ? WHERE key = ?", (tries + 1, next_try, key))

    def hurry(self, key: str, now: float) -> None:
        """It may be tried at once: what it waited for is over."""
        self._rows.execute("UPDATE outbox SET next_try = min(next_try, ?) WHERE key = ?", (now, key))

    def age_s(self, parcel: Parcel, now: float) -> float:
        """How long it has been here; what this run put in is not older for a wall clock that was set forward."""
        put_here = self._put_here.get(parcel.key)
        return now - parcel.put_at if put_here is None else time.monotonic() - put_here

    def _set_right(self, now: float) -> None:
        """Where the clock was set back, what was put in after now is from now, and is tried; and what waits for a time
        at which it would be given up is tried too."""
        self._rows.execute("UPDATE outbox SET put_at = ?, next_try = ? WHERE put_at > ?", (now, now, now + CLOCKS_S))
        self._rows.execute("UPDATE outbox SET next_try = ? WHERE next_try > ?", (now, now + OUTBOX_KEPT_S))

    def oldest_s(self, now: float) -> float | None:
        """Age of the oldest row, for the heartbeat."""
        (oldest,) = self._rows.execute("SELECT min(put_at) FROM outbox").fetchone()
        return None if oldest is None else max(0.0, now - oldest)


def _make_private(path: Path) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    os.fchmod(descriptor, 0o600)
    os.close(descriptor)


def _set_store_aside(path: Path) -> Path:
    """The database with the files that SQLite keeps beside it: they would spoil the next one."""
    for beside in (path.with_name(path.name + end) for end in ("-wal", "-shm")):
        beside.unlink(missing_ok=True)
    return set_aside(path)
