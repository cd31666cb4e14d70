"""Remote sessions in storage: duty hours, joining, ending, and what becomes of one whose interpreter is lost.

Every function takes `now` and returns the events it causes, because the steward calls them too, for moments that
have passed already when the clock jumps.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hall.desk import attendance, declined, helpcalls, interpreters, ringing, seats, sessionview, stints
from hall.desk.numbers import new_id
from hall.house import House
from hall.journal import Emitted
from hall.keys import Caller
from hall.rules import dispatch
from hall.storage.tables.feedback import HelpCall
from hall.storage.tables.talks import Interpreter, RemoteSession, SessionToken

# Texts of a session are wiped this long after its end (contract, section 6).
WIPE_AFTER = timedelta(seconds=60)


def on_duty(house: House, now: datetime) -> bool:
    """Duty hours on working days; all day in test mode."""
    if house.settings.test_mode:
        return True
    duty, calendar = house.content.hall["duty"], house.content.calendar
    return calendar.is_working(now.date()) and duty["start"] <= f"{now:%H:%M}" < duty["end"]


def locked(session: Session, session_id: str) -> RemoteSession | None:
    """The session as it is stored now, held until the transaction ends."""
    return session.get(RemoteSession, session_id, with_for_update=True, populate_existing=True)


def join(session: Session, talk: RemoteSession, person: Interpreter, now: datetime) -> None:
    """The interpreter is in the call."""
    if talk.ringing is not None and talk.ringing != person.id:
        ringing.stop_ringing(session, talk, now)
    talk.ringing = talk.ring_until = None
    declined.take_back(talk, person.id)
    person.session_id = talk.id
    interpreters.set_status(person, "live", now)
    stints.begin(session, talk.id, person.id, now)
    talk.version += 1


def end(session: Session, talk: RemoteSession, reason: str, now: datetime) -> list[Emitted]:
    """End a session: after a talk comes the wrap-up, a waiting one is withdrawn."""
    ringing.stop_ringing(session, talk, now)
    talked = talk.state in dispatch.LIVE
    talk.state = "pending" if talked else "deleted"
    talk.ended_at, talk.end_reason = now, reason
    talk.version += 1
    talk.gone_since = None
    ringing.release(session, talk, talk.interpreter_id, "wrap_up", now)
    taking_over = talk.hand_over["to"] if talk.hand_over else None
    for other in {talk.second_id, taking_over} - {talk.interpreter_id}:
        ringing.release(session, talk, other, "ready", now)
    return [sessionview.changed(session, talk), *ringing.serve_waiting(session, now)]


def requeue(session: Session, talk: RemoteSession, now: datetime) -> list[Emitted]:
    """The interpreter's line is broken for good: the same one is rung first, then others; texts and context stay.

    Who is taking over already, or sits beside, has the session from now on. The contract draws no way back from
    processing; its states and its `session.changed` are all that is used.
    """
    lost, talk.gone_since = talk.interpreter_id, None
    talk.version += 1
    seats.free_empty_seat(session, talk, now)
    if talk.second_id is not None:
        talk.hand_over = {"state": "both_in", "to": talk.second_id}
    if talk.hand_over is not None and talk.hand_over["state"] == "both_in":
        seats.take_over(talk, now)
        seats.revoke(session, talk, lost)
        ringing.send_away(session, talk, lost, attendance.LOST, now)
        return [sessionview.changed(session, talk)]
    ringing.stop_ringing(session, talk, now)
    session.execute(delete(SessionToken).where(SessionToken.session_id == talk.id, SessionToken.role == "interpreter"))
    talk.state, talk.interpreter_id, talk.before_id, talk.hand_over = "queued", None, lost, None
    talk.second_asked = False
    talk.waiting_since, talk.live_since, talk.noted, talk.rung = now, None, 0, []
    talk.offers = dispatch.offers(0, 1, 1)
    ringing.release(session, talk, lost, "ready", now)
    events = ringing.ring_next(session, talk, now)
    return [*events, *ringing.serve_waiting(session, now)]


def bring_in(talk: RemoteSession, caller: Caller) -> None:
    """A clerk who asks for a token or writes takes part from then on."""
    if caller.scope == "clerk" and caller.owner not in talk.clerks:
        talk.clerks = [*talk.clerks, caller.owner]


def call_clerk(session: Session, talk: RemoteSession, now: datetime) -> Emitted:
    """Two minutes without an interpreter: a person of the hall is called to the terminal (B-13)."""
    asked = HelpCall(
        id=new_id("h"),
        kind="sign_talk",
        state="called",
        place=talk.place,
        ticket_id=talk.ticket_id,
        terminal_id=talk.terminal_id,
        talk_ways=["sign", "text"],
        at=now,
    )
    session.add(asked)
    return helpcalls.changed(asked)
