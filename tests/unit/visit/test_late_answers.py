"""An answer that nobody waits for, of a visitor who has left or of a wish that was given up, changes no visit."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.events import TicketMoved
from terminal.visit.machine import step
from tests.unit.visit.every_event import every_event, states

ANSWERS = tuple(
    replace(event, effect_id="v-of-another-visitor")
    for event in every_event()
    if hasattr(event, "effect_id") and not isinstance(event, TicketMoved)  # the clerk's: it names the ticket instead
)


def test_an_answer_to_somebody_else_leaves_the_visit_as_it_is() -> None:
    assert len({type(answer) for answer in ANSWERS}) > 8
    for state in states():
        for answer in ANSWERS:
            after, _ = step(state, replace(answer, at=state.now + 0.5))
            same = replace(after.visit, last_active=state.visit.last_active)
            assert (after.phase, same) == (state.phase, state.visit), f"{state.phase.value}: {answer}"
