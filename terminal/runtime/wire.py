"""Events as plain values and back: one line of JSON in the journal, one object in the demo's transcript."""

from __future__ import annotations

import typing
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any

from terminal.visit import events as event_module
from terminal.visit.events import Event


def to_plain(value: Any) -> Any:
    """A value of numbers, texts, enums, tuples and dataclasses as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    return value


def event_to_plain(event: Event) -> dict[str, Any]:
    """The event with its name under ``event``."""
    return {"event": type(event).__name__, **to_plain(event)}


def event_from_plain(plain: dict[str, Any]) -> Event:
    """The event again.

    Raises
    ------
    ValueError
        The name is unknown, or a field is missing or of another kind.
    """
    name = str(plain.get("event", ""))
    kind = event_kinds().get(name)
    if kind is None:
        raise ValueError(f"no event is called {name!r}")
    hints = _hints(name)
    unknown = plain.keys() - hints.keys() - {"event"}
    if unknown:
        raise ValueError(f"{name} has no field {sorted(unknown)}")
    try:
        return kind(**{key: _from_plain(hints[key], value) for key, value in plain.items() if key != "event"})
    except TypeError as error:
        raise ValueError(f"{name}: {error}") from error


@cache
def event_kinds() -> dict[str, type[Event]]:
    """All events by name."""
    found = (v for v in vars(event_module).values() if isinstance(v, type) and issubclass(v, Event))
    return {kind.__name__: kind for kind in found if kind is not Event}


@cache
def _hints(name: str) -> dict[str, Any]:
    kind = event_kinds()[name]
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


def _from_plain(hint: Any, value: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, UnionType):
        if value is None and NoneType in arguments:
            return None
        return _from_plain(next(a for a in arguments if a is not NoneType), value)
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"{value!r} is not a list")
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_from_plain(arguments[0], item) for item in value)
        return tuple(_from_plain(argument, item) for argument, item in zip(arguments, value, strict=True))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if hint is float and type(value) is int:
        return float(value)
    if isinstance(hint, type) and type(value) is not hint:
        raise ValueError(f"{value!r} is not of kind {hint.__name__}")
    return value
