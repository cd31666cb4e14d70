"""Group Guide: matters, themes, the one-time notice."""

from __future__ import annotations

from datetime import date
from typing import Any

from hall.call import Call, Reply, etag_of, present
from hall.clock import said
from hall.desk.numbers import new_id, next_number
from hall.desk.paging import page_of_items
from hall.problems import Refusal, unknown
from hall.register import handles
from hall.routes.hall import unchanged
from hall.rules.papers import merged_papers, notice_plain, paper_states
from hall.rules.wording import date_en, date_zh
from hall.storage.tables.feedback import Notice
from hall.storage.tables.visits import Ticket

# Working days within which papers that may follow must come. Our judgement.
FOLLOW_WITHIN_WORKING_DAYS = 5


@handles("listMatters")
def list_matters(call: Call) -> Reply:
    tag = etag_of(call.house.content.version)
    if unchanged(call, tag):
        return Reply(status=304, etag=tag)
    found = [matter for matter in call.house.content.matters.values() if _matches(matter, call.query)]
    return Reply(page_of_items(call, found, dict), tag)


@handles("getMatter")
def get_matter(call: Call) -> Reply:
    return _one(call, call.house.content.matters.get(call.path["matter_id"]))


@handles("listThemes")
def list_themes(call: Call) -> Reply:
    tag = etag_of(call.house.content.version)
    if unchanged(call, tag):
        return Reply(status=304, etag=tag)
    return Reply(page_of_items(call, list(call.house.content.themes.values()), dict), tag)


@handles("getTheme")
def get_theme(call: Call) -> Reply:
    return _one(call, call.house.content.themes.get(call.path["theme_id"]))


@handles("createNotice")
def create_notice(call: Call) -> Reply:
    content = call.house.content
    matters = [content.matters.get(matter_id) for matter_id in call.body["matter_ids"]]
    if None in matters:
        raise unknown("/matter_ids")
    if "ticket_id" in call.body and call.session.get(Ticket, call.body["ticket_id"]) is None:
        raise unknown("/ticket_id")
    papers = merged_papers([matter for matter in matters if matter is not None])
    # A visitor may also have papers that these matters do not ask for.
    known = {paper["id"] for matter in content.matters.values() for paper in matter["papers"]}
    for field in ("have", "not_needed"):
        if not known.issuperset(call.body.get(field, ())):
            raise unknown(f"/{field}")
    answer = _notice(call, paper_states(papers, call.body["have"], call.body.get("not_needed", ())))
    call.session.add(Notice(id=answer["id"], at=call.now, answer=answer))
    call.resource = f"notices/{answer['id']}"
    return Reply(answer)


@handles("getNotice")
def get_notice(call: Call) -> Reply:
    notice = call.session.get(Notice, call.path["notice_id"])
    if notice is None:
        raise Refusal("not_found")
    return Reply(notice.answer)


def _one(call: Call, item: Any) -> Reply:
    if item is None:
        raise Refusal("not_found")
    tag = etag_of(call.house.content.version)
    return Reply(status=304, etag=tag) if unchanged(call, tag) else Reply(dict(item), tag)


def _matches(matter: Any, query: Any) -> bool:
    text = query.get("text", "").strip().lower()
    words = (matter["name"]["zh"], matter["name"]["en"].lower(), *matter["also_called"])
    return all(query[name] == matter[name] for name in ("zone_id", "saturday", "trip_class") if name in query) and (
        not text or any(text in word for word in words)
    )


def _notice(call: Call, states: list[dict[str, Any]]) -> dict[str, Any]:
    open_states = {entry["state"] for entry in states}
    follow_by: date | None = None
    if "may_follow" in open_states:
        follow_by = call.house.content.calendar.working_day_after(call.now.date(), FOLLOW_WITHIN_WORKING_DAYS)
    shown = follow_by or call.now.date()
    count = next_number(call.session, f"notice:{call.now.date().isoformat()}")
    return present(
        id=new_id("n"),
        number=f"G{call.now:%Y%m%d}-{count:03d}",
        at=said(call.now),
        matter_ids=call.body["matter_ids"],
        papers=states,
        complete=not open_states & {"missing", "may_follow"},
        follow_by=None if follow_by is None else follow_by.isoformat(),
        plain=notice_plain(states, date_zh(shown), date_en(shown)),
    )
