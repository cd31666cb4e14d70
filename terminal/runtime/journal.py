"""The journal of visits: every event without personal data, one JSON line each, playable again.

It is not the log. A fault that a hall reports is played again from it and becomes a test. A new file a day; files
older than the keeping time are deleted when the next one begins.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from terminal.runtime.privacy import masked
from terminal.runtime.wire import event_from_plain, event_to_plain
from terminal.visit.events import (
    ClerkNumber,
    ClerkTypes,
    Event,
    FramingChanged,
    HallGuideChanged,
    InterpretersChanged,
    LoadChanged,
    QueueChanged,
    SpeechPartial,
    Tick,
)
from terminal.visit.machine import step
from terminal.visit.state import State

KEEP_DAYS = 14
"""Long enough to find a fault that a hall reports the week after (our judgement)."""
NOISE = (
    FramingChanged,
    SpeechPartial,
    LoadChanged,
    QueueChanged,
    HallGuideChanged,
    InterpretersChanged,
    ClerkTypes,
    ClerkNumber,
)
"""Frequent or long events that change no phase; left out."""
TICK_EVERY_S = 1.0
"""Ticks are thinned: the machine's shortest time is 3 s."""


class Journal:
    """Writes events of one terminal. Used by the main loop alone."""

    def __init__(self, folder: Path, today: date) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{today.isoformat()}.jsonl"
        self._last_tick = float("-inf")
        _delete_before(folder, today - timedelta(days=KEEP_DAYS))
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._file = os.fdopen(descriptor, "a", encoding="utf-8")

    @property
    def path(self) -> Path:
        """The file of today."""
        return self._path

    def write(self, event: Event) -> None:
        """Keep one event, masked."""
        if isinstance(event, NOISE):
            return
        if isinstance(event, Tick):
            if event.at - self._last_tick < TICK_EVERY_S:
                return
            self._last_tick = event.at
        self._file.write(json.dumps(event_to_plain(masked(event)), ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_events(path: Path) -> Iterator[Event]:
    """The events of a journal; a last line cut off by a crash is left out.

    Raises
    ------
    ValueError
        A line is not an event; the message names file and line.
    """
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        try:
            yield event_from_plain(json.loads(line))
        except ValueError as error:
            if number == len(lines) and not line.endswith("\n"):
                return
            raise ValueError(f"{path}:{number}: {error}") from error


def replay(path: Path, start: State) -> Iterator[tuple[Event, State]]:
    """Play a journal again: each event with the state after it."""
    state = start
    for event in read_events(path):
        state, _effects = step(state, event)
        yield event, state


def _delete_before(folder: Path, day: date) -> None:
    for path in folder.glob("*.jsonl"):
        if path.stem < day.isoformat():
            path.unlink()
