"""Remote sessions in storage: ringing, joining, ending, and what each scope reads.

Every function takes `now` and returns the events it causes, because the steward calls them too, for moments that
have passed already when the clock jumps.

Locks, for several processes on PostgreSQL: a session's row first, then rows of interpreters. Who looks for a free
interpreter or a waiting session takes the first that nobody else holds (SKIP LOCKED) and never waits; what was passed
over because it was held just then is found by the steward within a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, true
from sqlalchemy.orm import Session

from hall.call import present
from hall.clock import said
from hall.desk import attendance, declined, stints
from hall.desk.numbers import new_id
from hall.house import House, rules_in_force
from hall.journal import Emitted
from hall.keys import Caller
from hall.rules import dispatch
from hall.storage.tables.feedback import HelpCall
from hall.storage.tables.talks import Interpreter, RemoteSession, SessionToken

WAITING = ("queued", "called")
LIVE = ("processing", "parked")
OVER = ("pending", "finished", "missed", "deleted")
QUEUE_ORDER = (RemoteSession.scheduled.desc(), RemoteSession.place_no)
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


def locked_person(session: Session, interpreter_id: str) -> Interpreter:
    """The interpreter as stored now, held until the transaction ends."""
    return session.get_one(Interpreter, interpreter_id, with_for_update=True, populate_existing=True)


def ready(session: Session, now: datetime) -> list[dispatch.Free]:
    """Interpreters who may be rung: ready, and not due for a rest."""
    session.flush()
    rows = session.scalars(
        select(Interpreter).where(Interpreter.status == "ready").execution_options(populate_existing=True)
    )
    return [
        dispatch.Free(row.id, row.since, frozenset(row.skills), frozenset(row.variety_places))
        for row in rows
        if not rest_is_due(row, now)
    ]


def claim(session: Session, interpreter_ids: Sequence[str]) -> str | None:
    """The first of them who is ready and whom no other transaction holds; held from then on."""
    for interpreter_id in interpreter_ids:
        free = select(Interpreter).where(Interpreter.id == interpreter_id, Interpreter.status == "ready")
        held = free.with_for_update(skip_locked=True).execution_options(populate_existing=True)
        if session.scalar(held) is not None:
            return interpreter_id
    return None


def rest_is_due(person: Interpreter, now: datetime) -> bool:
    return person.duty_since is not None and now >= dispatch.rest_due_at(person.duty_since)


def set_status(person: Interpreter, status: str, now: datetime) -> None:
    """A change of status; going away ends the time on duty, coming back begins it."""
    if status in ("away", "resting"):
        person.duty_since = None
    elif person.duty_since is None:
        person.duty_since = now
    person.status, person.since, person.sent_to_rest = status, now, False


def ring_next(session: Session, talk: RemoteSession, now: datetime) -> list[Emitted]:
    """Ring at whoever comes first by `dispatch.to_ring`; back to the queue when nobody is free."""
    _stop_ringing(session, talk, now)
    chosen = claim(session, _order(talk, ready(session, now)))
    if talk.state in WAITING:
        talk.state = "called" if chosen else "queued"
    else:
        ask_in(talk, chosen)
    talk.version += 1
    if chosen is None:
        return [changed(session, talk)]
    return [*ring(session, talk, chosen, now), changed(session, talk)]


def _order(talk: RemoteSession, free: Sequence[dispatch.Free]) -> list[str]:
    return dispatch.to_ring(free, talk.rung, dispatch.Wanted.of(talk.wanted, talk.before_id))


def ask_in(talk: RemoteSession, chosen: str | None) -> None:
    """Into a running talk: this one is asked to take over or to join; with nobody left, nobody is awaited any more."""
    if talk.hand_over is not None and talk.hand_over["state"] == "asked":
        talk.hand_over = {**talk.hand_over, "to": chosen} if chosen else None
    if chosen is None and talk.second_id is None:
        talk.second_asked = False


def ring(session: Session, talk: RemoteSession, interpreter_id: str, now: datetime) -> list[Emitted]:
    """Ring at one interpreter for `ring_seconds`."""
    person = session.get_one(Interpreter, interpreter_id)
    person.status, person.since, person.session_id = "ringing", now, talk.id
    talk.ringing = interpreter_id
    talk.ring_until = now + timedelta(seconds=rules_in_force(session)["ring_seconds"])
    talk.rung = [interpreter_id] if interpreter_id in talk.rung else [*talk.rung, interpreter_id]
    data = {"session_id": talk.id, "place": talk.place, "briefing": talk.briefing, "ring_until": said(talk.ring_until)}
    return [Emitted("session.ringing", data, ("interpreter",), people=(interpreter_id,))]


def join(session: Session, talk: RemoteSession, person: Interpreter, now: datetime) -> None:
    """The interpreter is in the call."""
    if talk.ringing is not None and talk.ringing != person.id:
        _stop_ringing(session, talk, now)
    talk.ringing = talk.ring_until = None
    declined.take_back(talk, person.id)
    person.session_id = talk.id
    set_status(person, "live", now)
    stints.begin(session, talk.id, person.id, now)
    talk.version += 1


def release(session: Session, talk: RemoteSession, interpreter_id: str | None, status: str, now: datetime) -> None:
    """An interpreter is no longer bound to this session; who is in another one by now stays there."""
    if interpreter_id is None:
        return
    session.flush()
    person = locked_person(session, interpreter_id)
    if person.session_id == talk.id and person.status in ("live", "ringing", "wrap_up"):
        stints.end(session, talk.id, person.id, now)
        person.session_id = talk.id if status == "wrap_up" else None
        set_status(person, status, now)


def end(session: Session, talk: RemoteSession, reason: str, now: datetime) -> list[Emitted]:
    """End a session: after a talk comes the wrap-up, a waiting one is withdrawn."""
    _stop_ringing(session, talk, now)
    talked = talk.state in LIVE
    talk.state = "pending" if talked else "deleted"
    talk.ended_at, talk.end_reason = now, reason
    talk.version += 1
    talk.gone_since = None
    release(session, talk, talk.interpreter_id, "wrap_up", now)
    taking_over = talk.hand_over["to"] if talk.hand_over else None
    for other in {talk.second_id, taking_over} - {talk.interpreter_id}:
        release(session, talk, other, "ready", now)
    return [changed(session, talk), *serve_waiting(session, now)]


def requeue(session: Session, talk: RemoteSession, now: datetime) -> list[Emitted]:
    """The interpreter's line is broken for good: the same one is rung first, then others; texts and context stay.

    Who is taking over already, or sits beside, has the session from now on. The contract draws no way back from
    processing; its states and its `session.changed` are all that is used.
    """
    lost, talk.gone_since = talk.interpreter_id, None
    talk.version += 1
    free_empty_seat(session, talk, now)
    if talk.second_id is not None:
        talk.hand_over = {"state": "both_in", "to": talk.second_id}
    if talk.hand_over is not None and talk.hand_over["state"] == "both_in":
        take_over(talk, now)
        revoke(session, talk, lost)
        _send_away(session, talk, lost, attendance.LOST, now)
        return [changed(session, talk)]
    _stop_ringing(session, talk, now)
    session.execute(delete(SessionToken).where(SessionToken.session_id == talk.id, SessionToken.role == "interpreter"))
    talk.state, talk.interpreter_id, talk.before_id, talk.hand_over = "queued", None, lost, None
    talk.second_asked = False
    talk.waiting_since, talk.live_since, talk.noted, talk.rung = now, None, 0, []
    talk.offers = dispatch.offers(0, 1, 1)
    release(session, talk, lost, "ready", now)
    events = ring_next(session, talk, now)
    return [*events, *serve_waiting(session, now)]


def takes_over(talk: RemoteSession, interpreter_id: str) -> bool:
    """Whether this one is in the room beside the first interpreter until the visitor agrees."""
    over = talk.hand_over
    return over is not None and over["state"] == "both_in" and over["to"] == interpreter_id and talk.second_id is None


def take_over(talk: RemoteSession, now: datetime) -> None:
    """The session is theirs who were in it beside the first."""
    assert talk.hand_over is not None, "only where both are in"
    talk.interpreter_id = talk.hand_over["to"]
    talk.hand_over = {"state": "confirmed", "to": talk.interpreter_id, "since": said(now)}
    if talk.second_id == talk.interpreter_id:
        talk.second_id, talk.second_asked = None, False


def is_handed_over(talk: RemoteSession) -> bool:
    """Whether somebody is asked to take over, or is in already and waits for the visitor's yes."""
    return talk.hand_over is not None and talk.hand_over["state"] != "confirmed"


