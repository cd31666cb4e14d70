"""What a way of communicating needs is its device and the worker behind it: the visitor is told when either is gone.

Found by reading: when the eyes or ears were given up for good, a signing visitor was told nothing and signed on.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal.visit.effects import Tell
from terminal.visit.events import DeviceChanged, Event, Status, Way
from terminal.visit.machine import step
from terminal.visit.state import Phase, State, Visit


def told(state: State, *events: Event) -> tuple[State, list[str]]:
    said = []
    for event in events:
        state, effects = step(state, event)
        said += [effect.key for effect in effects if isinstance(effect, Tell)]
    return state, said


def changed(device: str, status: Status) -> DeviceChanged:
    return DeviceChanged(at=1.0, device=device, status=status)


def asking(way: Way) -> State:
    """Somebody communicates so, and all is well."""
    state = State(phase=Phase.ASKING, visit=Visit(visit_id="v", way=way))
    parts = ("camera", "eyes", "microphone", "ears")
    return told(state, *(changed(part, Status.OK) for part in parts))[0]


@pytest.mark.parametrize(("way", "worker", "device"), [(Way.SIGN, "eyes", "camera"), (Way.SPEAK, "ears", "microphone")])
def test_a_worker_that_is_gone_is_said_once_and_so_is_its_return(way: Way, worker: str, device: str) -> None:
    state, said = told(asking(way), changed(worker, Status.FAULT), changed(worker, Status.FAULT))
    assert said == [f"fault.{device}"]
    assert state.visit.notice == f"fault.{device}"
    state, said = told(state, changed(device, Status.MISSING), changed(worker, Status.OK))
    assert said == [], "its device is still missing"
    state, said = told(state, changed(device, Status.OK))
    assert said == [f"fault.{device}_back"]
    assert not state.visit.notice


def test_what_this_visitor_does_not_use_is_not_said() -> None:
    assert told(asking(Way.TOUCH), changed("eyes", Status.FAULT), changed("ears", Status.FAULT))[1] == []
    assert told(asking(Way.SIGN), changed("ears", Status.FAULT))[1] == []


def test_a_slip_that_was_not_printed_is_said_where_one_is_waited_for() -> None:
    state = replace(asking(Way.SIGN), phase=Phase.TICKET)
    assert told(state, changed("printer", Status.FAULT))[1] == ["ticket.no_slip"]
    assert told(asking(Way.SIGN), changed("printer", Status.FAULT))[1] == []
