"""One value found in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A slot's key and value, and the characters of the text it was read from."""

    key: str
    value: str | float
    start: int
    end: int


def slots_of(values: Iterable[Value]) -> dict[str, str | float]:
    """The values by their keys; of one kind the first counts: 今年八十一，满八十就有钱领."""
    slots: dict[str, str | float] = {}
    for value in values:
        slots.setdefault(value.key, value.value)
    return slots
