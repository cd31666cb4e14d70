"""One value found in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A slot's key and value, and the characters of the text it was read from."""

    key: str
    value: str | int
    start: int
    end: int
