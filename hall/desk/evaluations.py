"""Evaluations in storage, and what each scope reads of them: the level is for the administrator, and for ten minutes
for the terminal that sent it (E-12)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from hall.call import Call, present
from hall.clock import said
from hall.desk.services import open_until
from hall.storage.tables.feedback import Evaluation
from hall.storage.tables.visits import Service

# How long the sending terminal may read the level again (contract, section 6).
AUTHOR_READS_FOR = timedelta(minutes=10)


def given_for(call: Call, service_id: str) -> Evaluation | None:
    """The one evaluation with a level of a service."""
    query = select(Evaluation).where(Evaluation.service_id == service_id, Evaluation.outcome == "level")
    return call.session.scalar(query)


def reads_level(call: Call, evaluation: Evaluation) -> bool:
    if call.caller.scope == "admin":
        return True
    fresh = call.now - evaluation.received_at <= AUTHOR_READS_FOR
    return call.caller.scope == "terminal" and evaluation.terminal_id == call.caller.owner and fresh


def supplement_allowed(call: Call, evaluation: Evaluation) -> bool:
    if evaluation.outcome != "level" or evaluation.supplement is not None:
        return False
    return call.now <= open_until_of(call, evaluation)


def open_until_of(call: Call, evaluation: Evaluation) -> datetime:
    """Until when an evaluation may be supplemented: with its service, or counted from itself for a walk-up review."""
    service = call.session.get(Service, evaluation.service_id) if evaluation.service_id else None
    if service is not None:
        return open_until(call, service)
    return open_until(call, Service(started_at=evaluation.received_at, ended_at=evaluation.received_at))


def view(call: Call, evaluation: Evaluation) -> dict[str, Any]:
    answer = present(
        id=evaluation.id,
        service_id=evaluation.service_id,
        window_id=evaluation.window_id,
        stage=evaluation.stage,
        source=evaluation.source,
        made_at=said(evaluation.made_at),
        received_at=said(evaluation.received_at),
        late=evaluation.late,
        walk_up=evaluation.service_id is None,
        given=evaluation.outcome == "level",
        supplement_allowed=supplement_allowed(call, evaluation),
    )
    if not reads_level(call, evaluation):
        return answer
    answer |= present(
        outcome=evaluation.outcome,
        level=evaluation.level,
        tags=evaluation.tags or None,
        text=evaluation.text,
        supplement=evaluation.supplement,
        verdict=evaluation.verdict,
        follow_up_id=evaluation.follow_up_id if call.caller.scope == "admin" else None,
    )
    return answer
