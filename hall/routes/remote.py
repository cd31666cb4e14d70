"""Group Remote sessions: asking for an interpreter, answering, handing over, ending (B-13 to B-17)."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply, etag_of, present
from hall.clock import said
from hall.desk import attendance, declined, tickets, tokens
from hall.desk import sessions as desk
from hall.desk.numbers import new_id, next_number
from hall.desk.paging import page_of_rows
from hall.due import sightings
from hall.problems import Refusal, unknown
from hall.register import handles
from hall.rules import dispatch
from hall.storage.tables.operation import Terminal
from hall.storage.tables.talks import Interpreter, RemoteSession
from hall.storage.tables.visits import Appointment, Ticket, Window

# A booked session counts as such so long before and after its time; the same as for checking in.
AROUND_ITS_TIME = timedelta(minutes=15)


@handles("createSession")
def create_session(call: Call) -> Reply:
    _check_references(call)
    if not desk.on_duty(call.house, call.now):
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
        briefing=call.body["briefing"],
        ticket_id=call.body.get("ticket_id"),
        rung=[],
        offers=dispatch.offers(0, 1, 1),
        joined={"clerk": False} if call.caller.scope == "clerk" else {},
        clerks=[],
    )
    desk.bring_in(talk, call.caller)
    call.session.add(talk)
    call.session.flush()
    _emit(call, desk.serve_waiting(call.session, call.now))
    if talk.state == "queued":
        _emit(call, [desk.changed(call.session, talk)])
    role = "visitor" if call.caller.scope == "terminal" else "clerk"
    return _opened(call, talk, role)


@handles("listSessions")
def list_sessions(call: Call) -> Reply:
    query = select(RemoteSession).where(desk.visible_to(call.caller)).order_by(RemoteSession.place_no)
    if "state" in call.query:
        query = query.where(RemoteSession.state.in_(call.query["state"]))
    return Reply(page_of_rows(call, query, lambda talk: desk.view(call.session, talk, call.caller)))


@handles("getSession")
def get_session(call: Call) -> Reply:
    talk = call.session.get(RemoteSession, call.path["session_id"])
    if talk is None:
        raise Refusal("not_found")
    if not desk.may_see(talk, call.caller):
        raise Refusal("not_participant")
    return Reply(desk.view(call.session, talk, call.caller), etag_of(talk.version))


@handles("acceptSession")
def accept(call: Call) -> Reply:
    talk = session_of(call)
    me = desk.locked_person(call.session, call.caller.owner)
    if talk.state in desk.OVER:
        raise Refusal("session_over")
    if me.status == "live" and me.session_id != talk.id:
        raise Refusal("wrong_state")  # one face cannot be in two talks
    if me.status == "resting" or (me.status == "ready" and desk.rest_is_due(me, call.now)):
        raise Refusal("interpreter_resting")
    attendance.answered(call.session, me.id)
    if talk.state in desk.LIVE:
        return _join_live(call, talk, me)
    desk.join(call.session, talk, me, call.now)
    talk.state, talk.interpreter_id, talk.live_since = "processing", me.id, call.now
    # Until their socket comes, this is the last that was seen of them: a machine that dies before is missed too.
    sightings.came(call.session, talk.id, time.time())
    _emit(call, [desk.changed(call.session, talk)])
    return _opened(call, talk, "interpreter")


@handles("declineSession")
def decline(call: Call) -> Reply:
    talk = session_of(call)
    if talk.state in desk.OVER:
        raise Refusal("session_over")
    if talk.state in desk.LIVE and talk.ringing != call.caller.owner:
        raise Refusal("session_taken")
    declined.note(talk, call.caller.owner)
    attendance.answered(call.session, call.caller.owner)
    if talk.ringing == call.caller.owner:
        desk.release(call.session, talk, call.caller.owner, "ready", call.now)
        talk.ringing = talk.ring_until = None
        _emit(call, desk.ring_next(call.session, talk, call.now))
    call.reason = call.body["reason"]
    return Reply(desk.view(call.session, talk, call.caller))


@handles("renewToken")
def renew_token(call: Call) -> Reply:
    talk = session_of(call)
    if talk.state in desk.OVER:
        raise Refusal("session_over")
    role = call.body["role"]
    if not _may_have(call, talk, role):
        raise Refusal("not_participant")
    desk.bring_in(talk, call.caller)
    if role == "second_interpreter" and not desk.takes_over(talk, call.caller.owner):
        desk.sit_beside(talk, call.caller.owner)
        desk.join(call.session, talk, desk.locked_person(call.session, call.caller.owner), call.now)
    if role in ("clerk", "supervisor") and role not in talk.joined:
        talk.joined = {**talk.joined, role: False}
    return Reply(tokens.new_token(call, talk, role))


@handles("handOver")
def hand_over(call: Call) -> Reply:
    talk = session_of(call)
    if talk.interpreter_id != call.caller.owner:
        raise Refusal("not_participant")
    desk.free_empty_seat(call.session, talk, call.now)
    if talk.state != "processing" or desk.is_handed_over(talk) or talk.ringing is not None:
        raise Refusal("wrong_state")
    if talk.second_id is not None:
        return _to_the_second(call, talk)
    free = desk.ready(call.session, call.now)
    wanted = call.body.get("to_interpreter_id")
    if wanted is not None and call.session.get(Interpreter, wanted) is None:
        raise unknown("/to_interpreter_id")
    asked = dispatch.Wanted.of(talk.wanted, None)  # who declined this session is not asked to take it over either
    order = [person for person in dispatch.to_ring(free, (), asked) if wanted in (None, person)]
    chosen = desk.claim(call.session, order)
    if chosen is None:
        raise Refusal("no_interpreter")
    summary = call.body["summary"]
    talk.hand_over = {"state": "asked", "to": chosen, "since": said(call.now), "summary": summary}
    return _rung_in(call, talk, chosen)


@handles("confirmHandOver")
def confirm_hand_over(call: Call) -> Reply:
    talk = session_of(call)
    if talk.terminal_id != call.caller.owner:
        raise Refusal("not_found")
    if talk.hand_over is None or talk.hand_over["state"] != "both_in":
        raise Refusal("wrong_state")
    before = talk.interpreter_id
    desk.take_over(talk, call.now)
    desk.revoke(call.session, talk, before, talk.interpreter_id)
    desk.release(call.session, talk, before, "ready", call.now)
    talk.version += 1
    _emit(call, [desk.changed(call.session, talk), *desk.serve_waiting(call.session, call.now)])
    return _answer(call, talk)


@handles("askSecond")
def ask_second(call: Call) -> Reply:
    talk = session_of(call)
    if not desk.is_participant(talk, call.caller):
        raise Refusal("not_participant")
    desk.free_empty_seat(call.session, talk, call.now)
    if talk.state not in desk.LIVE or talk.second_id or talk.ringing or desk.is_handed_over(talk):
        raise Refusal("wrong_state")
    asked = dispatch.Wanted.of(talk.wanted, None)
    chosen = desk.claim(call.session, dispatch.to_ring(desk.ready(call.session, call.now), (), asked))
    if chosen is None:
        raise Refusal("no_interpreter")
    talk.second_asked = True
    return _rung_in(call, talk, chosen)


@handles("endSession")
def end_session(call: Call) -> Reply:
    talk = session_of(call)
    if not desk.is_participant(talk, call.caller):
        raise Refusal("not_participant")
    if talk.state not in desk.OVER:
        _emit(call, desk.end(call.session, talk, call.body["reason"], call.now))
        call.afterwards.append(lambda: call.house.rooms.close(talk.id))
    return Reply(desk.view(call.session, talk, call.caller))


@handles("wrapUp")
def wrap_up(call: Call) -> Reply:
    talk = session_of(call)
    if talk.interpreter_id != call.caller.owner:
        raise Refusal("not_participant")
    if talk.state != "pending":
        raise Refusal("wrong_state")
    talk.state, talk.wrap_up = "finished", dict(call.body)
    talk.version += 1
    desk.release(call.session, talk, call.caller.owner, "ready", call.now)
    _emit(call, [desk.changed(call.session, talk), *desk.serve_waiting(call.session, call.now)])
    return Reply(desk.view(call.session, talk, call.caller))


@handles("listInterpreters")
def list_interpreters(call: Call) -> Reply:
    people = call.session.scalars(select(Interpreter).order_by(Interpreter.id)).all()
    return Reply(
        {
            "items": [_interpreter(call, person) for person in people],
            "ready": len(desk.ready(call.session, call.now)),
            "duty": _duty(call),
        }
    )


@handles("putInterpreterStatus")
def put_status(call: Call) -> Reply:
    me, talk = _me_and_session(call)
    attendance.answered(call.session, me.id)
    if me.status in ("live", "ringing") and call.body["status"] == "ready":
        return Reply(_interpreter(call, me))
    if me.status == "ringing" and talk is not None:
        desk.release(call.session, talk, me.id, call.body["status"], call.now)
        talk.ringing = talk.ring_until = None
        _emit(call, desk.ring_next(call.session, talk, call.now))
    elif me.status != "live":
        me.session_id = None
        desk.set_status(me, call.body["status"], call.now)
    call.session.flush()
    _emit(call, desk.serve_waiting(call.session, call.now))
    return Reply(_interpreter(call, me))


def _me_and_session(call: Call) -> tuple[Interpreter, RemoteSession | None]:
    """The caller and the session that he or she is bound to, both locked, the session first."""
    me = call.session.get_one(Interpreter, call.caller.owner)
    while True:
        bound = me.session_id
        talk = desk.locked(call.session, bound) if bound else None
        me = desk.locked_person(call.session, me.id)
        if me.session_id == bound:
            return me, talk


def session_of(call: Call) -> RemoteSession:
    """The session, locked for change; 404 when there is none."""
    talk = desk.locked(call.session, call.path["session_id"])
    if talk is None:
        raise Refusal("not_found")
    call.expect_version(talk.version)
    return talk


def _join_live(call: Call, talk: RemoteSession, me: Interpreter) -> Reply:
    """Into a talk that runs: only who takes over, or who was rung as the second."""
    if talk.hand_over is not None and talk.hand_over["state"] == "asked" and talk.hand_over["to"] == me.id:
        desk.join(call.session, talk, me, call.now)
        # Both are in the room until the visitor agrees (B-17): on the seat beside the first, which nobody else has.
        talk.hand_over = {**talk.hand_over, "state": "both_in", "since": said(call.now)}
    elif talk.second_asked and talk.second_id is None and talk.ringing == me.id:
        desk.join(call.session, talk, me, call.now)
        desk.sit_beside(talk, me.id)
    else:
        raise Refusal("session_taken")
    _emit(call, [desk.changed(call.session, talk)])
    return _opened(call, talk, "second_interpreter")


def _to_the_second(call: Call, talk: RemoteSession) -> Reply:
    """There are two seats: who sits beside takes over, and nobody is rung or put out for it."""
    if call.body.get("to_interpreter_id", talk.second_id) != talk.second_id:
        raise Refusal("wrong_state", detail="a second interpreter sits in the call: it can be handed over to them only")
    over = {"state": "both_in", "to": talk.second_id, "since": said(call.now), "summary": call.body["summary"]}
    talk.hand_over = over
    talk.version += 1
    _emit(call, [desk.changed(call.session, talk)])
    return _answer(call, talk)


def _rung_in(call: Call, talk: RemoteSession, interpreter_id: str) -> Reply:
    talk.version += 1
    _emit(call, desk.ring(call.session, talk, interpreter_id, call.now))
    _emit(call, [desk.changed(call.session, talk)])
    return _answer(call, talk)


def _may_have(call: Call, talk: RemoteSession, role: str) -> bool:
    mine = call.caller.owner
    if role == "second_interpreter":
        invited = talk.second_id == mine or (talk.second_asked and talk.second_id is None and talk.ringing == mine)
        return call.caller.scope == "interpreter" and (invited or desk.takes_over(talk, mine))
    if role == "interpreter":
        return call.caller.scope == "interpreter" and mine == talk.interpreter_id
    if role == "visitor":
        return call.caller.scope == "terminal" and talk.terminal_id == mine
    return call.caller.scope == {"clerk": "clerk", "supervisor": "admin"}[role]


def _check_references(call: Call) -> None:
    briefing = call.body["briefing"]
    if "matter_id" in briefing and briefing["matter_id"] not in call.house.content.matters:
        raise unknown("/briefing/matter_id")
    if "window_id" in briefing and call.session.get(Window, briefing["window_id"]) is None:
        raise unknown("/briefing/window_id")
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


def _opened(call: Call, talk: RemoteSession, role: str) -> Reply:
    token = tokens.new_token(call, talk, role)
    call.resource = f"remote-sessions/{talk.id}"
    view = desk.view(call.session, talk, call.caller)
    return Reply({"session": view, "token": token}, etag_of(talk.version))


def _answer(call: Call, talk: RemoteSession) -> Reply:
    return Reply(desk.view(call.session, talk, call.caller), etag_of(talk.version))


def _emit(call: Call, events: list[Any]) -> None:
    call.events += events


def _interpreter(call: Call, person: Interpreter) -> dict[str, Any]:
    due = None if person.duty_since is None else dispatch.rest_due_at(person.duty_since)
    reads_why = call.caller.scope == "admin" or (call.caller.scope, call.caller.owner) == ("interpreter", person.id)
    minutes = 0 if person.duty_since is None else max(0, int((call.now - person.duty_since).total_seconds() // 60))
    return present(
        id=person.id,
        label=person.label,
        status=person.status,
        since=said(person.since),
        skills=person.skills,
        variety_places=person.variety_places or None,
        on_duty_minutes=minutes,
        rest_due_at=None if due is None else said(due),
        away_because=attendance.why_away(call.session, person) if reads_why else None,
    )


def _duty(call: Call) -> list[dict[str, Any]]:
    """Duty hours of the next working days; in test mode whole days."""
    calendar, duty = call.house.content.calendar, call.house.content.hall["duty"]
    hours = []
    for offset in range(7):
        day = call.now.date() + timedelta(days=offset)
        start, end = duty["start"], duty["end"]
        if call.house.settings.test_mode:
            start, end = "00:00", "23:59"
        elif not calendar.is_working(day):
            continue
        span = {name: f"{day.isoformat()}T{clock}:00+08:00" for name, clock in (("start", start), ("end", end))}
        hours.append({"date": day.isoformat(), **span, "planned": duty["planned"]})
    return hours
