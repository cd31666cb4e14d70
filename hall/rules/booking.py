"""Who may book what, and until when (Q-1 to Q-5, Q-8, Q-9, Q-17). Pure: facts in, refusal code out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hall.rules.slots import Slot

Rules = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the hall knows of the person: bookings on the day of the slot, open bookings, no-shows."""

    on_that_day: int
    open: int
    no_shows: Sequence[datetime]


def refusal_of_time(slot: Slot, matter: Mapping[str, Any], now: datetime, last_day: date, rules: Rules) -> str | None:
    """Why nobody may book this time for this matter now; None when it may be booked. In the contract's order."""
    if now >= slot.start - timedelta(seconds=rules["release_seconds"]):
        return "slot_over"
    if not now.date() <= slot.day <= last_day:
        return "outside_booking_window"
    if slot.opening.kind == "saturday" and not matter["saturday"]:
        return "not_on_saturday_list"
    if slot.zone_id != matter["zone_id"] or not matter["bookable"]:
        return "slot_not_for_matter"
    if slot.opening.apply_by is not None and now >= slot.opening.apply_by:
        return "cut_off_passed"
    return None


def refusal_of_person(facts: PersonFacts, now: datetime, rules: Rules) -> str | None:
    """Why this person may not book: block first, then the limits."""
    if blocked_until(facts.no_shows, now, rules) is not None:
        return "booking_blocked"
    if facts.on_that_day >= rules["per_id_per_day"]:
        return "per_id_day_limit"
    if facts.open >= rules["per_id_open"]:
        return "per_id_open_limit"
    return None


def recent_no_shows(no_shows: Sequence[datetime], now: datetime, rules: Rules) -> int:
    """No-shows within the rolling month that ends now."""
    since = now - timedelta(days=rules["no_show_days"])
    return sum(since < moment <= now for moment in no_shows)


def blocked_until(no_shows: Sequence[datetime], now: datetime, rules: Rules) -> datetime | None:
    """End of the block, if one is in force: **more than** the allowed number within the rolling month (Q-3).

    Counted from the no-show that went over the limit: the block does not end earlier because older ones age.
    """
    allowed, month = rules["no_shows_allowed"], timedelta(days=rules["no_show_days"])
    moments = sorted(moment for moment in no_shows if moment <= now)
    ends = [
        moments[n] + timedelta(days=rules["block_days"])
        for n in range(allowed, len(moments))
        if moments[n] - moments[n - allowed] < month
    ]
    return max((end for end in ends if end > now), default=None)


def cancel_free_until(start: datetime, rules: Rules) -> datetime:
    """Exactly this moment is still free (Q-5)."""
    return start - timedelta(seconds=rules["cancel_seconds"])


def check_in_span(start: datetime, rules: Rules) -> tuple[datetime, datetime]:
    """From when until when the visitor may check in; both ends included (Q-17)."""
    return (
        start - timedelta(seconds=rules["check_in_before_seconds"]),
        start + timedelta(seconds=rules["check_in_after_seconds"]),
    )
