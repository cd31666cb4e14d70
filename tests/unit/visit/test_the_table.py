"""A walk over the table: every phase has a way back, a way to a person, a time-out; nobody is ever stuck."""

import pytest

from terminal.visit.effects import CallHelp
from terminal.visit.events import Back, CallPerson, Confirm, Deny, Leave, Start, Tick
from terminal.visit.machine import ANYWHERE, TRANSITIONS, step
from terminal.visit.state import Phase, State
from terminal.visit.table import row_for

BUSY = [phase for phase in Phase if phase not in (Phase.IDLE, Phase.LEAVING)]


@pytest.mark.parametrize("phase", BUSY)
def test_every_phase_has_a_way_back(phase: Phase) -> None:
    row = row_for(phase, Back)
    assert row is not None
    assert row.to, f"Back in {phase.value} leads nowhere"


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_has_a_way_to_a_person(phase: Phase) -> None:
    state, effects = step(State(phase=phase), CallPerson(at=1.0))
    assert state.visit.help is not None
    assert any(isinstance(effect, CallHelp) for effect in effects)


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_knows_the_clock(phase: Phase) -> None:
    assert row_for(phase, Tick) is not None


@pytest.mark.parametrize("phase", BUSY)
def test_leaving_is_possible_from_everywhere(phase: Phase) -> None:
    state = State(phase=phase)
    state, _ = step(state, Leave(at=1.0))
    assert state.phase in (Phase.LEAVING, Phase.EVALUATING, Phase.CONVERSING, Phase.ASKING)


def test_every_phase_can_be_reached_from_idle() -> None:
    reached, frontier = {Phase.IDLE}, [Phase.IDLE]
    while frontier:
        phase = frontier.pop()
        rows = [*TRANSITIONS[phase].values(), *ANYWHERE.values()]
        for target in {to for row in rows for to in row.to} - reached:
            reached.add(target)
            frontier.append(target)
    assert reached == set(Phase)


def test_an_event_without_meaning_changes_nothing_but_the_clock() -> None:
    state, effects = step(State(), Confirm(at=3.0))
    assert state == State(now=3.0)
    assert [type(effect).__name__ for effect in effects] == ["Ignored"]


def test_a_second_touch_on_help_does_not_cancel_it() -> None:
    state, _ = step(State(), Start(at=1.0, visit_id="v"))
    state, first = step(state, CallPerson(at=2.0))
    state, second = step(state, CallPerson(at=3.0))
    assert first
    assert not second
    assert state.visit.help is not None
    assert state.visit.help.state == "called"


def test_denying_while_idle_starts_nothing() -> None:
    state, _ = step(State(), Deny(at=1.0))
    assert state.phase is Phase.IDLE
