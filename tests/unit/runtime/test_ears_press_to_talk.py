"""The real ears with the real model: heard is what is said between two touches of the key, and nothing besides."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest

from hardware.microphone import ClipMicrophone
from models.store import SHIPPED, ModelStore
from terminal.runtime.link import WorkerLink
from terminal.runtime.settings import MicrophoneSettings, Settings
from terminal.start import _first_state
from terminal.visit.events import DeviceChanged, Event, SpeechHeard, SpeechPartial, SpeechStarted
from terminal.voice import make_synthesizer
from terminal.workers import ears as worker
from terminal.workers.ears import Listen, Mute

LONG_S = 120.0
PRESSED, RELEASED, UP = (Listen("request", talk) for talk in ("pressed", "finished", "closed"))
STEP_S = 0.02
SILENCE_S = 1.7
"""More than ends an utterance where the key is not needed."""


class Hall:
    """Ears that are told of the key, and people who speak into their microphone."""

    def __init__(self, pipe: Connection, microphone: ClipMicrophone) -> None:
        self.pipe, self._microphone = pipe, microphone
        self._voice = make_synthesizer()
        self.told: list[Event] = []

    def says(self, text: str) -> None:
        """Somebody says this, then nothing; returns when all of it was heard."""
        speech = self._voice.render(text, rate_cpm=200)
        silence = np.zeros(int(SILENCE_S * speech.rate_hz), np.int16)
        self._microphone.say(np.concatenate([speech.samples, silence]), speech.rate_hz)
        _until(lambda: not self._microphone.pending_s)

    def touches(self, key: Listen, answer: type[Event]) -> None:
        """The key is touched; returns when the ears have answered."""
        self.pipe.send(key)
        self.wait_for(answer)

    def wait_for(self, kind: type[Event], device: str = "") -> None:
        while self.pipe.poll(LONG_S):
            event = self.pipe.recv()
            self.told.append(event)
            if isinstance(event, kind) and getattr(event, "device", "") == device:
                return
        raise AssertionError(f"no {kind.__name__} after {self.told}")

    def texts(self) -> list[str]:
        """What was understood of all utterances so far."""
        while self.pipe.poll():
            self.told.append(self.pipe.recv())
        return [event.text for event in self.told if isinstance(event, SpeechHeard)]


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG_S
    while not true():
        assert time.monotonic() < end
        time.sleep(STEP_S)


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    """At a page with the key; nobody has touched it yet."""
    microphone = ClipMicrophone()
    monkeypatch.setattr(worker, "open_source", lambda source: microphone)
    store = ModelStore(SHIPPED, tmp_path / "models")
    ours, theirs = multiprocessing.Pipe()
    listening = partial(worker.ears, WorkerLink("ears", theirs), "clips:", partial(store.find, "speech"))
    thread = threading.Thread(target=listening, daemon=True)
    thread.start()
    made = Hall(ours, microphone)
    made.pipe.send(UP)
    made.wait_for(DeviceChanged, "ears")
    made.wait_for(DeviceChanged, "microphone")  # open from now on
    yield made
    ours.send(None)
    thread.join(LONG_S)
    assert not thread.is_alive()


def test_heard_is_what_is_said_between_two_touches(hall: Hall) -> None:
    hall.says("社保卡丢了")
    assert hall.texts() == []
    assert not any(isinstance(event, SpeechStarted | SpeechPartial) for event in hall.told)
    hall.touches(PRESSED, SpeechStarted)
    hall.says("居住证怎么办")
    hall.pipe.send(UP)  # the page was left: never understood
    hall.touches(PRESSED, SpeechStarted)
    hall.pipe.send(Mute(time.monotonic() + LONG_S))  # the sentence that the touch cut short
    hall.says("办护照要带什么")
    assert hall.texts() == [], "a pause is no end"
    hall.touches(RELEASED, SpeechHeard)
    (text,) = hall.texts()
    assert [word in text for word in ("社保卡", "居住证", "护照")] == [False, False, True]


def test_the_operators_choice_reaches_the_page() -> None:
    assert not _first_state(Settings()).press_to_talk
    assert _first_state(Settings(microphone=MicrophoneSettings(talk="press"))).press_to_talk
