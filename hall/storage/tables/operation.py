"""What the hall needs for its own work: settings, keys, the audit log, events, counters, its terminals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hall.storage.tables.base import Base


class Document(Base):
    """One JSON document with a version: the rules, each terminal's wanted settings."""

    __tablename__ = "documents"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    data: Mapped[dict[str, Any]]


class Head(Base):
    """One row: the last number of the audit chain and of the event stream. Locked last in every change."""

    __tablename__ = "head"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_seq: Mapped[int] = mapped_column(default=0)
    audit_hash: Mapped[str] = mapped_column(String(64), default="0" * 64)
    event_seq: Mapped[int] = mapped_column(default=0)


class AccessKey(Base):
    """A bearer key; only its hash is kept."""

    __tablename__ = "keys"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[str] = mapped_column(String(12))
    label: Mapped[str] = mapped_column(String(60))
    owner: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class Remembered(Base):
    """The first answer to an Idempotency-Key, written in the transaction of the effect; see `hall.memory`."""

    __tablename__ = "remembered"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_mac: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    etag: Mapped[str | None] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(index=True)


class AuditLine(Base):
    """One line of the audit log, as text, because the chain hashes the text."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    line: Mapped[str]


class EventRow(Base):
    """One event of the stream and who may read it."""

    __tablename__ = "events"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    type: Mapped[str] = mapped_column(String(40))
    scopes: Mapped[list[str]]
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    people: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    data: Mapped[dict[str, Any]]


class Counter(Base):
    """The last number used: of a zone and day, of an enquiry day and so on."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int]


class News(Base):
    """Signalling between the processes of a hall that is too long for a notification; erased after a minute."""

    __tablename__ = "news"
    id: Mapped[int] = mapped_column(primary_key=True)
    at_s: Mapped[float]
    body: Mapped[str]


class Terminal(Base):
    __tablename__ = "terminals"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[str] = mapped_column(String(60))
    zone_id: Mapped[str | None] = mapped_column(String(1))
    window_id: Mapped[str | None] = mapped_column(String(64))
    software: Mapped[str] = mapped_column(String(40))
    phase: Mapped[str] = mapped_column(String(10), default="idle")
    last_seen: Mapped[datetime | None]
    settings_version: Mapped[int] = mapped_column(Integer, default=0)
    devices: Mapped[list[Any]]
    outbox: Mapped[int | None]
