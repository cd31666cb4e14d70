"""What each scope reads of a remote session, and who takes part in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from hall.call import present
from hall.clock import said
from hall.desk import declined
from hall.house import rules_in_force
from hall.journal import Emitted
from hall.keys import Caller
from hall.rules import dispatch
from hall.storage.tables.talks import Interpreter, RemoteSession


def interpreters_of(talk: RemoteSession) -> set[str]:
    """Who interprets here. Whom it only rings at to take over knows the summary, and nothing of what is said."""
    over = talk.hand_over
    taking_over = over.get("to") if over is not None and over["state"] != "asked" else None
    return {person for person in (talk.interpreter_id, talk.second_id, taking_over) if person}


def is_participant(talk: RemoteSession, caller: Caller) -> bool:
    """Whether the caller takes part: own terminal, the hall's clerks, the interpreters of this session."""
    if caller.scope == "terminal":
        return talk.terminal_id == caller.owner
    if caller.scope == "interpreter":
        return caller.owner in interpreters_of(talk)
    return caller.scope == "clerk"


def may_see(talk: RemoteSession, caller: Caller) -> bool:
    """Interpreters see waiting sessions and their own."""
    return (
        caller.scope == "admin"
        or is_participant(talk, caller)
        or (caller.scope == "interpreter" and (talk.state in dispatch.WAITING or talk.ringing == caller.owner))
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
    return or_(RemoteSession.state.in_(dispatch.WAITING), taking_over, *(who == caller.owner for who in theirs))


def changed(session: Session, talk: RemoteSession) -> Emitted:
    session.flush()
    everybody = ("terminal", "clerk", "interpreter", "admin")
    return Emitted("session.changed", view(session, talk, None), everybody, terminal_id=talk.terminal_id)


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
    return answer | (_place_in_queue(session, talk) if talk.state in dispatch.WAITING else {})


def _hand_over(talk: RemoteSession, caller: Caller | None) -> dict[str, Any] | None:
    """How far a hand-over is; what passes over in writing only for who takes over (B-17)."""
    if talk.hand_over is None:
        return None
    reads = caller is not None and caller.scope == "interpreter" and caller.owner == talk.hand_over["to"]
    return {name: value for name, value in talk.hand_over.items() if name != "summary" or (reads and not talk.wiped)}


def _place_in_queue(session: Session, talk: RemoteSession) -> dict[str, int]:
    booked, earlier = RemoteSession.scheduled.is_(True), RemoteSession.place_no < talk.place_no
    ahead = and_(booked, earlier) if talk.scheduled else or_(booked, earlier)
    before = select(func.count()).where(RemoteSession.state.in_(dispatch.WAITING), ahead)
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
