"""What the top line says of camera and microphone is what they do: whatever state, one source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.matters import load
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import staff_look, visitor_look
from terminal.ui.staff import staff_view
from terminal.ui.visitor import visitor_view
from terminal.ui.visitor.frame import devices
from terminal.visit.events import ClerkTalks, Event, Language, Way
from terminal.visit.machine import step
from terminal.visit.state import Call, Consent, Phase, State, Visit
from terminal.visit.wants import wants
from tests.unit.visit.every_event import every_event, states

SPEAKER = {"way": Way.SPEAK, "consent": Consent(microphone=True, transmit=True)}


def is_true(state: State) -> None:
    """Every pill says what is wanted, and a device without a pill is off."""
    shown, wanted = dict(devices(state)), wants(state)
    heard = shown.get("clerk", shown.get("microphone", False))
    assert (shown.get("camera", False), heard) == (wanted.camera, wanted.microphone)
    assert shown, "one of them is always named"


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(states()), st.lists(st.sampled_from(every_event()), max_size=8))
def test_a_pill_says_what_the_device_does_whatever_happens(state: State, story: list[Event]) -> None:
    for event in story:
        is_true(state)
        state, _ = step(state, replace(event, at=state.now + 0.5))
    is_true(state)


@pytest.mark.parametrize("name", examples())
def test_every_screen_says_what_the_devices_do(name: str) -> None:
    is_true(examples()[name])


def test_who_waits_for_an_interpreter_and_may_speak_is_told_that_the_microphone_is_on() -> None:
    """It read 话筒关着 while every word was listened to."""
    state = State(phase=Phase.REMOTE, visit=Visit(visit_id="v", call=Call("queued", 0.0), **SPEAKER))  # type: ignore[arg-type]
    assert wants(state).question
    assert dict(devices(state))["microphone"]


def words_of(state: State, *, staff: bool) -> str:
    size = (1920.0, 1080.0) if staff else (1080.0, 1920.0)
    if staff:
        look = staff_look(Language.ZH, hall=HALL, clock=CLOCK, matters=load(), size=size)
        tree = staff_view(state, look)
    else:
        look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), size=size)
        tree = visitor_view(state, look)
    return "\n".join(str(getattr(item.node, "text", "")) for item in lay_out(tree, look).items)


def test_the_clerks_own_speech_is_named_as_such_on_both_screens() -> None:
    """The microphone is open then without the visitor having been asked: it is the clerk who is listened to."""
    state, _ = step(examples()["conversing_type"], ClerkTalks(at=200.0, on=True))
    assert devices(state) == (("clerk", True),)
    for staff in (False, True):
        assert "听工作人员说话" in words_of(state, staff=staff)
    elsewhere = replace(state, phase=Phase.EVALUATING)
    assert dict(devices(elsewhere)) == {"camera": False}, "it listens in the conversation only"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State(phase=Phase.ASKING, visit=Visit(visit_id="v", **SPEAKER)), "听说话：在听"),  # type: ignore[arg-type]
        (State(phase=Phase.CONSENT, visit=Visit(visit_id="v", **SPEAKER)), "话筒没开"),  # type: ignore[arg-type]
        (examples()["sign"], "看手语：清楚"),
        (replace(examples()["sign"], phase=Phase.CONSENT), "摄像头没开"),
    ],
    ids=["hears", "hears nothing", "sees", "sees nothing"],
)
def test_the_clerk_reads_what_eyes_and_ears_do_and_not_what_was_agreed_to(state: State, said: str) -> None:
    assert said in words_of(state, staff=True)
