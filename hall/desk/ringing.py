"""Ringing: who is rung for a session, who did not answer, and who is no longer bound to it.

Locks, for several processes on PostgreSQL: a session's row first, then rows of interpreters. Who looks for a free
interpreter or a waiting session takes the first that nobody else holds (SKIP LOCKED) and never waits; what was passed
over because it was held just then is found by the steward within a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.clock import said
from hall.desk import attendance, interpreters, sessionview, stints
from hall.house import rules_in_force
from hall.journal import Emitted
from hall.rules import dispatch
from hall.storage.tables.talks import Interpreter, RemoteSession

QUEUE_ORDER = (RemoteSession.scheduled.desc(), RemoteSession.place_no)


def ring_next(session: Session, talk: RemoteSession, now: datetime) -> list[Emitted]:
    """Ring at whoever comes first by `dispatch.to_ring`; back to the queue when nobody is free."""
    stop_ringing(session, talk, now)
    chosen = interpreters.claim(session, _order(talk, interpreters.ready(session, now)))
    if talk.state in dispatch.WAITING:
        talk.state = "called" if chosen else "queued"
    else:
        ask_in(talk, chosen)
    talk.version += 1
    if chosen is None:
        return [sessionview.changed(session, talk)]
    return [*ring(session, talk, chosen, now), sessionview.changed(session, talk)]


def ring(session: Session, talk: RemoteSession, interpreter_id: str, now: datetime) -> list[Emitted]:
    """Ring at one interpreter for `ring_seconds`."""
    person = session.get_one(Interpreter, interpreter_id)
    person.status, person.since, person.session_id = "ringing", now, talk.id
    talk.ringing = interpreter_id
    talk.ring_until = now + timedelta(seconds=rules_in_force(session)["ring_seconds"])
    talk.rung = [interpreter_id] if interpreter_id in talk.rung else [*talk.rung, interpreter_id]
    data = {"session_id": talk.id, "place": talk.place, "briefing": talk.briefing, "ring_until": said(talk.ring_until)}
    return [Emitted("session.ringing", data, ("interpreter",), people=(interpreter_id,))]


def ask_in(talk: RemoteSession, chosen: str | None) -> None:
    """Into a running talk: this one is asked to take over or to join; with nobody left, nobody is awaited any more."""
    if talk.hand_over is not None and talk.hand_over["state"] == "asked":
        talk.hand_over = {**talk.hand_over, "to": chosen} if chosen else None
    if chosen is None and talk.second_id is None:
        talk.second_asked = False


def release(session: Session, talk: RemoteSession, interpreter_id: str | None, status: str, now: datetime) -> None:
    """An interpreter is no longer bound to this session; who is in another one by now stays there."""
    if interpreter_id is None:
        return
    session.flush()
    person = interpreters.locked_person(session, interpreter_id)
    if person.session_id == talk.id and person.status in ("live", "ringing", "wrap_up"):
        stints.end(session, talk.id, person.id, now)
        person.session_id = talk.id if status == "wrap_up" else None
        interpreters.set_status(person, status, now)


def unanswered(session: Session, talk: RemoteSession, now: datetime, limit: int) -> None:
    """The ring ran out. Whose machine was lost and stays silent is away, and who did not answer `limit` in a row."""
    rung = talk.ringing
    person = interpreters.locked_person(session, rung) if rung else None
    if person is None or person.status != "ringing" or person.session_id != talk.id:
        return
    if rung == talk.before_id:
        send_away(session, talk, rung, attendance.LOST, now)
        talk.before_id = None
    elif attendance.missed(session, person.id, limit):
        send_away(session, talk, rung, attendance.UNANSWERED, now)


def serve_waiting(session: Session, now: datetime) -> list[Emitted]:
    """Ring for those who wait, booked ones first, then by place, as long as somebody is ready who did not decline."""
    events: list[Emitted] = []
    tried: list[str] = []
    while free := interpreters.ready(session, now):
        waiting = select(RemoteSession).where(RemoteSession.state == "queued", RemoteSession.id.not_in(tried))
        first = waiting.order_by(*QUEUE_ORDER).limit(1).with_for_update(skip_locked=True)
        talk = session.scalar(first.execution_options(populate_existing=True))
        if talk is None:
            break
        tried.append(talk.id)
        if _order(talk, free):
            events += ring_next(session, talk, now)
    return events


def stop_ringing(session: Session, talk: RemoteSession, now: datetime) -> None:
    release(session, talk, talk.ringing, "ready", now)
    talk.ringing = talk.ring_until = None
    session.flush()


def send_away(session: Session, talk: RemoteSession, interpreter_id: str | None, because: str, now: datetime) -> None:
    release(session, talk, interpreter_id, "away", now)
    if interpreter_id is not None:
        attendance.sent_away(session, interpreter_id, because)


def _order(talk: RemoteSession, free: Sequence[dispatch.Free]) -> list[str]:
    return dispatch.to_ring(free, talk.rung, dispatch.Wanted.of(talk.wanted, talk.before_id))
