"""再查一次: staff ask how a device is, and get an answer; what was given up is begun again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from terminal.links.hall import HallLink
from terminal.links.pad import PadLink
from terminal.runtime.guard import Guard
from terminal.runtime.link import Check
from terminal.runtime.supervisor import Supervisor
from terminal.slips import Slips

DEVICES_OF: Mapping[str, frozenset[str]] = {
    "eyes": frozenset({"eyes", "camera"}),
    "ears": frozenset({"ears", "microphone"}),
    "voice": frozenset({"voice", "speaker"}),
}
"""Workers that run always, by the devices that staff see of them."""
LAZY = ("call", "message")
"""Workers that run while something is wanted of them: nothing is asked of these, they are only begun again."""


class Checked(Protocol):
    """The parts that can be asked."""

    @property
    def supervisor(self) -> Supervisor: ...
    @property
    def pad(self) -> PadLink: ...
    @property
    def slips(self) -> Slips: ...
    @property
    def hall(self) -> HallLink: ...


def check(parts: Checked, guard: Guard, device: str) -> None:
    """Ask one device, or all where it is ""; answered by `DeviceChanged`. Never waits.

    The hall and the clock ask all the time, the settings and the journal tell by themselves: nothing is asked of them.
    """
    for worker, devices in DEVICES_OF.items():
        if not device or device in devices:
            parts.supervisor.revive(worker)
            parts.supervisor.tell(worker, Check())
    for worker in LAZY:
        if device in ("", worker):
            parts.supervisor.revive(worker)
    for name, ask in (("pad", parts.pad.check), ("printer", parts.slips.check), ("outbox", parts.hall.check)):
        if device in ("", name):
            ask()
    if device in ("", "internal"):
        guard.seen()
