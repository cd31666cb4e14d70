"""Everything that can happen to a visit, as small frozen values.

Rule 1: an event says what happened, never what to do about it.
Rule 2: time is a field. ``at`` is monotonic seconds, stamped by whoever saw it happen; 0.0 means "not stamped yet".
Rule 3: all ways of communicating become the same intent before they reach the machine: a touch on 对, the word
"对" and a thumb up are each one ``Confirm``. A new way of communicating changes no screen and no table row.
Rule 4: a field that may hold something about the visitor is named in ``PERSONAL``; the journal masks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

Instant = float
"""Monotonic seconds; only differences mean something."""


class Way(Enum):
    """How the visitor communicates. Changed at any moment without losing the thread."""

    SIGN = "sign"
    SPEAK = "speak"
    TYPE = "type"
    TOUCH = "touch"


class Sureness(Enum):
    """Three plain states of what was seen or heard; never a percentage on a screen (our design)."""

    SURE = "sure"
    MAYBE = "maybe"
    UNCLEAR = "unclear"


class Level(Enum):
    """The five levels of an evaluation, by name: the national codes run in opposite directions (rule E-14)."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class Status(Enum):
    """Health of a device or worker, as the staff screen names it."""

    OK = "ok"
    SIMULATED = "simulated"
    OFF = "off"
    MISSING = "missing"
    FAULT = "fault"


class Theme(Enum):
    """The four themes; ELDERLY also means one question a screen and slower speech."""

    NORMAL = "normal"
    ELDERLY = "elderly"
    HIGH_CONTRAST = "high_contrast"
    DARK = "dark"


class Language(Enum):
    """Language of the visitor's screen."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    at: Instant = field(default=0.0)
