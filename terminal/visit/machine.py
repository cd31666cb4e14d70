"""The visit machine: ``step(state, event) -> (state, effects)``. Pure: no clock, no randomness, no input or output.

Theory of operation. Devices and people produce events; `step` looks the pair (phase, event) up in the table that the
handler modules fill; the handler returns the next state and what is to be done outside. Whatever is shown, watched
or listened to is a function of the state, so nothing has to be switched back. Adding a phase: add it to `Phase`, give
it rows for `Back`, `Tick` and its own events; the tests walk the table and say what is missing.
"""

from __future__ import annotations

from terminal.visit import (  # noqa: F401  importing them fills the table
    always,
    arriving,
    asked_about,
    asking,
    away,
    call_text,
    clock,
    counter,
    desk,
    giving_back,
    helping,
    matter,
    message,
    more,
    moving,
    opening,
    rating,
    record,
    remote,
    returning,
    talking,
    teaching,
)
from terminal.visit.effects import Effect
from terminal.visit.events import Event
from terminal.visit.staff_waits import settled
from terminal.visit.state import State
from terminal.visit.table import ANYWHERE, TRANSITIONS, run


def step(state: State, event: Event) -> tuple[State, tuple[Effect, ...]]:
    """The next state and what is to be done outside. An event without a meaning here changes nothing but the clock."""
    after, effects = run(talking.noticed(settled(state, event), event), event)
    return talking.kept(after), effects


__all__ = ["ANYWHERE", "TRANSITIONS", "step"]
