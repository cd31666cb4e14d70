"""Numbers that count up without gaps, and ids that tell nothing."""

from __future__ import annotations

import secrets

from sqlalchemy import update
from sqlalchemy.orm import Session

from hall.storage.database import lock
from hall.storage.tables import Counter


def next_number(session: Session, name: str) -> int:
    """The next number of a counter; rolled back with the transaction, so that no number is lost to a refusal."""
    lock(session, "counter:" + name)
    raised = session.scalar(
        update(Counter).where(Counter.name == name).values(value=Counter.value + 1).returning(Counter.value)
    )
    if raised is not None:
        return int(raised)
    session.add(Counter(name=name, value=1))
    session.flush()
    return 1


def new_id(prefix: str) -> str:
    """An opaque id: 64 random bits."""
    return f"{prefix}-{secrets.token_hex(8)}"
