"""The one queue into the main loop. Everything that happens outside arrives here as an event."""

from __future__ import annotations

import queue

from terminal.visit.events import Event


class Bus:
    """Events from any thread, read by the main loop alone.

    Never drops: events are few (tens a second); frames do not travel here. Grows without bound only if the main loop
    has stopped, and then the service's watchdog ends the process (`terminal.runtime.watchdog`).
    """

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def publish(self, event: Event) -> None:
        """Add an event; from any thread, never waits."""
        self._queue.put(event)

    def drain(self) -> list[Event]:
        """All events so far, oldest first; empty when there are none."""
        events: list[Event] = []
        while True:
            try:
                events.append(self._queue.get_nowait())
            except queue.Empty:
                return events
