"""The terminal's health for the hall's administrator: devices and outbox, nothing about the visitor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from terminal.visit.events import DeviceChanged, Status
from terminal.visit.state import Phase, State

BEAT_S = 30.0
"""Where the hall does not say how often it wants to hear (contract: `next_seconds`)."""
CLOCK = "clock"
MOST_APART_S = 5.0
"""The hall's clock decides; one that differs by more is told to staff (contract 4)."""
_KINDS = {
    "camera": "camera",
    "microphone": "microphone",
    "speaker": "speaker",
    "pad": "pad",
    "printer": "printer",
    "eyes": "recogniser",
    "ears": "recogniser",
}
_HEALTH = {
    Status.OK: "ok",
    Status.SIMULATED: "degraded",
    Status.OFF: "missing",
    Status.MISSING: "missing",
    Status.FAULT: "failed",
}


def heartbeat(state: State, at: datetime, outbox: int, oldest_s: float | None) -> Mapping[str, Any]:
    """The contract's `HeartbeatPut`; ``outbox`` counts what was not delivered yet."""
    settings = state.device("settings")
    safe = settings is not None and settings.status is Status.FAULT
    quiet = "idle" if state.phase is Phase.IDLE else "busy"
    devices = [
        {"kind": _KINDS[device.name], "health": _HEALTH[device.status], "code": f"{device.name}-{device.status.value}"}
        for device in state.devices
        if device.name in _KINDS
    ]
    oldest = {} if oldest_s is None else {"outbox_oldest_seconds": round(oldest_s)}
    return {
        "at": at.isoformat(),
        "phase": "safe_mode" if safe else quiet,
        "devices": devices,
        "settings_version": 0,
        "software": _software(),
        "outbox": outbox,
        **oldest,
    }


def clock_told(sent_at: datetime, took_s: float, hall_now: str) -> DeviceChanged:
    """How our clock stands to the hall's: ``sent_at`` ours when the heartbeat left, ``hall_now`` the hall's (ISO 8601)
    in its answer, which took ``took_s`` seconds. Half of those are taken for the way there."""
    ours = sent_at + timedelta(seconds=took_s / 2)
    ahead_s = (ours - datetime.fromisoformat(hall_now)).total_seconds()
    if abs(ahead_s) <= MOST_APART_S:
        return DeviceChanged(device=CLOCK, status=Status.OK)
    return DeviceChanged(device=CLOCK, status=Status.FAULT, detail=f"{ahead_s:+.0f} s")


def _software() -> str:
    try:
        return f"wuai {version('wuai')}"
    except PackageNotFoundError:  # a clone is run as it is, not installed
        return "wuai"
