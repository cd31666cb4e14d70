"""Audio in the form every port here uses: mono, 16-bit signed samples, rate said beside them."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


def listed(kind: str, backends: list[Any] | None = None) -> list[dict[str, Any]]:
    """The sound library's facts (`name`, `id`) of every "microphone" or "speaker" that deserves the name.

    A sound server also lists as inputs what it sends to its loudspeakers, and a loudspeaker that is none where there
    is no card; ALSA lists its null device. Whoever took those for devices would hear the terminal itself, or speak to
    nobody. Raises `miniaudio.MiniaudioError` where no sound system answers.
    """
    return [fact for fact in _all(kind, backends) if not _of_server(fact) and NOTHING not in str(fact["name"])]


NOTHING = "Discard all samples"
"""How ALSA describes its null device."""


def _all(kind: str, backends: list[Any] | None) -> list[dict[str, Any]]:
    import miniaudio

    devices = miniaudio.Devices(backends)
    # Not opened one by one to learn their formats: a single card in use would make an error of the whole list.
    devices._get_info = lambda *_: {}
    found: list[dict[str, Any]] = devices.get_captures() if kind == "microphone" else devices.get_playbacks()
    return found


def _of_server(fact: dict[str, Any]) -> bool:
    """A monitor or the dummy output, by the name in the handle: descriptions are translated."""
    import miniaudio

    handle = bytes(miniaudio.ffi.buffer(fact["id"])).partition(b"\0")[0]
    return handle.endswith(b".monitor") or handle == b"auto_null"


def device_id(name: str, kind: str, backends: list[Any] | None = None) -> object:
    """The sound library's handle of the first "microphone" or "speaker" whose name contains `name`; None for "", the
    default one. Raises `DeviceError` where there is none, also where the default would be a sound server's stand-in.
    """
    import miniaudio

    try:
        everything = _all(kind, backends)
    except miniaudio.MiniaudioError:  # no sound system answers: the same as none that has the device
        everything = []
    known = [fact for fact in everything if not _of_server(fact)]
    if not name and (known or not everything):
        return None
    for fact in known:
        if name and name.lower() in str(fact["name"]).lower():
            return fact["id"]
    raise DeviceError(
        f"{kind}-missing",
        message="The sound device is not there.",
        context=f"{name or 'any'!r}; found: {', '.join(str(fact['name']) for fact in known) or 'none'}",
        hint="Plug it in or choose another by name in the settings.",
    )