def sit_beside(talk: RemoteSession, interpreter_id: str) -> None:
    """The seat beside the first is theirs; until their socket comes it is not known whether they are there."""
    if talk.second_id != interpreter_id:
        talk.joined = {role: since for role, since in talk.joined.items() if role != "second_interpreter"}
    talk.second_id = interpreter_id


def free_empty_seat(session: Session, talk: RemoteSession, now: datetime) -> None:
    """A second interpreter who has left the room keeps no seat from somebody else."""
    if talk.second_id is None or is_handed_over(talk) or talk.joined.get("second_interpreter") is not False:
        return
    gone, talk.second_id, talk.second_asked = talk.second_id, None, False
    revoke(session, talk, gone)
    _send_away(session, talk, gone, attendance.LOST, now)


def revoke(session: Session, talk: RemoteSession, *owners: str | None) -> None:
    """The tokens of these interpreters open no seat of the session any more; new ones are asked for."""
    theirs = SessionToken.owner.in_([owner for owner in owners if owner])
    roles = SessionToken.role.in_(("interpreter", "second_interpreter"))
    session.execute(delete(SessionToken).where(SessionToken.session_id == talk.id, roles, theirs))


def keep_first(session: Session, talk: RemoteSession, now: datetime) -> list[Emitted]:
    """The visitor does not agree to the change: whoever came for it is free again, who sat beside stays there."""
    if talk.hand_over is None or talk.hand_over["state"] != "both_in":
        return []
    other, talk.hand_over = talk.hand_over["to"], None
    talk.version += 1
    if other != talk.second_id:
        revoke(session, talk, other)
        release(session, talk, other, "ready", now)
    return [changed(session, talk), *serve_waiting(session, now)]


