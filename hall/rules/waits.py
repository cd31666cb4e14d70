"""How long somebody will wait, and what that is based on. Never a figure without its basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hall.clock import said
from hall.rules.wording import wait_said

# Fewer finished services than this say too little; past days, then the assumption, stand in. Our judgement.
ENOUGH_SAMPLES = 5
# Mean service of a hall without any data. Our judgement; the answer says `assumed`.
ASSUMED_SERVICE_SECONDS = 600
# How far the true wait may lie from the mean: told as low and high. Our judgement.
LOW, HIGH = 0.8, 1.4
# Traffic light of a zone: green below the first, red from the second on (seconds). Our judgement; Q-11's 20 min is red.
YELLOW_FROM, RED_FROM = 600, 1200


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a zone works: the mean service time and how many finished services stand behind it."""

    method: str
    mean_service_seconds: int
    sample: int


def pace(today: tuple[int, float], past: tuple[int, float]) -> Pace:
    """`today` and `past` are (finished services, mean seconds)."""
    for method, (sample, mean) in (("measured_today", today), ("measured_past", past)):
        if sample >= ENOUGH_SAMPLES:
            return Pace(method, round(mean), sample)
    return Pace("assumed", ASSUMED_SERVICE_SECONDS, today[0])


def expected_wait(ahead: int, open_windows: int, zone_pace: Pace, as_of: datetime) -> dict[str, Any]:
    """`ExpectedWait` of the contract; with no window open the time is that of one window, and the basis says 0."""
    seconds = round(ahead * zone_pace.mean_service_seconds / max(1, open_windows))
    return {
        "seconds": seconds,
        "low": round(seconds * LOW),
        "high": round(seconds * HIGH),
        "said": wait_said(ahead, seconds, measured=zone_pace.method != "assumed"),
        "basis": {
            "method": zone_pace.method,
            "ahead": ahead,
            "open_windows": open_windows,
            "mean_service_seconds": zone_pace.mean_service_seconds,
            "sample": zone_pace.sample,
            "as_of": said(as_of),
        },
    }


def light(seconds: int) -> str:
    return "green" if seconds < YELLOW_FROM else "yellow" if seconds < RED_FROM else "red"
