"""Camera, microphone and call are off until the visitor has agreed to each, wherever the visit stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal.visit.events import Way
from terminal.visit.state import Booking, Call, CheckingIn, Consent, Phase, State, Visit
from terminal.visit.wants import wants

CALL = Call("connected", 0.0)
VISIT = Visit(visit_id="v", booking=Booking(slot_id="s"), check_in=CheckingIn(), call=CALL)
ALL = Consent(camera=True, microphone=True, transmit=True)


def visiting(phase: Phase, way: Way, consent: Consent) -> State:
    return State(phase=phase, visit=replace(VISIT, way=way, consent=consent))


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("way", Way)
def test_who_agreed_to_nothing_is_not_seen_not_heard_and_not_sent(phase: Phase, way: Way) -> None:
    wanted = wants(visiting(phase, way, Consent()))
    assert (wanted.camera, wanted.microphone, wanted.transmits, wanted.call) == (False, False, False, None)


@pytest.mark.parametrize("phase", Phase)
def test_each_device_has_a_consent_of_its_own(phase: Phase) -> None:
    assert not wants(visiting(phase, Way.SPEAK, replace(ALL, microphone=False, transmit=False))).microphone
    assert not wants(visiting(phase, Way.SIGN, replace(ALL, camera=False, transmit=False))).camera
    assert wants(visiting(phase, Way.SIGN, replace(ALL, transmit=False))).call is None


def test_who_agreed_is_seen_heard_and_sent() -> None:
    assert wants(visiting(Phase.ASKING, Way.SIGN, ALL)).camera
    assert wants(visiting(Phase.ASKING, Way.SPEAK, ALL)).microphone
    assert wants(visiting(Phase.REMOTE, Way.SIGN, ALL)).transmits
