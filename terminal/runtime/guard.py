"""The edge of the main loop: an error of our own code costs what was being done, never the terminal.

Rule 1: every error is counted, told to staff, and logged with its place but without its message or values: they may
hold what the visitor said.
Rule 2: one error changes nothing for the visitor. Several in a minute end the visit with the usual goodbye; where that
fails too, everything about the visitor is forgotten by force.
Rule 3: the same error again is silent for a minute: a screen is drawn 25 times a second.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import ParamSpec, TypeVar

from terminal.visit.events import DeviceChanged, Event, Status

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

DEVICE = "internal"
"""What the clerk's screen calls the program itself."""
WITHIN_S = 60.0
GOODBYE_AFTER, FORCE_AFTER = 3, 6
"""So many errors within a minute end the visit politely, or by force (our judgement)."""
QUIET_S = 600.0
"""Without an error for this long the program counts as well again (our judgement)."""


class Remedy(Enum):
    """What is to be done for the visitor in front."""

    NONE = "none"
    GOODBYE = "goodbye"
    FORCE = "force"


@dataclass(slots=True)
class Errors:
    """How many errors there were lately, and what follows. Pure: time is an argument."""

    lately: list[float] = field(default_factory=list)
    told: dict[str, float] = field(default_factory=dict)
    """When each kind was told last."""
    said_goodbye: bool = False

    def happened(self, what: str, now: float) -> bool:
        """Count one; whether it is to be told."""
        self.lately.append(now)
        tell = now - self.told.get(what, float("-inf")) >= WITHIN_S
        if tell:
            self.told[what] = now
        return tell

    def remedy(self, now: float) -> Remedy:
        """What has to follow now; each is asked for once."""
        self.lately = [at for at in self.lately if now - at < WITHIN_S]
        if len(self.lately) >= FORCE_AFTER:
            self.lately.clear()
            self.said_goodbye = False
            return Remedy.FORCE
        if len(self.lately) >= GOODBYE_AFTER and not self.said_goodbye:
            self.said_goodbye = True
            return Remedy.GOODBYE
        self.said_goodbye = self.said_goodbye and bool(self.lately)
        return Remedy.NONE

    def recovered(self, now: float) -> bool:
        """True once, when there was no error for long."""
        if not self.told or now - max(self.told.values()) < QUIET_S or self.lately:
            return False
        self.told.clear()
        return True


class Guard:
    """Does things that may fail, one after the other. Used by the main loop alone."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._errors = Errors()

    def attempt(self, what: str, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Its result; None where it failed. ``what`` is a name for staff and log, never anything of a visitor."""
        try:
            return do(*args, **kwargs)
        except Exception as error:
            self._failed(f"{type(error).__name__}: {what}", error)
            return None

    def remedy(self, now: float) -> Remedy:
        """What is to be done for the visitor; tells staff when all has been well for long."""
        if self._errors.recovered(now):
            self._publish(DeviceChanged(at=now, device=DEVICE, status=Status.OK))
        return self._errors.remedy(now)

    def seen(self) -> None:
        """Staff have seen what was told; the next error is told anew."""
        self._errors = Errors()
        self._publish(DeviceChanged(at=time.monotonic(), device=DEVICE, status=Status.OK))

    def _failed(self, what: str, error: Exception) -> None:
        now = time.monotonic()
        if self._errors.happened(what, now):
            logger.error("%s\n%s", what, "".join(traceback.format_tb(error.__traceback__)))
            self._publish(DeviceChanged(at=now, device=DEVICE, status=Status.FAULT, detail=what))
