"""The journal of visits: every event without personal data, one JSON line each, playable again.

It is not the log. A fault that a hall reports is played again from it and becomes a test. A new file a day; files
older than the keeping time are deleted when the next one begins, but never the last ones there are: a clock far ahead
must not delete them all. A full disk costs the journal, nothing else: staff are told, and noting goes on when there is
room.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from terminal.runtime.privacy import masked
from terminal.runtime.wire import event_from_plain, event_to_plain
from terminal.visit.events import (
    ClerkNumber,
    ClerkTypes,
    DeviceChanged,
    EnquiriesChanged,
    Event,
    FramingChanged,
    HallGuideChanged,
    InterpretersChanged,
    LoadChanged,
    QueueChanged,
    SpeechPartial,
    Status,
    Tick,
)
from terminal.visit.machine import step
from terminal.visit.state import State

KEEP_DAYS = 14
"""Long enough to find a fault that a hall reports the week after (our judgement). So many files are always kept."""
MOST_BYTES = 32 * 1024 * 1024
"""Of one day's file: many times a busy day's, so that no fault fills the disk (our judgement)."""
LONGEST_LINE_BYTES = 1024 * 1024
"""Far above the longest event's."""
NOISE = (
    FramingChanged,
    SpeechPartial,
    LoadChanged,
    QueueChanged,
    HallGuideChanged,
    InterpretersChanged,
    EnquiriesChanged,
    ClerkTypes,
    ClerkNumber,
)
"""Frequent or long events that change no phase; left out."""
TICK_EVERY_S = 1.0
"""Ticks are thinned: the machine's shortest time is 3 s."""


class Journal:
    """Writes events of one terminal. Used by the main loop alone; never raises and never waits longer than the disk.

    Parameters
    ----------
    folder
        Where the files lie; made where it is missing.
    today
        The date of the hall: a file ends with its day, also where the terminal runs for weeks.
    publish
        Takes a `DeviceChanged` when nothing can be noted any more, and when it can again; each is told once.
    """

    def __init__(self, folder: Path, today: Callable[[], date], publish: Callable[[Event], None]) -> None:
        self._folder, self._today, self._publish = folder, today, publish
        self._day: date | None = None
        self._descriptor = -1
        self._size = 0
        self._lost = False
        self._last_tick = float("-inf")
        self._attempt(b"")

    @property
    def path(self) -> Path:
        """The file of today."""
        return self._folder / f"{self._today().isoformat()}.jsonl"

    def write(self, event: Event) -> None:
        """Keep one event, masked."""
        if isinstance(event, NOISE):
            return
        if isinstance(event, Tick):
            if event.at - self._last_tick < TICK_EVERY_S:
                return
            self._last_tick = event.at
        line = json.dumps(event_to_plain(masked(event)), ensure_ascii=False) + "\n"
        self._attempt(line.encode(errors="backslashreplace"))  # a name of a file or device may be no text at all

    def close(self) -> None:
        """Close the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor, self._day = -1, None

    def _attempt(self, line: bytes) -> None:
        try:
            self._turn()
            self._append(line)
        except OSError as error:
            self._tell(lost=True, why=error.strerror or type(error).__name__)
        else:
            self._tell(lost=False)

    def _turn(self) -> None:
        """The file of today; what is older than the keeping time goes when a day begins."""
        today = self._today()
        if today == self._day:
            return
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        _delete_before(self._folder, today - timedelta(days=KEEP_DAYS))
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._size = _whole_lines(self._descriptor)
        self._day = today

    def _append(self, line: bytes) -> None:
        """All of the line or nothing: half of one would make the file unreadable."""
        if self._size + len(line) > MOST_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        try:
            written = os.write(self._descriptor, line)
            if written < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            os.ftruncate(self._descriptor, self._size)
            raise
        self._size += written

    def _tell(self, lost: bool, why: str = "") -> None:
        if lost == self._lost:
            return
        self._lost = lost
        status = Status.FAULT if lost else Status.OK
        self._publish(DeviceChanged(at=time.monotonic(), device="journal", status=status, detail=why))


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


def _whole_lines(descriptor: int) -> int:
    """The size in bytes after a last line that a crash cut off is taken away: what follows would be glued to it."""
    size = os.fstat(descriptor).st_size
    start = max(0, size - LONGEST_LINE_BYTES)
    tail = os.pread(descriptor, size - start, start)
    whole = start + tail.rfind(b"\n") + 1
    if whole < size:
        os.ftruncate(descriptor, whole)
    return whole


def _delete_before(folder: Path, day: date) -> None:
    """Whatever the clock says, the last ``KEEP_DAYS`` files stay."""
    for path in sorted(folder.glob("*.jsonl"))[:-KEEP_DAYS]:
        if path.stem < day.isoformat():
            with contextlib.suppress(OSError):  # one that stays is tried again tomorrow
                path.unlink()
