"""Group Evaluation (好差评), the visitor's side: form, offer, evaluation, supplement (rules E-1 to E-7, E-12, E-13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply, etag_of, present
from hall.clock import SHANGHAI, said
from hall.desk import evaluations as desk
from hall.desk.followups import open_follow_up
from hall.desk.numbers import new_id
from hall.desk.paging import page_of_rows
from hall.desk.services import open_until
from hall.house import rules_in_force
from hall.journal import Emitted
from hall.problems import Refusal, invalid, unknown
from hall.register import handles
from hall.routes.hall import day_of, end_of, start_of, unchanged
from hall.rules.masking import masked
from hall.storage.database import lock
from hall.storage.tables.feedback import Evaluation
from hall.storage.tables.visits import Service, Window

# A terminal's clock may run ahead of the hall's by this much (contract, section 4).
AHEAD_ALLOWED = timedelta(seconds=120)


@handles("getEvaluationForm")
def get_form(call: Call) -> Reply:
    form = call.house.content.evaluation
    tag = etag_of(f"form-{form['version']}")
    if unchanged(call, tag):
        return Reply(status=304, etag=tag)
    return Reply({name: form[name] for name in ("version", "levels", "text_max")}, tag)


@handles("getOffer")
def get_offer(call: Call) -> Reply:
    service = call.session.get(Service, call.path["service_id"])
    if service is None:
        raise Refusal("not_found")
    until = open_until(call, service)
    given = desk.given_for(call, service.id)
    return Reply(
        present(
            service_id=service.id,
            given=given is not None,
            allowed=given is None and call.now <= until,
            supplement_allowed=given is not None and desk.supplement_allowed(call, given),
            open_until=said(until),
            matter_id=service.matter_id,
            window_id=service.window_id,
            stage=service.stage,
            qr_path=f"/e/{service.qr_token}",
        )
    )


@handles("createEvaluation")
def create_evaluation(call: Call) -> Reply:
    made_at = moment_of(call, call.body["made_at"])
    service = _service(call)
    if service is None and call.session.get(Window, call.body["window_id"]) is None:
        raise unknown("/window_id")
    level = call.body.get("level")
    _check_content(call, level)
    given = desk.given_for(call, service.id) if service is not None else None
    if given is not None:
        raise Refusal("already_evaluated")
    if service is not None and call.now > open_until(call, service):
        raise Refusal("evaluation_closed")
    late_after = timedelta(seconds=rules_in_force(call.session)["evaluation_late_seconds"])
    evaluation = Evaluation(
        id=new_id("ev"),
        service_id=None if service is None else service.id,
        window_id=call.body["window_id"] if service is None else service.window_id,
        outcome=call.body["outcome"],
        level=level,
        tags=call.body.get("tags", []),
        text=masked(call.body["text"]) if "text" in call.body else None,
        stage=call.body["stage"],
        source=call.body["source"],
        made_at=made_at,
        received_at=call.now,
        late=call.now - made_at > late_after,
        device_seq=call.body.get("device_seq"),
        contact=call.body.get("contact"),
        terminal_id=call.caller.owner,
    )
    call.session.add(evaluation)
    _note_level(call, service, evaluation)
    return _tell(call, evaluation)


@handles("listEvaluations")
def list_evaluations(call: Call) -> Reply:
    query = select(Evaluation).order_by(Evaluation.received_at, Evaluation.id)
    for name in ("service_id", "window_id"):
        if name in call.query:
            query = query.where(getattr(Evaluation, name) == call.query[name])
    for condition in received_between(call):
        query = query.where(condition)
    return Reply(page_of_rows(call, query, lambda evaluation: desk.view(call, evaluation)))


@handles("getEvaluation")
def get_evaluation(call: Call) -> Reply:
    return Reply(desk.view(call, evaluation_of(call)))


@handles("supplementEvaluation")
def supplement(call: Call) -> Reply:
    evaluation = evaluation_of(call)
    lock(call.session, f"service:{evaluation.service_id or evaluation.id}")
    call.session.refresh(evaluation)
    moment_of(call, call.body["made_at"])
    if evaluation.outcome != "level" or evaluation.level is None:
        raise Refusal("no_level_yet")
    if evaluation.supplement is not None:
        raise Refusal("supplement_used")
    if call.now > desk.open_until_of(call, evaluation):
        raise Refusal("evaluation_closed")
    _check_tags(call, evaluation.level)
    evaluation.supplement = present(
        at=said(call.now),
        text=masked(call.body["text"]) if "text" in call.body else None,
        tags=call.body.get("tags"),
    )
    call.session.flush()
    return Reply(desk.view(call, evaluation))


def evaluation_of(call: Call) -> Evaluation:
    found = call.session.get(Evaluation, call.path["evaluation_id"])
    if found is None:
        raise Refusal("not_found")
    return found


def moment_of(call: Call, text: str) -> datetime:
    """A terminal's time; more than two minutes ahead of the hall's is refused."""
    try:
        moment = datetime.fromisoformat(text.upper()).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        raise invalid("/made_at", "not a time") from None
    if moment - call.now > AHEAD_ALLOWED:
        raise invalid("/made_at", "ahead of the hall's clock")
    return moment


def received_between(call: Call) -> list[Any]:
    """Conditions of the query's `from` and `to`, both days included."""
    first, last = day_of(call, "from"), day_of(call, "to")
    conditions = [] if first is None else [Evaluation.received_at >= start_of(first)]
    return conditions if last is None else [*conditions, Evaluation.received_at <= end_of(last)]


def _service(call: Call) -> Service | None:
    if "service_id" not in call.body:
        return None
    lock(call.session, "service:" + call.body["service_id"])
    service = call.session.get(Service, call.body["service_id"], populate_existing=True)
    if service is None:
        raise unknown("/service_id")
    return service


def _check_content(call: Call, level: str | None) -> None:
    if call.body.get("contact") is not None and call.body.get("anonymous", True):
        raise invalid("/contact", "only with anonymous false")
    if level is not None:
        _check_tags(call, level)


def _check_tags(call: Call, level: str) -> None:
    if not call.house.content.tags_of(level).issuperset(call.body.get("tags", ())):
        raise invalid("/tags", "not tags of this level")


def _note_level(call: Call, service: Service | None, evaluation: Evaluation) -> None:
    if evaluation.level is None:
        return
    if service is not None:
        service.level_given = True
    if call.house.content.is_bad(evaluation.level):
        evaluation.follow_up_id = open_follow_up(call, evaluation, service).id


def _tell(call: Call, evaluation: Evaluation) -> Reply:
    call.session.flush()
    given = evaluation.outcome == "level"
    data = present(
        evaluation_id=evaluation.id, service_id=evaluation.service_id, window_id=evaluation.window_id, given=given
    )
    call.emit(Emitted("evaluation.given", data, ("terminal", "clerk", "admin"), terminal_id=evaluation.terminal_id))
    call.resource = f"evaluations/{evaluation.id}"
    return Reply(desk.view(call, evaluation))
