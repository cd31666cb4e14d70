"""A loudspeaker that is missing when the call begins, or lost in the middle of it, is heard again; what stays missing,
a microphone too, is told once."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from hardware.errors import DeviceError
from hardware.microphone import Microphone
from hardware.speaker import RecordingSpeaker
from terminal.call import sounds
from terminal.call.sounds import Ear, Loudspeaker

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


class TakenAway(RecordingSpeaker):
    """Its sound server goes on taking sound for a device that is gone, as PipeWire does; only looking tells."""

    gone = False

    def stream(self, samples: NDArray[np.int16], rate_hz: int) -> None:
        if not self.gone:
            super().stream(samples, rate_hz)

    def check(self) -> None:
        super().check()
        if self.gone:
            self.close()
            raise DeviceError("speaker-missing", message="There is no loudspeaker.", context=self.name)

    def open(self) -> None:
        super().open()
        self.gone = False


def test_one_that_is_gone_while_it_still_takes_sound_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looked: the rest of the call went to a loudspeaker that was not there."""
    monkeypatch.setattr(sounds, "RETRY_S", 0.01)
    speaker = TakenAway()

    async def call() -> None:
        loudspeaker = Loudspeaker(speaker)
        loudspeaker.start()
        await heard(speaker, loudspeaker)
        speaker.gone = True
        await heard(speaker, loudspeaker)
        assert speaker.tries == 2
        await loudspeaker.close()

    asyncio.run(call())


def test_one_that_opens_and_plays_nothing_is_told_once_until_it_plays(
    speaker: RecordingSpeaker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A line in the log every second of the call."""

    def refuses(_samples: object, _rate_hz: int) -> None:
        raise DeviceError("speaker-lost", message="The loudspeaker is gone.", context="", hint="")

    async def call() -> None:
        loudspeaker = Loudspeaker(speaker)
        loudspeaker.start()
        for _ in range(2):
            with monkeypatch.context() as broken:
                broken.setattr(speaker, "stream", refuses)
                enough = speaker.tries + 4

                def tried(enough: int = enough) -> bool:
                    loudspeaker.play(SAID, 16_000)
                    return speaker.tries >= enough

                await until(tried)
            await heard(speaker, loudspeaker)
        await loudspeaker.close()

    asyncio.run(call())
    assert [record.name for record in caplog.records] == ["terminal.call.sounds"] * 2


def test_a_microphone_that_goes_on_missing_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sounds, "RETRY_S", 0.01)
    tried = threading.Semaphore(0)

    def missing() -> Microphone:
        tried.release()
        raise DeviceError("microphone-missing", message="There is no microphone.", context="", hint="")

    ear = Ear(missing)
    ear.start()
    assert all(tried.acquire(timeout=30.0) for _ in range(4))
    ear.close()
    assert [record.getMessage() for record in caplog.records] == ["no sound for the call: microphone-missing"]


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
