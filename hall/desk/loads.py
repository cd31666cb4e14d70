"""How full a zone is now: who waits, how many windows are open, how fast they work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hall.rules import queue, waits
from hall.storage.tables import LaneState, Service, Ticket, Window

# Past days that a mean is taken from when today has too few services. Our judgement.
PAST_DAYS = 20
# Calls since the last priority call when there was none today: more than any `priority_every`.
LONG_AGO = 1_000


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone's queue now: waiting in each lane, calls until priority may be called, pace, open windows."""

    id: str
    normal: int
    priority: int
    until_priority: int
    every: int
    open_windows: int
    pace: waits.Pace

    @property
    def waiting(self) -> int:
        return self.normal + self.priority

    def wait_behind(self, ahead: int, now: datetime) -> dict[str, Any]:
        return waits.expected_wait(ahead, self.open_windows, self.pace, now)


def zone_now(session: Session, zone_id: str, day: date, every: int) -> Zone:
    """Read one zone."""
    waiting = dict(
        session.execute(select(Ticket.lane, func.count()).where(*queued(zone_id, day)).group_by(Ticket.lane)).all()
    )
    return Zone(
        id=zone_id,
        normal=waiting.get("N", 0),
        priority=waiting.get("P", 0),
        until_priority=until_priority(session, zone_id, day, every),
        every=every,
        open_windows=sum(zone_id in zones for zones in _open_windows(session)),
        pace=_pace(session, zone_id, day),
    )


def until_priority(session: Session, zone_id: str, day: date, every: int) -> int:
    """Calls of the normal lane that must come before the priority lane may be called again."""
    state = session.get(LaneState, (zone_id, day))
    return 0 if state is None else queue.calls_until_priority(state.since_priority, every)


def note_call(session: Session, ticket: Ticket) -> None:
    """Remember from which lane the zone was called last."""
    state = session.get(LaneState, (ticket.zone_id, ticket.day))
    if state is None:
        # Before the first call of a day the priority lane may be called at once, and after a normal one too.
        since = 0 if ticket.lane == "P" else LONG_AGO
        session.add(LaneState(zone_id=ticket.zone_id, day=ticket.day, since_priority=since))
    else:
        state.since_priority = 0 if ticket.lane == "P" else state.since_priority + 1


def queued(zone_id: str, day: date) -> tuple[Any, ...]:
    """The condition for tickets that wait in a zone."""
    return (Ticket.day == day, Ticket.zone_id == zone_id, Ticket.state == "queued")


def ahead_of(session: Session, ticket: Ticket, zone: Zone) -> int:
    """How many are called before this queued ticket."""
    index = session.scalar(
        select(func.count()).where(
            *queued(ticket.zone_id, ticket.day), Ticket.lane == ticket.lane, Ticket.order_key < ticket.order_key
        )
    )
    other = zone.priority if ticket.lane == "N" else zone.normal
    return queue.ahead(ticket.lane, index or 0, other, zone.until_priority, zone.every)  # type: ignore[arg-type]


def _open_windows(session: Session) -> Iterable[list[str]]:
    return session.scalars(select(Window.zone_ids).where(Window.state == "open"))


def _mean(session: Session, zone_id: str, first: date, last: date) -> tuple[int, float]:
    count, mean = session.execute(
        select(func.count(Service.seconds), func.avg(Service.seconds)).where(
            Service.day >= first, Service.day <= last, Service.zone_id == zone_id, Service.seconds.is_not(None)
        )
    ).one()
    return count, float(mean or 0.0)


def _pace(session: Session, zone_id: str, day: date) -> waits.Pace:
    """Past days are read only while today tells too little."""
    today = _mean(session, zone_id, day, day)
    if today[0] >= waits.ENOUGH_SAMPLES:
        return waits.pace(today, (0, 0.0))
    return waits.pace(today, _mean(session, zone_id, day - timedelta(days=PAST_DAYS), day - timedelta(days=1)))
