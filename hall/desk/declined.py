"""Who said no to a session (wrong variety, a conflict of interest, busy): kept beside what the session asks for."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.storage.tables import Interpreter, RemoteSession


def declined_by(talk: RemoteSession) -> set[str]:
    """Interpreters who said no, and are not rung for it again; they may still take it from the list."""
    return set(talk.wanted.get("declined", ()))


def note(talk: RemoteSession, interpreter_id: str) -> None:
    """This one said no."""
    _keep(talk, declined_by(talk) | {interpreter_id})


def take_back(talk: RemoteSession, interpreter_id: str) -> None:
    """This one came all the same."""
    _keep(talk, declined_by(talk) - {interpreter_id})


def only_decliners(session: Session, talk: RemoteSession) -> bool:
    """Whether everybody on duty has said no: waiting longer brings nobody."""
    declined = declined_by(talk)
    if not declined:
        return False
    duty = set(session.scalars(select(Interpreter.id).where(Interpreter.status != "away")))
    return duty <= declined


def _keep(talk: RemoteSession, declined: set[str]) -> None:
    talk.wanted = {**talk.wanted, "declined": sorted(declined)}
