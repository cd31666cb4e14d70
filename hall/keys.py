"""Bearer keys: minted, shown once, kept as a hash; and the person key, which never leaves the terminals."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.files import set_aside, write_private
from hall.clock import Clock
from hall.problems import Refusal
from hall.storage.database import Database
from hall.storage.tables.operation import AccessKey

logger = logging.getLogger(__name__)

# The contract's default: a year.
VALID_SECONDS = 31_536_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request. `owner`: the terminal's id, clerk's number, interpreter's id, or the key's own id."""

    key_id: str
    scope: str
    owner: str


def mint(
    session: Session, scope: str, owner: str, label: str, now: datetime, valid_seconds: int = VALID_SECONDS
) -> tuple[AccessKey, str]:
    """A new key: the row, and the secret that is shown once."""
    secret = "wk_" + secrets.token_urlsafe(32)
    return _stored(session, secret, scope, owner, label, now, valid_seconds), secret


def keep(
    session: Session, secret: str, scope: str, owner: str, label: str, now: datetime, valid_seconds: int = VALID_SECONDS
) -> None:
    """Make sure that a key chosen by the operator is known and valid for so long from now."""
    row = session.scalar(select(AccessKey).where(AccessKey.hash == hash_of(secret)))
    if row is None:
        _stored(session, secret, scope, owner, label, now, valid_seconds)
    else:
        row.expires_at = max(row.expires_at, now + timedelta(seconds=valid_seconds))


def issue(database_url: str, scope: str, owner: str, label: str = "") -> str:
    """Mint a key in a hall's database from outside the hall, for whoever embeds it."""
    database = Database(database_url)
    try:
        database.create()
        return database.write(lambda session: mint(session, scope, owner, label or owner, Clock().now())[1])
    finally:
        database.close()


def caller_of(session: Session, header: str | None, now: datetime) -> Caller:
    """Who the `Authorization` header names; refuses with 401 otherwise."""
    scheme, _, secret = (header or "").partition(" ")
    if not header or scheme.lower() != "bearer" or not secret:
        raise _unauthorised("key_missing")
    query = select(AccessKey.id, AccessKey.scope, AccessKey.owner, AccessKey.expires_at)
    row = session.execute(query.where(AccessKey.hash == hash_of(secret.strip()))).first()
    if row is None:
        raise _unauthorised("key_unknown")
    if row.expires_at <= now:
        raise _unauthorised("key_expired")
    return Caller(row.id, row.scope, row.owner)


def hash_of(secret: str) -> str:
    """Keys hold 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def person_key(folder: Path) -> Mapping[str, Any]:
    """The hall's key for hashing ID numbers (version, key, perhaps previous_key), made on first use, mode 0600.

    It lies beside the database, not in it: who gets a copy of the database alone cannot try out ID numbers. One that
    cannot be read is set aside and the next version made: what was booked is then found by its code only.
    """
    path = folder / "person_key.json"
    damaged = len(list(folder.glob(f"{path.name}.damaged-*")))
    try:
        kept = _kept_key(path)
    except ValueError:
        logger.error("%s cannot be read; set aside as %s", path, set_aside(path))
        damaged, kept = damaged + 1, None
    if kept is not None:
        return kept
    fresh = {"version": 1 + damaged, "key": base64.b64encode(secrets.token_bytes(32)).decode()}
    try:
        write_private(path, json.dumps(fresh).encode(), new=True)
    except FileExistsError:  # another process of this hall was quicker
        return _kept_key(path) or fresh
    return fresh


def _kept_key(path: Path) -> Mapping[str, Any] | None:
    """What the file holds, None without one; ValueError where it is no key."""
    if not path.exists():
        return None
    kept = json.loads(path.read_bytes())
    if not isinstance(kept, dict) or not isinstance(kept.get("version"), int) or not kept.get("key"):
        raise ValueError(f"{path} holds no key")
    base64.b64decode(kept["key"], validate=True)
    return kept


def _stored(
    session: Session, secret: str, scope: str, owner: str, label: str, now: datetime, valid_seconds: int
) -> AccessKey:
    key_id = "k-" + secrets.token_hex(6)
    row = AccessKey(
        id=key_id,
        hash=hash_of(secret),
        scope=scope,
        label=label,
        owner=owner or key_id,
        created_at=now,
        expires_at=now + timedelta(seconds=valid_seconds),
    )
    session.add(row)
    return row


def _unauthorised(code: str) -> Refusal:
    return Refusal(code, headers={"WWW-Authenticate": 'Bearer realm="hall"'})
