"""One file per group of the contract; importing a file registers its handlers."""

from __future__ import annotations

import importlib

GROUPS = ("hall", "guide", "booking", "queue", "evaluation", "places", "terminals", "operation", "testmode")


def load() -> None:
    """Register every handler."""
    for group in GROUPS:
        importlib.import_module(f"hall.routes.{group}")
