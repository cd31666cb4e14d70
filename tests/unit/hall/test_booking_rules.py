"""The block after more than three no-shows, at its edges."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hall.clock import SHANGHAI
from hall.house import default_rules
from hall.rules.booking import blocked_until, recent_no_shows

RULES = default_rules()
START = datetime(2026, 11, 1, 10, tzinfo=SHANGHAI)


def after(days: float) -> datetime:
    return START + timedelta(days=days)


def test_the_third_does_not_block_and_the_fourth_does() -> None:
    assert blocked_until([after(n) for n in range(3)], after(3), RULES) is None
    assert blocked_until([after(n) for n in range(4)], after(4), RULES) == after(3 + 30)


def test_four_spread_over_more_than_a_month_do_not_block() -> None:
    assert blocked_until([after(0), after(10), after(20), after(30)], after(31), RULES) is None
    assert blocked_until([after(0), after(10), after(20), after(29.9)], after(31), RULES) == after(59.9)


def test_the_block_runs_its_whole_time_although_old_no_shows_age() -> None:
    four = [after(0), after(1), after(2), after(28)]
    assert recent_no_shows(four, after(40), RULES) == 1
    assert blocked_until(four, after(40), RULES) == after(58)
    assert blocked_until(four, after(58), RULES) is None


@given(st.lists(st.floats(0, 200), max_size=12), st.floats(0, 260))
def test_a_block_always_ends_within_its_length(days: list[float], now: float) -> None:
    until = blocked_until([after(day) for day in days], after(now), RULES)
    assert until is None or after(now) < until <= after(now) + timedelta(days=RULES["block_days"])


@given(st.lists(st.floats(0, 200), max_size=12), st.floats(0, 260), st.floats(0, 200))
def test_one_more_no_show_never_frees_anybody(days: list[float], now: float, more: float) -> None:
    before = blocked_until([after(day) for day in days], after(now), RULES)
    later = blocked_until([after(day) for day in [*days, more]], after(now), RULES)
    assert before is None or (later is not None and later >= before)
