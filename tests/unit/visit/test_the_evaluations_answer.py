"""The evaluation's question is asked however a service ends, and its answer is told to nobody else."""

from __future__ import annotations

import pytest

from terminal.visit.effects import Evaluate, FinishService
from terminal.visit.events import (
    CallInterpreter,
    ChooseWay,
    ClerkAsksEvaluation,
    ClerkCallsNext,
    ClerkFinishes,
    Confirm,
    EvaluationStored,
    Event,
    Leave,
    Level,
    Rate,
    Tick,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Phase, State, Ticket, Visit

TICKET = Ticket("tk", "A012", "", 0, 0, window="3", service_id="sv")


def story(state: State, *events: Event) -> tuple[State, list[object]]:
    done: list[object] = []
    for event in events:
        state, effects = step(state, event)
        done += effects
    return state, done


def conversing(visit_id: str = "v") -> State:
    return State(
        phase=Phase.CONVERSING,
        visit=Visit(visit_id=visit_id, way=Way.TYPE, ticket=TICKET),
        open_ticket="tk",
        window="3",
    )


def rated(visit_id: str) -> tuple[State, Evaluate]:
    state, done = story(
        conversing(visit_id), ClerkAsksEvaluation(at=1.0), Rate(at=2.0, level=Level.SATISFIED), Confirm(at=3.0)
    )
    return state, next(effect for effect in done if isinstance(effect, Evaluate))


def test_only_the_visitor_whose_evaluation_was_stored_is_told_so() -> None:
    """The hall was away: what the visitor before gave arrives while the next one reads the goodbye."""
    _, before = rated("v1")
    state, now = rated("v2")
    late, _ = step(state, EvaluationStored(at=3.5, effect_id=before.effect_id))
    assert late.visit.evaluation is not None
    assert not late.visit.evaluation.stored
    own, _ = step(late, EvaluationStored(at=3.6, effect_id=now.effect_id, kept=True))
    assert own.visit.evaluation is not None
    assert (own.visit.evaluation.stored, own.visit.evaluation.kept) == (True, True)
    sent, _ = step(own, EvaluationStored(at=3.7, effect_id=before.effect_id))
    assert sent.visit.evaluation is not None
    assert sent.visit.evaluation.kept, "ours is still in the outbox, whatever becomes of another"


@pytest.mark.parametrize("asks", [ChooseWay(at=1.0, way=Way.SIGN), CallInterpreter(at=1.0)])
@pytest.mark.parametrize("end", [ClerkFinishes, ClerkCallsNext, ClerkAsksEvaluation, Leave])
def test_a_service_that_ends_while_a_device_is_asked_for_is_rated_like_any_other(asks: Event, end: type[Event]) -> None:
    asked, _ = step(conversing(), asks)
    assert asked.phase is Phase.CONSENT
    state, done = story(asked, end(at=2.0))
    assert state.phase is Phase.EVALUATING
    finished = [effect for effect in done if isinstance(effect, FinishService)]
    assert bool(finished) is (end in (ClerkFinishes, ClerkCallsNext))
    consent = state.visit.consent
    assert (consent.asked, consent.camera, consent.transmit) == ("", False, False)
    assert state.visit.way is not Way.SIGN, "no yes came"
    state, _ = story(state, *(Tick(at=2.0 + second) for second in range(200)))
    assert state.phase is Phase.IDLE


@pytest.mark.parametrize("end", [ClerkFinishes, ClerkCallsNext, ClerkAsksEvaluation])
def test_who_is_asked_at_the_beginning_of_a_visit_is_not_disturbed_by_the_clerk(end: type[Event]) -> None:
    state = State(phase=Phase.CHOOSING, visit=Visit(visit_id="v"), open_ticket="before", window="3")
    asked, _ = step(state, ChooseWay(at=1.0, way=Way.SIGN))
    after, _ = step(asked, end(at=2.0))
    assert (after.phase, after.visit.consent) == (Phase.CONSENT, asked.visit.consent)
    left, _ = step(asked, Leave(at=2.0))
    assert left.phase is Phase.LEAVING
