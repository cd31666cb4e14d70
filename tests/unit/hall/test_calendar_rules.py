"""Working days, openings and cut-offs over holidays, make-up days, midnight and years without a table."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.clock import SHANGHAI
from hall.content import load_content
from hall.rules.slots import quota, slot_by_id, slots_of_day

CALENDAR = load_content().calendar
CUT_OFF = time(14, 0)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a Saturday that makes up for it
        (date(2026, 9, 20), True),  # a Sunday likewise
        (date(2026, 11, 23), True),
        (date(2026, 11, 28), False),
        (date(2027, 2, 8), False),  # Spring Festival
    ],
)
def test_days_off_and_make_up_days(day: date, working: bool) -> None:
    assert CALENDAR.is_working(day) is working


def test_a_make_up_saturday_has_a_working_days_hours() -> None:
    kinds = [opening.kind for opening in CALENDAR.openings(date(2026, 10, 10), CUT_OFF)]
    assert kinds == ["extended", "normal", "extended"]
    assert [o.kind for o in CALENDAR.openings(date(2026, 11, 28), CUT_OFF)] == ["saturday"]
    assert CALENDAR.openings(date(2026, 10, 3), CUT_OFF) == ()


@pytest.mark.parametrize(
    ("day", "cut_off_day"),
    [
        (date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 20)),  # Monday: Friday
        (date(2026, 11, 28), date(2026, 11, 27)),  # Saturday: Friday
        (date(2026, 10, 8), date(2026, 9, 30)),  # after a week off
    ],
)
def test_extended_hours_are_applied_for_on_the_working_day_before(day: date, cut_off_day: date) -> None:
    booked = [opening for opening in CALENDAR.openings(day, CUT_OFF) if opening.booking_only]
    assert {opening.apply_by for opening in booked} == {datetime.combine(cut_off_day, CUT_OFF, SHANGHAI)}


@given(day=DAYS, count=st.integers(0, 40))
def test_counting_working_days_counts_only_working_days(day: date, count: int) -> None:
    last = CALENDAR.working_day_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(map(CALENDAR.is_working, between)) == count
    assert count == 0 or CALENDAR.is_working(last)


def test_without_a_table_nothing_further_than_five_days() -> None:
    assert CALENDAR.last_bookable(date(2029, 5, 7), 5) == date(2029, 5, 12)
    assert CALENDAR.last_bookable(date(2027, 12, 30), 5) == date(2028, 1, 4)


@given(day=DAYS)
def test_every_time_is_found_again_by_its_id(day: date) -> None:
    for slot in slots_of_day(CALENDAR, day, "A", CUT_OFF):
        assert slot_by_id(CALENDAR, slot.id, CUT_OFF) == slot
        assert slot.end - slot.start == timedelta(minutes=30)


@pytest.mark.parametrize("slot_id", ["", "s-20261124-0931-A", "s-20261132-0930-A", "s-20261001-0930-A", "x" * 100])
def test_ids_of_no_time_are_no_time(slot_id: str) -> None:
    assert slot_by_id(CALENDAR, slot_id, CUT_OFF) is None


@pytest.mark.parametrize(
    ("capacity", "percent", "places"), [(10, 28, 2), (1, 28, 1), (0, 28, 0), (10, 0, 0), (25, 28, 7)]
)
def test_the_booked_share(capacity: int, percent: int, places: int) -> None:
    assert quota(capacity, percent) == places


@pytest.mark.parametrize(("moment", "open_"), [("08:59", False), ("09:00", True), ("16:59", True), ("17:00", False)])
def test_walk_ins_come_in_normal_hours(moment: str, open_: bool) -> None:
    at = datetime.combine(date(2026, 11, 23), time.fromisoformat(moment), SHANGHAI)
    assert CALENDAR.open_for_walk_in(at) is open_
