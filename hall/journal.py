"""What a change leaves behind besides its effect: one audit line (hash-chained) and its events, in one order for all.

Both numbers come from one row that is locked last in every change: whoever commits first has the lower numbers,
also with several processes on PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from hall.clock import said
from hall.keys import Caller
from hall.storage.database import at_the_end, in_step, is_sqlite
from hall.storage.tables.operation import AuditLine, EventRow, Head


@dataclass(frozen=True, slots=True)
class Emitted:
    """An event on its way: `scopes` may read it; of terminals, clerks and interpreters only those named, if any are."""

    type: str
    data: dict[str, Any]
    scopes: tuple[str, ...]
    terminal_id: str | None = None
    people: tuple[str, ...] | None = None


@dataclass(slots=True)
class Entry:
    """What the audit line will say: never content, only who did what to which resource."""

    action: str
    caller: Caller
    outcome: int
    resource: str | None = None
    reason: str | None = None
    events: list[Emitted] = field(default_factory=list)


# The one row that every change waits for; from here to the commit nobody else changes anything.
_HEAD = select(Head.audit_seq, Head.audit_hash, Head.event_seq).with_for_update()
# More events than this are numbered here, one statement each: a midnight has thousands.
FEW = 8


def seal(session: Session, now: datetime, entry: Entry | None, events: Sequence[Emitted], *more: UpdateBase) -> None:
    """Write audit line and events with the commit; the last thing a transaction does. `more` is written along."""
    if entry is None and not events:
        return
    if is_sqlite(session) or len(events) > FEW:
        at_the_end(session, *more, *_numbered_here(session, now, entry, events))
    else:
        at_the_end(session, *more, _numbered_there(now, entry, events))


def _numbered_here(
    session: Session, now: datetime, entry: Entry | None, events: Sequence[Emitted]
) -> Iterator[UpdateBase]:
    audit_seq, audit_hash, event_seq = in_step(session).execute(_HEAD).one()
    if entry is not None:
        audit_seq += 1
        line = f"{_START}{audit_seq}{_middle(now, entry)}{audit_hash}{_END}"
        audit_hash = hashlib.sha256(line.encode()).hexdigest()
        yield insert(AuditLine).values(seq=audit_seq, at=now, line=line)
    for event in events:
        event_seq += 1
        yield insert(EventRow).values(seq=event_seq, **_fields(now, event))
    yield update(Head).values(audit_seq=audit_seq, audit_hash=audit_hash, event_seq=event_seq)


def _numbered_there(now: datetime, entry: Entry | None, events: Sequence[Emitted]) -> UpdateBase:
    """The same as one statement of PostgreSQL: between reading the numbers and the commit nobody waits for us."""
    old = _HEAD.add_columns(Head.id).cte("old")
    values: dict[str, Any] = {"event_seq": old.c.event_seq + len(events)}
    written = []
    if entry is not None:
        seq = old.c.audit_seq + 1
        text = literal(_START) + cast(seq, String) + literal(_middle(now, entry)) + old.c.audit_hash + literal(_END)
        line = select(seq.label("seq"), text.label("line")).cte("line")
        columns = select(line.c.seq, literal(now, AuditLine.at.type), line.c.line)
        written.append(insert(AuditLine).from_select(["seq", "at", "line"], columns).cte("audited"))
        values["audit_seq"] = seq
        hashed = func.encode(func.sha256(func.convert_to(line.c.line, "UTF8")), "hex")
        values["audit_hash"] = select(hashed).scalar_subquery()
    for n, event in enumerate(events, 1):
        fields = {name: literal(value, _EVENT[name].type) for name, value in _fields(now, event).items()}
        columns = select(old.c.event_seq + n, *fields.values())
        written.append(insert(EventRow).from_select(["seq", *fields], columns).cte(f"event_{n}"))
    changed = update(Head).where(Head.id == old.c.id).values(values)
    return changed.add_cte(*written)


def forget(session: Session, types: tuple[str, ...], field: str, value: str) -> None:
    """Take events back out of the stream's memory whose data must not be kept: those with this `field`, whenever they
    were told (the clock may have been put back meanwhile)."""
    told = delete(EventRow).where(EventRow.type.in_(types), EventRow.data[field].as_string() == value)
    session.execute(told.execution_options(synchronize_session=False))


# A line begins with its number and ends with the hash of the line before it.
_START, _END = '{"seq":', '"}'
_EVENT = EventRow.__table__.c


def _middle(now: datetime, entry: Entry) -> str:
    """The JSON of a line between its number and the hash of the line before it."""
    fields: dict[str, Any] = {
        "at": said(now),
        "key_id": entry.caller.key_id,
        "scope": entry.caller.scope,
        "action": entry.action,
        "resource": entry.resource,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "prev": "",
    }
    kept = {name: value for name, value in fields.items() if value is not None}
    return "," + json.dumps(kept, ensure_ascii=False, separators=(",", ":"))[1:].removesuffix(_END)


def _fields(now: datetime, event: Emitted) -> dict[str, Any]:
    """The columns of an event but its number."""
    return {
        "at": now,
        "type": event.type,
        "scopes": list(event.scopes),
        "terminal_id": event.terminal_id,
        "people": None if event.people is None else list(event.people),
        "data": event.data,
    }
