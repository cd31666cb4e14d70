"""How full a zone is now: who waits, how many windows are open, how fast they work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Select, String, bindparam, cast, func, select
from sqlalchemy.orm import Session

from hall.house import House, rules_in_force
from hall.rules import queue, waits
from hall.storage.database import in_step
from hall.storage.tables.visits import LaneState, Service, Ticket, Window

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


def zone_now(house: House, session: Session, zone_id: str, day: date) -> Zone:
    """Read one zone."""
    return _read(house, session, zone_id, day, "N", 0.0)[0]


def place_of(house: House, session: Session, ticket: Ticket) -> tuple[Zone, int]:
    """A queued ticket's zone, and how many there are called before it."""
    zone, before = _read(house, session, ticket.zone_id, ticket.day, ticket.lane, ticket.order_key)
    other = zone.priority if ticket.lane == "N" else zone.normal
    return zone, queue.ahead(ticket.lane, before, other, zone.until_priority, zone.every)  # type: ignore[arg-type]


def until_priority(session: Session, zone_id: str, day: date, every: int) -> int:
    """Calls of the normal lane that must come before the priority lane may be called again."""
    state = session.get(LaneState, (zone_id, day))
    return _until(None if state is None else state.since_priority, every)


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


def _until(since_priority: int | None, every: int) -> int:
    return 0 if since_priority is None else queue.calls_until_priority(since_priority, every)


def _read(house: House, session: Session, zone_id: str, day: date, lane: str, key: float) -> tuple[Zone, int]:
    """The zone, and how many of a lane stand before an order key."""
    asked = {"zone": zone_id, "day": day, "lane": lane, "key": key, "served": f'%"{zone_id}"%'}
    found = in_step(session).execute(_FIGURES, asked).one()
    every = rules_in_force(session)["priority_every"]
    today = (found.services, float(found.mean or 0.0))
    past = (0, 0.0) if today[0] >= waits.ENOUGH_SAMPLES else _past(house, session, zone_id, day)
    zone = Zone(
        id=zone_id,
        normal=found.normal,
        priority=found.priority,
        until_priority=_until(found.since_priority, every),
        every=every,
        open_windows=found.windows,
        pace=waits.pace(today, past),
    )
    return zone, found.before


def _figures() -> Select[Any]:
    """Everything about a zone in one way to the database; it is asked for every ticket."""
    zone: BindParameter[str] = bindparam("zone")
    day: BindParameter[date] = bindparam("day", type_=Ticket.day.type)
    waiting = (
        select(
            func.count().filter(Ticket.lane == "N").label("normal"),
            func.count().filter(Ticket.lane == "P").label("priority"),
            func.count().filter(Ticket.lane == bindparam("lane"), Ticket.order_key < bindparam("key")).label("before"),
        )
        .where(Ticket.day == day, Ticket.zone_id == zone, Ticket.state == "queued")
        .subquery()
    )
    mine = (Service.day == day, Service.zone_id == zone, Service.seconds.is_not(None))
    lane = select(LaneState.since_priority).where(LaneState.zone_id == zone, LaneState.day == day)
    # The zones of a window are a JSON list of single letters, on both databases kept as its text.
    served = cast(Window.zone_ids, String).like(bindparam("served"))
    return select(
        waiting.c.normal,
        waiting.c.priority,
        waiting.c.before,
        lane.scalar_subquery().label("since_priority"),
        select(func.count()).where(Window.state == "open", served).scalar_subquery().label("windows"),
        select(func.count()).where(*mine).scalar_subquery().label("services"),
        select(func.avg(Service.seconds)).where(*mine).scalar_subquery().label("mean"),
    )


_FIGURES = _figures()


def _past(house: House, session: Session, zone_id: str, day: date) -> tuple[int, float]:
    """Finished services of past days and their mean; read only while today tells too little, once a day."""
    name = ("pace", zone_id, day)
    if name not in house.past:
        count, mean = session.execute(
            select(func.count(Service.seconds), func.avg(Service.seconds)).where(
                Service.day >= day - timedelta(days=PAST_DAYS),
                Service.day < day,
                Service.zone_id == zone_id,
                Service.seconds.is_not(None),
            )
        ).one()
        house.past[name] = count, float(mean or 0.0)
    found: tuple[int, float] = house.past[name]
    return found
