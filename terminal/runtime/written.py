"""How a setting is written: the forms that a driver or the hall's line understands, told before the screens should be
there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, SecretStr


def _written(pattern: str, forms: str) -> AfterValidator:
    """A text of one of these forms: a wrong one would be found by the driver, when the screens should be there."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"write {forms}")
        return value

    return AfterValidator(check)


PORT = r"(?:[0-5]?\d{1,4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])"
"""0 to 65535: the sockets of Python fail otherwise than for an address that is not there."""
CAMERAS = "auto, device:0, device:NAME, url:http://..., file:clip.mp4 or generated:"
MICROPHONES = "auto, device:, device:NAME, file:talk.wav, clips: or none:"
SPEAKERS = "auto, device:, device:NAME or recorder:"
HALLS = "embedded, or the base URL of the hall's API: https://HOST or https://HOST:PORT"
PRINTERS = "none:, folder:PATH, file:/dev/usb/lp0 or network:HOST"
CameraSource = Annotated[str, _written(r"auto|generated:|device:.*|(url|file|clip):.+", CAMERAS)]
MicrophoneSource = Annotated[str, _written(r"auto|clips:|none:|device:.*|file:.+", MICROPHONES)]
SpeakerSource = Annotated[str, _written(r"auto|recorder:|device:.*", SPEAKERS)]
PrinterSource = Annotated[str, _written(rf"none:|folder:.+|file:.+|network:[^:\s]+(:{PORT})?", PRINTERS)]
HallUrl = Annotated[str, _written(rf"embedded|https?://(\[[0-9a-f:.]+\]|[^\s/:?#@\[\]]+)(:{PORT})?(/\S*)?", HALLS)]


def _sendable(key: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]*", key.get_secret_value()):
        raise ValueError("write it as it was given, without blanks or full-width signs")
    return key


HallKey = Annotated[SecretStr, AfterValidator(_sendable)]
"""What the head of a request can carry."""


def _own_folder(value: Path) -> Path:
    """Not the folder of the project itself, where keys and rows of the hall would lie among its program."""
    if value == Path():
        raise ValueError("write a folder")
    return value


OwnFolder = Annotated[Path, AfterValidator(_own_folder)]
