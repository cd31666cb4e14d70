"""What the sound library lists is not all a device: stand-ins of sound servers, and one busy card among others.

PulseAudio's answers are as 16.1 gave them with one loudspeaker and no microphone; ALSA is the machine's own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import miniaudio
import pytest

from hardware import find, sound
from hardware.errors import DeviceError
from hardware.microphone import DeviceMicrophone

ROOT = Path(__file__).resolve().parents[3]
BUSY_CARD = """
pcm.good { type null hint { show on description "Good card" } }
pcm.busy { type hw card 31 hint { show on description "Busy card" } }
"""
ASK_ALSA = """
import miniaudio
from hardware.sound import listed
try:
    print(*(fact["name"] for fact in listed("speaker", [miniaudio.Backend.ALSA])), sep=";")
except miniaudio.MiniaudioError as error:
    print("no ALSA:", error)
"""


def fact(name: str, handle: bytes) -> dict[str, Any]:
    made = miniaudio.ffi.new("ma_device_id *")
    miniaudio.ffi.buffer(made)[: len(handle)] = handle
    return {"name": name, "id": made}


def server(monkeypatch: pytest.MonkeyPatch, *, inputs: list[dict[str, Any]], outputs: list[dict[str, Any]]) -> None:
    """A sound server that lists these."""

    class Listing:
        def __init__(self, _backends: object) -> None: ...
        def get_captures(self) -> list[dict[str, Any]]:
            return inputs

        def get_playbacks(self) -> list[dict[str, Any]]:
            return outputs

    monkeypatch.setattr(miniaudio, "Devices", Listing)


MONITOR = fact("Monitor of 内置扬声器", b"out.monitor")
OWN_SPEAKER = fact("内置扬声器", b"out")
DUMMY = fact("虚拟输出", b"auto_null")


def test_what_goes_to_the_loudspeaker_is_no_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    server(monkeypatch, inputs=[MONITOR], outputs=[OWN_SPEAKER])
    assert find.microphones() == []
    assert [found.name for found in find.speakers()] == ["内置扬声器"]
    with pytest.raises(DeviceError, match="microphone-missing"):
        DeviceMicrophone().open()


def test_a_microphone_is_not_mistaken_for_the_monitor_of_its_own_loudspeaker(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = [fact("Monitor of Jabra Speak", b"jabra.monitor"), fact("Jabra Speak Mono", b"jabra-in")]
    server(monkeypatch, inputs=inputs, outputs=[])
    assert sound.device_id("jabra", "microphone") is inputs[1]["id"]
    assert sound.device_id("", "microphone") is None


def test_the_dummy_output_of_a_machine_without_a_card_is_no_loudspeaker(monkeypatch: pytest.MonkeyPatch) -> None:
    server(monkeypatch, inputs=[], outputs=[DUMMY])
    assert find.speakers() == []
    with pytest.raises(DeviceError, match="speaker-missing"):
        sound.device_id("", "speaker")


def test_one_card_in_use_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / ".asoundrc").write_text(BUSY_CARD)
    told = subprocess.run(
        [sys.executable, "-c", ASK_ALSA],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout.strip()
    if told.startswith("no ALSA"):
        pytest.skip(f"the machine has no ALSA library: {told}")
    assert {"Good card", "Busy card"} <= set(told.split(";"))
