import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.microphone import SignalWatch, SoundWarning, clipped_share, level_dbfs

RATE_HZ = 16_000
CHUNK = 320


def sine(amplitude: float, seconds: float = 1.0) -> np.ndarray:
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return np.clip(amplitude * np.sin(2 * np.pi * 200 * t), -32768, 32767).astype(np.int16)


def warnings_after(sound: np.ndarray, watch: SignalWatch | None = None) -> frozenset[SoundWarning]:
    watch = watch or SignalWatch()
    result: frozenset[SoundWarning] = frozenset()
    for start in range(0, len(sound), CHUNK):
        result = watch.feed(sound[start : start + CHUNK], RATE_HZ)
    return result


def test_a_full_scale_sine_is_3_db_below_full_scale() -> None:
    assert level_dbfs(sine(32767)) == pytest.approx(-3.01, abs=0.01)


def test_halving_the_amplitude_takes_6_db_away() -> None:
    assert level_dbfs(sine(16000)) - level_dbfs(sine(8000)) == pytest.approx(6.02, abs=0.01)


@given(st.lists(st.integers(-32768, 32767), max_size=50))
def test_level_and_clipping_stay_in_their_bounds(values: list[int]) -> None:
    samples = np.array(values, np.int16)
    assert -120.0 <= level_dbfs(samples) <= 0.0
    assert 0.0 <= clipped_share(samples) <= 1.0


def test_ordinary_speech_level_raises_no_warning() -> None:
    assert warnings_after(sine(3000, 6.0)) == frozenset()


def test_a_sound_that_is_too_loud_is_clipping() -> None:
    assert warnings_after(sine(60000, 1.0)) == {SoundWarning.CLIPPING}


def test_the_most_negative_sample_counts_as_clipped() -> None:
    assert clipped_share(np.array([-32768, 0], np.int16)) == 0.5


def test_digital_silence_is_a_dead_microphone_only_after_the_window() -> None:
    assert warnings_after(np.zeros(4 * RATE_HZ, np.int16)) == frozenset()
    assert warnings_after(np.zeros(5 * RATE_HZ, np.int16)) == {SoundWarning.DEAD}


def test_a_quiet_room_is_not_a_dead_microphone() -> None:
    noise = np.random.default_rng(1).normal(0, 10, 6 * RATE_HZ).astype(np.int16)  # about -70 dBFS
    assert warnings_after(noise) == frozenset()


def test_warnings_end_when_their_cause_has_passed() -> None:
    watch = SignalWatch()
    assert warnings_after(sine(60000, 1.0), watch) == {SoundWarning.CLIPPING}
    assert warnings_after(sine(3000, 6.0), watch) == frozenset()
