"""Group Remote sessions: a signed message when nobody is free. Kept only as long as it needs (P-7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply, present
from hall.clock import said
from hall.desk import answers, claims, films
from hall.desk.numbers import new_id, next_number
from hall.desk.paging import page_of_rows
from hall.problems import Refusal, invalid, unknown
from hall.register import handles
from hall.routes.asking import check_briefing
from hall.rules.masking import masked, masked_contact, masked_texts
from hall.storage.database import lock
from hall.storage.tables.films import Clip, Film, Videomail

# Contract, section 6: erased 24 h after the answer, at the latest after 5 working days.
ERASED_AFTER_ANSWER = timedelta(hours=24)
KEPT_WORKING_DAYS = 5
ANSWER_WITHIN_WORKING_DAYS = 1


@handles("createVideomail")
def create_videomail(call: Call) -> Reply:
    check_briefing(call)
    if call.body["reply_way"] == "message" and not call.body.get("contact"):
        raise invalid("/contact", "needed for message")
    calendar, today = call.house.content.calendar, call.now.date()
    count = next_number(call.session, f"videomail:{today.isoformat()}")
    made = Videomail(
        id=new_id("vm"),
        place=next_number(call.session, "videomails"),
        number=f"V{call.now:%Y%m%d}-{count:03d}",
        state="reserved",
        terminal_id=call.caller.owner,
        at=call.now,
        due=calendar.closing(calendar.working_day_after(today, ANSWER_WITHIN_WORKING_DAYS)),
        briefing=masked_texts(call.body["briefing"]),
        reply_way=call.body["reply_way"],
        contact=call.body.get("contact"),
        delete_at=calendar.closing(calendar.working_day_after(today, KEPT_WORKING_DAYS)),
    )
    call.session.add(made)
    answers.begin(call.session, made)
    call.session.flush()
    call.resource = f"videomails/{made.id}"
    return Reply(_view(made))


@handles("listVideomails")
def list_videomails(call: Call) -> Reply:
    query = select(Videomail).order_by(Videomail.place)
    if "state" in call.query:
        query = query.where(Videomail.state.in_(call.query["state"]))
    if "overdue" in call.query:
        late = Videomail.state.in_(("queued", "processing")) & (Videomail.due < call.now)
        query = query.where(late if call.query["overdue"] else ~late)
    return Reply(page_of_rows(call, query, _view))


@handles("putVideomailContent")
def put_content(call: Call) -> Reply:
    mail = _mail(call)
    if mail.terminal_id != call.caller.owner or mail.state not in ("reserved", "queued"):
        raise Refusal("not_found")
    films.store(call, mail.id)
    mail.state = "queued"
    call.session.flush()
    return Reply(_view(mail))


@handles("getVideomailContent")
def get_content(call: Call) -> Reply:
    mail = _mail(call)
    if mail.state == "deleted" or call.now >= mail.delete_at:
        raise Refusal("content_expired")
    if mail.state == "queued":
        mail.state = "processing"
    if mail.state == "finished" and call.session.get(Film, mail.id) is None:
        raise Refusal("content_expired")
    return films.serve(call, mail.id)


@handles("replyVideomail")
def reply(call: Call) -> Reply:
    mail = _mail(call)
    if mail.state not in ("queued", "processing"):
        raise Refusal("wrong_state")
    if "clip_id" in call.body and call.session.get(Clip, call.body["clip_id"]) is None:
        raise unknown("/clip_id")
    claims.check(call.session, mail.id, call.caller.owner, call.now)
    claims.let_go(call.session, mail.id, call.caller.owner)
    mail.reply = present(text=masked(call.body["text"])[:1000], clip_id=call.body.get("clip_id"), at=said(call.now))
    mail.state = "finished"
    answers.given(call.session, mail, call.caller.owner)
    mail.delete_at = min(mail.delete_at, call.now + ERASED_AFTER_ANSWER)
    call.session.flush()
    return Reply(_view(mail))


def _mail(call: Call) -> Videomail:
    lock(call.session, "videomail:" + call.path["videomail_id"])
    found = call.session.get(Videomail, call.path["videomail_id"])
    if found is None:
        raise Refusal("not_found")
    return found


def _view(mail: Videomail) -> dict[str, Any]:
    return present(
        id=mail.id,
        number=mail.number,
        state=mail.state,
        at=said(mail.at),
        due=said(mail.due),
        briefing=mail.briefing,
        contact_masked=masked_contact(mail.contact) if mail.contact else None,
        delete_at=said(mail.delete_at),
        reply=mail.reply,
    )
