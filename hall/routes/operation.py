"""Group Operation: keys, audit log, health, figures. The event stream is in `hall.stream`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import func, select, text

from hall.call import Call, Reply, present
from hall.clock import said
from hall.contract import VERSION
from hall.desk.paging import page_of_rows
from hall.keys import VALID_SECONDS, mint
from hall.problems import Refusal, invalid
from hall.register import handles
from hall.routes.hall import day_of, end_of, start_of
from hall.setup import add_interpreter, add_terminal
from hall.storage.tables.feedback import Evaluation
from hall.storage.tables.operation import AccessKey, AuditLine, Terminal
from hall.storage.tables.visits import Ticket, Window

# The field of a new key that names its owner, by scope; the administrator's keys own themselves.
OWNER_FIELD = {"terminal": "terminal_id", "clerk": "clerk_no", "interpreter": "interpreter_id"}


@handles("createKey")
def create_key(call: Call) -> Reply:
    scope = call.body["scope"]
    field = OWNER_FIELD.get(scope)
    if field is not None and not call.body.get(field):
        raise invalid(f"/{field}", f"needed for scope {scope}")
    owner = call.body[field] if field else ""
    if scope == "terminal":
        add_terminal(call.session, owner)
    if scope == "interpreter":
        add_interpreter(call.session, owner, call.body["label"], call.now)
    valid_s = call.body.get("valid_seconds", VALID_SECONDS)
    row, secret = mint(call.session, scope, owner, call.body["label"], call.now, valid_s)
    call.session.flush()
    call.resource = f"keys/{row.id}"
    return Reply(_key(row) | {"key": secret})


@handles("listKeys")
def list_keys(call: Call) -> Reply:
    return Reply(page_of_rows(call, select(AccessKey).order_by(AccessKey.created_at, AccessKey.id), _key))


@handles("revokeKey")
def revoke_key(call: Call) -> Reply:
    row = call.session.get(AccessKey, call.path["key_id"])
    if row is None:
        raise Refusal("not_found")
    call.session.delete(row)
    return Reply()


@handles("listAudit")
def list_audit(call: Call) -> Reply:
    query = select(AuditLine.line).order_by(AuditLine.seq)
    if "after_seq" in call.query:
        query = query.where(AuditLine.seq > call.query["after_seq"])
    for name, condition in (("from", AuditLine.at >= _bound(call, "from")), ("to", AuditLine.at <= _bound(call, "to"))):
        if name in call.query:
            query = query.where(condition)
    if "application/x-ndjson" in call.headers.get("accept", ""):
        whole = call.session.scalars(query)
        return Reply(raw="".join(line + "\n" for line in whole).encode(), media_type="application/x-ndjson")
    limit = call.query["limit"]
    lines = call.session.scalars(query.limit(limit + 1)).all()
    page: dict[str, Any] = {"items": [json.loads(line) for line in lines[:limit]]}
    if len(lines) > limit:
        page["next_cursor"] = str(page["items"][-1]["seq"])
    return Reply(page)


@handles("getHealth")
def get_health(call: Call) -> Reply:
    return Reply(
        {"status": "ok", "now": said(call.now), "contract": VERSION, "test_mode": call.house.settings.test_mode}
    )


@handles("getReady")
def get_ready(call: Call) -> Reply:
    call.session.execute(text("SELECT 1"))
    if not call.house.content.matters:
        raise Refusal("unavailable", headers={"Retry-After": "5"})
    return Reply({"ready": True, "checks": {"database": "ok", "content": "ok"}})


@handles("getMetrics")
def get_metrics(call: Call) -> Reply:
    """OpenMetrics text; counts of the hall only, nothing about a person (P-4)."""
    lines = ["# TYPE wuai_hall_tickets_waiting gauge"]
    waiting = dict(
        call.session.execute(
            select(Ticket.zone_id, func.count())
            .where(Ticket.day == call.now.date(), Ticket.state == "queued")
            .group_by(Ticket.zone_id)
        ).all()
    )
    lines += [f'wuai_hall_tickets_waiting{{zone="{z}"}} {waiting.get(z, 0)}' for z in call.house.content.zones]
    for name, query in _figures(call).items():
        lines += [f"# TYPE wuai_hall_{name} gauge", f"wuai_hall_{name} {call.session.scalar(query) or 0}"]
    return Reply(raw=("\n".join(lines) + "\n# EOF\n").encode(), media_type="text/plain; charset=utf-8")


def _figures(call: Call) -> dict[str, Any]:
    today = call.now.date()
    count = func.count()
    return {
        "tickets_issued_today": select(count).select_from(Ticket).where(Ticket.day == today),
        "windows_open": select(count).select_from(Window).where(Window.state == "open"),
        "evaluations_kept": select(count).select_from(Evaluation).where(Evaluation.outcome == "level"),
        "terminals": select(count).select_from(Terminal),
    }


def _key(row: AccessKey) -> dict[str, Any]:
    return present(
        id=row.id,
        scope=row.scope,
        label=row.label,
        terminal_id=row.owner if row.scope == "terminal" else None,
        created_at=said(row.created_at),
        expires_at=said(row.expires_at),
        last_used_at=None if row.last_used_at is None else said(row.last_used_at),
    )


def _bound(call: Call, name: str) -> Any:

    day = day_of(call, name) or date(2000, 1, 1)
    return start_of(day) if name == "from" else end_of(day)
