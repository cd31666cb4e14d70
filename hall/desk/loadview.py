"""Load and forecast as answers. No figure that could point at a person (P-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String, func, select
from sqlalchemy.orm import Session

from hall.call import present
from hall.clock import said
from hall.desk.loads import PAST_DAYS, zone_now
from hall.house import House
from hall.rules.waits import ASSUMED_SERVICE_SECONDS, light
from hall.rules.wording import time_zh
from hall.storage.tables.visits import Service, Ticket, Tide, Window

# A matter is named as busy only from this many tickets on (P-4).
HOT_FROM = 10
# How much of a slot's numbers is assumed to come at once when there are no past days. Our judgement.
ASSUMED_SHARE_WAITING = 0.5


def load_now(house: House, session: Session, now: datetime, zones: Sequence[str]) -> dict[str, Any]:
    """`Load` of the contract."""
    day = now.date()
    issued = dict(
        session.execute(select(Ticket.origin, func.count()).where(Ticket.day == day).group_by(Ticket.origin)).all()
    )
    total = sum(issued.values())
    mean, finished = _services_of(session, day)
    return present(
        as_of=said(now),
        zones=[zone_load(house, session, zone, now) for zone in zones],
        issued_today=total,
        finished_today=finished,
        walk_in_share=round(issued.get("walk_in", 0) / total, 4) if total else 1,
        mean_service_seconds=None if mean is None else round(mean),
        hot_matters=_hot(session, day),
        best_time=_best_time(house, session, now, zones),
    )


def zone_load(house: House, session: Session, zone_id: str, now: datetime) -> dict[str, Any]:
    """`ZoneLoad` of the contract."""
    zone = zone_now(house, session, zone_id, now.date())
    wait = zone.wait_behind(zone.waiting, now)
    return present(
        zone_id=zone_id,
        waiting=zone.waiting,
        open_windows=zone.open_windows,
        expected_wait=wait,
        light=light(wait["seconds"]),
        tide=_tide(session, zone_id),
    )


def forecast(
    house: House, session: Session, now: datetime, wanted: date | None, zones: Sequence[str]
) -> dict[str, Any]:
    """`Forecast` of the contract: from what was issued on past days, or assumed and saying so."""
    calendar = house.content.calendar
    day = wanted or calendar.working_day_after(now.date(), 1)
    counted, past_days = _past(house, session, min(day, now.date()), zones)
    bars = []
    if calendar.is_working(day):
        start, end = calendar.opening(day), calendar.closing(day)
        step = timedelta(minutes=calendar.slot_minutes)
        windows = max(1, sum(1 for zone in zones for _ in _windows(session, zone)))
        while start < end:
            waiting = _expected(house, counted, past_days, start, zones)
            bars.append(
                {
                    "start": said(start),
                    "wait_seconds": round(waiting * ASSUMED_SERVICE_SECONDS / windows),
                    "waiting": round(waiting),
                }
            )
            start += step
    basis = {"method": "past_days" if past_days else "assumed", "days": past_days}
    return {"date": day.isoformat(), "basis": basis, "bars": bars}


def _services_of(session: Session, day: date) -> tuple[float | None, int]:
    row = session.execute(
        select(func.avg(Service.seconds), func.count(Service.seconds)).where(Service.day == day)
    ).one()
    finished = session.scalar(
        select(func.count()).select_from(Ticket).where(Ticket.day == day, Ticket.state == "finished")
    )
    return (None if row[0] is None else float(row[0])), finished or 0


def _hot(session: Session, day: date) -> list[str]:
    query = (
        select(Ticket.matter_id, func.count().label("n"))
        .where(Ticket.day == day, Ticket.matter_id.is_not(None))
        .group_by(Ticket.matter_id)
        .having(func.count() >= HOT_FROM)
        .order_by(func.count().desc(), Ticket.matter_id)
        .limit(10)
    )
    return [str(matter) for matter, _ in session.execute(query)]


def _tide(session: Session, zone_id: str) -> str | None:
    opened = select(Window.zone_ids).where(Window.tide, Window.state == "open")
    if any(zone_id in zones for zones in session.scalars(opened)):
        return "opened"
    tide = session.get(Tide, zone_id)
    return "proposed" if tide is not None and tide.proposed_at is not None else None


def _best_time(house: House, session: Session, now: datetime, zones: Sequence[str]) -> dict[str, Any] | None:
    """The emptiest half-hour still to come today, only where past days tell."""
    counted, past_days = _past(house, session, now.date(), zones)
    calendar = house.content.calendar
    if not past_days or not calendar.is_working(now.date()):
        return None
    start, step = calendar.opening(now.date()), timedelta(minutes=calendar.slot_minutes)
    coming = [start + n * step for n in range(48) if now <= start + n * step < calendar.closing(now.date())]
    if not coming:
        return None
    best = min(coming, key=lambda moment: (counted.get(moment.strftime("%H:%M"), 0), moment))
    said_text = {"zh": f"{time_zh(best)}人比较少。", "en": f"Fewest people at {best.hour}:{best:%M}."}
    return {"start": said(best), "said": said_text}


def _past(house: House, session: Session, day: date, zones: Sequence[str]) -> tuple[dict[str, int], int]:
    """Tickets issued per half-hour on the past days before `day`, and on how many days there were any.

    `day` is today or earlier: what is asked once is kept, and today is not over.
    """
    name = (day, tuple(zones))
    if name not in house.past:
        # Stored times are text of fixed width: characters 12 to 15 are the hour and the ten minutes.
        ten_minutes = func.substr(Ticket.issued_at, 12, 4, type_=String)
        query = (
            select(Ticket.day, ten_minutes, func.count())
            .where(Ticket.day >= day - timedelta(days=PAST_DAYS), Ticket.day < day, Ticket.zone_id.in_(zones))
            .group_by(Ticket.day, ten_minutes)
        )
        counted: dict[str, int] = {}
        seen: set[date] = set()
        for issued_day, moment, count in session.execute(query):
            seen.add(issued_day)
            half = moment[:3] + ("00" if moment[3] < "3" else "30")
            counted[half] = counted.get(half, 0) + count
        house.past[name] = counted, len(seen)
    found: tuple[dict[str, int], int] = house.past[name]
    return found


def _expected(house: House, counted: dict[str, int], past_days: int, start: datetime, zones: Sequence[str]) -> float:
    if past_days:
        return counted.get(start.strftime("%H:%M"), 0) / past_days
    planned = sum(int(house.content.zones[zone]["numbers_per_slot"]) for zone in zones)
    return planned * ASSUMED_SHARE_WAITING


def _windows(session: Session, zone_id: str) -> list[str]:
    rows = session.execute(select(Window.id, Window.zone_ids).where(Window.state == "open"))
    return [window_id for window_id, zones in rows if zone_id in zones]
