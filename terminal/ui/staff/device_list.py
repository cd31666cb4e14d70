"""The devices beside the conversation: what is broken first with its mend, the rest in one line."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column, Icon, Node, Row, Rule, Text
from terminal.ui.staff import facts
from terminal.ui.staff.device_words import device_icon, device_mend, device_name, device_state
from terminal.ui.staff.keys import key_of
from terminal.ui.staff.widgets import TIGHT, card, heading, key_cap, quiet, status_pill
from terminal.visit.events import Status
from terminal.visit.state import Device, State

_ROW = 46
_STEP = 52
"""A row; a row with its rule and gaps."""
_AROUND = 64
_MEND = 50
"""Padding and heading; two lines of what to do."""
LEAST = _AROUND + _MEND + _STEP
"""Height that shows the worst device with its mend."""


def device_list(state: State, look: Look, tall: float) -> Node:
    """The card of the devices, ``tall`` units high."""
    everything = facts.devices_worst_first(state)
    broken = facts.troubles(state)
    mend = Text(device_mend(look, broken[0].name), "label", bold=False, lines=2) if broken else None
    most = max(1, int((tall - _AROUND - (_MEND if broken else 0)) // _STEP))
    rows: list[Node] = []
    for place, device in enumerate(everything[:most]):
        rows += [Rule(thick=2)] if place else []
        rows.append(_row(state, look, device))
    extra = _rest(everything[most:], look) or key_cap(look, key_of("page", 1))
    head = heading(look.say("staff.page.devices"), "", extra)
    return card(look, Column((head, *rows[:1], mend, *rows[1:]), gap=2), pad=TIGHT, height=tall)


def _rest(rest: tuple[Device, ...], look: Look) -> Node | None:
    """How many more are well; nothing where one of them is not."""
    well = all(device.status in (Status.OK, Status.SIMULATED) for device in rest)
    return quiet(look.say("staff.devices.rest", n=len(rest))) if rest and well else None


def _row(state: State, look: Look, device: Device) -> Node:
    name = Text(device_name(look, device.name), "label", bold=False, lines=1, fit=True, grow=1)
    pill = status_pill(look, device.status, device_state(look, state, device))
    return Row((Icon(device_icon(device.name), 26), name, pill), gap=12, height=_ROW)
