"""Which pad a setting names: one line for all three kinds, so that no caller knows their constructors."""

from __future__ import annotations

from hardware.errors import DeviceError
from hardware.pad.hid import HidPad
from hardware.pad.messages import Profile
from hardware.pad.network import NetworkPad
from hardware.pad.port import ReviewPad
from hardware.pad.serial_pad import SerialPad
from hardware.pad.settings import PadSettings

SERIAL_KEYS, TYPING_KEYS = "grades-5", "hid-digits"
"""The usual key map of a serial and of a typing pad."""


def pad_from(
    spec: str, *, number: int = 1, profile: Profile = Profile.FULL, keys: str = "", tablet: str = "", key: bytes = b""
) -> ReviewPad:
    """Make the pad a setting names: `hid:DEVICE`, `network:HOST:PORT`, else a serial port.

    `number` and `profile` are a serial pad's; `keys` names a key map, empty is the usual one; `tablet` and `key` are
    the network pad's id and its secret. Raises `DeviceError` for an address or a key map that is not understood.
    """
    kind, _, value = spec.partition(":")
    if kind == "hid" and value:
        return HidPad(value, keys or TYPING_KEYS)
    if kind == "network":
        host, _, port = value.rpartition(":")
        if host and port.isdigit():
            return NetworkPad(tablet, key, host=host, port=int(port))
    if kind in ("hid", "network"):
        raise DeviceError(
            "pad-spec",
            message="The setting of the review pad is not understood.",
            context=f"port = {spec!r}",
            hint="Use hid:/dev/input/eventN, hid:VENDOR:PRODUCT, network:HOST:PORT or a serial port.",
        )
    return SerialPad(spec, PadSettings(number=number, profile=profile, keys=keys or SERIAL_KEYS))
