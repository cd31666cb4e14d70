"""All devices: name, place, state, one plain sentence with what to do, 试一下. What is broken stands first."""

from __future__ import annotations

from terminal.ui.look import Look
from terminal.ui.scene import Column, Local, Node, Pages, Row, Spacer, Text, Touch
from terminal.ui.staff import facts
from terminal.ui.staff.device_words import device_icon, device_mend, device_name, device_place, device_state
from terminal.ui.staff.frame import Frame
from terminal.ui.staff.widgets import card, command, press, quiet, status_pill, tile
from terminal.visit.events import RecheckDevices, Status
from terminal.visit.state import Device, State

_CARD_WIDTH = 420
_CARD_HEIGHT = 262
_HEADING = 64
_GAP = 20
_PAGES_KEY = "staff.devices"


def devices_page(state: State, look: Look) -> Node:
    """The page under the header."""
    frame = Frame.of(look)
    everything = facts.devices_worst_first(state)
    across = max(1, int((frame.inner_width + _GAP) // (_CARD_WIDTH + _GAP)))
    down = max(1, int((frame.inner_height - _HEADING) // (_CARD_HEIGHT + _GAP)))
    pages = _chunks(everything, across * down)
    shown = tuple((str(n), _page(state, look, page, across, n, len(pages))) for n, page in enumerate(pages))
    grid = Pages(_PAGES_KEY, shown, "0", grow=1) if len(shown) > 1 else shown[0][1]
    return Column((_heading(state, look), grid), gap=_GAP, pad=frame.pad, grow=1)


def _heading(state: State, look: Look) -> Node:
    note = "staff.devices.note" if state.devices else "staff.devices.none"
    return Row(
        (
            Text(look.say("staff.devices.title"), "title", lines=1),
            quiet(look.say(note) if Frame.of(look).wide else "", "body", grow=1),
            command(look, state, "recheck", look.say("staff.action.recheck"), icon="again"),
        ),
        gap=16,
        height=_HEADING,
    )


def _chunks(devices: tuple[Device, ...], size: int) -> list[tuple[Device, ...]]:
    return [devices[at : at + size] for at in range(0, len(devices), size)]


def _page(state: State, look: Look, devices: tuple[Device, ...], across: int, number: int, of: int) -> Node:
    rows = [_row(state, look, row, across) for row in _chunks(devices, across)]
    return Column((*rows, Spacer(grow=1), _turn(look, number, of)), gap=_GAP, grow=1)


def _row(state: State, look: Look, devices: tuple[Device, ...], across: int) -> Node:
    blank = (Spacer(grow=1),) * (across - len(devices))
    return Row(
        (*(_card(state, look, device) for device in devices), *blank), gap=_GAP, align="stretch", height=_CARD_HEIGHT
    )


def _turn(look: Look, number: int, of: int) -> Node | None:
    if of == 1:
        return None
    following = str((number + 1) % of)
    label = look.say("staff.devices.page", n=number + 1, of=of)
    return Row((Spacer(grow=1), press(label, Local(key=_PAGES_KEY, value=following), icon="next")))


def _card(state: State, look: Look, device: Device) -> Node:
    broken = device.status in facts.TROUBLE
    words = device_state(look, state, device)
    advice = device_mend(look, device.name) if broken else _remark(look, device)
    upper = Row(
        (
            tile(device_icon(device.name), 64),
            Column(
                (
                    Text(device_name(look, device.name), "h2", lines=1),
                    quiet(device_place(look, device.name)),
                ),
                gap=0,
                grow=1,
            ),
            _try(look, device),
        ),
        gap=16,
    )
    body = (upper, Row((status_pill(look, device.status, words), Spacer(grow=1))), _sentence(advice), _detail(device))
    return card(look, Column(body, gap=12), line="error_bg" if broken else "", grow=1)


def _remark(look: Look, device: Device) -> str:
    return look.say("staff.devices.simulated_note") if device.status is Status.SIMULATED else ""


def _sentence(text: str) -> Node | None:
    return Text(text, "body", lines=2) if text else None


def _detail(device: Device) -> Node | None:
    """What the driver says, for whoever mends it."""
    return quiet(device.detail, "small") if device.detail else None


def _try(look: Look, device: Device) -> Touch | None:
    if device.name in ("hall", "clock"):  # they are asked all the time
        return None
    return press(look.say("staff.action.try"), RecheckDevices(device=device.name))
