"""Texts of a session: one gapless order for all, wiped a minute after the end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hall.clock import said
from hall.desk import transcripts
from hall.desk.sessionview import interpreters_of
from hall.journal import Emitted, forget
from hall.problems import invalid
from hall.rules.masking import masked
from hall.storage.tables.talks import Message, RemoteSession

# An answer cannot carry a greater number than this (`Message` of the contract), although a request may.
GREATEST_SEQ = 2_147_483_647


def add_message(
    session: Session, talk: RemoteSession, role: str, body: dict[str, Any], now: datetime
) -> tuple[dict[str, Any], Emitted | None]:
    """Give a final text the next number; one that is not final is answered, not kept."""
    last = session.scalar(
        select(func.max(Message.client_seq)).where(Message.session_id == talk.id, Message.role == role)
    )
    if body["client_seq"] <= (last or 0) or body["client_seq"] > GREATEST_SEQ:
        raise invalid("/client_seq", "does not rise")
    message = {
        "seq": talk.last_seq + 1,
        "role": role,
        "client_seq": body["client_seq"],
        "text": masked(body["text"])[:1000],
        "via": body.get("via", "typed"),
        "at": said(now),
    }
    if not body.get("final", True):
        return message, None
    talk.last_seq += 1
    session.add(
        Message(
            session_id=talk.id,
            seq=talk.last_seq,
            role=role,
            client_seq=message["client_seq"],
            text=message["text"],
            via=message["via"],
            at=now,
        )
    )
    session.flush()
    data = {"session_id": talk.id, **message}
    scopes, people = ("terminal", "clerk", "interpreter"), (*sorted(interpreters_of(talk)), *talk.clerks)
    return message, Emitted("message.added", data, scopes, talk.terminal_id, people)


def wipe(session: Session, talk: RemoteSession) -> None:
    """Erase what was said: texts, briefing, summary, also where the event stream still holds them. What everybody
    agreed to keep becomes the visitor's record."""
    transcripts.keep(session, talk)
    session.execute(delete(Message).where(Message.session_id == talk.id))
    forget(session, ("message.added", "session.ringing"), "session_id", talk.id)
    talk.briefing, talk.wiped = {}, True
    if talk.hand_over is not None:
        talk.hand_over = {name: value for name, value in talk.hand_over.items() if name != "summary"}


def view(message: Message) -> dict[str, Any]:
    return {
        "seq": message.seq,
        "role": message.role,
        "client_seq": message.client_seq,
        "text": message.text,
        "via": message.via,
        "at": said(message.at),
    }
