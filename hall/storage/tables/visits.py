"""Windows and queues, appointments, tickets, and the services that they lead to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hall.storage.tables.base import Base


class Window(Base):
    __tablename__ = "windows"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    place: Mapped[int]
    name: Mapped[dict[str, Any]]
    zone_ids: Mapped[list[str]]
    kind: Mapped[str] = mapped_column(String(12))
    accessible: Mapped[bool]
    state: Mapped[str] = mapped_column(String(8))
    tide: Mapped[bool] = mapped_column(default=False)
    ticket_id: Mapped[str | None] = mapped_column(String(64))
    clerk_no: Mapped[str | None] = mapped_column(String(20))


class Tide(Base):
    """Whether a zone needs one more window: since when it is crowded, what was proposed."""

    __tablename__ = "tides"
    zone_id: Mapped[str] = mapped_column(String(1), primary_key=True)
    crowded_since: Mapped[datetime | None]
    proposed_at: Mapped[datetime | None]


class Appointment(Base):
    __tablename__ = "appointments"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(String(8), index=True)
    state: Mapped[str] = mapped_column(String(10))
    slot_id: Mapped[str] = mapped_column(String(64), index=True)
    day: Mapped[date] = mapped_column(index=True)
    start: Mapped[datetime] = mapped_column(index=True)
    matter_id: Mapped[str] = mapped_column(String(64))
    person_ref: Mapped[str] = mapped_column(String(50), index=True)
    person_masked: Mapped[str | None] = mapped_column(String(20))
    interpreter: Mapped[bool]
    expires_at: Mapped[datetime | None]
    expired: Mapped[bool] = mapped_column(default=False)
    counts_as_no_show: Mapped[bool] = mapped_column(default=False)
    ticket_id: Mapped[str | None] = mapped_column(String(64), index=True)
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    reminded: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    __table_args__ = (Index("appointments_state", "state", "start"),)


class NoShow(Base):
    """One booking that nobody came for, by keyed hash of the person."""

    __tablename__ = "no_shows"
    appointment_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_ref: Mapped[str] = mapped_column(String(50), index=True)
    at: Mapped[datetime]
    lifted: Mapped[bool] = mapped_column(default=False)


class Ticket(Base):
    """A number in the queue. `order_key` and `lane` give its place; the reason for priority is never known."""

    __tablename__ = "tickets"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    day: Mapped[date]
    number: Mapped[str] = mapped_column(String(6))
    state: Mapped[str] = mapped_column(String(10))
    zone_id: Mapped[str] = mapped_column(String(1))
    for_window: Mapped[str | None] = mapped_column(String(64))
    lane: Mapped[str] = mapped_column(String(1))
    order_key: Mapped[float]
    matter_id: Mapped[str | None] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(12))
    priority: Mapped[bool]
    collect: Mapped[bool]
    call_ways: Mapped[list[str]]
    talk_ways: Mapped[list[str]]
    issued_at: Mapped[datetime]
    window_id: Mapped[str | None] = mapped_column(String(64))
    calls: Mapped[int] = mapped_column(default=0)
    called_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    return_until: Mapped[datetime | None]
    pick_up: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    service_id: Mapped[str | None] = mapped_column(String(64))
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (
        Index("tickets_queue", "day", "zone_id", "state", "lane", "order_key"),
        Index("tickets_window", "window_id", "state"),
        Index("tickets_state", "state", "day"),
    )


class LaneState(Base):
    """Of one zone and day: how many calls since the last one from the priority lane."""

    __tablename__ = "lanes"
    zone_id: Mapped[str] = mapped_column(String(1), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    since_priority: Mapped[int]


class Service(Base):
    """One service at a window: what an evaluation names."""

    __tablename__ = "services"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    zone_id: Mapped[str] = mapped_column(String(1))
    window_id: Mapped[str] = mapped_column(String(64))
    matter_id: Mapped[str | None] = mapped_column(String(64))
    stage: Mapped[str] = mapped_column(String(8), default="accepted")
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int | None]
    qr_token: Mapped[str] = mapped_column(String(40))
    # Read by nobody, but written: databases made before have it as NOT NULL, and nothing alters a table that is there.
    level_given: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (Index("services_day", "day", "zone_id"),)
