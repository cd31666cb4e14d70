"""Microphones: the port, its drivers and its simulator."""

from hardware.errors import DeviceError
from hardware.microphone.clips import ClipMicrophone
from hardware.microphone.device import DeviceMicrophone
from hardware.microphone.found import FoundMicrophone
from hardware.microphone.port import CHUNK_MS, RATE_HZ, AudioChunk, Microphone
from hardware.microphone.signal import SignalWatch, SoundWarning, clipped_share, level_dbfs
from hardware.microphone.silent import NoMicrophone

__all__ = [
    "CHUNK_MS",
    "RATE_HZ",
    "AudioChunk",
    "ClipMicrophone",
    "DeviceMicrophone",
    "FoundMicrophone",
    "Microphone",
    "NoMicrophone",
    "SignalWatch",
    "SoundWarning",
    "clipped_share",
    "level_dbfs",
    "microphone_from",
]


def microphone_from(spec: str) -> Microphone:
    """Make the microphone that a setting names; opens nothing.

    `device:` (the default one), `device:Jabra` (part of the name), `file:talk.wav` (in a loop),
    `clips:` (silence, and what `say()` adds), `none:`.
    """
    kind, _, value = spec.partition(":")
    if kind == "device":
        return DeviceMicrophone(value)
    if kind == "file" and value:
        return ClipMicrophone(loop=value, name=value)
    if kind == "clips":
        return ClipMicrophone()
    if kind == "none":
        return NoMicrophone()
    raise DeviceError(
        "microphone-spec",
        message="The microphone setting is not understood.",
        context=f"microphone = {spec!r}",
        hint="Use device:, device:NAME, file:PATH, clips: or none:.",
    )
