"""Hands events to the open streams: reads what was committed since the last look and wakes who may read it.

One task per process looks every `POLL_S` (another process may have written) and at once after an own commit.
A stream that cannot keep up for `QUEUE` events is closed; the client comes back with its Last-Event-ID.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from hall.keys import Caller
from hall.storage.database import Database
from hall.storage.tables.operation import EventRow, Head

logger = logging.getLogger(__name__)
POLL_S = 0.4
QUEUE = 2_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A committed event."""

    seq: int
    at: datetime
    type: str
    data: dict[str, Any]
    scopes: frozenset[str]
    terminal_id: str | None
    people: frozenset[str] | None

    def readable_by(self, caller: Caller) -> bool:
        if caller.scope not in self.scopes:
            return False
        if caller.scope == "terminal" and self.terminal_id is not None:
            return caller.owner == self.terminal_id
        if caller.scope in ("clerk", "interpreter") and self.people is not None:
            return caller.owner in self.people
        return True


class Hub:
    """`run` is the task; `open` and `close` belong to streams; `wake` may be called from any thread.

    `tell_others` wakes the hall's other processes, in the loop's thread.
    """

    def __init__(self, database: Database, tell_others: Callable[[], None] | None = None) -> None:
        self._database, self._tell_others = database, tell_others
        self._streams: dict[asyncio.Queue[Sent | None], Callable[[Sent], bool]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news: asyncio.Event | None = None
        self._last = 0

    def wake(self) -> None:
        """Something was committed here."""
        if self._loop is not None and (self._streams or self._tell_others):
            self._loop.call_soon_threadsafe(self._committed)

    def look(self) -> None:
        """Something was committed by another process; in the loop's thread."""
        if self._news is not None and self._streams:
            self._news.set()

    def _committed(self) -> None:
        self.look()
        if self._tell_others is not None:
            self._tell_others()

    async def run(self) -> None:
        self._loop, self._news = asyncio.get_running_loop(), asyncio.Event()
        if not self._last:  # begun again after a failure it goes on where it was
            self._last = await asyncio.to_thread(self._newest)
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), POLL_S)
            self._news.clear()
            try:
                await self._look()
            except SQLAlchemyError as error:
                logger.warning("events cannot be read: %s", type(error).__name__)

    async def _look(self) -> None:
        for event in await asyncio.to_thread(self.after, self._last):
            self._last = event.seq
            for stream, wanted in tuple(self._streams.items()):
                if wanted(event):
                    self._put(stream, event)

    def open(self, wanted: Callable[[Sent], bool]) -> asyncio.Queue[Sent | None]:
        """A stream's queue; None in it means: close. What is not wanted wakes nobody."""
        stream: asyncio.Queue[Sent | None] = asyncio.Queue(QUEUE + 1)
        self._streams[stream] = wanted
        return stream

    def close(self, stream: asyncio.Queue[Sent | None]) -> None:
        self._streams.pop(stream, None)

    def end(self) -> None:
        """Close every stream: the hall stops."""
        for stream in tuple(self._streams):
            stream.put_nowait(None)
            self._streams.pop(stream, None)

    def after(self, seq: int) -> Sequence[Sent]:
        """Events after `seq`, in order."""
        with self._database.reading() as session:
            rows = session.scalars(select(EventRow).where(EventRow.seq > seq).order_by(EventRow.seq)).all()
            return [_sent(row) for row in rows]

    def _newest(self) -> int:
        with self._database.reading() as session:
            return session.scalar(select(Head.event_seq)) or 0

    def _put(self, stream: asyncio.Queue[Sent | None], event: Sent) -> None:
        if stream.qsize() < QUEUE:
            stream.put_nowait(event)
            return
        self._streams.pop(stream, None)
        stream.put_nowait(None)


def _sent(row: EventRow) -> Sent:
    people = None if row.people is None else frozenset(row.people)
    return Sent(row.seq, row.at, row.type, row.data, frozenset(row.scopes), row.terminal_id, people)
