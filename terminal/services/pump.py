"""Empties the outbox: one parcel after the other, in order, until the hall has it or refuses it for good."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable

from terminal.services.client import HallClient
from terminal.services.line import Ask
from terminal.services.outbox import Outbox, Parcel
from terminal.services.policy import CHANGE_S, OUTBOX_KEPT_S
from terminal.services.results import Away, Ok, Refused

logger = logging.getLogger(__name__)

# How long the pump rests when nothing is due; `wake` ends the rest.
REST_S = 1.0

Delivered = Callable[[str, str], None]
Dropped = Callable[[str, str, Refused | None], None]


class OutboxPump:
    """`run` is a task of the client's loop. The callbacks are called there and must not block.

    `on_delivered(key, operation)` when the hall has it; `on_dropped(key, operation, refusal)` when it never will:
    staff are told; refusal None means kept for seven days in vain.
    """

    def __init__(
        self,
        client: HallClient,
        outbox: Outbox,
        *,
        on_delivered: Delivered,
        on_dropped: Dropped | None = None,
        wall_clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._client, self._outbox = client, outbox
        self._on_delivered, self._on_dropped = on_delivered, on_dropped
        self._wall_clock, self._chance = wall_clock, chance
        self._woken = asyncio.Event()
        self._unanswered = outbox.keys()
        """Put off because the hall was away, not because it asked for it; so is what an earlier run left."""

    def wake(self) -> None:
        """Something was put in. Call from the pump's loop."""
        self._woken.set()

    def hall_is_back(self) -> None:
        """What could not be brought to it goes now, not in the minutes that the tries have come apart to."""
        for key in self._unanswered:
            self._outbox.hurry(key, self._wall_clock())
        self._unanswered.clear()
        self.wake()

    async def run(self) -> None:
        while True:
            await self.once()
            try:
                await asyncio.wait_for(self._woken.wait(), REST_S)
            except TimeoutError:
                continue
            self._woken.clear()

    async def once(self) -> None:
        """One round: drop what is too old, send what is due; stops at the first sign that the hall is away."""
        now = self._wall_clock()
        for parcel in self._outbox.due(now):
            if self._outbox.age_s(parcel, now) >= OUTBOX_KEPT_S:
                self._drop(parcel, None)
            elif not await self._deliver(parcel):
                return

    async def _deliver(self, parcel: Parcel) -> bool:
        """Whether it is worth going on with the next."""
        ask = Ask("POST", parcel.path, parcel.body, key=parcel.key, timeout_s=CHANGE_S)
        answer = await self._client.line.ask(ask)
        if isinstance(answer, Ok):
            self._outbox.remove(parcel.key)
            self._on_delivered(parcel.key, parcel.operation)
            return True
        if isinstance(answer, Refused) and not answer.for_now:
            self._drop(parcel, answer)
            return True
        self._outbox.put_off(parcel.key, self._wall_clock(), self._chance(), answer.retry_after_s)
        if answer.retry_after_s is None:
            self._unanswered.add(parcel.key)
        else:
            self._unanswered.discard(parcel.key)
        return not isinstance(answer, Away)

    def _drop(self, parcel: Parcel, refusal: Refused | None) -> None:
        logger.warning("outbox: dropped, %s", "too old" if refusal is None else refusal.code)
        self._outbox.remove(parcel.key)
        if self._on_dropped is not None:
            self._on_dropped(parcel.key, parcel.operation, refusal)
