"""What a change leaves behind besides its effect: one audit line (hash-chained) and its events, in one order for all.

Both numbers come from one row that is locked last in every change: whoever commits first has the lower numbers,
also with several processes on PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from hall.clock import said
from hall.keys import Caller
from hall.storage.database import in_step, together
from hall.storage.tables import AuditLine, EventRow, Head


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
# More events than this are written one after the other: a midnight has thousands.
FEW = 8


def seal(session: Session, now: datetime, entry: Entry | None, events: Sequence[Emitted], *more: UpdateBase) -> None:
    """Write audit line and events; the last thing a transaction does. `more` is written along with them."""
    if entry is None and not events:
        return
    audit_seq, audit_hash, event_seq = in_step(session).execute(_HEAD).one()
    changes = [_row(event_seq + n, now, event) for n, event in enumerate(events, 1)]
    if entry is not None:
        audit_seq += 1
        line = _line(audit_seq, audit_hash, now, entry)
        audit_hash = hashlib.sha256(line.encode()).hexdigest()
        changes.append(insert(AuditLine).values(seq=audit_seq, at=now, line=line))
    while len(changes) > FEW:
        together(session, changes.pop(0), announce=False)
    head = update(Head).values(audit_seq=audit_seq, audit_hash=audit_hash, event_seq=event_seq + len(events))
    together(session, *changes, *more, head, announce=bool(events))


def forget(session: Session, types: tuple[str, ...], since: datetime, field: str, value: str) -> None:
    """Take events back out of the stream's memory whose data must not be kept: those with this `field`."""
    told = select(EventRow).where(EventRow.type.in_(types), EventRow.at >= since)
    for event in session.scalars(told):
        if event.data.get(field) == value:
            session.delete(event)


def _line(seq: int, previous: str, now: datetime, entry: Entry) -> str:
    fields: dict[str, Any] = {
        "seq": seq,
        "at": said(now),
        "key_id": entry.caller.key_id,
        "scope": entry.caller.scope,
        "action": entry.action,
        "resource": entry.resource,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "prev": previous,
    }
    kept = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _row(seq: int, now: datetime, event: Emitted) -> Insert:
    return insert(EventRow).values(
        seq=seq,
        at=now,
        type=event.type,
        scopes=list(event.scopes),
        terminal_id=event.terminal_id,
        people=None if event.people is None else list(event.people),
        data=event.data,
    )
