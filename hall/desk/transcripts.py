"""A written record of a session's final lines, kept only where everybody in the room agreed (beside the contract).

Rule 1: off by itself; asked by whoever agrees first; on while everybody who is in the room has agreed, the visitor and
an interpreter among them. Who comes later is asked too, and until the answer nothing more is kept.
Rule 2: one refusal ends it and erases what was kept; only who refused can allow it again.
Rule 3: agreeing is a person's, not a seat's: who takes over an interpreter's seat is asked anew.
Rule 4: it is the visitor's. Its secret goes to the visitor's socket alone; after the call the hall keeps a hash of it.
The day on which the record is erased stands in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hall.call import present
from hall.clock import said
from hall.house import House
from hall.keys import hash_of
from hall.storage.tables.talks import Message, RemoteSession, Transcript

KEPT_WORKING_DAYS = 5
"""As long as a signed message at most (contract 6)."""
CUE_S = 5.0
"""A line's cue lasts until the next one, or so long: when it was begun to be written is not known."""
INTERPRETERS = frozenset({"interpreter", "second_interpreter"})
NAMES = {
    "visitor": "来访者 Visitor",
    "clerk": "工作人员 Clerk",
    "interpreter": "手语翻译 Interpreter",
    "second_interpreter": "手语翻译二 Second interpreter",
    "supervisor": "值班负责人 Supervisor",
}


def answer(house: House, session: Session, talk: RemoteSession, role: str, agree: bool, now: datetime) -> None:
    """Somebody in the room agrees or refuses."""
    row = session.get(Transcript, talk.id) or Transcript(session_id=talk.id, agreed={}, spans=[], refused_by="")
    session.add(row)
    if not agree:
        row.agreed, row.spans, row.refused_by, row.secret, row.secret_hash = {}, [], role, None, None
    elif row.refused_by in ("", role):
        row.refused_by = ""
        row.agreed = {**row.agreed, role: _person(talk, role)}
        calendar, last_day = house.content.calendar, KEPT_WORKING_DAYS
        row.delete_at = row.delete_at or calendar.closing(calendar.working_day_after(now.date(), last_day))
    _settle(talk, row)


def people_changed(session: Session, talk: RemoteSession) -> bool:
    """Somebody came or left: whether there is a record that may have become another."""
    row = session.get(Transcript, talk.id)
    if row is not None:
        _settle(talk, row)
    return row is not None


def view(session: Session, talk: RemoteSession) -> dict[str, Any]:
    """What everybody in the room is told: off, asked, on or refused; who agreed and who has not answered yet."""
    row = session.get(Transcript, talk.id)
    if row is None:
        return {"state": "off", "agreed": [], "missing": []}
    agreed = sorted(role for role in _here(talk) if _agrees(talk, row, role))
    return present(
        state="refused" if row.refused_by else "on" if _open(row) else "asked" if row.agreed else "off",
        agreed=agreed,
        missing=sorted(_here(talk) - set(agreed)),
        refused_by=row.refused_by or None,
        delete_at=said(row.delete_at) if row.delete_at and not row.refused_by else None,
    )


def secret_of(session: Session, talk: RemoteSession) -> str | None:
    """What opens the record, for the visitor's socket alone. The same as long as the call lasts: a code that was
    photographed must not become useless because somebody joined again. None where there is no record."""
    row = session.get(Transcript, talk.id)
    if row is None or not row.spans:
        return None
    if row.secret is None:
        row.secret = secrets.token_urlsafe(24)
        row.secret_hash = hash_of(row.secret)
    return row.secret


def opened(session: Session, session_id: str, secret: str, now: datetime) -> Transcript | None:
    """The record that this secret opens."""
    row = session.get(Transcript, session_id)
    good = row is not None and row.secret_hash is not None and secrets.compare_digest(row.secret_hash, hash_of(secret))
    return row if row is not None and good and row.delete_at is not None and now < row.delete_at else None


def text_of(session: Session, row: Transcript) -> str:
    """The record as WebVTT: as it was kept, or from the lines that the hall still has."""
    if row.text is not None:
        return row.text
    talk = session.get(RemoteSession, row.session_id)
    query = select(Message).where(Message.session_id == row.session_id).order_by(Message.seq)
    lines = [line for line in session.scalars(query) if _within(line.seq, row.spans)]
    return "" if talk is None or row.delete_at is None else webvtt(talk, lines, row.delete_at)


def keep(session: Session, talk: RemoteSession) -> None:
    """The session's texts are wiped now: what everybody agreed to keep becomes a text of its own."""
    row = session.get(Transcript, talk.id)
    if row is None:
        return
    if row.refused_by or not row.spans:
        session.delete(row)
        return
    row.text, row.secret = text_of(session, row), None


def erase(session: Session, now: datetime) -> None:
    """Records whose day has come."""
    session.execute(delete(Transcript).where(Transcript.delete_at <= now))


def webvtt(talk: RemoteSession, lines: Sequence[Message], delete_at: datetime) -> str:
    """WebVTT (W3C): a cue a line, with its writer as voice; times count from the beginning of the call."""
    began = talk.live_since or talk.requested_at
    at = [max(0.0, (line.at - began).total_seconds()) for line in lines]
    parts = [f"WEBVTT\n\nNOTE {said(began)} {_escaped(talk.place)}\nNOTE 删除日期 erased on {said(delete_at)}"]
    for place, line in enumerate(lines):
        following = at[place + 1] if place + 1 < len(at) else float("inf")
        end = min(max(following, at[place] + 0.5), at[place] + CUE_S)
        voice = _escaped(NAMES.get(line.role, line.role))
        parts.append(f"{place + 1}\n{_time(at[place])} --> {_time(end)}\n<v {voice}>{_escaped(line.text)}")
    return "\n\n".join(parts) + "\n"


def _time(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def _escaped(text: str) -> str:
    """Text of a cue: no markup, and no line break, for an empty line ends a cue."""
    plain = " ".join(text.split())
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _here(talk: RemoteSession) -> set[str]:
    return {role for role, joined in talk.joined.items() if joined}


def _person(talk: RemoteSession, role: str) -> str:
    """Who sits in an interpreter's seat; other seats have one person for the whole session."""
    if role == "interpreter":
        return talk.interpreter_id or ""
    beside = talk.second_id or (talk.hand_over or {}).get("to")
    return beside or "" if role == "second_interpreter" else role


def _agrees(talk: RemoteSession, row: Transcript, role: str) -> bool:
    return bool(row.agreed.get(role, "-") == _person(talk, role))


def _settle(talk: RemoteSession, row: Transcript) -> None:
    here = _here(talk)
    on = "visitor" in here and bool(here & INTERPRETERS) and all(_agrees(talk, row, role) for role in here)
    if on and not row.refused_by and not _open(row):
        row.spans = [*row.spans, [talk.last_seq + 1, None]]
    elif not on and _open(row):
        row.spans = [*row.spans[:-1], [row.spans[-1][0], talk.last_seq]]


def _open(row: Transcript) -> bool:
    return bool(row.spans) and row.spans[-1][1] is None


def _within(seq: int, spans: Iterable[Sequence[int | None]]) -> bool:
    return any(first is not None and first <= seq and (last is None or seq <= last) for first, last in spans)
