"""A camera that hangs, comes back elsewhere, or never answers: OpenCV's captures are played, no device is there."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest

from hardware.camera import DeviceCamera, FoundCamera, GeneratedCamera, camera_from, found, opencv
from hardware.errors import DeviceError
from hardware.find import Found

OLD, NEW = 255, 0
LONG_S = 20.0
"""Far beyond what is asked for, well below the half minute that OpenCV waits by itself."""


@dataclass
class Bus:
    """What is plugged in: `hangs` holds the first capture in its read, as a device does whose cable is out."""

    hangs: threading.Event = field(default_factory=threading.Event)
    opened: list[object] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


class Capture:
    """OpenCV's capture: the first one hangs and then gives a white picture, later ones give black pictures."""

    def __init__(self, bus: Bus, source: object) -> None:
        self._bus, self._first = bus, not bus.opened
        bus.opened.append(source)

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return True

    def set(self, *_: object) -> bool:
        return True

    def read(self) -> tuple[bool, np.ndarray]:
        if self._first:
            self._bus.hangs.wait(LONG_S)
            return True, np.full((4, 4, 3), OLD, np.uint8)
        time.sleep(0.02)
        return True, np.full((4, 4, 3), NEW, np.uint8)

    def release(self) -> None:
        if self._first:
            self._bus.released.set()


def plug(monkeypatch: pytest.MonkeyPatch, *nodes: Path) -> None:
    """From now on these cameras are there."""
    for node in nodes:
        node.touch()
    for module in (opencv, found):
        monkeypatch.setattr(module, "cameras", lambda: [Found("camera", "C270", str(node)) for node in nodes])


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    played = Bus()
    monkeypatch.setattr(cv2, "VideoCapture", lambda source: Capture(played, source))
    monkeypatch.setattr(opencv, "STALL_S", 0.2)
    yield played
    played.hangs.set()


def test_a_picture_of_the_visit_before_never_comes_into_the_next(bus: Bus) -> None:
    camera = DeviceCamera(0)
    camera.open()
    camera.close()  # its thread hangs in the read
    camera.open()
    bus.hangs.set()
    assert bus.released.wait(LONG_S)
    seen = camera.read(LONG_S)
    assert seen is not None
    assert seen.pixels.max() == NEW
    camera.close()


def test_a_reader_that_ends_late_does_not_take_the_new_camera_along(bus: Bus) -> None:
    camera = DeviceCamera(0)
    camera.open()
    camera.close()
    camera.open()
    assert camera.read(LONG_S) is not None
    bus.hangs.set()
    assert bus.released.wait(LONG_S)
    assert [camera.read(LONG_S) is not None for _ in range(5)] == [True] * 5
    camera.close()


def test_without_a_name_it_is_the_first_camera_there_is_when_it_is_opened(
    bus: Bus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bus.hangs.set()
    plug(monkeypatch, tmp_path / "video0")
    camera = camera_from("device:")
    with camera:
        plug(monkeypatch)
    with pytest.raises(DeviceError, match="camera-missing"):
        camera.open()
    plug(monkeypatch, tmp_path / "video1")  # in again while the old node was still held: it has another number now
    with camera:
        pass
    assert bus.opened == [str(tmp_path / "video0"), str(tmp_path / "video1")]


def test_a_camera_plugged_in_later_takes_the_place_of_the_stand_in_for_good(
    bus: Bus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bus.hangs.set()
    plug(monkeypatch)
    camera = FoundCamera(GeneratedCamera(lambda _: np.zeros((4, 4, 3), np.uint8)))
    with camera:
        assert camera.simulated
        assert camera.read(LONG_S) is not None
        plug(monkeypatch, tmp_path / "video0")
    with camera:
        assert not camera.simulated
        assert camera.name == "C270"
        assert camera.read(LONG_S) is not None
    plug(monkeypatch)
    with pytest.raises(DeviceError, match="camera-missing"):
        camera.open()
    assert not camera.simulated


def test_a_network_camera_that_never_answers_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opencv, "ANSWER_S", 0.3)
    errors: list[DeviceError] = []

    def open_it(address: str) -> None:
        try:
            camera_from(f"url:{address}").open()
        except DeviceError as error:
            errors.append(error)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/cam.mjpg"
        opening = threading.Thread(target=open_it, args=(address,), daemon=True)
        opening.start()
        opening.join(LONG_S)
        assert [error.code for error in errors] == ["camera-not-opened"]
