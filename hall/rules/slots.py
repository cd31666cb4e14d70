"""Times that can be booked: cut from the openings, with the booked share of Q-2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hall.clock import SHANGHAI
from hall.rules.calendar import Calendar, Opening

_SLOT_ID = re.compile(r"s-(\d{8})-(\d{4})-([A-Z])")


@dataclass(frozen=True, slots=True)
class Slot:
    """One time in one zone. The id tells day, time and zone, nothing else."""

    zone_id: str
    opening: Opening
    start: datetime
    end: datetime

    @property
    def id(self) -> str:
        return f"s-{self.start:%Y%m%d-%H%M}-{self.zone_id}"

    @property
    def day(self) -> date:
        return self.start.date()


def slots_of_day(calendar: Calendar, day: date, zone_id: str, cut_off: time) -> Iterator[Slot]:
    """All times of a zone on a day, in order."""
    step = timedelta(minutes=calendar.slot_minutes)
    for opening in calendar.openings(day, cut_off):
        start = opening.start
        while start + step <= opening.end:
            yield Slot(zone_id, opening, start, start + step)
            start += step


def slot_by_id(calendar: Calendar, slot_id: str, cut_off: time) -> Slot | None:
    """The time that the id names, or None when there is no such time."""
    match = _SLOT_ID.fullmatch(slot_id)
    if match is None:
        return None
    try:
        day = datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=SHANGHAI).date()
    except ValueError:
        return None
    return next((slot for slot in slots_of_day(calendar, day, match[3], cut_off) if slot.id == slot_id), None)


def quota(capacity: int, percent: int) -> int:
    """Numbers of a slot that can be booked: the share rounded down, at least one (Q-2); none of none."""
    if capacity <= 0 or percent <= 0:
        return 0
    return max(1, capacity * percent // 100)
