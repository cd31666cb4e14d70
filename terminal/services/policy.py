"""Time-outs and retries of the contract (section 5), as numbers and pure functions."""

from __future__ import annotations

# How long one try may take.
READ_S = 3.0
CHANGE_S = 5.0
HELP_S = 2.0
FILM_S = 60.0

# Ticket, booking, check-in: the same key again after these gaps; after PATIENCE_S the visitor is told the truth.
GAPS_S = (1.0, 2.0, 4.0)
PATIENCE_S = 10.0

# Outbox: 1, 2, 4 … 300 s with jitter, for 7 days.
OUTBOX_FIRST_S, OUTBOX_LONGEST_S = 1.0, 300.0
OUTBOX_KEPT_S = 7 * 24 * 3600.0

# Event stream: reconnect after 1, 2, 4 … 30 s with jitter; silent for 40 s counts as lost.
STREAM_FIRST_S, STREAM_LONGEST_S = 1.0, 30.0
STREAM_SILENT_S = 40.0


def backoff_s(tries: int, first_s: float, longest_s: float, chance: float) -> float:
    """Wait after the `tries`-th failure (1 = first): doubling up to the longest, with jitter.

    `chance` is a random number in 0..1; the result lies between half and the whole of the doubled gap, so that
    many terminals do not come back in the same second.
    """
    whole = min(longest_s, first_s * float(2 ** min(tries - 1, 30)))
    return whole * (0.5 + chance / 2)
