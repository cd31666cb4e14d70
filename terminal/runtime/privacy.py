"""Taking everything about a person out of an event, so that the journal can be kept and still be played again.

A masked event drives the machine as the real one did: a text stays empty or not, an ID number stays valid or not,
a level stays a level.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Any

from terminal.visit.events import EnterDigits, Event
from terminal.visit.matter import valid_id

MASK = "某"
SAMPLE_ID = "11010519491231002X"
"""The example number of the standard GB 11643-1999 itself; nobody's."""


def masked(event: Event) -> Event:
    """The event without anything about the visitor."""
    changes = {name: _mask(event, name, getattr(event, name)) for name in type(event).PERSONAL}
    return replace(event, **changes) if changes else event


def _mask(event: Event, name: str, value: Any) -> Any:
    if isinstance(event, EnterDigits) and name == "digits":
        return SAMPLE_ID if valid_id(value) else "0" * len(value)
    if isinstance(value, str):
        return MASK if value.strip() else value
    if isinstance(value, tuple):
        return tuple(_mask(event, name, item) for item in value)
    if isinstance(value, Enum):
        return next(iter(type(value)))
    return None if value is None else type(value)()
