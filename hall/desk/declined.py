"""Who is not rung for a session: who said no to it, and who was insulted at its terminal just before.

Both are kept beside what the session asks for; they may still take it from the list.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.storage.tables.talks import Interpreter, RemoteSession, Report

INSULTS = ("abuse", "indecent", "threat")
SPARED = timedelta(minutes=30)
"""The hall knows no visitors: what it can keep away from an interpreter is the terminal, as long as the same person may
still stand there. Longer would punish who comes next (our judgement)."""


def declined_by(talk: RemoteSession) -> set[str]:
    """Interpreters who said no, and are not rung for it again; they may still take it from the list."""
    return set(talk.wanted.get("declined", ()))


def spared(session: Session, terminal_id: str, now: datetime) -> set[str]:
    """Interpreters who reported an insult from this terminal in the last `SPARED`: it does not ring at them."""
    fresh = Report.at > now - SPARED, Report.reason.in_(INSULTS), Report.terminal_id == terminal_id
    return set(session.scalars(select(Report.interpreter_id).where(*fresh)))


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
