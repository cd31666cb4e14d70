"""Interpreters whose hall process died together with their own machine: nobody said that they left.

Each process says every ten seconds for which sessions it holds the interpreter's socket. Times are those of the wall
clock, not of the hall: the test mode moves the hall's clock, and sockets do not age by that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hall.desk import sessionview
from hall.journal import Emitted
from hall.rules import dispatch
from hall.storage.tables.talks import RemoteSession, Sighting

# Contract 9 lets sockets ping every ten seconds: as often they are told here, and three times missing is gone.
EVERY_S = 10.0
UNSEEN_S = 35.0
Told = tuple[str, list[dict[str, Any]]]


def came(session: Session, session_id: str, now_s: float) -> None:
    """The interpreter's socket is open, or will be in a moment: the session was just accepted."""
    session.merge(Sighting(session_id=session_id, seen_s=now_s))


def left(session: Session, session_id: str) -> None:
    """It was closed, and that was noticed: nobody need look."""
    session.execute(delete(Sighting).where(Sighting.session_id == session_id))


def still_here(session: Session, session_ids: Sequence[str], now_s: float) -> tuple[list[Emitted], list[Told]]:
    """These sockets are open in this process. One that was given up for lost, because this process was too busy to say
    so, is back: the events that tell it, and who is in its room from now on."""
    events, told = list[Emitted](), list[Told]()
    known = set(session.scalars(select(Sighting.session_id).where(Sighting.session_id.in_(session_ids))))
    session.execute(update(Sighting).where(Sighting.session_id.in_(known)).values(seen_s=now_s))
    for session_id in set(session_ids) - known:
        talk = _live(session, session_id)
        if talk is not None:
            came(session, session_id, now_s)
            talk.joined, talk.gone_since = {**talk.joined, "interpreter": True}, None
            talk.version += 1
            events.append(sessionview.changed(session, talk))
            told.append((talk.id, list(sessionview.view(session, talk, None)["participants"])))
    return events, told


def excuse(session: Session, now_s: float, deaf_s: float) -> None:
    """Nobody could vouch for anybody for so long: the machine slept, or its clock was set. It counts for nobody."""
    for row in session.scalars(select(Sighting)):
        row.seen_s = min(now_s, row.seen_s + deaf_s)


def sweep(session: Session, now: datetime, now_s: float) -> tuple[list[Emitted], list[Told]]:
    """Sockets that nobody vouches for any more are lost since now: what that leads to is as with any lost socket.

    Gives the events, and for each session who is in its room from now on.
    """
    events, told = list[Emitted](), list[Told]()
    silent = session.scalars(select(Sighting.session_id).where(Sighting.seen_s < now_s - UNSEEN_S)).all()
    for session_id in silent:
        if _is_held(session, session_id):
            continue
        talk = _live(session, session_id)
        left(session, session_id)
        if talk is None or talk.gone_since is not None:
            continue
        talk.joined, talk.gone_since = {**talk.joined, "interpreter": False}, now
        talk.version += 1
        events.append(sessionview.changed(session, talk))
        told.append((talk.id, list(sessionview.view(session, talk, None)["participants"])))
    return events, told


def _is_held(session: Session, session_id: str) -> bool:
    """Whether somebody else is changing the session just now: it has its turn in a second."""
    known = select(RemoteSession.id).where(RemoteSession.id == session_id)
    return session.scalar(known) is not None and session.scalar(known.with_for_update(skip_locked=True)) is None


def _live(session: Session, session_id: str) -> RemoteSession | None:
    """The running session of this id, held until the transaction ends."""
    live = select(RemoteSession).where(RemoteSession.id == session_id, RemoteSession.state.in_(dispatch.LIVE))
    return session.scalar(live.with_for_update().execution_options(populate_existing=True))
