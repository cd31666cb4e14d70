"""Tells systemd that the main loop runs; a loop that stands still is ended and begun again by it.

Nothing of systemd is needed: it is one datagram to the socket that it names (sd_notify(3)). Where no service runs us,
nothing is sent.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress

SHARE = 3
"""So many signs of life in the time that systemd waits for one; it asks for two at least (sd_watchdog_enabled(3))."""


class Watchdog:
    """Used by the main loop alone. ``environment`` is what systemd gave the process."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "").replace("@", "\0", 1)
        for_us = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        wait_us = environment.get("WATCHDOG_USEC", "") if for_us else ""
        self._every_s = int(wait_us) / 1e6 / SHARE if wait_us.isdigit() else None
        self._told_at = float("-inf")

    def ready(self) -> None:
        """The first picture is on the screen and everything has started."""
        self._send(b"READY=1")

    def alive(self, now: float) -> None:
        """The loop is here (monotonic s); sent only as often as needed."""
        if self._every_s is not None and now - self._told_at >= self._every_s:
            self._told_at = now
            self._send(b"WATCHDOG=1")

    def stopping(self) -> None:
        """It ends by itself, in good order."""
        self._send(b"STOPPING=1")

    def _send(self, message: bytes) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.setblocking(False)
            line.sendto(message, self._address)