def unanswered(session: Session, talk: RemoteSession, now: datetime, limit: int) -> None:
    """The ring ran out. Whose machine was lost and stays silent is away, and who did not answer `limit` in a row."""
    rung = talk.ringing
    person = locked_person(session, rung) if rung else None
    if person is None or person.status != "ringing" or person.session_id != talk.id:
        return
    if rung == talk.before_id:
        _send_away(session, talk, rung, attendance.LOST, now)
        talk.before_id = None
    elif attendance.missed(session, person.id, limit):
        _send_away(session, talk, rung, attendance.UNANSWERED, now)


def _send_away(session: Session, talk: RemoteSession, interpreter_id: str | None, because: str, now: datetime) -> None:
    release(session, talk, interpreter_id, "away", now)
    if interpreter_id is not None:
        attendance.sent_away(session, interpreter_id, because)


def serve_waiting(session: Session, now: datetime) -> list[Emitted]:
    """Ring for those who wait, booked ones first, then by place, as long as somebody is ready who did not decline."""
    events: list[Emitted] = []
    tried: list[str] = []
    while free := ready(session, now):
        waiting = select(RemoteSession).where(RemoteSession.state == "queued", RemoteSession.id.not_in(tried))
        first = waiting.order_by(*QUEUE_ORDER).limit(1).with_for_update(skip_locked=True)
        talk = session.scalar(first.execution_options(populate_existing=True))
        if talk is None:
            break
        tried.append(talk.id)
        if _order(talk, free):
            events += ring_next(session, talk, now)
    return events


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
    data = present(id=asked.id, kind=asked.kind, state=asked.state, place=asked.place, talk_ways=asked.talk_ways)
    return Emitted("help.changed", data | {"at": said(now)}, ("terminal", "clerk", "admin"), talk.terminal_id)


def changed(session: Session, talk: RemoteSession) -> Emitted:
    session.flush()
    everybody = ("terminal", "clerk", "interpreter", "admin")
    return Emitted("session.changed", view(session, talk, None), everybody, terminal_id=talk.terminal_id)


def is_participant(talk: RemoteSession, caller: Caller) -> bool:
    """Whether the caller takes part: own terminal, the hall's clerks, the interpreters of this session."""
    if caller.scope == "terminal":
        return talk.terminal_id == caller.owner
    if caller.scope == "interpreter":
        return caller.owner in interpreters_of(talk)
    return caller.scope == "clerk"


def interpreters_of(talk: RemoteSession) -> set[str]:
    """Who interprets here. Whom it only rings at to take over knows the summary, and nothing of what is said."""
    over = talk.hand_over
    taking_over = over.get("to") if over is not None and over["state"] != "asked" else None
    return {person for person in (talk.interpreter_id, talk.second_id, taking_over) if person}


def bring_in(talk: RemoteSession, caller: Caller) -> None:
    """A clerk who asks for a token or writes takes part from then on."""
    if caller.scope == "clerk" and caller.owner not in talk.clerks:
        talk.clerks = [*talk.clerks, caller.owner]


