"""Phases and roles of a terminal."""

from __future__ import annotations

from enum import Enum


class Phase(Enum):
    """Where a visit stands."""

    IDLE = "idle"
    CONSENT = "consent"
    CHOOSING = "choosing"
    ASKING = "asking"
    CONFIRMING = "confirming"
    MATTER = "matter"
    BOOKING = "booking"
    CHECK_IN = "check_in"
    COMING_BACK = "coming_back"
    TICKET = "ticket"
    WAITING = "waiting"
    CALLED = "called"
    CONVERSING = "conversing"
    REMOTE = "remote"
    EVALUATING = "evaluating"
    THEME = "theme"
    ENQUIRY = "enquiry"
    GUIDE = "guide"
    MESSAGE = "message"
    LEAVING = "leaving"


class Role(Enum):
    """guide: at the entrance; window: at a counter; both: one visitor from greeting to evaluation."""

    GUIDE = "guide"
    WINDOW = "window"
    BOTH = "both"
