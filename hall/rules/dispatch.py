"""Who is rung for a session, and what the visitor is offered meanwhile (B-13, B-16). Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# B-16: ten minutes of rest per fifty on duty; notes to both sides of a running session.
DUTY, REST = timedelta(minutes=50), timedelta(minutes=10)
NOTE_MINUTES = (20, 25, 30)
# How long a talk is taken to last when the waiting time behind it is told. Our judgement; product_peers names 15 min.
ASSUMED_TALK_S = 900


@dataclass(frozen=True, slots=True)
class Free:
    """An interpreter who is ready, and since when."""

    id: str
    since: datetime


def to_ring(ready: Sequence[Free], rung: Collection[str]) -> str | None:
    """Whoever has been idle longest and was not rung for this session yet; when all were, the round begins again."""
    fresh = [person for person in ready if person.id not in rung]
    chosen = min(fresh or ready, key=lambda person: (person.since, person.id), default=None)
    return None if chosen is None else chosen.id


def offers(waited_s: float, offer_s: int, clerk_s: int) -> list[str]:
    """What can be done while waiting; after `clerk_s` the clerk has been called and a videomail is possible too."""
    if waited_s < offer_s:
        return ["keep_waiting"]
    return ["keep_waiting", "text", "book", "clerk"] + (["videomail"] if waited_s >= clerk_s else [])


def expected_answer_s(place: int, ready: int, on_duty: int, ring_s: int) -> int:
    """Seconds until somebody answers: one ring if somebody is ready, else a share of a talk for each one before."""
    if ready >= place:
        return ring_s
    return round(ASSUMED_TALK_S * (place - ready) / max(1, on_duty)) + ring_s


def rest_due_at(duty_since: datetime) -> datetime:
    return duty_since + DUTY
