"""Where a terminal stands: a counter greets whom it called, the entrance calls nobody."""

from __future__ import annotations

import pytest

from terminal.visit.effects import BeginService, CallNextTicket, Effect
from terminal.visit.events import (
    Back,
    ChooseWay,
    ClerkCallsNext,
    Confirm,
    Event,
    GiveConsent,
    ServiceBegan,
    Start,
    TicketCalled,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Phase, Role, State

CALLED = TicketCalled(at=1.0, ticket_id="t-7", number="A007", window="3", call_count=1, service_id="")


def play(state: State, *events: Event) -> tuple[State, list[Effect]]:
    effects: list[Effect] = []
    for event in events:
        state, done = step(state, event)
        effects += done
    return state, effects


def counter(*events: Event) -> tuple[State, list[Effect]]:
    return play(State(role=Role.WINDOW, window="3"), *events)


def test_whoever_comes_to_the_counter_that_called_is_asked_to_begin() -> None:
    state, _ = counter(CALLED, Start(at=2.0, visit_id="v"), ChooseWay(at=3.0, way=Way.TYPE))
    assert state.phase is Phase.CALLED
    state, effects = play(state, Confirm(at=4.0))
    begun = next(effect for effect in effects if isinstance(effect, BeginService))
    assert begun.ticket_id == "t-7"
    state, _ = play(state, ServiceBegan(at=5.0, ticket_id="t-7", service_id="s-1"))
    assert state.phase is Phase.CONVERSING
    assert not state.numbers


def test_consent_comes_before_it() -> None:
    state, _ = counter(CALLED, Start(at=2.0, visit_id="v"), ChooseWay(at=3.0, way=Way.SIGN))
    assert state.phase is Phase.CONSENT
    assert play(state, GiveConsent(at=4.0))[0].phase is Phase.CALLED


def test_somebody_else_says_so_and_is_asked_once() -> None:
    state, _ = counter(CALLED, Start(at=2.0, visit_id="v"), ChooseWay(at=3.0, way=Way.TYPE), Back(at=4.0))
    assert state.phase is Phase.ASKING
    assert state.visit.ticket is None
    assert play(state, ChooseWay(at=5.0, way=Way.TOUCH))[0].phase is Phase.ASKING


@pytest.mark.parametrize("role", [Role.GUIDE, Role.BOTH])
def test_elsewhere_every_visit_begins_with_the_question(role: Role) -> None:
    state = State(role=role, window="3")
    state, _ = play(state, CALLED, Start(at=2.0, visit_id="v"), ChooseWay(at=3.0, way=Way.TYPE))
    assert state.phase is Phase.ASKING


def test_the_guide_at_the_entrance_calls_nobody() -> None:
    assert not [e for e in play(State(role=Role.GUIDE), ClerkCallsNext(at=1.0))[1] if isinstance(e, CallNextTicket)]
    assert [e for e in counter(ClerkCallsNext(at=1.0))[1] if isinstance(e, CallNextTicket)]
