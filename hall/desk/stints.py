"""Who interpreted in which session, from when to when: what interpreters read of their own work.

A session remembers only who is in it now; who handed it over, or came beside, has worked too.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.rules import dispatch
from hall.storage.tables.talks import RemoteSession, Stint

DAYS = 7
"""Own statistics look back so far (our judgement)."""


def begin(session: Session, session_id: str, interpreter_id: str, now: datetime) -> None:
    """They are in the call from now on; who is in it already stays in it."""
    if _open(session, session_id, interpreter_id) is None:
        session.add(Stint(session_id=session_id, interpreter_id=interpreter_id, began=now))


def end(session: Session, session_id: str, interpreter_id: str, now: datetime) -> None:
    """They are no longer in it."""
    stint = _open(session, session_id, interpreter_id)
    if stint is not None:
        stint.ended = now


def own(session: Session, interpreter_id: str, now: datetime) -> dict[str, Any]:
    """Calls, minutes and ends of today and of the last days, this one included."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight - timedelta(days=DAYS - 1)
    mine = select(Stint).where(Stint.interpreter_id == interpreter_id, Stint.began >= first)
    stints = list(session.scalars(mine.order_by(Stint.id)))
    today = [stint for stint in stints if stint.began >= midnight]
    return {"today": _summary(session, today, interpreter_id, now), "week": _summary(session, stints, "", now)}


def _summary(session: Session, stints: list[Stint], interpreter_id: str, now: datetime) -> dict[str, Any]:
    spent_s = sum(((stint.ended or now) - stint.began).total_seconds() for stint in stints)
    sessions = list(dict.fromkeys(stint.session_id for stint in stints))
    summary: dict[str, Any] = {"calls": len(sessions), "minutes": round(spent_s / 60)}
    if interpreter_id:
        ends = (_end(session.get(RemoteSession, session_id), interpreter_id) for session_id in sessions)
        summary["ends"] = dict(Counter(end for end in ends if end))
    return summary


def _end(talk: RemoteSession | None, interpreter_id: str) -> str:
    """How it ended for them: handed over, or as the session did; "" while it goes on."""
    if talk is None or interpreter_id not in (talk.interpreter_id, talk.second_id):
        return "handed_over"
    return (talk.end_reason or "none") if talk.state in dispatch.OVER else ""


def _open(session: Session, session_id: str, interpreter_id: str) -> Stint | None:
    query = select(Stint).where(
        Stint.session_id == session_id, Stint.interpreter_id == interpreter_id, Stint.ended.is_(None)
    )
    return session.scalar(query)
