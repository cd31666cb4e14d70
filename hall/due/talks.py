"""Remote sessions go on: the next interpreter is rung, offers are made, the clerk is called, texts are wiped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from hall.desk import declined, interpreters, ringing, sessions, sessionview
from hall.desk.conversation import wipe
from hall.due import sightings
from hall.house import House, rules_in_force
from hall.journal import Emitted
from hall.rules import dispatch
from hall.storage.tables.talks import Interpreter, RemoteSession

# After a long jump of the clock rings are replayed for this long only; the outcome is the same.
REPLAYED = timedelta(minutes=5)
# Nobody for this long: the session is missed, a videomail is offered. Our judgement.
MISSED_AFTER = timedelta(minutes=30)


def go_on(house: House, session: Session, now: datetime) -> list[Emitted]:
    """Everything of sessions that fell due, in the order of the moments."""
    events = _gone(session, now)
    events += _rest(session, now)
    events += _ring_on(house, session, now)
    events += ringing.serve_waiting(session, now)
    events += _offer(house, session, now)
    ended = select(RemoteSession).where(
        RemoteSession.wiped.is_(False), RemoteSession.ended_at <= now - sessions.WIPE_AFTER
    )
    for talk in session.scalars(ended.with_for_update(skip_locked=True)):
        wipe(session, talk)
    return events


def notes(session: Session, now: datetime) -> list[tuple[str, int]]:
    """Which running sessions get their note on fatigue now (20, 25, 30 min, B-16)."""
    found = []
    live = RemoteSession.state.in_(dispatch.LIVE), RemoteSession.noted < dispatch.NOTE_MINUTES[-1]
    for talk in _due(session, lambda talk: _note(talk, now) > talk.noted, *live):
        talk.noted = _note(talk, now)
        found.append((talk.id, talk.noted))
    return found


def _note(talk: RemoteSession, now: datetime) -> int:
    minutes = 0 if talk.live_since is None else (now - talk.live_since).total_seconds() / 60
    return max((note for note in dispatch.NOTE_MINUTES if minutes >= note), default=0)


def _due(
    session: Session, due: Callable[[RemoteSession], bool], *conditions: ColumnElement[bool]
) -> Iterator[RemoteSession]:
    """Sessions for which something is due, in the order of the queue, each held only when its turn comes: who looks
    for a waiting session must not find it held for nothing. One that somebody else holds has its turn in a second."""
    query = select(RemoteSession).where(*conditions).order_by(*ringing.QUEUE_ORDER)
    for seen in session.scalars(query.execution_options(populate_existing=True)).all():
        if not due(seen):
            continue
        again = select(RemoteSession).where(RemoteSession.id == seen.id, *conditions)
        held = session.scalar(again.with_for_update(skip_locked=True).execution_options(populate_existing=True))
        if held is not None and due(held):
            yield held


def _gone(session: Session, now: datetime) -> list[Emitted]:
    """The interpreter's socket was lost and did not come back: the session looks for another."""
    events: list[Emitted] = []
    lost = RemoteSession.state.in_(dispatch.LIVE), RemoteSession.gone_since <= now - dispatch.GONE
    for talk in _due(session, lambda _: True, *lost):
        events += sessions.requeue(session, talk, now)
        if talk.interpreter_id is not None:  # until their socket moves to the first seat, as after accepting
            sightings.came(session, talk.id, time.time())
    return events


def _rest(session: Session, now: datetime) -> list[Emitted]:
    """Ten minutes of rest per fifty on duty, then ready again; nobody is rung in between (B-16)."""
    tired = and_(Interpreter.status == "ready", Interpreter.duty_since <= now - dispatch.DUTY)
    rested = and_(
        Interpreter.status == "resting", Interpreter.sent_to_rest.is_(True), Interpreter.since <= now - dispatch.REST
    )
    found = select(Interpreter).where(or_(tired, rested)).with_for_update(skip_locked=True)
    for person in session.scalars(found.execution_options(populate_existing=True)):
        if person.status == "ready" and person.duty_since is not None and interpreters.rest_is_due(person, now):
            # After a talk that took longer the rest begins with its end.
            due = max(dispatch.rest_due_at(person.duty_since), person.since)
            interpreters.set_status(person, "resting", due)
            person.sent_to_rest = True
        if person.status == "resting" and person.sent_to_rest and now >= person.since + dispatch.REST:
            interpreters.set_status(person, "ready", now)
    session.flush()
    return []


def _ring_on(house: House, session: Session, now: datetime) -> list[Emitted]:
    events: list[Emitted] = []

    def due(talk: RemoteSession) -> bool:
        over = talk.ring_until is not None and talk.ring_until <= now
        return over or (talk.ringing is not None and _elsewhere(session, talk))

    for talk in _due(session, due, RemoteSession.ringing.is_not(None)):
        while talk.ring_until is not None and talk.ring_until <= now:
            moment = max(talk.ring_until, now - REPLAYED)
            ringing.unanswered(session, talk, moment, house.settings.unanswered_rings)
            events += _next_ring(session, talk, moment)
        if talk.ringing is not None and _elsewhere(session, talk):
            events += _next_ring(session, talk, now)
    return events


def _elsewhere(session: Session, talk: RemoteSession) -> bool:
    """Rung here, took another session or was found to be away meanwhile."""
    bound = select(Interpreter.session_id).where(Interpreter.id == talk.ringing)
    return session.scalar(bound) != talk.id


def _next_ring(session: Session, talk: RemoteSession, moment: datetime) -> list[Emitted]:
    if talk.state in dispatch.WAITING:
        return ringing.ring_next(session, talk, moment)
    # In a running talk somebody was rung to take over or to join, and did not answer.
    ringing.release(session, talk, talk.ringing, "ready", moment)
    talk.ringing = talk.ring_until = None
    ringing.ask_in(talk, None)
    talk.version += 1
    return [sessionview.changed(session, talk)]


def _offer(house: House, session: Session, now: datetime) -> list[Emitted]:
    rules, events = rules_in_force(session), []
    on_duty = sessions.on_duty(house, now)

    def offered(talk: RemoteSession) -> list[str]:
        waited_s = (now - talk.waiting_since).total_seconds()
        if "videomail" in talk.offers or declined.only_decliners(session, talk):
            waited_s = max(waited_s, rules["clerk_seconds"])  # nobody comes by waiting; what was offered stays
        return dispatch.offers(waited_s, rules["offer_seconds"], rules["clerk_seconds"])

    def missed(talk: RemoteSession) -> bool:
        return now - talk.waiting_since >= MISSED_AFTER or not on_duty

    waiting = RemoteSession.state.in_(dispatch.WAITING)
    for talk in _due(session, lambda talk: missed(talk) or offered(talk) != talk.offers, waiting):
        if missed(talk):
            events += sessions.end(session, talk, "fault", now)
            talk.state, talk.end_reason, talk.offers = "missed", None, ["videomail", "book", "clerk"]
            events.append(sessionview.changed(session, talk))
            continue
        talk.offers = offered(talk)
        if "videomail" in talk.offers:
            events.append(sessions.call_clerk(session, talk, now))
        talk.version += 1
        events.append(sessionview.changed(session, talk))
    return events
