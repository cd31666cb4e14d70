"""Audio in the form every port here uses: mono, 16-bit signed samples, rate said beside them."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.errors import DeviceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FULL_SCALE = 32768
"""Largest magnitude of a 16-bit sample."""


def load_sound(path: str | Path, rate_hz: int) -> NDArray[np.int16]:
    """Read a WAV, FLAC, MP3 or Ogg Vorbis file of any rate as int16 (samples,) mono at `rate_hz`."""
    import miniaudio
    import numpy as np

    try:
        decoded = miniaudio.decode_file(str(path), nchannels=1, sample_rate=rate_hz)
    except (miniaudio.MiniaudioError, FileNotFoundError) as error:
        raise DeviceError("sound-unreadable", message="The sound file cannot be read.", context=str(path)) from error
    return np.frombuffer(bytes(decoded.samples), np.int16)


def resample(samples: NDArray[np.int16], rate_hz: int, to_hz: int) -> NDArray[np.int16]:
    """int16 (samples,) mono at `rate_hz` -> the same at `to_hz` (miniaudio's filtered linear resampler)."""
    import miniaudio
    import numpy as np

    if rate_hz == to_hz or not len(samples):
        return samples
    form = miniaudio.SampleFormat.SIGNED16
    made = miniaudio.convert_frames(form, 1, rate_hz, np.ascontiguousarray(samples).tobytes(), form, 1, to_hz)
    return np.frombuffer(bytes(made), np.int16)


def save_wav(path: str | Path, samples: NDArray[np.int16], rate_hz: int) -> None:
    """Write int16 (samples,) as a mono WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.tobytes())


def device_id(name: str, find: Callable[[], list[dict[str, object]]], reference: str) -> object:
    """The sound library's handle of the first device whose name contains `name`; None for "" (the default one)."""
    import miniaudio

    if not name:
        return None
    try:
        known = find()
    except miniaudio.MiniaudioError:  # no sound system answers: the same as none that has the device
        known = []
    for fact in known:
        if name.lower() in str(fact["name"]).lower():
            return fact["id"]
    raise DeviceError(
        reference,
        message="The sound device is not there.",
        context=f"{name!r}; found: {', '.join(str(fact['name']) for fact in known) or 'none'}",
        hint="Plug it in or choose another by name in the settings.",
    )
