"""Working days and opening times of the hall (Q-1, Q-7 to Q-9). Days are plain dates of Asia/Shanghai."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from hall.clock import SHANGHAI

OpeningClass = Literal["normal", "extended", "saturday"]
# Without a holiday table for a year nothing is promised further ahead than this.
DAYS_WITHOUT_TABLE = 5


@dataclass(frozen=True, slots=True)
class Opening:
    """One span of a day in which the hall is open. `extended` and `saturday` are by booking only."""

    id: str
    kind: OpeningClass
    start: datetime
    end: datetime
    apply_by: datetime | None

    @property
    def booking_only(self) -> bool:
        return self.kind != "normal"


class Calendar:
    """Built from `content/hall/calendar.json`: hours, and per year the days off and the make-up working days."""

    def __init__(self, hours: Mapping[str, Any], years: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._normal = _span(hours["normal"])
        self._extended = tuple(_span(span) for span in hours["extended"])
        self._saturday = _span(hours["saturday"])
        self.slot_minutes = int(hours["slot_minutes"])
        self._years = frozenset(int(year) for year in years)
        self._off = frozenset(date.fromisoformat(d) for year in years.values() for d in year["off"])
        self._make_up = frozenset(date.fromisoformat(d) for year in years.values() for d in year["make_up"])

    def has_table(self, day: date) -> bool:
        return day.year in self._years

    def is_working(self, day: date) -> bool:
        """Monday to Friday without the days off, and the make-up days."""
        if day in self._make_up:
            return True
        return day.weekday() < 5 and day not in self._off

    def is_saturday_open(self, day: date) -> bool:
        """A Saturday that is neither a day off nor a make-up working day."""
        return day.weekday() == 5 and day not in self._off and day not in self._make_up

    def working_day_after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself is not counted. 0 gives `day`."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def working_day_before(self, day: date) -> date:
        day -= timedelta(days=1)
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def last_bookable(self, today: date, working_days: int) -> date:
        """Last day of the booking window: the n-th working day after today, or less where no table is known."""
        last = self.working_day_after(today, working_days)
        if self.has_table(today) and self.has_table(last):
            return last
        return min(last, today + timedelta(days=DAYS_WITHOUT_TABLE))

    def openings(self, day: date, cut_off: time) -> tuple[Opening, ...]:
        """What is open that day, in order; `apply_by` is the cut-off on the working day before (Q-8)."""
        apply_by = datetime.combine(self.working_day_before(day), cut_off, SHANGHAI)
        if self.is_working(day):
            found = [_opening(day, "n", "normal", self._normal, None)]
            found += [
                _opening(day, f"x{n}", "extended", span, apply_by) for n, span in enumerate(self._extended, start=1)
            ]
            return tuple(sorted(found, key=lambda opening: opening.start))
        if self.is_saturday_open(day):
            return (_opening(day, "s", "saturday", self._saturday, apply_by),)
        return ()

    def open_for_walk_in(self, moment: datetime) -> bool:
        """Whether a number may be taken without a booking at that moment."""
        moment = moment.astimezone(SHANGHAI)
        start, end = self._normal
        return self.is_working(moment.date()) and start <= moment.time() < end

    def closing(self, day: date) -> datetime:
        """End of the normal hours of a day; deadlines given as days end here."""
        return datetime.combine(day, self._normal[1], SHANGHAI)

    def opening(self, day: date) -> datetime:
        return datetime.combine(day, self._normal[0], SHANGHAI)


def days(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    while first <= last:
        yield first
        first += timedelta(days=1)


def _span(pair: Sequence[str]) -> tuple[time, time]:
    return time.fromisoformat(pair[0]), time.fromisoformat(pair[1])


def _opening(day: date, suffix: str, kind: OpeningClass, span: tuple[time, time], apply_by: datetime | None) -> Opening:
    start, end = (datetime.combine(day, moment, SHANGHAI) for moment in span)
    return Opening(f"o-{day:%Y%m%d}-{suffix}", kind, start, end, apply_by)
