"""Who is answering a signed message just now, so that two do not film one answer (beside the contract).

Rule 1: one at a time; who holds it may claim it again. It ends with the answer, when it is let go, or by itself.
Rule 2: who claims nothing may answer what nobody claimed: consoles that keep the contract alone go on working.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hall.clock import said
from hall.problems import Refusal
from hall.storage.tables.films import Claim
from hall.storage.tables.talks import Interpreter

CLAIMED_FOR = timedelta(minutes=5)
"""Our console claims again every minute while somebody films or writes; a machine that died keeps it no longer."""


def take(session: Session, videomail_id: str, interpreter_id: str, now: datetime) -> datetime:
    """Theirs from now on, and until when; Refusal `wrong_state` while somebody else has it."""
    check(session, videomail_id, interpreter_id, now)
    until = now + CLAIMED_FOR
    session.merge(Claim(videomail_id=videomail_id, interpreter_id=interpreter_id, until=until))
    return until


def check(session: Session, videomail_id: str, interpreter_id: str, now: datetime) -> None:
    """Refusal `wrong_state` while somebody else has it."""
    held = session.get(Claim, videomail_id)
    if held is not None and held.until > now and held.interpreter_id != interpreter_id:
        raise Refusal("wrong_state", detail="somebody else is answering it")


def let_go(session: Session, videomail_id: str, interpreter_id: str) -> None:
    """Free again, where it was theirs."""
    theirs = Claim.videomail_id == videomail_id, Claim.interpreter_id == interpreter_id
    session.execute(delete(Claim).where(*theirs))


def view(session: Session, interpreter_id: str, now: datetime) -> dict[str, dict[str, Any]]:
    """By message: who has it, until when, and whether it is this interpreter."""
    held = select(Claim, Interpreter.label).join(Interpreter, Interpreter.id == Claim.interpreter_id)
    return {
        claim.videomail_id: {"label": label, "mine": claim.interpreter_id == interpreter_id, "until": said(claim.until)}
        for claim, label in session.execute(held.where(Claim.until > now))
    }


def erase(session: Session, now: datetime) -> None:
    """Those that are over."""
    session.execute(delete(Claim).where(Claim.until <= now))
