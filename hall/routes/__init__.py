"""One file per group of the contract, several for remote sessions; importing a file registers its handlers."""

from __future__ import annotations

import importlib

from hall.contract import operations
from hall.register import HANDLERS

GROUPS = (
    "hall",
    "guide",
    "enquiries",
    "booking",
    "queue",
    "evaluation",
    "follow_up",
    "places",
    "announcements",
    "remote",
    "asking",
    "hand_over",
    "interpreters",
    "conversation",
    "videomail",
    "terminals",
    "operation",
    "testmode",
)


def load() -> None:
    """Register every handler; raises when the contract and the handlers do not match."""
    for group in GROUPS:
        importlib.import_module(f"hall.routes.{group}")
    # The event stream is no answer with an end: `hall.stream` serves it.
    missing = operations().keys() - HANDLERS.keys() - {"streamEvents"}
    surplus = HANDLERS.keys() - operations().keys()
    if missing or surplus:
        raise RuntimeError(f"contract and handlers differ: missing {sorted(missing)}, surplus {sorted(surplus)}")
