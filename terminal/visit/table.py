"""The transitions as data, and the one function that runs them.

Rule 1: a row says phase, event, handler, and every phase that the handler may lead to. The diagram in the docs and
the walk in the tests are made from these rows; `step` refuses a handler that leads anywhere else.
Rule 2: rows under `ANYWHERE` hold in every phase that has no row of its own for that event.
Rule 3: an event without a row changes nothing and is reported as `Ignored`; the visit stays where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from terminal.visit.effects import Effect
from terminal.visit.events import Event
from terminal.visit.state import Phase, State

Result = tuple[State, tuple[Effect, ...]]
Handler = Callable[[State, Event], Result]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table. ``to`` names every phase that may follow; staying is always allowed."""

    event: type[Event]
    handler: Handler
    to: tuple[Phase, ...]


@dataclass(frozen=True, slots=True)
class Ignored(Effect):
    """The event had no meaning here; for the journal and the developer, never for a person."""

    phase: str
    event: str


TRANSITIONS: dict[Phase, dict[type[Event], Row]] = {phase: {} for phase in Phase}
ANYWHERE: dict[type[Event], Row] = {}


def on(phases: Phase | tuple[Phase, ...], *events: type[Event], to: tuple[Phase, ...] = ()) -> Callable[..., Handler]:
    """Register a handler as row for these phases and events."""
    places = (phases,) if isinstance(phases, Phase) else phases

    def register(handler: Handler) -> Handler:
        for phase in places:
            for event in events:
                if event in TRANSITIONS[phase]:
                    raise ValueError(f"two rows for {phase.value} x {event.__name__}")
                TRANSITIONS[phase][event] = Row(event, handler, to)
        return handler

    return register


def anywhere(*events: type[Event], to: tuple[Phase, ...] = ()) -> Callable[..., Handler]:
    """Register a handler as row for every phase without a row of its own for these events."""

    def register(handler: Handler) -> Handler:
        for event in events:
            ANYWHERE[event] = Row(event, handler, to)
        return handler

    return register


def row_for(phase: Phase, event: type[Event]) -> Row | None:
    """The row that holds for this event in this phase, or None."""
    return TRANSITIONS[phase].get(event) or ANYWHERE.get(event)


def run(state: State, event: Event) -> Result:
    """Run the row for this event; an unknown event leaves the state as it was but for the clock."""
    state = replace(state, now=max(state.now, event.at))
    row = row_for(state.phase, type(event))
    if row is None:
        return state, (Ignored(effect_id="", phase=state.phase.value, event=type(event).__name__),)
    after, effects = row.handler(state, event)
    if after.phase is not state.phase and after.phase not in row.to:
        raise ValueError(f"{state.phase.value} x {type(event).__name__} may not lead to {after.phase.value}")
    return after, effects
