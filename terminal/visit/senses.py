"""What a way of communicating needs to reach us, and the visitor is told while it does not: the other ways stay."""

from __future__ import annotations

from collections.abc import Mapping

from terminal.visit.events import Status, Way
from terminal.visit.moves import tell
from terminal.visit.state import Phase, State
from terminal.visit.table import Result

SENSES: Mapping[Way | None, tuple[str, str]] = {Way.SIGN: ("camera", "eyes"), Way.SPEAK: ("microphone", "ears")}
"""What a way of communicating needs: its device, and the worker that sees or hears. To the visitor both are one."""
ASKED_OPENLY = (Phase.ASKING, Phase.ENQUIRY)
"""Where the visitor is to tell something in that way."""
SETTLES_S = 2.0
"""A device is off until somebody agreed to it: what is known of it is old, and it says so anew within this time."""


def lost(state: State) -> str:
    """The device by which the visitor's way of communicating does not reach us now, or "". A worker counts as its."""
    parts: tuple[str, ...] = () if state.training else SENSES.get(state.visit.way, ())  # an invented visitor needs none
    found = (state.device(name) for name in parts)
    gone = any(part is not None and part.status in (Status.MISSING, Status.FAULT) for part in found)
    return parts[0] if gone else ""


def changed(before: State, state: State) -> Result:
    """A loss is said once, in plain words, while the device is in use; and its return to whoever was told.

    Called for what the visitor's way of communicating needs.
    """
    now, device = lost(state), SENSES[state.visit.way][0]
    if now and not lost(before):
        return _told(state, now)
    if state.visit.told_lost == device and not now:
        return tell(state.with_visit(notice="", told_lost=""), f"fault.{device}_back")
    return state, ()


def missed(state: State) -> Result:
    """Time passes: what was lost before the visitor chose it is said too, and again to whoever is asked anew and would
    answer to nobody; what they use no more is forgotten."""
    now = lost(state)
    if not now:
        return (state.with_visit(told_lost="") if state.visit.told_lost else state), ()
    agreed = getattr(state.visit.consent, now) and state.now - state.since >= SETTLES_S
    reads = state.phase not in ASKED_OPENLY or state.visit.notice == f"fault.{now}"
    known = state.visit.told_lost == now and reads
    return _told(state, now) if agreed and not known else (state, ())


def _told(state: State, device: str) -> Result:
    return tell(state.with_visit(notice=f"fault.{device}", told_lost=device), f"fault.{device}")
