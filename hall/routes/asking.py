"""Group Remote sessions: asking for an interpreter (B-13)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hall.call import Call, Reply
from hall.desk import declined, ringing, sessions, sessionview, tickets
from hall.desk.numbers import new_id, next_number
from hall.problems import Refusal, unknown
from hall.register import handles
from hall.routes.remote import opened
from hall.rules import dispatch
from hall.rules.masking import masked_texts
from hall.storage.tables.operation import Terminal
from hall.storage.tables.talks import RemoteSession
from hall.storage.tables.visits import Appointment, Ticket, Window

# A booked session counts as such so long before and after its time; the same as for checking in.
AROUND_ITS_TIME = timedelta(minutes=15)


@handles("createSession")
def create_session(call: Call) -> Reply:
    _check_references(call)
    if not sessions.on_duty(call.house, call.now):
        raise Refusal("no_interpreter")
    terminal_id = call.caller.owner if call.caller.scope == "terminal" else _terminal_of_ticket(call)
    terminal = call.session.get(Terminal, terminal_id)
    talk = RemoteSession(
        id=new_id("rs"),
        version=1,
        place_no=next_number(call.session, "sessions"),
        state="queued",
        terminal_id=terminal_id,
        place=terminal.place if terminal is not None else terminal_id[:60],
        requested_at=call.now,
        waiting_since=call.now,
        scheduled=_is_scheduled(call),
        wanted=_wanted(call, terminal_id).stored(),
        video=call.body["video"],
        briefing=masked_texts(call.body["briefing"]),
        ticket_id=call.body.get("ticket_id"),
        rung=[],
        offers=dispatch.offers(0, 1, 1),
        joined={"clerk": False} if call.caller.scope == "clerk" else {},
        clerks=[],
    )
    sessions.bring_in(talk, call.caller)
    call.session.add(talk)
    call.session.flush()
    call.events += ringing.serve_waiting(call.session, call.now)
    if talk.state == "queued":
        call.events += [sessionview.changed(call.session, talk)]
    role = "visitor" if call.caller.scope == "terminal" else "clerk"
    return opened(call, talk, role)


def check_briefing(call: Call) -> None:
    """Refuses a briefing that names a matter or a window which this hall does not have."""
    briefing = call.body["briefing"]
    if "matter_id" in briefing and briefing["matter_id"] not in call.house.content.matters:
        raise unknown("/briefing/matter_id")
    if "window_id" in briefing and call.session.get(Window, briefing["window_id"]) is None:
        raise unknown("/briefing/window_id")


def _check_references(call: Call) -> None:
    check_briefing(call)
    for field, table in (("ticket_id", Ticket), ("scheduled_appointment_id", Appointment)):
        if field in call.body and call.session.get(table, call.body[field]) is None:
            raise unknown(f"/{field}")


def _wanted(call: Call, terminal_id: str) -> dispatch.Wanted:
    """Variety from the briefing, its place from the hall's own, subjects from the matter."""
    briefing = call.body["briefing"]
    return dispatch.Wanted(
        variety=briefing.get("sign_variety", "unknown"),
        place=call.house.content.hall.get("variety_place", ""),
        subjects=call.house.content.interpreter_skills.get(briefing.get("matter_id", ""), frozenset()),
        written=not call.body["video"],
        declined=frozenset(declined.spared(call.session, terminal_id, call.now)),
    )


def _is_scheduled(call: Call) -> bool:
    """Booked with an interpreter for about now; or for the number that is being served, however long it waited."""
    booked = call.session.get(Appointment, call.body.get("scheduled_appointment_id", ""))
    if booked is not None and booked.interpreter and abs(booked.start - call.now) <= AROUND_ITS_TIME:
        return True
    ticket = call.session.get(Ticket, call.body.get("ticket_id", ""))
    if ticket is None or ticket.state not in tickets.AT_WINDOW:
        return False
    theirs = select(Appointment).where(Appointment.ticket_id == ticket.id, Appointment.interpreter.is_(True))
    return call.session.scalar(theirs.limit(1)) is not None


def _terminal_of_ticket(call: Call) -> str:
    """A clerk asks for the terminal that the ticket came from, or for the counter itself."""
    ticket = call.session.get(Ticket, call.body["ticket_id"]) if "ticket_id" in call.body else None
    return ticket.terminal_id if ticket is not None and ticket.terminal_id else f"counter-{call.caller.owner}"[:64]
