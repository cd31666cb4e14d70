"""Follow-ups in storage."""

from __future__ import annotations

from typing import Any

from hall.call import Call
from hall.clock import said
from hall.desk.numbers import new_id
from hall.house import rules_in_force
from hall.rules import followup
from hall.storage.tables.feedback import Evaluation, FollowUp
from hall.storage.tables.visits import Service


def open_follow_up(call: Call, evaluation: Evaluation, service: Service | None) -> FollowUp:
    """A bad review opens one; responsible is the department of the matter, or the hall (E-8, E-11)."""
    matter = call.house.content.matters.get(service.matter_id or "") if service is not None else None
    responsible = (matter["department"] if matter else call.house.content.hall["name"])["zh"]
    rules = rules_in_force(call.session)
    opened = FollowUp(
        id=new_id("fu"),
        version=1,
        evaluation_id=evaluation.id,
        state="queued",
        opened_at=call.now,
        deadlines=followup.deadlines(call.house.content.calendar, call.now.date(), rules["follow_up_working_days"]),
        responsible=responsible[:40],
        steps=[],
    )
    call.session.add(opened)
    return opened


def done_steps(follow_up: FollowUp) -> list[str]:
    return [step["step"] for step in follow_up.steps]


def overdue(call: Call, follow_up: FollowUp) -> bool:
    return followup.is_overdue(done_steps(follow_up), follow_up.deadlines, call.now.date())


def view(call: Call, follow_up: FollowUp) -> dict[str, Any]:
    return {
        "id": follow_up.id,
        "evaluation_id": follow_up.evaluation_id,
        "state": follow_up.state,
        "opened_at": said(follow_up.opened_at),
        "deadlines": follow_up.deadlines,
        "overdue": overdue(call, follow_up),
        "responsible": follow_up.responsible,
        "steps": follow_up.steps,
    }