def may_see(talk: RemoteSession, caller: Caller) -> bool:
    """Interpreters see waiting sessions and their own."""
    return (
        caller.scope == "admin"
        or is_participant(talk, caller)
        or (caller.scope == "interpreter" and (talk.state in WAITING or talk.ringing == caller.owner))
    )


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """`may_see` as a condition of the database's, so that a list reads one page of thousands."""
    if caller.scope == "terminal":
        return RemoteSession.terminal_id == caller.owner
    if caller.scope != "interpreter":
        return true()
    theirs = (RemoteSession.interpreter_id, RemoteSession.second_id, RemoteSession.ringing)
    over = RemoteSession.hand_over
    taking_over = and_(over["to"].as_string() == caller.owner, over["state"].as_string() != "asked")
    return or_(RemoteSession.state.in_(WAITING), taking_over, *(who == caller.owner for who in theirs))


def view(session: Session, talk: RemoteSession, caller: Caller | None) -> dict[str, Any]:
    """The session; the briefing only for its interpreters, those it rings at, and its own terminal."""
    reads_briefing = caller is not None and (
        (caller.scope == "terminal" and talk.terminal_id == caller.owner)
        or (caller.scope == "interpreter" and caller.owner in interpreters_of(talk) | {talk.ringing})
    )
    answer = present(
        id=talk.id,
        state=talk.state,
        terminal_id=talk.terminal_id,
        place=talk.place,
        requested_at=said(talk.requested_at),
        offers=talk.offers,
        briefing=talk.briefing if reads_briefing and not talk.wiped else None,
        participants=_participants(session, talk),
        live_since=None if talk.live_since is None else said(talk.live_since),
        hand_over=_hand_over(talk, caller),
        second_asked=talk.second_asked or None,
        last_seq=talk.last_seq,
        end_reason=talk.end_reason,
    )
    if talk.live_since is not None:
        answer["note_at"] = said(talk.live_since + timedelta(minutes=dispatch.NOTE_MINUTES[0]))
    return answer | (_place_in_queue(session, talk) if talk.state in WAITING else {})


def _hand_over(talk: RemoteSession, caller: Caller | None) -> dict[str, Any] | None:
    """How far a hand-over is; what passes over in writing only for who takes over (B-17)."""
    if talk.hand_over is None:
        return None
    reads = caller is not None and caller.scope == "interpreter" and caller.owner == talk.hand_over["to"]
    return {name: value for name, value in talk.hand_over.items() if name != "summary" or (reads and not talk.wiped)}


def _place_in_queue(session: Session, talk: RemoteSession) -> dict[str, int]:
    booked, earlier = RemoteSession.scheduled.is_(True), RemoteSession.place_no < talk.place_no
    ahead = and_(booked, earlier) if talk.scheduled else or_(booked, earlier)
    before = select(func.count()).where(RemoteSession.state.in_(WAITING), ahead)
    place = (session.scalar(before) or 0) + 1
    others = select(Interpreter.status, func.count()).where(Interpreter.id.not_in(declined.declined_by(talk)))
    counted = dict(session.execute(others.group_by(Interpreter.status)).all())
    free = counted.get("ready", 0) + counted.get("ringing", 0)
    duty = sum(number for status, number in counted.items() if status != "away")
    ring_s = rules_in_force(session)["ring_seconds"]
    return {"queue_place": place, "expected_answer_seconds": dispatch.expected_answer_s(place, free, duty, ring_s)}


def _participants(session: Session, talk: RemoteSession) -> list[dict[str, Any]]:
    """Roles, never names; who is connected comes from the signalling socket."""
    roles = {"visitor": "来访者"}
    beside = talk.second_id
    if beside is None and talk.hand_over is not None and talk.hand_over["state"] == "both_in":
        beside = talk.hand_over["to"]
    for role, person_id in (("interpreter", talk.interpreter_id), ("second_interpreter", beside)):
        person = session.get(Interpreter, person_id) if person_id else None
        if person is not None:
            roles[role] = person.label
    for role, label in (("clerk", "窗口工作人员"), ("supervisor", "值班负责人")):
        if role in talk.joined:
            roles[role] = label
    return [
        present(role=role, joined=bool(talk.joined.get(role)), label=label,
                camera=talk.video if role == "visitor" else None)
        for role, label in roles.items()
    ]  # fmt: skip


def _stop_ringing(session: Session, talk: RemoteSession, now: datetime) -> None:
    release(session, talk, talk.ringing, "ready", now)
    talk.ringing = talk.ring_until = None
    session.flush()
