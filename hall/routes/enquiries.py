"""Group Enquiries: questions, complaints, 办不成事. The first clerk asked stays responsible (Q-12, Q-13)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply, etag_of, present
from hall.clock import said
from hall.desk.numbers import new_id, next_number
from hall.desk.paging import page_of_rows
from hall.problems import Refusal, unknown
from hall.register import handles
from hall.rules.masking import masked, masked_contact, masked_texts
from hall.storage.database import lock
from hall.storage.tables.feedback import Enquiry
from hall.storage.tables.operation import Terminal
from hall.storage.tables.visits import Ticket, Window

# Promise of an answer: by the end of the next working day. Our judgement, from the contract's example.
ANSWER_WITHIN_WORKING_DAYS = 1


@handles("createEnquiry")
def create_enquiry(call: Call) -> Reply:
    if "matter_id" in call.body and call.body["matter_id"] not in call.house.content.matters:
        raise unknown("/matter_id")
    ticket = call.session.get(Ticket, call.body["ticket_id"]) if "ticket_id" in call.body else None
    if "ticket_id" in call.body and ticket is None:
        raise unknown("/ticket_id")
    calendar = call.house.content.calendar
    count = next_number(call.session, f"enquiry:{call.now.date().isoformat()}")
    first = _first_contact(call, ticket)
    made = Enquiry(
        id=new_id("q"),
        version=1,
        place=next_number(call.session, "enquiries"),
        number=f"B{call.now:%Y%m%d}-{count:03d}",
        kind=call.body["kind"],
        state="queued",
        text=masked(call.body["text"])[:2000],
        matter_id=call.body.get("matter_id"),
        ticket_id=call.body.get("ticket_id"),
        terminal_id=call.caller.owner if call.caller.scope == "terminal" else None,
        reply_way=call.body["reply_way"],
        contact=call.body.get("contact"),
        first_contact=first,
        in_hand_of=first,
        at=call.now,
        due=calendar.closing(calendar.working_day_after(call.now.date(), ANSWER_WITHIN_WORKING_DAYS)),
        replies=[],
    )
    call.session.add(made)
    return _answer(call, made, tagged=False)


@handles("listEnquiries")
def list_enquiries(call: Call) -> Reply:
    query = select(Enquiry).order_by(Enquiry.place)
    if "state" in call.query:
        query = query.where(Enquiry.state.in_(call.query["state"]))
    if "kind" in call.query:
        query = query.where(Enquiry.kind == call.query["kind"])
    if "overdue" in call.query:
        late = (Enquiry.state != "finished") & (Enquiry.due < call.now)
        query = query.where(late if call.query["overdue"] else ~late)
    return Reply(page_of_rows(call, query, lambda enquiry: _view(call, enquiry)))


@handles("getEnquiry")
def get_enquiry(call: Call) -> Reply:
    found = call.session.get(Enquiry, call.path["enquiry_id"])
    strange = call.caller.scope == "terminal" and found is not None and found.terminal_id != call.caller.owner
    if found is None or strange:
        raise Refusal("not_found")
    return Reply(_view(call, found), etag_of(found.version))


@handles("replyEnquiry")
def reply(call: Call) -> Reply:
    enquiry = _open(call)
    enquiry.replies = [*enquiry.replies, {"at": said(call.now), "text": masked(call.body["text"])[:2000]}]
    enquiry.state = "processing"
    return _answer(call, enquiry)


@handles("passEnquiry")
def pass_on(call: Call) -> Reply:
    enquiry = _open(call)
    enquiry.in_hand_of, enquiry.state = call.body["to_clerk_no"], "processing"
    call.reason = masked(call.body["reason"])[:500]
    return _answer(call, enquiry)


@handles("closeEnquiry")
def close(call: Call) -> Reply:
    enquiry = _open(call)
    step = call.body["next_step"]
    if "window_id" in step and call.session.get(Window, step["window_id"]) is None:
        raise unknown("/next_step/window_id")
    for field, known in (("matter_id", call.house.content.matters), ("station_id", call.house.content.stations)):
        if field in step and step[field] not in known:
            raise unknown(f"/next_step/{field}")
    if "text" in call.body:
        enquiry.replies = [*enquiry.replies, {"at": said(call.now), "text": masked(call.body["text"])[:2000]}]
    enquiry.next_step, enquiry.state, enquiry.closed_at = masked_texts(step), "finished", call.now
    return _answer(call, enquiry)


def _open(call: Call) -> Enquiry:
    lock(call.session, "enquiry:" + call.path["enquiry_id"])
    found = call.session.get(Enquiry, call.path["enquiry_id"])
    if found is None:
        raise Refusal("not_found")
    call.expect_version(found.version)
    if found.state == "finished":
        raise Refusal("enquiry_closed")
    found.version += 1
    return found


def _first_contact(call: Call, ticket: Ticket | None) -> str:
    """Who was asked first: the clerk who writes it down, else the one at the ticket's or the terminal's window."""
    if call.caller.scope == "clerk":
        return call.caller.owner[:20]
    terminal = call.session.get(Terminal, call.caller.owner)
    for window_id in (ticket.window_id if ticket else None, terminal.window_id if terminal else None):
        window = call.session.get(Window, window_id) if window_id else None
        if window is not None and window.clerk_no:
            return window.clerk_no
    return str(call.house.content.hall["enquiry_clerk"])


def _answer(call: Call, enquiry: Enquiry, *, tagged: bool = True) -> Reply:
    call.session.flush()
    call.resource = f"enquiries/{enquiry.id}"
    return Reply(_view(call, enquiry), etag_of(enquiry.version) if tagged else None)


def _view(call: Call, enquiry: Enquiry) -> dict[str, Any]:
    return present(
        id=enquiry.id,
        number=enquiry.number,
        kind=enquiry.kind,
        state=enquiry.state,
        text=enquiry.text,
        matter_id=enquiry.matter_id,
        reply_way=enquiry.reply_way,
        contact_masked=masked_contact(enquiry.contact) if enquiry.contact else None,
        first_contact=enquiry.first_contact,
        in_hand_of=enquiry.in_hand_of,
        at=said(enquiry.at),
        due=said(enquiry.due),
        overdue=enquiry.state != "finished" and call.now > enquiry.due,
        replies=enquiry.replies,
        next_step=enquiry.next_step,
    )
