"""Group Remote sessions: interpreters on duty, and what they say of themselves (B-16)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply, present
from hall.clock import said
from hall.desk import attendance, interpreters, ringing, sessions
from hall.register import handles
from hall.rules import dispatch
from hall.storage.tables.talks import Interpreter, RemoteSession


@handles("listInterpreters")
def list_interpreters(call: Call) -> Reply:
    people = call.session.scalars(select(Interpreter).order_by(Interpreter.id)).all()
    return Reply(
        {
            "items": [_interpreter(call, person) for person in people],
            "ready": len(interpreters.ready(call.session, call.now)),
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
        ringing.release(call.session, talk, me.id, call.body["status"], call.now)
        talk.ringing = talk.ring_until = None
        call.events += ringing.ring_next(call.session, talk, call.now)
    elif me.status != "live":
        me.session_id = None
        interpreters.set_status(me, call.body["status"], call.now)
    call.session.flush()
    call.events += ringing.serve_waiting(call.session, call.now)
    return Reply(_interpreter(call, me))


def _me_and_session(call: Call) -> tuple[Interpreter, RemoteSession | None]:
    """The caller and the session that he or she is bound to, both locked, the session first."""
    me = call.session.get_one(Interpreter, call.caller.owner)
    while True:
        bound = me.session_id
        talk = sessions.locked(call.session, bound) if bound else None
        me = interpreters.locked_person(call.session, me.id)
        if me.session_id == bound:
            return me, talk


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
