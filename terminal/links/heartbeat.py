"""The terminal tells the hall's administrator how it is, and learns from the answer whether clock and key are right."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from terminal.links import health
from terminal.links.joining import NOT_OURS
from terminal.links.reach import Reach
from terminal.services import Answer, Away, Ok, Outbox, Refused
from terminal.visit.events import DeviceChanged, Status
from terminal.visit.state import State

FIRST_S = 2.0
"""Health is told first when the devices have had time to say theirs."""
SOONEST_S = 1.0
"""Not more often, whatever the hall says."""

StateNow = Callable[[], tuple[State, datetime]]


class Heartbeat:
    """Of one terminal. ``own_clock``: it has a clock of its own, which is compared with the hall's."""

    def __init__(self, reach: Reach, outbox: Outbox, own_clock: bool) -> None:
        self._reach, self._outbox, self._own_clock = reach, outbox, own_clock
        self._clock: Status | None = None
        self._refused = False
        self.state_now: StateNow | None = None
        """Gives the state with the wall's time; nothing is told before it is set."""

    async def follow(self) -> None:
        """Beats for ever."""
        while True:
            wait_s = FIRST_S if self.state_now is None else await self._beat(self.state_now)
            await asyncio.sleep(max(SOONEST_S, wait_s))

    async def _beat(self, state_now: StateNow) -> float:
        """One beat; how long until the next, in s."""
        state, at = state_now()
        body = health.heartbeat(state, at, len(self._outbox), self._outbox.oldest_s(time.time()))
        began = time.monotonic()
        answer = await self._reach.client.heartbeat(self._reach.access.terminal_id, body)
        self._tell_refusal(answer)
        if not isinstance(answer, Ok):
            return health.BEAT_S
        self._tell_clock(health.clock_told(at, time.monotonic() - began, answer.value["now"]))
        return float(answer.value["next_seconds"])

    def _tell_refusal(self, answer: Answer[Any]) -> None:
        """That the hall refuses this terminal's id or key, and that it does no longer."""
        refused = isinstance(answer, Refused) and answer.code in NOT_OURS
        if refused == self._refused or isinstance(answer, Away):
            return
        self._refused = refused
        why = f"{self._reach.access.terminal_id}: {answer.code}" if isinstance(answer, Refused) else ""
        status = Status.FAULT if refused else Status.OK
        self._reach.say(DeviceChanged(at=time.monotonic(), device="hall_key", status=status, detail=why))

    def _tell_clock(self, told: DeviceChanged) -> None:
        """Only what changed; the seconds are those of the moment it was noticed."""
        if self._own_clock and told.status is not self._clock:
            self._clock = told.status
            self._reach.say(replace(told, at=time.monotonic()))
