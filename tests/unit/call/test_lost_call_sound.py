"""A loudspeaker that is missing when the call begins, or lost in the middle of it: the call is heard again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import numpy as np
import pytest

from hardware.errors import DeviceError
from hardware.speaker import RecordingSpeaker
from terminal.call import sounds
from terminal.call.sounds import Loudspeaker

SAID = np.ones(320, np.int16)


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch) -> RecordingSpeaker:
    monkeypatch.setattr(sounds, "RETRY_S", 0.01)
    return RecordingSpeaker()


async def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60.0
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


async def heard(speaker: RecordingSpeaker, loudspeaker: Loudspeaker) -> None:
    """Sound comes in until some is heard."""
    before = len(speaker.heard)

    def holds() -> bool:
        loudspeaker.play(SAID, 16_000)
        return len(speaker.heard) > before

    await until(holds)


def test_one_that_is_missing_when_the_call_begins_is_found_later(speaker: RecordingSpeaker) -> None:
    async def call() -> None:
        speaker.plugged = False
        loudspeaker = Loudspeaker(speaker)
        loudspeaker.start()
        await until(lambda: speaker.tries > 2)
        loudspeaker.play(SAID, 16_000)
        assert not speaker.heard
        speaker.plugged = True
        await heard(speaker, loudspeaker)
        await loudspeaker.close()

    asyncio.run(call())


def test_one_that_is_lost_is_heard_again_in_the_same_call(speaker: RecordingSpeaker) -> None:
    """It stayed silent until the next call."""

    async def call() -> None:
        loudspeaker = Loudspeaker(speaker)
        loudspeaker.start()
        await heard(speaker, loudspeaker)
        speaker.pull()
        loudspeaker.play(SAID, 16_000)
        speaker.plugged = True
        await heard(speaker, loudspeaker)
        await loudspeaker.close()

    asyncio.run(call())


def test_nothing_opens_it_after_the_call(speaker: RecordingSpeaker) -> None:
    async def call() -> None:
        loudspeaker = Loudspeaker(speaker)
        loudspeaker.start()
        await heard(speaker, loudspeaker)
        await loudspeaker.close()
        tries = speaker.tries
        loudspeaker.play(SAID, 16_000)
        await asyncio.sleep(0.1)
        assert speaker.tries == tries
        with pytest.raises(DeviceError):
            speaker.check()

    asyncio.run(call())


def test_a_call_that_is_closed_before_anybody_accepted_opens_none(speaker: RecordingSpeaker) -> None:
    async def call() -> None:
        await Loudspeaker(speaker).close()
        assert not speaker.tries

    asyncio.run(call())
