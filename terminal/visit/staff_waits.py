"""What the clerk waits for. The hall's answer to it counts in every phase, whoever stands in front."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.events import Event, HallRefused, HallSilent
from terminal.visit.state import State

CALLING_S = 20.0
"""A call that nothing came of for so long holds the next one up no longer (the line gives up after some fifteen)."""


def settled(state: State, event: Event) -> State:
    """The state once this event has answered the clerk, or the clerk has waited long enough."""
    if isinstance(event, HallRefused | HallSilent) and event.effect_id:
        if event.effect_id not in (state.staff_calling, state.clerk_asked):
            return state
        said = (event.zh, event.en) if isinstance(event, HallRefused) else ("", "")
        return replace(state, staff_calling="", clerk_asked="", refused=said)
    if state.staff_calling and max(state.now, event.at) - state.staff_called > CALLING_S:
        return replace(state, staff_calling="")
    return state
