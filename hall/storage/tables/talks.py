"""Interpreters and remote sessions: who is there, who is in which, what is said and what is kept of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hall.storage.tables.base import Base


class Interpreter(Base):
    __tablename__ = "interpreters"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    label: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(8))
    since: Mapped[datetime]
    skills: Mapped[list[str]]
    variety_places: Mapped[list[str]]
    duty_since: Mapped[datetime | None]
    sent_to_rest: Mapped[bool] = mapped_column(default=False)
    session_id: Mapped[str | None] = mapped_column(String(64))


class Attendance(Base):
    """Whether an interpreter is there (`hall.desk.attendance`): rings in a row that nobody answered, when the console
    was last heard, in seconds of the wall clock, and why the hall set them to away."""

    __tablename__ = "attendance"
    interpreter_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    unanswered: Mapped[int] = mapped_column(default=0)
    away_because: Mapped[str] = mapped_column(String(12), default="")
    heard_s: Mapped[float | None]


class RemoteSession(Base):
    __tablename__ = "sessions"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    place_no: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    terminal_id: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(60))
    requested_at: Mapped[datetime] = mapped_column(index=True)
    # Since when it waits: the request, or the moment when its interpreter was given up.
    waiting_since: Mapped[datetime]
    # A booked session at its time goes before the others.
    scheduled: Mapped[bool] = mapped_column(default=False)
    wanted: Mapped[dict[str, Any]]
    video: Mapped[bool]
    briefing: Mapped[dict[str, Any]]
    ticket_id: Mapped[str | None] = mapped_column(String(64))
    ringing: Mapped[str | None] = mapped_column(String(64))
    ring_until: Mapped[datetime | None]
    rung: Mapped[list[str]]
    offers: Mapped[list[str]]
    interpreter_id: Mapped[str | None] = mapped_column(String(64))
    # Who was in it when the line broke, and since when the line of who is in it is broken.
    before_id: Mapped[str | None] = mapped_column(String(64))
    gone_since: Mapped[datetime | None]
    second_id: Mapped[str | None] = mapped_column(String(64))
    clerks: Mapped[list[str]]
    second_asked: Mapped[bool] = mapped_column(default=False)
    hand_over: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    joined: Mapped[dict[str, Any]]
    live_since: Mapped[datetime | None]
    noted: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    wiped: Mapped[bool] = mapped_column(default=False)
    last_seq: Mapped[int] = mapped_column(default=0)
    end_reason: Mapped[str | None] = mapped_column(String(20))
    wrap_up: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    __table_args__ = (
        Index("sessions_state", "state", "place_no"),
        Index("sessions_wiped", "wiped", "ended_at"),
        # Of those that ring only: of all, SQLite takes it or reads the whole table, as it happens to come.
        Index(
            "sessions_ringing",
            "ringing",
            sqlite_where=ringing.is_not(None),
            postgresql_where=ringing.is_not(None),
        ),
    )


class Stint(Base):
    """One interpreter's time in one session, for their own statistics; open while `ended` is missing."""

    __tablename__ = "stints"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    session_id: Mapped[str] = mapped_column(String(64), index=True)
    interpreter_id: Mapped[str] = mapped_column(String(64), index=True)
    began: Mapped[datetime]
    ended: Mapped[datetime | None]


class SessionToken(Base):
    """A token for one role in one session; only its hash is kept."""

    __tablename__ = "session_tokens"
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(64), index=True)
    role: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    # When its socket was lost: it may join again for a minute.
    left_at: Mapped[datetime | None]


class Report(Base):
    """What an interpreter reported about a call (`hall.reports`); the note masked, nobody named."""

    __tablename__ = "reports"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    session_id: Mapped[str] = mapped_column(String(64))
    terminal_id: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(60))
    interpreter_id: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(300))
    seen: Mapped[bool] = mapped_column(default=False)


class Transcript(Base):
    """A session's written record that everybody agreed to (`hall.desk.transcripts`).

    ``agreed``: who agreed, by role; ``spans``: first and last number of the lines that are kept, the last null while it
    goes on; ``text``: the record itself, once the session's texts are wiped. From then on only a hash of ``secret``
    is kept.
    """

    __tablename__ = "transcripts"
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    agreed: Mapped[dict[str, Any]]
    spans: Mapped[list[Any]]
    refused_by: Mapped[str] = mapped_column(String(20))
    secret: Mapped[str | None] = mapped_column(String(64))
    secret_hash: Mapped[str | None] = mapped_column(String(64))
    delete_at: Mapped[datetime | None]
    text: Mapped[str | None]


class Sighting(Base):
    """When the process that holds the interpreter's socket of a session last said so, in seconds of the wall clock: a
    process that was killed says nothing any more."""

    __tablename__ = "sightings"
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_s: Mapped[float]


class Message(Base):
    __tablename__ = "messages"
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(20))
    client_seq: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str]
    via: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
