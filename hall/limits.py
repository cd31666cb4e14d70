"""Rate limits of the contract (section 5): per key, per key for tickets, wrong keys per address; and of codes.

A code's secret (`/phone`, `/answer`, `/transcript`) is guessed at in vain: it has 192 random bits or more, and whoever
knows the 64 random bits of its id may try ten a minute. In fourteen days, longer than any code lives, that is 201,600
guesses: a chance of 2^17.6 / 2^192 = 2^-174. Guesses at ids that do not exist cannot open anything; their limit per
address only saves work, and never stops who has a code that exists: a hall's visitors share one address.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable

from hall.keys import hash_of
from hall.problems import Refusal

# (tokens a second, burst). Own figures of the contract: 20/s with a burst of 60; 30 tickets and 10 wrong keys a minute.
PER_KEY = (20.0, 60.0)
TICKETS = (30 / 60, 30.0)
WRONG_KEYS = (10 / 60, 10.0)
# The same for secrets of a code, whoever guesses; and for codes that do not exist, per address. Our judgement.
PER_CODE = (10 / 60, 10.0)
NO_CODES = (10.0, 300.0)
# Buckets remembered per limit; the oldest goes first, so that an address scan cannot fill the memory.
REMEMBERED = 10_000


class Limit:
    """Token buckets by name. Time is an argument: monotonic seconds."""

    def __init__(self, rate_hz: float, burst: float) -> None:
        self._rate_hz, self._burst = rate_hz, burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, name: str, now_s: float) -> float:
        """Seconds until a token is there; 0 when it is there now. Takes nothing."""
        return max(0.0, (1 - self._level(name, now_s)) / self._rate_hz)

    def take(self, name: str, now_s: float) -> None:
        """Use up one token; the bucket never goes below empty."""
        self._buckets[name] = (max(0.0, self._level(name, now_s) - 1), now_s)
        self._buckets.move_to_end(name)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)

    def _level(self, name: str, now_s: float) -> float:
        level, at_s = self._buckets.get(name, (self._burst, now_s))
        return min(self._burst, level + (now_s - at_s) * self._rate_hz)


class Limits:
    """The limits of a hall; refuses with 429 and Retry-After."""

    def __init__(self, clock_s: Callable[[], float], *, off: bool) -> None:
        self._clock_s, self._off = clock_s, off
        self._keys, self._tickets, self._wrong = Limit(*PER_KEY), Limit(*TICKETS), Limit(*WRONG_KEYS)
        self._codes, self._no_codes = Limit(*PER_CODE), Limit(*NO_CODES)
        self._right: OrderedDict[str, None] = OrderedDict()

    def address(self, address: str, key: str | None = None) -> None:
        """Before a key is looked at: an address that guesses must wait. A key that was right before need not: all
        terminals of a hall may stand behind one address, and one with a wrong key must not stop the others."""
        if hash_of(key or "") not in self._right:
            self._check(self._wrong, address)

    def wrong_key(self, address: str, key: str | None = None) -> None:
        self._right.pop(hash_of(key or ""), None)
        self._wrong.take(address, self._clock_s())

    def right_key(self, key: str) -> None:
        """Remembered as a hash, like everywhere."""
        self._right[hash_of(key)] = None
        if len(self._right) > REMEMBERED:
            self._right.popitem(last=False)

    def code(self, address: str, name: str, secret: str, *, known: bool) -> None:
        """Before a code's secret is looked at; `known`: whether the hall has a code of this name. A secret that was
        right before need not wait, whoever guesses at its code."""
        if not known:
            self._check(self._no_codes, address)
        elif hash_of(_both(name, secret)) not in self._right:
            self._check(self._codes, name)

    def wrong_code(self, address: str, name: str, secret: str, *, known: bool) -> None:
        self._right.pop(hash_of(_both(name, secret)), None)
        limit, bucket = (self._codes, name) if known else (self._no_codes, address)
        limit.take(bucket, self._clock_s())

    def right_code(self, name: str, secret: str) -> None:
        self.right_key(_both(name, secret))

    def request(self, key_id: str, operation_id: str) -> None:
        """One accepted request of a key."""
        self._check(self._keys, key_id)
        self._keys.take(key_id, self._clock_s())
        if operation_id == "createTicket":
            self._check(self._tickets, key_id)
            self._tickets.take(key_id, self._clock_s())

    def _check(self, limit: Limit, name: str) -> None:
        wait_s = 0.0 if self._off else limit.wait_s(name, self._clock_s())
        if wait_s > 0:
            raise Refusal("too_many_requests", headers={"Retry-After": str(math.ceil(wait_s))})


def _both(name: str, secret: str) -> str:
    return f"code {name} {secret}"
