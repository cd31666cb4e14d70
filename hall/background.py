"""Work beside the requests that never ends: what fails is told in the log and begun again."""

from __future__ import annotations

import asyncio
import logging
import random
import traceback
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

FIRST_S, LONGEST_S = 1.0, 30.0
"""Begun again after 1, 2, 4 … 30 s with jitter, so that nothing fills the log."""


async def kept_going(
    name: str,
    work: Callable[[], Awaitable[None]],
    *,
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    chance: Callable[[], float] = random.random,
) -> None:
    """Do it until it is cancelled or returns by itself. Neither a foreign answer nor a full disk ends it for good."""
    loop = asyncio.get_running_loop()
    failures = 0
    while True:
        began_s = loop.time()
        try:
            return await work()
        except Exception as error:
            failures = 1 if loop.time() - began_s > 2 * LONGEST_S else failures + 1
            frames = "".join(traceback.format_tb(error.__traceback__)) if failures == 1 else ""
            logger.error("%s failed for the %s. time: %s\n%s", name, failures, type(error).__name__, frames)
        await wait(min(LONGEST_S, FIRST_S * 2 ** min(failures - 1, 10)) * (0.5 + chance() / 2))
