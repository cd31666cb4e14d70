"""The order of a zone's queue (Q-14, Q-16).

Two lanes: N (checked-in bookings, then walk-ins by time of first issue) and P (priority, by time of issue).
While both wait, at most every n-th call comes from P, and the first of P is called as soon as that allows:
with n = 2 it is among the next two. From that pattern everybody's place follows by counting, without walking
the queue: at the saturation of a large hall thousands wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Lane = Literal["N", "P"]

# Order keys are seconds of the day; those of checked-in bookings lie below every walk-in's.
BOOKING_OFFSET = -100_000.0


def calls_until_priority(since_priority: int, every: int) -> int:
    """How many calls of lane N must come before P may be called again; `since_priority`: calls since the last P."""
    return max(0, every - 1 - since_priority)


def lane_to_call(normal: int, priority: int, until_priority: int) -> Lane | None:
    """Which lane is called now, given how many wait in each."""
    if priority and (until_priority == 0 or not normal):
        return "P"
    return "N" if normal else None


def ahead(lane: Lane, index: int, other: int, until_priority: int, every: int) -> int:
    """How many are called before the ticket at `index` of its lane, when `other` wait in the other lane."""
    if lane == "P":
        return index + min(other, until_priority + index * (every - 1))
    return index + min(other, _priority_before(index, until_priority, every))


def place_at(
    place: int, normal: Sequence[float], priority: Sequence[float], until_priority: int, every: int
) -> tuple[Lane, float]:
    """Lane and order key that make a returning ticket the `place`-th to be called (1 = next), or the last.

    Lane N is tried first: a returned ticket must not use up the turn of the priority lane where that can be helped.
    """
    wanted = min(place - 1, len(normal) + len(priority))
    for lane, keys, others in (("N", normal, len(priority)), ("P", priority, len(normal))):
        for index in range(min(len(keys), wanted) + 1):
            if ahead(lane, index, others, until_priority, every) == wanted:  # type: ignore[arg-type]
                return lane, _key_at(keys, index)  # type: ignore[return-value]
    return "N", _key_at(normal, len(normal))


def _priority_before(index: int, until_priority: int, every: int) -> int:
    if index < until_priority:
        return 0
    if every == 1:
        return 1_000_000_000
    return 1 + (index - until_priority) // (every - 1)


def _key_at(keys: Sequence[float], index: int) -> float:
    """A key that sorts to `index` among the sorted `keys`."""
    if not keys:
        return 0.0
    if index == 0:
        return keys[0] - 1.0
    if index >= len(keys):
        return keys[-1] + 0.5
    return (keys[index - 1] + keys[index]) / 2
