"""What a way of communicating needs is its device and the worker behind it: the visitor is told when either is gone.

Found by reading: when the eyes or ears were given up for good, a signing visitor was told nothing and signed on.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal.visit.effects import Tell
from terminal.visit.events import (
    ChooseMatter,
    ChooseWay,
    Deny,
    DeviceChanged,
    Event,
    FramingChanged,
    GiveConsent,
    SpeakingChanged,
    Start,
    Status,
    TellProblem,
    Tick,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Consent, Phase, State, Visit


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
    state = State(phase=Phase.ASKING, visit=Visit(visit_id="v", way=way, consent=Consent(camera=True, microphone=True)))
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


PARTS = [
    (Way.SIGN, "camera", "camera"),
    (Way.SIGN, "eyes", "camera"),
    (Way.SPEAK, "microphone", "microphone"),
    (Way.SPEAK, "ears", "microphone"),
]


def seconds(begin: int, end: int) -> list[Tick]:
    return [Tick(at=float(at)) for at in range(begin, end)]


@pytest.mark.parametrize(("way", "part", "device"), PARTS)
def test_who_chooses_a_way_whose_device_was_lost_before_they_came_is_told(way: Way, part: str, device: str) -> None:
    """It was pulled out during the visit before: the visitor signed to nobody, and no word came."""
    state, _ = told(State(), changed(part, Status.MISSING), Start(at=2.0, visit_id="v"), ChooseWay(at=2.0, way=way))
    state, said = told(state, *seconds(2, 10))
    assert f"fault.{device}" not in said, "nothing is looked for before they agree"
    state, said = told(state, GiveConsent(at=10.0), changed(part, Status.MISSING), *seconds(10, 20))
    assert said.count(f"fault.{device}") == 1
    assert state.visit.notice == f"fault.{device}"
    state, said = told(state, changed(part, Status.OK))
    assert said == [f"fault.{device}_back"]
    assert not state.visit.notice


@pytest.mark.parametrize(("way", "part", "device"), PARTS)
def test_what_was_lost_before_and_is_there_when_it_is_opened_is_no_news(way: Way, part: str, device: str) -> None:
    state, _ = told(State(), changed(part, Status.MISSING), Start(at=2.0, visit_id="v"), ChooseWay(at=2.0, way=way))
    _, said = told(state, GiveConsent(at=10.0), Tick(at=10.5), changed(part, Status.OK), *seconds(11, 20))
    assert not [key for key in said if key.startswith("fault.")]


def test_who_comes_back_to_a_way_that_is_still_lost_is_told_again() -> None:
    state, said = told(asking(Way.SIGN), changed("camera", Status.MISSING), *seconds(2, 6))
    assert said.count("fault.camera") == 1
    away = [ChooseWay(at=6.0, way=Way.TYPE), *seconds(6, 10)]
    state, said = told(state, *away, ChooseWay(at=10.0, way=Way.SIGN), *seconds(10, 20))
    assert said.count("fault.camera") == 1


def test_who_is_asked_again_while_it_is_still_lost_is_told_again() -> None:
    """Back from a matter that was touched and not meant: 请再打一遍, and nobody saw it."""
    state, _ = told(asking(Way.SIGN), changed("camera", Status.MISSING), *seconds(2, 6))
    state, said = told(state, ChooseMatter(at=6.0, matter_id="passport"), *seconds(6, 12))
    assert "fault.camera" not in said, "there it is not needed"
    for event in (Deny(at=12.0), TellProblem(at=30.0)):
        state, said = told(state, event, *seconds(round(event.at), round(event.at) + 12))
        assert said.count("fault.camera") == 1, event
        assert state.visit.notice == "fault.camera"


@pytest.mark.parametrize("part", ["camera", "eyes"])
def test_who_is_not_seen_is_not_told_to_be_seen_well(part: str) -> None:
    seen = step(asking(Way.SIGN), FramingChanged(at=2.0, hint="good"))[0]
    assert told(seen, changed(part, Status.OK))[0].visit.framing == "good"
    for status in (Status.MISSING, Status.FAULT):
        assert told(seen, changed(part, status))[0].visit.framing == ""


def test_an_invented_visitor_needs_no_camera() -> None:
    """In a terminal without one the trainee read 摄像头暂时看不见了 in place of the signs of the practice."""
    state = replace(asking(Way.SIGN), training=True)
    state, said = told(state, changed("camera", Status.MISSING), *seconds(2, 12), changed("camera", Status.OK))
    assert said == []


def test_the_device_of_another_way_that_opens_at_once_is_not_the_return_of_the_lost_one() -> None:
    """The microphone opened before the next tick, and the visitor was told that the camera works again."""
    state, _ = told(asking(Way.SIGN), changed("camera", Status.MISSING), *seconds(2, 6))
    state, said = told(state, ChooseWay(at=6.0, way=Way.SPEAK), changed("microphone", Status.OK), *seconds(6, 9))
    assert not [key for key in said if key.startswith("fault.")]


def test_a_voice_that_died_in_the_middle_of_a_sentence_speaks_no_more() -> None:
    """Its end was never told: who had gone away meanwhile was waited for all day, with their page on the screen."""
    state, _ = told(asking(Way.SPEAK), SpeakingChanged(at=1.0, speaking=True, until=4.0))
    state, _ = told(state, changed("voice", Status.FAULT))
    assert not state.speaking
    state, said = told(state, *seconds(2, 200))
    assert "timeout.still_there" in said
    assert state.phase is Phase.IDLE
