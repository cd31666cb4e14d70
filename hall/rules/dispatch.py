"""Who is rung for a session, and what the visitor is offered meanwhile (B-13, B-16). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

# States of a session (contract, section 8): before an interpreter is in it, with one, and after.
WAITING, LIVE, OVER = ("queued", "called"), ("processing", "parked"), ("pending", "finished", "missed", "deleted")
# B-16: ten minutes of rest per fifty on duty; notes to both sides of a running session.
DUTY, REST = timedelta(minutes=50), timedelta(minutes=10)
NOTE_MINUTES = (20, 25, 30)
# Contract, section 9: a lost socket may join again for so long; then the session looks for another interpreter.
GONE = timedelta(seconds=60)
# How long a talk is taken to last when the waiting time behind it is told. Our judgement; product_peers names 15 min.
ASSUMED_TALK_S = 900


@dataclass(frozen=True, slots=True)
class Free:
    """An interpreter who is ready, since when, and what he or she can do."""

    id: str
    since: datetime
    skills: frozenset[str] = frozenset({"national"})
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a session asks for: the visitor's variety and where it is signed, subjects, text only, who was in it.

    Who declined it (wrong variety, a conflict of interest, busy) is not rung for it again, but may still take it.
    """

    variety: str = "unknown"
    place: str = ""
    subjects: frozenset[str] = field(default_factory=frozenset)
    written: bool = False
    before: str | None = None
    declined: frozenset[str] = frozenset()

    @classmethod
    def of(cls, stored: Mapping[str, Any], before: str | None) -> Wanted:
        """From what `stored` made."""
        return cls(
            stored.get("variety", "unknown"),
            stored.get("place", ""),
            frozenset(stored.get("subjects", ())),
            stored.get("written", False),
            before,
            frozenset(stored.get("declined", ())),
        )

    def stored(self) -> dict[str, Any]:
        return {
            "variety": self.variety,
            "place": self.place,
            "subjects": sorted(self.subjects),
            "written": self.written,
            "declined": sorted(self.declined),
        }


def to_ring(ready: Sequence[Free], rung: Collection[str], wanted: Wanted | None = None) -> list[str]:
    """In which order to try: who was in the session before; who was not rung for it yet; who fits; idle longest.

    Nobody waits for the fitting one while another is free (overflow at once): a call can be handed over for its
    variety, and a face now is worth more than the right dialect later. When all were rung the round begins again,
    without those who declined: nobody is asked twice for what he or she said no to.
    """
    asked = wanted or Wanted()

    def key(person: Free) -> tuple[Any, ...]:
        fresh = person.id not in rung
        return (not (fresh and person.id == asked.before), not fresh, misfit(person, asked), person.since, person.id)

    return [person.id for person in sorted(ready, key=key) if person.id not in asked.declined]


def misfit(person: Free, wanted: Wanted) -> tuple[int, int, int]:
    """How far a person is from what is asked: variety and dialect, then subjects, then writing; zeros fit."""
    variety = 0
    if wanted.variety == "national":
        variety = int("national" not in person.skills)
    elif wanted.variety == "regional":
        variety = 2 if "regional" not in person.skills else int(wanted.place not in person.places)
    return variety, len(wanted.subjects - person.skills), int(wanted.written and "written" not in person.skills)


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
