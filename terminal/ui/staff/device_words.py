"""Words and icons of devices: the name, where it stands, and the one sentence that mends it."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.staff import facts
from terminal.visit.state import Device, State

_ICONS = {
    "camera": "camera",
    "microphone": "mic",
    "speaker": "louder",
    "pad": "pad",
    "printer": "printer",
    "eyes": "sign",
    "ears": "speak",
    "voice": "louder",
    "call": "video",
    "message": "sign",
    "hall": "globe",
    "hall_link": "globe",
    "hall_key": "globe",
    "outbox": "document",
    "clock": "clock",
    "settings": "document",
    "journal": "document",
    "internal": "desk",
    "display": "desk",
    "staff_display": "desk",
}


def known(name: str) -> str:
    """The word key of a device; ``other`` for one that has no words of its own."""
    return name if name in _ICONS else "other"


def device_icon(name: str) -> str:
    """The icon of a device."""
    return _ICONS.get(name, "info")


def device_name(look: Look, name: str) -> str:
    """What the clerk calls it."""
    return look.say(f"staff.device.{known(name)}", name=name)


def device_place(look: Look, name: str) -> str:
    """Where it stands or what it is for."""
    return look.say(f"staff.place.{known(name)}")


def device_mend(look: Look, name: str) -> str:
    """What to do about it, and what stays usable meanwhile."""
    return look.say(f"staff.mend.{known(name)}")


def device_state(look: Look, state: State, device: Device) -> str:
    """Its state in one or two words; of the hall also what waits for it."""
    words = look.say(f"staff.state.{facts.status_word(device)}")
    if device.name != "hall" or not state.hall.outbox:
        return words
    return f"{words} · {look.say('staff.state.waiting', n=state.hall.outbox)}"
