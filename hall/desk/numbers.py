"""Numbers that count up without gaps, and ids that tell nothing."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from hall.storage.database import is_sqlite
from hall.storage.tables.operation import Counter


def next_number(session: Session, name: str) -> int:
    """The next number of a counter; rolled back with the transaction, so that no number is lost to a refusal.

    Who counts holds the counter's row to the end of the transaction: others wait for the next number.
    """
    statement = _NEXT_SQLITE if is_sqlite(session) else _NEXT
    return int(session.connection().execute(statement, {"counter": name}).scalar_one())


def new_id(prefix: str) -> str:
    """An opaque id: 64 random bits."""
    return f"{prefix}-{secrets.token_hex(8)}"


def _next(insert: Any) -> Any:
    first = insert(Counter).values(name=bindparam("counter"), value=1)
    more = first.on_conflict_do_update(index_elements=[Counter.name], set_={"value": Counter.value + 1})
    return more.returning(Counter.value)


_NEXT, _NEXT_SQLITE = _next(postgresql.insert), _next(sqlite.insert)
