"""Sign, speech, text and touch in one conversation, changed at any moment without losing the thread."""

from __future__ import annotations

import pytest

from terminal.visit.effects import Effect
from terminal.visit.events import Back, ChooseWay, Event, GiveConsent, RefuseConsent, Way
from terminal.visit.machine import step
from terminal.visit.state import Consent, Line, Meaning, Phase, State, Ticket, Visit
from terminal.visit.wants import wants

SAID = (Line("visitor", "照片可以在大厅拍吗", 1.0), Line("clerk", "可以", 2.0))
AT_THE_WINDOW = State(
    phase=Phase.CONVERSING,
    visit=Visit(visit_id="v", way=Way.TOUCH, ticket=Ticket("t", "C027", "社保医保区", 0, 0), lines=SAID),
)
AT_THE_NOTICE = State(phase=Phase.MATTER, visit=Visit(visit_id="v", way=Way.TOUCH, meaning=Meaning("id_card_lost")))


def after(state: State, *events: Event) -> State:
    for event in events:
        state, _ = step(state, event)
    return state


@pytest.mark.parametrize("place", [AT_THE_WINDOW, AT_THE_NOTICE])
@pytest.mark.parametrize("way", [Way.SIGN, Way.SPEAK])
def test_who_began_by_touch_goes_on_by_signing_or_speaking_after_a_yes_of_their_own(place: State, way: Way) -> None:
    asked = after(place, ChooseWay(way=way))
    assert (asked.phase, asked.visit.consent.asked) == (
        Phase.CONSENT,
        {Way.SIGN: "camera", Way.SPEAK: "microphone"}[way],
    )
    assert not wants(asked).camera, "nothing is watched before the yes"
    state = after(asked, GiveConsent())
    assert (state.phase, state.visit.way) == (place.phase, way)
    assert (state.visit.lines, state.visit.ticket, state.visit.meaning) == (
        place.visit.lines,
        place.visit.ticket,
        place.visit.meaning,
    )


@pytest.mark.parametrize("no", [RefuseConsent(), Back()])
def test_who_says_no_goes_on_by_touch_where_they_were(no: Event) -> None:
    state = after(AT_THE_WINDOW, ChooseWay(way=Way.SIGN), no)
    assert (state.phase, state.visit.way, state.visit.lines) == (Phase.CONVERSING, Way.TOUCH, SAID)
    assert not wants(state).camera


def test_who_agreed_before_is_not_asked_again() -> None:
    agreed = AT_THE_WINDOW.with_visit(consent=Consent(camera=True))
    state, effects = step(agreed, ChooseWay(way=Way.SIGN))
    assert (state.phase, state.visit.way) == (Phase.CONVERSING, Way.SIGN)
    assert effects == tuple[Effect, ...]()
