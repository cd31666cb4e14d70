"""Every microphone keeps the port's promises: clips, and a device (the sound library's null device stands in)."""

from __future__ import annotations

from pathlib import Path

import miniaudio
import numpy as np
import pytest

from hardware.errors import DeviceError
from hardware.find import Found
from hardware.microphone import (
    CHUNK_MS,
    RATE_HZ,
    ClipMicrophone,
    DeviceMicrophone,
    FoundMicrophone,
    Microphone,
    found,
    microphone_from,
)
from hardware.sound import save_wav

CHUNK = RATE_HZ * CHUNK_MS // 1000
NULL = [miniaudio.Backend.NULL]


def tone(seconds: float, rate_hz: int, hz: float = 440.0) -> np.ndarray:
    t = np.arange(int(seconds * rate_hz)) / rate_hz
    return (8000 * np.sin(2 * np.pi * hz * t)).astype(np.int16)


def heard(microphone: Microphone, seconds: float) -> np.ndarray:
    chunks = [microphone.read(5.0) for _ in range(int(seconds * 1000 / CHUNK_MS))]
    assert all(chunk is not None for chunk in chunks)
    return np.concatenate([chunk.samples for chunk in chunks if chunk is not None])


def first_error(microphone: Microphone) -> DeviceError:
    """Read on until the microphone is lost."""
    while True:
        try:
            microphone.read(0.1)
        except DeviceError as error:
            return error


def refuse(*_: object) -> None:
    raise miniaudio.MiniaudioError("device or resource busy", -1)


@pytest.fixture(params=["paced clips", "fast clips", "device"])
def microphone(request: pytest.FixtureRequest) -> Microphone:
    if request.param == "device":
        return DeviceMicrophone(backends=NULL)
    return ClipMicrophone(paced=request.param == "paced clips")


def test_chunks_are_whole_mono_16_khz_and_in_order(microphone: Microphone) -> None:
    with microphone:
        chunks = [microphone.read(5.0) for _ in range(10)]
    assert all(c is not None and c.samples.shape == (CHUNK,) and c.samples.dtype == np.int16 for c in chunks)
    assert all(c is not None and c.rate_hz == RATE_HZ for c in chunks)
    times = [c.at for c in chunks if c is not None]
    assert times == sorted(times)
    assert microphone.dropped == 0


def test_silence_has_the_lowest_level(microphone: Microphone) -> None:
    with microphone:
        microphone.read(5.0)
    assert microphone.level_dbfs == -120.0


def test_a_closed_microphone_refuses_and_can_be_opened_again(microphone: Microphone) -> None:
    with pytest.raises(DeviceError):
        microphone.read(0.01)
    for _ in range(2):
        with microphone:
            assert microphone.read(5.0) is not None
        microphone.close()
    with pytest.raises(DeviceError):
        microphone.read(0.01)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000])
def test_a_file_of_any_rate_is_heard_at_16_khz(tmp_path: Path, rate_hz: int) -> None:
    save_wav(tmp_path / "tone.wav", tone(1.0, rate_hz), rate_hz)
    microphone = ClipMicrophone(paced=False)
    with microphone:
        assert microphone.say(tmp_path / "tone.wav") == pytest.approx(1.0, abs=0.01)
        samples = heard(microphone, 1.0)
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) == pytest.approx(440, abs=2)
    assert np.sqrt(np.mean(samples.astype(float) ** 2)) == pytest.approx(8000 / np.sqrt(2), rel=0.1)


@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
def test_what_16_khz_cannot_hold_is_not_folded_into_speech(tmp_path: Path, rate_hz: int) -> None:
    save_wav(tmp_path / "whistle.wav", tone(1.0, rate_hz, 14_000.0), rate_hz)  # would come back at 2 kHz
    with ClipMicrophone(paced=False) as microphone:
        microphone.say(tmp_path / "whistle.wav")
        samples = heard(microphone, 1.0)
    assert np.sqrt(np.mean(samples.astype(float) ** 2)) < 0.1 * 8000 / np.sqrt(2)


