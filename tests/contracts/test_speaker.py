"""Every speaker keeps the port's promises: the recorder, and a device (the sound library's null device stands in)."""

from __future__ import annotations

import time
import wave
from pathlib import Path

import miniaudio
import numpy as np
import pytest

from hardware.errors import DeviceError
from hardware.find import Found
from hardware.speaker import DeviceSpeaker, FoundSpeaker, RecordingSpeaker, Speaker, device, found, speaker_from
from hardware.speaker.recorder import KEPT_S, RATE_HZ

NULL = [miniaudio.Backend.NULL]


def sound(seconds: float, rate_hz: int = 22_050) -> np.ndarray:
    return np.full(int(seconds * rate_hz), 5000, np.int16)


def refuse(*_: object) -> None:
    raise miniaudio.MiniaudioError("device or resource busy", -1)


@pytest.fixture(params=["recorder", "device"])
def speaker(request: pytest.FixtureRequest) -> Speaker:
    return RecordingSpeaker() if request.param == "recorder" else DeviceSpeaker(backends=NULL)


def test_a_sound_is_played_to_its_end(speaker: Speaker) -> None:
    with speaker:
        playing = speaker.play(sound(0.2), 22_050)
        assert speaker.busy
        assert not playing.done
        assert playing.wait(10.0)
        assert not playing.stopped
        assert playing.played_s == pytest.approx(0.2, abs=0.05)
        assert not speaker.busy


def test_stop_cuts_the_sound_off(speaker: Speaker) -> None:
    with speaker:
        playing = speaker.play(sound(60.0), 22_050)
        speaker.stop()
        assert playing.wait(1.0)
        assert playing.stopped
        assert playing.played_s < 60.0
        assert not speaker.busy
        speaker.stop()


def test_a_stream_goes_on_piece_by_piece_and_a_closed_speaker_refuses_it(speaker: Speaker) -> None:
    with speaker:
        for _ in range(5):
            speaker.stream(sound(0.02, 48_000), 48_000)
        assert not speaker.busy, "a stream is no single sound"
        playing = speaker.play(sound(0.1), 22_050)
        assert playing.wait(10.0)
    with pytest.raises(DeviceError):
        speaker.stream(sound(0.02, 48_000), 48_000)


def test_the_recorder_keeps_what_was_streamed() -> None:
    with RecordingSpeaker() as speaker:
        before = time.monotonic()
        for _ in range(5):
            speaker.stream(sound(0.02, 48_000), 48_000)
        assert np.abs(speaker.track(before, before + 1.0)).max() > 4000


def test_the_next_sound_cuts_off_the_one_before(speaker: Speaker) -> None:
    with speaker:
        first = speaker.play(sound(60.0), 22_050)
        second = speaker.play(sound(0.1), 16_000)
        assert first.wait(1.0)
        assert first.stopped
        assert second.wait(10.0)
        assert not second.stopped


def test_a_closed_speaker_refuses_and_can_be_opened_again(speaker: Speaker) -> None:
    with pytest.raises(DeviceError, match="speaker-lost"):
        speaker.play(sound(0.1), 22_050)
    for _ in range(2):
        with speaker:
            assert speaker.play(sound(0.05), 22_050).wait(10.0)
        speaker.close()
    with pytest.raises(DeviceError, match="speaker-lost"):
        speaker.play(sound(0.1), 22_050)


def test_closing_ends_what_is_playing(speaker: Speaker) -> None:
    with speaker:
        playing = speaker.play(sound(60.0), 22_050)
    assert playing.done
    assert playing.stopped


def test_the_recorder_writes_what_was_heard_where_it_was_heard(tmp_path: Path) -> None:
    start = time.monotonic()
    with RecordingSpeaker() as speaker:
        speaker.volume = 0.5
        playing = speaker.play(sound(0.3, RATE_HZ), RATE_HZ)
        assert playing.wait(10.0)
    speaker.save(tmp_path / "track.wav", start, playing.started_at + 1.0)
    with wave.open(str(tmp_path / "track.wav")) as file:
        assert file.getframerate() == RATE_HZ
        track = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    heard = np.flatnonzero(track)
    assert heard[0] == pytest.approx((playing.started_at - start) * RATE_HZ, abs=2)
    assert len(heard) == pytest.approx(0.3 * RATE_HZ, abs=2)
    assert set(track[heard]) == {2500}
    assert len(track) == pytest.approx(heard[0] + RATE_HZ, abs=2)


