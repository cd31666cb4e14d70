"""Interpreters in storage: who may be rung, who is held, and what a change of their status means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.rules import dispatch
from hall.storage.tables.talks import Interpreter


def locked_person(session: Session, interpreter_id: str) -> Interpreter:
    """The interpreter as stored now, held until the transaction ends."""
    return session.get_one(Interpreter, interpreter_id, with_for_update=True, populate_existing=True)


def ready(session: Session, now: datetime) -> list[dispatch.Free]:
    """Interpreters who may be rung: ready, and not due for a rest."""
    session.flush()
    rows = session.scalars(
        select(Interpreter).where(Interpreter.status == "ready").execution_options(populate_existing=True)
    )
    return [
        dispatch.Free(row.id, row.since, frozenset(row.skills), frozenset(row.variety_places))
        for row in rows
        if not rest_is_due(row, now)
    ]


def claim(session: Session, interpreter_ids: Sequence[str]) -> str | None:
    """The first of them who is ready and whom no other transaction holds; held from then on."""
    for interpreter_id in interpreter_ids:
        free = select(Interpreter).where(Interpreter.id == interpreter_id, Interpreter.status == "ready")
        held = free.with_for_update(skip_locked=True).execution_options(populate_existing=True)
        if session.scalar(held) is not None:
            return interpreter_id
    return None


def rest_is_due(person: Interpreter, now: datetime) -> bool:
    return person.duty_since is not None and now >= dispatch.rest_due_at(person.duty_since)


def set_status(person: Interpreter, status: str, now: datetime) -> None:
    """A change of status; going away ends the time on duty, coming back begins it."""
    if status in ("away", "resting"):
        person.duty_since = None
    elif person.duty_since is None:
        person.duty_since = now
    person.status, person.since, person.sent_to_rest = status, now, False
