"""The eyes from one visitor to the next, and from a camera that was lost to one that is back: nobody is seen where
nobody stands."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from hardware.camera import GeneratedCamera
from hardware.errors import DeviceError
from terminal.runtime.frames import FrameRing
from terminal.runtime.link import Check, WorkerLink
from terminal.simulators.visitor import VisitorSigner
from terminal.visit.events import DeviceChanged, FramingChanged, Status
from terminal.workers import eyes as worker
from terminal.workers.eyes import Watch, eyes

LONG_S = 60.0
Told = TypeVar("Told")


class Room:
    """What the camera sees: the drawn signer, or an empty room."""

    def __init__(self) -> None:
        self.signer: VisitorSigner | None = VisitorSigner((640, 480))
        self.unplugged = False

    def __call__(self, at: float) -> NDArray[np.uint8]:
        if self.unplugged:
            raise DeviceError("camera-lost", message="The camera gives no pictures.")
        return np.full((480, 640, 3), 128, np.uint8) if self.signer is None else self.signer(at)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    seen = Room()
    monkeypatch.setattr(worker, "open_source", lambda *_: GeneratedCamera(seen))
    return seen


@pytest.fixture
def pipe(room: Room) -> Iterator[Connection]:
    ours, theirs = multiprocessing.Pipe()
    ring = FrameRing(width=640, height=480)
    link = WorkerLink("eyes", theirs)
    thread = threading.Thread(target=eyes, args=(link, "", ring.name), daemon=True)
    thread.start()
    yield ours
    ours.send(None)
    thread.join(LONG_S)
    ring.close()
    assert not thread.is_alive()


def told(pipe: Connection, kind: type[Told]) -> Told:
    """The next event of this kind."""
    end = time.monotonic() + LONG_S
    while pipe.poll(max(0.0, end - time.monotonic())):
        event = pipe.recv()
        if isinstance(event, kind):
            return event
    raise AssertionError("nothing was told")


def test_who_has_gone_is_not_seen_in_the_next_visit(pipe: Connection, room: Room) -> None:
    pipe.send(Watch(signs="words"))
    assert told(pipe, FramingChanged).hint != "nothing-seen"
    pipe.send(Watch())
    pipe.send(Check())
    told(pipe, DeviceChanged)  # the camera is off by now, and nothing said of before is on its way
    room.signer = None
    pipe.send(Watch(signs="words"))
    assert told(pipe, FramingChanged).hint == "nothing-seen"


def test_how_the_visitor_stands_is_told_again_by_a_camera_that_is_back(pipe: Connection, room: Room) -> None:
    """It was as before, and so it was not told: under a picture that moved stood 还没有画面."""
    pipe.send(Watch(signs="words"))
    before = told(pipe, FramingChanged).hint
    room.unplugged = True
    while told(pipe, DeviceChanged).status is not Status.MISSING:
        pass
    room.unplugged = False
    assert told(pipe, FramingChanged).hint == before
