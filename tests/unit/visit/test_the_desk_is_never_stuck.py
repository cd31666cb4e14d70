"""What the clerk asks for is answered, refused or over after a while; the next wish is always another one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal.visit.effects import CallNextTicket, FinishService
from terminal.visit.events import (
    ClerkCallsNext,
    ClerkFinishes,
    Event,
    HallRefused,
    HallSilent,
    Leave,
    ServiceEnded,
    Start,
    Tick,
)
from terminal.visit.machine import step
from terminal.visit.staff_waits import CALLING_S
from terminal.visit.state import Phase, State, Ticket, Visit

SERVING = State(
    phase=Phase.CONVERSING,
    visit=Visit(visit_id="v", ticket=Ticket("t27", "C027", "社保医保区", 0, 0, service_id="s27")),
    open_ticket="t27",
)


def calls_next(state: State) -> tuple[State, str]:
    state, effects = step(state, ClerkCallsNext(at=state.now))
    (call,) = (effect for effect in effects if isinstance(effect, CallNextTicket))
    return state, call.effect_id


def after(state: State, *events: Event) -> State:
    for event in events:
        state, _ = step(state, event)
    return state


def test_calls_with_visits_between_and_after_a_new_start_are_different_wishes() -> None:
    state, first = calls_next(State(run="desk-a"))
    state = after(
        state, HallSilent(effect_id=first, kept=False), Start(visit_id="v"), Leave(), Tick(at=60.0), Tick(at=120.0)
    )
    assert state.phase is Phase.IDLE
    state, second = calls_next(state)
    _, anew = calls_next(State(run="desk-b"))
    assert len({first, second, anew}) == 3


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in (Phase.CONVERSING, Phase.REMOTE)])
@pytest.mark.parametrize(
    "answer",
    [HallRefused(effect_id="", code="hall_closed", zh="没上班", en="Closed"), HallSilent(effect_id="", kept=False)],
)
def test_a_no_to_the_clerk_counts_whoever_stands_in_front(phase: Phase, answer: HallRefused | HallSilent) -> None:
    visitor = State(phase=phase, visit=Visit(visit_id="v" if phase is not Phase.IDLE else ""))
    state, asked = calls_next(visitor)
    state = after(state, replace(answer, effect_id=asked))
    assert (state.phase, state.staff_calling, state.refused) == (phase, "", answer_words(answer))
    calls_next(state)


def answer_words(answer: HallRefused | HallSilent) -> tuple[str, str]:
    return (answer.zh, answer.en) if isinstance(answer, HallRefused) else ("", "")


def test_a_call_that_nothing_came_of_holds_nobody_up() -> None:
    state, _ = calls_next(State())
    assert step(state, ClerkCallsNext(at=CALLING_S - 1.0))[1] == ()
    calls_next(after(state, Tick(at=CALLING_S + 1.0)))


def test_a_service_is_open_until_the_hall_has_its_end() -> None:
    state = after(SERVING, ClerkFinishes())
    assert (state.open_ticket, state.served_today) == ("t27", 0)
    _, effects = step(replace(state, phase=Phase.IDLE), ClerkCallsNext())
    assert [effect.finish for effect in effects if isinstance(effect, CallNextTicket)] == ["t27"]
    state = after(state, ServiceEnded(ticket_id="t27", finished=True))
    assert (state.open_ticket, state.served_today) == ("", 1)


def test_the_case_of_who_has_left_is_closed_by_the_clerk() -> None:
    gone = State(open_ticket="t27")
    state, effects = step(gone, ClerkFinishes())
    assert [effect.ticket_id for effect in effects if isinstance(effect, FinishService)] == ["t27"]
    assert after(state, ServiceEnded(ticket_id="t27", finished=True)).served_today == 1
    assert step(State(), ClerkFinishes())[1] == ()


def test_what_was_put_aside_was_not_served() -> None:
    assert after(SERVING, ServiceEnded(ticket_id="t27", finished=False)).served_today == 0
