"""The two interpreters' seats of a session: handing over, sitting beside, and whose tokens open them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hall.clock import said
from hall.desk import attendance, ringing, sessionview
from hall.journal import Emitted
from hall.storage.tables.talks import RemoteSession, SessionToken


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
    ringing.send_away(session, talk, gone, attendance.LOST, now)


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
        ringing.release(session, talk, other, "ready", now)
    return [sessionview.changed(session, talk), *ringing.serve_waiting(session, now)]
