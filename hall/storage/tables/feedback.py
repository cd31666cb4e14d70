"""What visitors say and ask: evaluations and what follows from them, notices, enquiries, calls for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hall.storage.tables.base import Base


class Evaluation(Base):
    __tablename__ = "evaluations"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    service_id: Mapped[str | None] = mapped_column(String(64), index=True)
    window_id: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(10))
    level: Mapped[str | None] = mapped_column(String(20))
    tags: Mapped[list[str]]
    text: Mapped[str | None]
    stage: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(index=True)
    late: Mapped[bool]
    device_seq: Mapped[int | None]
    contact: Mapped[str | None] = mapped_column(String(100))
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    supplement: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    follow_up_id: Mapped[str | None] = mapped_column(String(64))
    verdict: Mapped[str | None] = mapped_column(String(10))
    __table_args__ = (
        Index(
            "evaluations_contact",
            "received_at",
            sqlite_where=contact.is_not(None),
            postgresql_where=contact.is_not(None),
        ),
    )


class FollowUp(Base):
    __tablename__ = "follow_ups"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    evaluation_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    deadlines: Mapped[dict[str, Any]]
    responsible: Mapped[str] = mapped_column(String(40))
    steps: Mapped[list[Any]]


class Appeal(Base):
    __tablename__ = "appeals"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    evaluation_id: Mapped[str] = mapped_column(String(64), unique=True)
    ground: Mapped[str] = mapped_column(String(40))
    text: Mapped[str]
    at: Mapped[datetime]
    verdict: Mapped[str | None] = mapped_column(String(10))
    verdict_text: Mapped[str | None]
    verdict_at: Mapped[datetime | None]


class Notice(Base):
    """A one-time notice: the answer is kept as it was given."""

    __tablename__ = "notices"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
    answer: Mapped[dict[str, Any]]


class Enquiry(Base):
    __tablename__ = "enquiries"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    place: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    text: Mapped[str]
    matter_id: Mapped[str | None] = mapped_column(String(64))
    ticket_id: Mapped[str | None] = mapped_column(String(64))
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    reply_way: Mapped[str] = mapped_column(String(10))
    contact: Mapped[str | None] = mapped_column(String(100))
    first_contact: Mapped[str] = mapped_column(String(20))
    in_hand_of: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]
    due: Mapped[datetime]
    replies: Mapped[list[Any]]
    next_step: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    closed_at: Mapped[datetime | None]


class HelpCall(Base):
    __tablename__ = "help_calls"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(60))
    aid_id: Mapped[str | None] = mapped_column(String(64))
    ticket_id: Mapped[str | None] = mapped_column(String(64))
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    talk_ways: Mapped[list[str]]
    text: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(index=True)
    acknowledged_at: Mapped[datetime | None]
    eta_seconds: Mapped[int | None]
    message: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    __table_args__ = (Index("help_calls_state", "state", "at"),)
