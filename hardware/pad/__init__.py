"""Review pads (评价器): the port, three kinds of driver, and a simulator of each. See docs/pads.md."""

from hardware.pad.choice import pad_from
from hardware.pad.found import FoundPad
from hardware.pad.hid import HidPad
from hardware.pad.keymaps import KEY_MAPS, key_map
from hardware.pad.messages import Profile
from hardware.pad.network import NetworkPad
from hardware.pad.port import (
    EvaluationClosed,
    HealthChanged,
    KeyIgnored,
    Level,
    LevelChosen,
    Outcome,
    PadEvent,
    PadHealth,
    PadTrouble,
    PromptShown,
    ReviewPad,
    StaffCard,
    TroubleNoticed,
)
from hardware.pad.serial_pad import SerialPad
from hardware.pad.settings import EvaluationTimes, LinkTimes, PadSettings
from hardware.pad.transport import pad_ports

__all__ = [
    "KEY_MAPS",
    "EvaluationClosed",
    "EvaluationTimes",
    "FoundPad",
    "HealthChanged",
    "HidPad",
    "KeyIgnored",
    "Level",
    "LevelChosen",
    "LinkTimes",
    "NetworkPad",
    "Outcome",
    "PadEvent",
    "PadHealth",
    "PadSettings",
    "PadTrouble",
    "Profile",
    "PromptShown",
    "ReviewPad",
    "SerialPad",
    "StaffCard",
    "TroubleNoticed",
    "key_map",
    "pad_from",
    "pad_ports",
]
