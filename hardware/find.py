"""Which devices are there: names only, nothing is read or switched. Quick enough for a start-up line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from hardware.sound import listed
from hardware.v4l2 import is_infrared, pixel_formats


@dataclass(frozen=True, slots=True)
class Found:
    """A device of this machine. `path` is what a driver opens; `detail` tells two of the same name apart."""

    kind: str
    name: str
    path: str
    detail: str = ""


def devices() -> list[Found]:
    """Everything below in one list."""
    return [*cameras(), *microphones(), *speakers(), *serial_ports(), *key_devices(), *printers()]


def cameras(
    sys_root: Path = Path("/sys/class/video4linux"), formats: Callable[[str], tuple[str, ...]] = pixel_formats
) -> list[Found]:
    """V4L2 capture devices, infrared ones last. A camera shows several nodes; only index 0 gives pictures.

    Where there are several, each is asked for its pixel formats; that lights no lamp.
    """
    nodes = [node for node in _children(sys_root) if _text(node / "index") in ("0", "")]
    found = [Found("camera", _text(node / "name") or node.name, f"/dev/{node.name}", node.name) for node in nodes]
    return sorted(found, key=lambda camera: is_infrared(formats(camera.path))) if len(found) > 1 else found


def microphones() -> list[Found]:
    """Sound inputs by name, as the sound server (or ALSA) lists them."""
    return _sounds("microphone")


def speakers() -> list[Found]:
    """Sound outputs by name."""
    return _sounds("speaker")


def serial_ports(by_id: Path = Path("/dev/serial/by-id")) -> list[Found]:
    """Serial ports behind a USB chip. The stable by-id path is given where there is one: numbers change."""
    from serial.tools import list_ports

    stable = {str(link.resolve()): str(link) for link in _children(by_id)}
    usb = [port for port in list_ports.comports() if port.vid is not None]
    return [
        Found(
            "serial",
            port.description or port.device,
            stable.get(port.device, port.device),
            f"{port.vid:04x}:{port.pid:04x} {port.device}",
        )
        for port in usb
    ]


def key_devices(sys_root: Path = Path("/sys/class/input")) -> list[Found]:
    """Event devices that can type, with `vendor:product`: candidates for a HID pad."""
    found = []
    for node in _children(sys_root):
        facts = node / "device"
        if node.name.startswith("event") and _text(facts / "capabilities/key") not in ("", "0"):
            number = f"{_text(facts / 'id/vendor')}:{_text(facts / 'id/product')}"
            found.append(Found("keys", _text(facts / "name") or node.name, f"/dev/input/{node.name}", number))
    return found


def printers(dev: Path = Path("/dev/usb")) -> list[Found]:
    """USB printers that speak through the kernel's printer class."""
    return [Found("printer", node.name, str(node)) for node in _children(dev) if node.name.startswith("lp")]


def _sounds(kind: str) -> list[Found]:
    import miniaudio

    try:
        names = [str(fact["name"]) for fact in listed(kind)]
    except miniaudio.MiniaudioError:
        return []
    return [Found(kind, name, name) for name in names]


def _children(folder: Path) -> Iterable[Path]:
    return sorted(folder.iterdir(), key=_numbered) if folder.is_dir() else ()


def _numbered(path: Path) -> tuple[str, int, str]:
    """As people count: video10 after video2."""
    name = re.sub(r"[0-9]+$", "", path.name)
    return name, int(path.name[len(name) :] or 0), path.name


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
