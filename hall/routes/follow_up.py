"""Group Evaluation, the hall's side: follow-up of bad reviews, appeals, statistics (E-7 to E-11, P-4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply, etag_of, present
from hall.clock import said
from hall.desk import followups
from hall.desk.numbers import new_id
from hall.desk.paging import page_of_items
from hall.problems import Refusal, invalid
from hall.register import handles
from hall.routes.evaluation import evaluation_of
from hall.routes.hall import day_of, end_of, start_of
from hall.rules.followup import may_follow, next_step
from hall.rules.masking import masked
from hall.storage.database import lock
from hall.storage.tables.feedback import Appeal, Evaluation, FollowUp
from hall.storage.tables.visits import Service

# Fewer services than this: no rates, because a rate could point at one person (P-4).
RATES_FROM = 10
# Statistics without `from` look back this far.
STATISTICS_DAYS = 30


@handles("listFollowUps")
def list_follow_ups(call: Call) -> Reply:
    query = select(FollowUp).order_by(FollowUp.opened_at, FollowUp.id)
    if "state" in call.query:
        query = query.where(FollowUp.state.in_(call.query["state"]))
    wanted = call.query.get("overdue")
    found = [f for f in call.session.scalars(query) if wanted is None or followups.overdue(call, f) == wanted]
    return Reply(page_of_items(call, found, lambda follow_up: followups.view(call, follow_up)))


@handles("addFollowUpStep")
def add_step(call: Call) -> Reply:
    lock(call.session, "follow-up:" + call.path["follow_up_id"])
    follow_up = call.session.get(FollowUp, call.path["follow_up_id"])
    if follow_up is None:
        raise Refusal("not_found")
    call.expect_version(follow_up.version)
    done, step = followups.done_steps(follow_up), call.body["step"]
    if not may_follow(step, done):
        raise Refusal("step_out_of_order")
    text = masked(call.body["text"])[:255] if "text" in call.body else None
    follow_up.steps = [*follow_up.steps, present(step=step, at=said(call.now), text=text)]
    follow_up.state = "finished" if next_step([*done, step]) is None else "processing"
    follow_up.version += 1
    call.session.flush()
    return Reply(followups.view(call, follow_up), etag_of(follow_up.version))


@handles("appealEvaluation")
def appeal(call: Call) -> Reply:
    evaluation = evaluation_of(call)
    lock(call.session, "appeal:" + evaluation.id)
    if evaluation.outcome != "level":
        raise Refusal("no_level_yet")
    if call.session.scalar(select(Appeal.id).where(Appeal.evaluation_id == evaluation.id)) is not None:
        raise Refusal("appeal_exists")
    made = Appeal(
        id=new_id("apl"),
        evaluation_id=evaluation.id,
        ground=call.body["ground"],
        text=masked(call.body["text"])[:1000],
        at=call.now,
    )
    call.session.add(made)
    call.session.flush()
    call.resource = f"appeals/{made.id}"
    return Reply(_appeal(made))


@handles("decideAppeal")
def decide(call: Call) -> Reply:
    lock(call.session, "appeal-verdict:" + call.path["appeal_id"])
    made = call.session.get(Appeal, call.path["appeal_id"], populate_existing=True)
    if made is None:
        raise Refusal("not_found")
    if made.verdict is not None:
        raise Refusal("wrong_state")
    made.verdict, made.verdict_text = call.body["verdict"], masked(call.body["text"])[:1000]
    made.verdict_at = call.now
    # Beside the review, never instead of it: the level stays (E-10).
    call.session.get_one(Evaluation, made.evaluation_id).verdict = made.verdict
    call.session.flush()
    return Reply(_appeal(made))


@handles("getEvaluationStatistics")
def statistics(call: Call) -> Reply:
    last = day_of(call, "to") or call.now.date()
    first = day_of(call, "from") or last - timedelta(days=STATISTICS_DAYS)
    if last < first:
        raise invalid("to", "not after from")
    by = call.query["by"]
    counted: dict[str, list[int]] = {}
    services = select(Service).where(Service.day >= first, Service.day <= last)
    keys = {service.id: _key(call, service, by) for service in call.session.scalars(services)}
    for key in keys.values():
        counted.setdefault(key, [0, 0, 0])[0] += 1
    levels = select(Evaluation.service_id, Evaluation.level).where(
        Evaluation.outcome == "level",
        Evaluation.service_id.is_not(None),
        Evaluation.received_at >= start_of(first),
        Evaluation.received_at <= end_of(last) + timedelta(days=60),
    )
    for service_id, level in call.session.execute(levels):
        if service_id in keys:
            row = counted[keys[service_id]]
            row[1] += 1
            row[2] += not call.house.content.is_bad(level or "")
    rows = [_row(key, *numbers) for key, numbers in sorted(counted.items())]
    return Reply({"from": first.isoformat(), "to": last.isoformat(), "by": by, "rows": rows})


def _key(call: Call, service: Service, by: str) -> str:
    keys = {"zone": service.zone_id, "window": service.window_id, "matter": service.matter_id or "-"}
    return keys.get(by, str(call.house.content.hall["id"]))


def _row(key: str, services: int, given: int, good: int) -> dict[str, Any]:
    """Rates of ten or more services; none, cancelled and fault are in neither number (E-7)."""
    if services < RATES_FROM:
        return {"key": key, "services": services, "given": given, "suppressed": True}
    return present(
        key=key,
        services=services,
        given=given,
        good_rate=round(good / given, 4) if given else None,
        not_given_share=round(1 - given / services, 4),
    )


def _appeal(made: Appeal) -> dict[str, Any]:
    return present(
        id=made.id,
        evaluation_id=made.evaluation_id,
        ground=made.ground,
        text=made.text,
        at=said(made.at),
        state="queued" if made.verdict is None else "finished",
        verdict=made.verdict,
        verdict_text=made.verdict_text,
        verdict_at=None if made.verdict_at is None else said(made.verdict_at),
    )
