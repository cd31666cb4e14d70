"""When a visitor who does nothing is warned, and where nobody is hurried."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal.visit.clock import ELDERLY_IDLE_S, IDLE_S, SERVED_IDLE_S, WARNING_S
from terminal.visit.events import HoldOpen, Theme, Tick
from terminal.visit.machine import step
from terminal.visit.state import Comfort, Phase, State, Ticket, Visit

CHOOSING = State(phase=Phase.CHOOSING, visit=Visit(visit_id="v"))
SLOWLY = Comfort(theme=Theme.ELDERLY)


def warned_at(state: State, until: float) -> float | None:
    """When the warning comes, second by second; None where it does not come until then."""
    for second in range(1, round(until) + 1):
        state, _ = step(state, Tick(at=float(second)))
        if state.visit.warned is not None:
            return state.visit.warned
    return None


def test_older_visitors_are_given_twice_the_time() -> None:
    assert warned_at(CHOOSING, 200.0) == IDLE_S
    assert warned_at(CHOOSING.with_visit(comfort=SLOWLY), 200.0) == ELDERLY_IDLE_S == 2 * IDLE_S


@pytest.mark.parametrize("phase", [Phase.WAITING, Phase.CALLED])
def test_who_waits_for_the_hall_is_not_warned(phase: Phase) -> None:
    assert warned_at(replace(CHOOSING, phase=phase), 600.0) is None


def test_the_clerk_can_hold_a_visit_open() -> None:
    held, _ = step(CHOOSING, HoldOpen(at=1.0, held=True))
    assert warned_at(held, 600.0) is None


def test_who_is_being_served_is_not_hurried_while_the_clerk_works_without_a_word() -> None:
    number = Ticket("t1", "A001", "A区", ahead=0, wait_minutes=0, window="16", called=1.0)
    before = replace(CHOOSING, phase=Phase.CONVERSING).with_visit(ticket=number)
    served = before.with_visit(ticket=replace(number, service_id="s1"))
    assert warned_at(before, 600.0) == IDLE_S
    assert warned_at(served, 600.0) == SERVED_IDLE_S


def test_nobody_is_warned_while_the_terminal_speaks() -> None:
    assert warned_at(replace(CHOOSING, speaking=True), 600.0) is None


def test_the_warning_counts_down_before_everything_is_gone() -> None:
    state, _ = step(CHOOSING, Tick(at=IDLE_S))
    almost, _ = step(state, Tick(at=IDLE_S + WARNING_S - 0.1))
    gone, _ = step(state, Tick(at=IDLE_S + WARNING_S))
    assert (almost.phase, gone.phase) == (Phase.CHOOSING, Phase.LEAVING)