def test_clips_are_heard_in_order_with_silence_after() -> None:
    microphone = ClipMicrophone(paced=False)
    with microphone:
        microphone.say(np.full(CHUNK, 100, np.int16))
        microphone.say(np.full(CHUNK // 2, 200, np.int16))
        samples = heard(microphone, 3 * CHUNK_MS / 1000)
    expected = [100] * CHUNK + [200] * (CHUNK // 2) + [0] * (CHUNK + CHUNK // 2)
    assert samples.tolist() == expected
    assert microphone.pending_s == 0.0


def test_a_looping_file_is_heard_again_and_again(tmp_path: Path) -> None:
    save_wav(tmp_path / "one.wav", np.full(CHUNK, 7, np.int16), RATE_HZ)
    with ClipMicrophone(loop=tmp_path / "one.wav", paced=False) as microphone:
        assert heard(microphone, 5 * CHUNK_MS / 1000).tolist() == [7] * (5 * CHUNK)


def test_an_unplugged_microphone_is_lost_until_it_is_back() -> None:
    with ClipMicrophone() as microphone:
        assert microphone.read(1.0) is not None
        microphone.unplug()
        with pytest.raises(DeviceError, match="microphone-lost"):
            microphone.read(1.0)
        with pytest.raises(DeviceError, match="microphone-lost"):
            microphone.open()
        microphone.replug()
        microphone.open()
        assert microphone.read(1.0) is not None


def test_a_device_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(DeviceError, match=r"microphone-missing.*NULL Capture Device"):
        DeviceMicrophone("no such thing", backends=NULL).open()


def test_a_device_that_falls_silent_is_lost() -> None:
    with DeviceMicrophone(backends=NULL) as microphone:
        assert microphone.read(5.0) is not None
        microphone._device.stop()  # what the sound library does when the cable is pulled
        assert "microphone-lost" in str(first_error(microphone))


def test_no_microphone_hears_nothing_and_fails_nothing() -> None:
    with microphone_from("none:") as microphone:
        assert microphone.read(0.01) is None


@pytest.mark.parametrize("spec", ["", "mic", "file:"])
def test_a_setting_that_means_nothing_is_refused(spec: str) -> None:
    with pytest.raises(DeviceError, match="microphone-spec"):
        microphone_from(spec)


def test_a_machine_whose_sound_system_does_not_answer_has_no_microphone() -> None:
    """JACK stands in for it: it is not there, or it has no such device."""
    with pytest.raises(DeviceError, match="microphone-missing"):
        DeviceMicrophone("Jabra", backends=[miniaudio.Backend.JACK]).open()


def test_a_microphone_that_does_not_start_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that another program holds: the sound library opens it and fails when it is to run."""
    microphone = DeviceMicrophone(backends=NULL)
    with monkeypatch.context() as held:
        held.setattr(miniaudio.CaptureDevice, "start", refuse)
        with pytest.raises(DeviceError, match="microphone-not-opened"):
            microphone.open()
        with pytest.raises(DeviceError):
            microphone.read(0.1)
    with microphone:
        assert microphone.read(5.0) is not None


def test_a_microphone_plugged_in_later_takes_the_place_of_the_stand_in_for_good(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plugged: list[Found] = []
    monkeypatch.setattr(found, "microphones", lambda: plugged)
    monkeypatch.setattr(found, "DeviceMicrophone", lambda: DeviceMicrophone(backends=NULL))
    microphone = FoundMicrophone(ClipMicrophone())
    with microphone:
        assert microphone.simulated
        assert microphone.read(5.0) is not None
        plugged.append(Found("microphone", "Jabra", "Jabra"))
    for _ in range(2):
        with microphone:
            assert not microphone.simulated
            assert microphone.read(5.0) is not None
        plugged.clear()
