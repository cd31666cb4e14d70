"""Places in the queue by counting agree with calling one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hall.rules.queue import BOOKING_OFFSET, ahead, calls_until_priority, lane_to_call, place_at

COUNTS = st.integers(0, 30)
EVERY = st.integers(1, 5)
SINCE = st.integers(0, 6)


def called_one_by_one(normal: int, priority: int, until: int, every: int) -> list[str]:
    """The order in which lanes are called when nobody comes meanwhile."""
    order, since = [], every - 1 - until
    while normal or priority:
        lane = lane_to_call(normal, priority, calls_until_priority(since, every))
        assert lane is not None
        order.append(lane)
        if lane == "P":
            priority, since = priority - 1, 0
        else:
            normal, since = normal - 1, since + 1
    return order


@given(normal=COUNTS, priority=COUNTS, since=SINCE, every=EVERY)
def test_told_places_are_the_order_of_calling(normal: int, priority: int, since: int, every: int) -> None:
    until = calls_until_priority(since, every)
    order = called_one_by_one(normal, priority, until, every)
    told = {ahead("N", n, priority, until, every): "N" for n in range(normal)}
    told |= {ahead("P", n, normal, until, every): "P" for n in range(priority)}
    assert [told[place] for place in range(normal + priority)] == order


@given(normal=COUNTS, priority=COUNTS, since=SINCE, every=EVERY)
def test_while_others_wait_at_most_every_nth_call_is_from_the_priority_lane(
    normal: int, priority: int, since: int, every: int
) -> None:
    order = called_one_by_one(normal, priority, calls_until_priority(since, every), every)
    while_both_wait = "".join(order[: max((n for n, lane in enumerate(order) if lane == "N"), default=0)])
    gaps = [len(run) for run in while_both_wait.split("P")[1:-1]]
    assert all(gap >= every - 1 for gap in gaps)


@given(
    normal=st.lists(st.floats(-1e6, 1e6), unique=True, max_size=12),
    priority=st.lists(st.floats(-1e6, 1e6), unique=True, max_size=12),
    since=SINCE,
    every=EVERY,
    place=st.integers(1, 5),
)
def test_who_returns_gets_the_named_place_or_the_last(
    normal: list[float], priority: list[float], since: int, every: int, place: int
) -> None:
    lanes = {"N": sorted(normal), "P": sorted(priority)}
    until = calls_until_priority(since, every)
    lane, key = place_at(place, lanes["N"], lanes["P"], until, every)
    index = sum(other < key for other in lanes[lane])
    other = len(lanes["P" if lane == "N" else "N"])
    assert ahead(lane, index, other, until, every) == min(place - 1, len(normal) + len(priority))


def test_bookings_sort_before_every_walk_in() -> None:
    assert 24 * 3600 + 1 + BOOKING_OFFSET < 0


def test_an_empty_zone_calls_nobody() -> None:
    assert lane_to_call(0, 0, 0) is None
