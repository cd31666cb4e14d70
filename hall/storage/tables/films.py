"""Announcements and films: clips signed by people, signed messages and their answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hall.storage.tables.base import Base


class Announcement(Base):
    __tablename__ = "announcements"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    severity: Mapped[str] = mapped_column(String(8))
    text: Mapped[dict[str, Any]]
    plain: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    clip_id: Mapped[str | None] = mapped_column(String(64))
    zone_ids: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    valid_from: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    published: Mapped[bool] = mapped_column(default=False)


class Clip(Base):
    """A film signed by a person; the film itself lies in `Film`."""

    __tablename__ = "clips"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[int]
    title: Mapped[dict[str, Any]]
    transcript: Mapped[dict[str, Any]]
    kind: Mapped[str] = mapped_column(String(14))
    signer_role: Mapped[str] = mapped_column(String(14))
    expires_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    bytes: Mapped[int | None]


class Film(Base):
    """The bytes of a clip or of a videomail; erased when its time is over."""

    __tablename__ = "films"
    owner_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Videomail(Base):
    __tablename__ = "videomails"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    terminal_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    due: Mapped[datetime]
    briefing: Mapped[dict[str, Any]]
    reply_way: Mapped[str] = mapped_column(String(10))
    contact: Mapped[str | None] = mapped_column(String(100))
    delete_at: Mapped[datetime]
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Answer(Base):
    """What opens the answer to a signed message (`hall.desk.answers`): a hash of the code's secret, if one was given;
    ``film_by``: the interpreter who filmed an answer last."""

    __tablename__ = "answers"
    videomail_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    secret_hash: Mapped[str | None] = mapped_column(String(64))
    film_by: Mapped[str] = mapped_column(String(64))
    delete_at: Mapped[datetime]
    erased: Mapped[bool] = mapped_column(default=False)


class Claim(Base):
    """Who is answering a signed message just now, and until when (`hall.desk.claims`)."""

    __tablename__ = "claims"
    videomail_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    interpreter_id: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]
