"""At a real hall a device that is not there is missing: no drawn visitor stands in the mirror of who came to sign."""

from __future__ import annotations

import multiprocessing
import threading
from pathlib import Path

import miniaudio
import pytest

from hardware import find, sound
from hardware.camera import DeviceCamera, FoundCamera, GeneratedCamera, opencv
from hardware.camera import found as camera_found
from hardware.find import Found
from hardware.microphone import DeviceMicrophone
from hardware.pad import transport
from terminal import doctor
from terminal.runtime.frames import FrameRing
from terminal.runtime.link import Check, WorkerLink
from terminal.runtime.settings import Settings
from terminal.visit.events import DeviceChanged, Status
from terminal.workers.eyes import eyes

LONG_S = 60.0
REAL = Settings.model_validate({"hall": {"url": "https://hall.example", "key": "k"}})


def test_auto_simulates_only_where_the_hall_is_our_own() -> None:
    assert Settings().source("auto") == "auto"
    assert REAL.source("auto") == "device:"
    assert REAL.source("generated:") == "generated:", "what somebody asked for"


def test_the_doctor_calls_missing_what_nothing_stands_in_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a real hall's terminal without a camera it said: simulated."""
    for kind in ("cameras", "microphones", "speakers"):
        monkeypatch.setattr(find, kind, lambda: [])
    monkeypatch.setattr(transport, "serial_ports", lambda: [])
    monkeypatch.setattr(doctor, "ROOT", tmp_path)

    def states() -> list[str]:
        found = {finding.part: finding.state for finding in doctor._devices()}
        return [found[part] for part in ("camera", "microphone", "speaker", "pad")]

    assert states() == ["simulated", "simulated", "simulated", "simulated"]
    chosen = '[hall]\nurl = "https://hall.example"\n[microphone]\nsource = "none:"\n'
    (tmp_path / "settings.toml").write_text(chosen, encoding="utf-8")
    assert states() == ["missing", "simulated", "missing", "missing"]


def test_a_camera_is_present_where_its_name_or_its_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there: list[Found] = []
    monkeypatch.setattr(opencv, "cameras", lambda: there)
    monkeypatch.setattr(camera_found, "cameras", lambda: there)
    assert not DeviceCamera("").present
    assert not DeviceCamera(str(tmp_path / "video0")).present
    (tmp_path / "video0").touch()
    there.append(Found("camera", "HD Webcam", str(tmp_path / "video0")))
    assert DeviceCamera("").present
    assert DeviceCamera("webcam").present
    assert DeviceCamera("rtsp://10.0.0.9/1").present, "asked when it is opened"
    assert FoundCamera(GeneratedCamera(lambda _: pytest.fail("not opened"))).present


def test_a_microphone_is_present_where_the_sound_system_lists_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert DeviceMicrophone(backends=[miniaudio.Backend.NULL]).present
    assert DeviceMicrophone("null", backends=[miniaudio.Backend.NULL]).present
    assert not DeviceMicrophone("Jabra", backends=[miniaudio.Backend.NULL]).present
    monkeypatch.setattr(sound, "_all", lambda kind, backends: [])
    assert not DeviceMicrophone().present


def test_staff_learn_that_no_camera_is_there_before_a_visitor_does_and_that_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[Found] = []
    monkeypatch.setattr(opencv, "cameras", lambda: there)
    ours, theirs = multiprocessing.Pipe()
    ring = FrameRing(width=640, height=480)
    thread = threading.Thread(target=eyes, args=(WorkerLink("eyes", theirs), "device:", ring.name), daemon=True)
    thread.start()

    def camera() -> Status:
        while ours.poll(LONG_S):
            event = ours.recv()
            if isinstance(event, DeviceChanged) and event.device == "camera":
                return event.status
        raise AssertionError("nothing was told of the camera")

    try:
        assert camera() is Status.MISSING
        (tmp_path / "video0").touch()
        there.append(Found("camera", "HD Webcam", str(tmp_path / "video0")))
        ours.send(Check())
        assert camera() is Status.OK
    finally:
        ours.send(None)
        thread.join(LONG_S)
        ring.close()
    assert not thread.is_alive()
