"""Every kind of event with ordinary and boundary values, and states from every screen to meet them in."""

from __future__ import annotations

import typing
from dataclasses import fields, replace
from enum import Enum
from functools import cache
from typing import Any

from terminal.runtime.wire import event_kinds
from terminal.ui.examples import examples
from terminal.visit.events import CallChanged, Event, Way
from terminal.visit.state import CALL_STATES, QUALITY, Help, Request, State

AWAITED = "v-awaited"
"""The id of the answer that the visitor waits for in `states`."""
_AT = "2026-11-24T09:30:00+08:00"
TEXTS: dict[str, tuple[str, ...]] = {
    "effect_id": (AWAITED, "", "gone-1"),
    "ticket_id": ("t-27", "", "t-of-another"),
    "text": ("身份证丢了", "", " "),
    "matter_id": ("id_card_lost", "", "cannot_do", "open_restaurant"),
    "certainty": ("sure", "ask", "ambiguous", "unknown"),
    "command": ("", "check_in", "come_back"),
    "wish": ("", "check_in", "come_back"),
    "digits": ("110105194912310021", "", "x", "40718825"),
    "slot_id": ("26-10", "", "none"),
    "page": ("main", "places", "aids", "move"),
    "how": ("code", "id", ""),
    "act": ("consent", "stop", "close", ""),
    "film_id": ("film", ""),
    "device": ("camera", "microphone", "call", "message", ""),
    "code": ("other", "matter_zero_trip", "check_in_too_early", "check_in_too_late", "queue_empty"),
    "gloss": ("身份证", ""),
    "who": ("interpreter", "clerk", "visitor"),
    "reason": ("line", "", "closed", "away", "interpreter", "picture", "terminal"),
    "hours": ("", "11-25 09:00-17:00"),
    "until": ("11-30", ""),
    "starts": (_AT,),
    "due": (_AT,),
    "delete_at": (_AT,),
    "hint": ("good", "nothing", "far", "cut", "dark", "two", ""),
    "phrase": ("", "wait"),
    "seen": QUALITY,
    "shown": QUALITY,
    "outcome": ("none", "cancelled", "fault"),
    "step": ("countdown", "show", "signing", "checked", "asked", "done", "stopped", "undone"),
    "problem": ("",),
    "phase": ("waiting", "idle"),
}
STATES: dict[str, tuple[str, ...]] = {
    "CallChanged": CALL_STATES,
    "MessageChanged": ("made", "ready", "empty", "sent", "away", "refused"),
    "RecordChanged": ("asked", "on", "refused", "off"),
    "HandOverChanged": ("both_in", "asked", "confirmed"),
    "TicketIssued": ("queued", "called", "missed", "parked", "finished", ""),
    "WindowChanged": ("open", "paused", "closed"),
}
ROWS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("SlotsListed", "slots"): ((("26-10", _AT, 2),), ()),
    ("BookingsFound", "bookings"): ((("a", _AT, _AT, ""),),),
    ("BookingsFound", "matters"): (("id_card_lost",),),
    ("QueueChanged", "tickets"): ((("t-27", "C027", "missed", "", "", 3, False),), ()),
    ("Understood", "candidates"): (("id_card_lost", "id_card_renew"), ()),
    ("HelpElsewhereChanged", "calls"): ((("h", "南门", "sign", 1.0),), ()),
}
NUMBERS = {int: (0, 1, -1, 99), float: (0.0, 1.0)}


def _values(kind: type[Event], name: str, hint: Any) -> tuple[Any, ...]:
    if name == "state" and kind.__name__ in STATES:
        return STATES[kind.__name__]
    if (kind.__name__, name) in ROWS:
        return ROWS[kind.__name__, name]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(hint)
    if hint is bool:
        return (True, False)
    if hint is str:
        return TEXTS.get(name, ("words", ""))
    if hint in NUMBERS:
        return NUMBERS[hint]
    optional = [part for part in typing.get_args(hint) if part is not type(None)]
    if type(None) in typing.get_args(hint):
        return (None, *_values(kind, name, optional[0]))
    return (("", ""),) if hint == tuple[str, str] else ((),)


@cache
def every_event() -> tuple[Event, ...]:
    """Each kind with the first value of each field, and then with each other value of one field."""
    found: list[Event] = []
    for kind in event_kinds().values():
        hints = typing.get_type_hints(kind)
        values = {f.name: _values(kind, f.name, hints[f.name]) for f in fields(kind) if f.name != "at"}
        first = kind(**{name: several[0] for name, several in values.items()})
        found.append(first)
        found += [replace(first, **{name: value}) for name, several in values.items() for value in several[1:]]
    return tuple(_as_sent(event) for event in found)


def _as_sent(event: Event) -> Event:
    """Where nobody comes, the call's worker says why: nobody is on duty, or nobody is to be reached."""
    silent = isinstance(event, CallChanged) and event.state == "nobody"
    return replace(event, reason="away") if silent else event


@cache
def states() -> tuple[State, ...]:
    """Every screen's state as it is; with an answer awaited; for who speaks and was missed twice; with a person
    called."""
    found: list[State] = []
    for state in examples().values():
        speaks = {"way": Way.SPEAK, "consent": replace(state.visit.consent, microphone=True)}
        found += [
            state,
            state.with_visit(**speaks, request=replace(state.visit.request, misses=2)),
            state.with_visit(pending=AWAITED, pending_since=state.now, request=Request(misses=1)),
            state.with_visit(help=Help("called", state.now)),
        ]
    return tuple(found)
