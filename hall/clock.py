"""The hall's clock: real time in Asia/Shanghai, or in test mode a time that was set and stands still or runs."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

# China has had one time and no summer time since 1991: a fixed offset, no time-zone table needed.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock:
    """Read from any thread; set by the test mode only."""

    def __init__(self) -> None:
        self._base: datetime | None = None
        self._set_at_s = 0.0
        self.running = True

    @property
    def real(self) -> bool:
        return self._base is None

    def now(self) -> datetime:
        """The hall's time, to the millisecond, with zone."""
        if self._base is None:
            now = datetime.now(UTC).astimezone(SHANGHAI)
        elif self.running:
            now = self._base + timedelta(seconds=time.monotonic() - self._set_at_s)
        else:
            now = self._base
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def set(self, moment: datetime, *, running: bool) -> None:
        """Only the test mode calls this."""
        self._base, self._set_at_s, self.running = moment.astimezone(SHANGHAI), time.monotonic(), running

    def free(self) -> None:
        """Back to real time."""
        self._base, self.running = None, True


def said(moment: datetime) -> str:
    """RFC 3339 with zone, as every answer writes it."""
    spec = "milliseconds" if moment.microsecond else "seconds"
    return moment.astimezone(SHANGHAI).isoformat(timespec=spec)
