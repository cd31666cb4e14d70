"""Jobs of the hall link that never end: one that fails is begun again, and staff are told while it does not go.

Rule 1: no answer of a hall, and no full disk, ends a job for good; a foreign hall may say anything.
Rule 2: a job that fails waits longer each time, so that it harms neither the hall nor the log.
Rule 3: what was told is taken back when the job has gone well for a minute.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress

from terminal.services.policy import backoff_s
from terminal.visit.events import DeviceChanged, Event, Status

logger = logging.getLogger(__name__)

DEVICE = "hall_link"
FIRST_S, LONGEST_S = 1.0, 30.0
"""A failed job is begun again after 1, 2, 4 … 30 s, with jitter."""
STEADY_S = 60.0
"""Without a failure for this long a job goes well; longer than the longest wait."""


class Jobs:
    """The jobs of one loop. ``say`` publishes; ``wait`` and ``chance`` are given by tests."""

    def __init__(
        self,
        say: Callable[[Event], None],
        *,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._say, self._wait, self._chance = say, wait, chance
        self._failing: dict[str, asyncio.TimerHandle] = {}
        self._failures: dict[str, int] = {}

    async def keep(self, name: str, job: Callable[[], Awaitable[None]]) -> None:
        """Do the job for as long as the loop runs; returns when it returns by itself."""
        while True:
            try:
                return await job()
            except Exception as error:
                self.failed(name, error)
            await self._wait(backoff_s(self._failures[name], FIRST_S, LONGEST_S, self._chance()))

    def failed(self, name: str, error: Exception) -> None:
        """Count a failure and tell staff: the place and the kind, never what the hall or the visitor said."""
        self._failures[name] = self._failures.get(name, 0) + 1
        frames = "".join(traceback.format_tb(error.__traceback__)) if self._failures[name] == 1 else ""
        logger.error("%s failed: %s\n%s", name, type(error).__name__, frames)
        before = self._failing.pop(name, None)
        if before is not None:
            before.cancel()
        self._failing[name] = asyncio.get_running_loop().call_later(STEADY_S, self._well, name)
        if before is None:
            self._tell(f"{name}: {type(error).__name__}")

    def _well(self, name: str) -> None:
        self._failing.pop(name, None)
        self._failures.pop(name, None)
        self._tell(", ".join(self._failing))

    def _tell(self, detail: str) -> None:
        status = Status.FAULT if self._failing else Status.OK
        self._say(DeviceChanged(at=time.monotonic(), device=DEVICE, status=status, detail=detail))


async def repeat(do: Callable[[], Awaitable[None]], every_s: float) -> None:
    """Do it for ever, with this pause after each time."""
    while True:
        await do()
        await asyncio.sleep(every_s)


class Fresh:
    """Something of the hall that is read again when an event says that it changed, and now and then anyway.

    However many events come, it is read at most once in ``SOONEST_S``: a busy hall tells of every number. ``read``
    returns how long the hall asked us to wait, 0 where it did not; then it is read again by itself after that time.
    """

    SOONEST_S = 1.0

    def __init__(self, read: Callable[[], Awaitable[float]], at_least_every_s: float) -> None:
        self._read, self._every_s = read, at_least_every_s
        self._stale = asyncio.Event()

    def stale(self) -> None:
        """It has changed at the hall."""
        self._stale.set()

    async def follow(self) -> None:
        """Reads for ever."""
        while True:
            self._stale.clear()
            asked_s = await self._read()
            await asyncio.sleep(max(self.SOONEST_S, asked_s))
            if not asked_s:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stale.wait(), self._every_s)