def test_a_stopped_sound_is_recorded_only_as_far_as_it_was_heard() -> None:
    with RecordingSpeaker() as speaker:
        playing = speaker.play(sound(60.0), 22_050)
        speaker.stop()
    assert len(speaker.heard[0].samples) == pytest.approx(playing.played_s * RATE_HZ, abs=2)


def test_a_device_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(DeviceError, match=r"speaker-missing.*NULL Playback Device"):
        DeviceSpeaker("no such thing", backends=NULL).open()


@pytest.mark.parametrize("spec", ["", "loud", "recorder"])
def test_settings_are_understood_or_refused(spec: str) -> None:
    if spec == "recorder":
        assert speaker_from(spec).simulated
    else:
        with pytest.raises(DeviceError, match="speaker-spec"):
            speaker_from(spec)


def test_what_nobody_saves_is_forgotten_and_the_last_of_it_kept() -> None:
    """A terminal without a loudspeaker speaks into the recorder for weeks."""
    with RecordingSpeaker() as speaker:
        for _ in range(40):
            speaker.stream(np.ones(RATE_HZ * 30, np.int16), RATE_HZ)
        last = speaker.heard[-1]
        track = speaker.track(last.at, last.at + 30.0)
    assert sum(len(piece.samples) for piece in speaker.heard) <= KEPT_S * RATE_HZ
    assert track.all()


def test_a_machine_whose_sound_system_does_not_answer_has_no_speaker() -> None:
    """JACK stands in for it: it is not there, or it has no such device."""
    with pytest.raises(DeviceError, match="speaker-missing"):
        DeviceSpeaker("Jabra", backends=[miniaudio.Backend.JACK]).open()


def test_a_speaker_that_does_not_start_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that another program holds: the sound library opens it and fails when it is to run."""
    speaker = DeviceSpeaker(backends=NULL)
    with monkeypatch.context() as held:
        held.setattr(miniaudio.PlaybackDevice, "start", refuse)
        with pytest.raises(DeviceError, match="speaker-not-opened"):
            speaker.open()
        with pytest.raises(DeviceError):
            speaker.play(sound(0.1), 22_050)
    with speaker:
        assert not speaker.play(sound(0.1), 22_050).done


def test_a_speaker_that_is_open_is_there_and_a_closed_one_is_not(speaker: Speaker) -> None:
    with speaker:
        speaker.check()
    with pytest.raises(DeviceError, match="speaker-lost"):
        speaker.check()


def test_a_speaker_that_asks_for_nothing_any_more_is_lost_and_closing_it_ends_its_sound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A sound server whose device goes away tells nobody: it simply asks for no more."""
    speaker = DeviceSpeaker(backends=NULL)
    speaker.open()
    playing = speaker.play(sound(60.0), 22_050)
    monkeypatch.setattr(device, "STALL_S", -1.0)
    with pytest.raises(DeviceError, match="speaker-lost"):
        speaker.check()
    speaker.close()
    assert playing.done
    assert playing.stopped


def test_a_speaker_that_is_in_the_list_no_more_is_missing_though_it_goes_on_asking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A sound server lets what plays on a device that is gone go on, to its dummy output."""
    with DeviceSpeaker("NULL", backends=NULL) as speaker:
        monkeypatch.setattr(speaker, "_wanted", "gone")
        speaker.check()
        monkeypatch.setattr(speaker, "_look_at", 0.0)
        with pytest.raises(DeviceError, match="speaker-missing"):
            speaker.check()


def test_a_speaker_plugged_in_later_takes_the_place_of_the_stand_in_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged: list[Found] = []
    monkeypatch.setattr(found, "speakers", lambda: plugged)
    monkeypatch.setattr(found, "DeviceSpeaker", lambda: DeviceSpeaker(backends=NULL))
    speaker = FoundSpeaker(RecordingSpeaker())
    with speaker:
        assert speaker.simulated
        assert speaker.play(sound(0.05), 22_050).wait(5.0)
        plugged.append(Found("speaker", "Jabra", "Jabra"))
    for _ in range(2):
        with speaker:
            assert not speaker.simulated
            speaker.volume = 0.5
            assert speaker.play(sound(0.05), 22_050).wait(5.0)
        plugged.clear()
