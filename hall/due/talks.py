"""Remote sessions go on: the next interpreter is rung, offers are made, the clerk is called, texts are wiped."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hall.desk import sessions
from hall.desk.conversation import wipe
from hall.house import House, rules_in_force
from hall.journal import Emitted
from hall.rules import dispatch
from hall.storage.tables import Interpreter, RemoteSession

# After a long jump of the clock rings are replayed for this long only; the outcome is the same.
REPLAYED = timedelta(minutes=5)
# Nobody for this long: the session is missed, a videomail is offered. Our judgement.
MISSED_AFTER = timedelta(minutes=30)


def go_on(house: House, session: Session, now: datetime) -> list[Emitted]:
    """Everything of sessions that fell due, in the order of the moments."""
    events = _gone(session, now)
    events += _rest(session, now)
    events += _ring_on(session, now)
    events += sessions.serve_waiting(session, now)
    events += _offer(house, session, now)
    ended = RemoteSession.wiped.is_(False), RemoteSession.ended_at.is_not(None)
    for talk in _held(session, *ended):
        if talk.ended_at is not None and now >= talk.ended_at + sessions.WIPE_AFTER:
            wipe(session, talk)
    return events


def notes(session: Session, now: datetime) -> list[tuple[str, int]]:
    """Which running sessions get their note on fatigue now (20, 25, 30 min, B-16)."""
    found = []
    for talk in _held(session, RemoteSession.state.in_(sessions.LIVE), RemoteSession.noted < dispatch.NOTE_MINUTES[-1]):
        minutes = 0 if talk.live_since is None else (now - talk.live_since).total_seconds() / 60
        reached = max((note for note in dispatch.NOTE_MINUTES if minutes >= note), default=0)
        if reached > talk.noted:
            talk.noted = reached
            found.append((talk.id, reached))
    return found


def _held(session: Session, *conditions: ColumnElement[bool]) -> list[RemoteSession]:
    """Sessions that nobody else holds just now, in the order of the queue; the others have their turn in a second."""
    query = select(RemoteSession).where(*conditions).order_by(*sessions.QUEUE_ORDER)
    held = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return list(session.scalars(held))


def _gone(session: Session, now: datetime) -> list[Emitted]:
    """The interpreter's socket was lost and did not come back: the session looks for another."""
    events: list[Emitted] = []
    lost = RemoteSession.state.in_(sessions.LIVE), RemoteSession.gone_since <= now - dispatch.GONE
    for talk in _held(session, *lost):
        events += sessions.requeue(session, talk, now)
    return events


def _rest(session: Session, now: datetime) -> list[Emitted]:
    """Ten minutes of rest per fifty on duty, then ready again; nobody is rung in between (B-16)."""
    at_rest = select(Interpreter).where(Interpreter.status.in_(("ready", "resting"))).with_for_update(skip_locked=True)
    for person in session.scalars(at_rest.execution_options(populate_existing=True)):
        if person.status == "ready" and person.duty_since is not None and sessions.rest_is_due(person, now):
            # After a talk that took longer the rest begins with its end.
            due = max(dispatch.rest_due_at(person.duty_since), person.since)
            sessions.set_status(person, "resting", due)
            person.sent_to_rest = True
        if person.status == "resting" and person.sent_to_rest and now >= person.since + dispatch.REST:
            sessions.set_status(person, "ready", now)
    session.flush()
    return []


def _ring_on(session: Session, now: datetime) -> list[Emitted]:
    events: list[Emitted] = []
    for talk in _held(session, RemoteSession.ringing.is_not(None)):
        while talk.ring_until is not None and talk.ring_until <= now:
            events += _next_ring(session, talk, max(talk.ring_until, now - REPLAYED))
        if talk.ringing is not None and session.get_one(Interpreter, talk.ringing).session_id != talk.id:
            events += _next_ring(session, talk, now)  # rung here, took another session meanwhile
    return events


def _next_ring(session: Session, talk: RemoteSession, moment: datetime) -> list[Emitted]:
    if talk.state in sessions.WAITING:
        return sessions.unanswered(session, talk, moment)
    # In a running talk somebody was rung to take over or to join, and did not answer.
    sessions.release(session, talk, talk.ringing, "ready", moment)
    talk.ringing = talk.ring_until = None
    if talk.hand_over is not None and talk.hand_over["state"] == "asked":
        talk.hand_over = None
    if talk.second_id is None:
        talk.second_asked = False
    talk.version += 1
    return [sessions.changed(session, talk)]


def _offer(house: House, session: Session, now: datetime) -> list[Emitted]:
    rules, events = rules_in_force(session), []
    for talk in _held(session, RemoteSession.state.in_(sessions.WAITING)):
        waited = now - talk.waiting_since
        offers = dispatch.offers(waited.total_seconds(), rules["offer_seconds"], rules["clerk_seconds"])
        if waited >= MISSED_AFTER or not sessions.on_duty(house, now):
            events += sessions.end(session, talk, "fault", now)
            talk.state, talk.end_reason, talk.offers = "missed", None, ["videomail", "book", "clerk"]
            events.append(sessions.changed(session, talk))
        elif offers != talk.offers:
            if "videomail" in offers:
                events.append(sessions.call_clerk(session, talk, now))
            talk.offers = offers
            talk.version += 1
            events.append(sessions.changed(session, talk))
    return events
