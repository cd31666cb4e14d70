"""Speakers: the port, its driver and its simulator."""

from hardware.errors import DeviceError
from hardware.speaker.device import DeviceSpeaker
from hardware.speaker.found import FoundSpeaker
from hardware.speaker.port import BUFFER_MS, Playing, Speaker
from hardware.speaker.recorder import Heard, RecordingSpeaker

__all__ = [
    "BUFFER_MS",
    "DeviceSpeaker",
    "FoundSpeaker",
    "Heard",
    "Playing",
    "RecordingSpeaker",
    "Speaker",
    "speaker_from",
]


def speaker_from(spec: str) -> Speaker:
    """Make the speaker that a setting names; opens nothing. `device:`, `device:NAME`, `recorder:`."""
    kind, _, value = spec.partition(":")
    if kind == "device":
        return DeviceSpeaker(value)
    if kind == "recorder":
        return RecordingSpeaker()
    raise DeviceError(
        "speaker-spec",
        message="The speaker setting is not understood.",
        context=f"speaker = {spec!r}",
        hint="Use device:, device:NAME or recorder:.",
    )
