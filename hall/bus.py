"""What the processes of one hall tell each other, over PostgreSQL's LISTEN and NOTIFY.

A notification carries at most 8,000 bytes and an SDP more than that: long news are kept in a table for a minute and the
notification names the row. Who publishes does not hear its own news. A hall on SQLite is one process and has no bus.

That there are events to read is said after their commit, and once for all of a moment: PostgreSQL lets those who
notify in a transaction commit one after the other, and every notification wakes every process.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

logger = logging.getLogger(__name__)
NEWS, EVENTS = "hall_news", "hall_events"
# PostgreSQL refuses payloads of 8,000 bytes and more; the envelope and the multi-byte characters have their share.
LARGEST_NOTIFY = 7_000
# A process that has not read a row by then has lost its connection and lets its sockets join again anyhow.
KEPT_S = 60
CONNECT_AGAIN_S = 1.0
# How soon the others are told again that there are events; without being told they look every 0.4 s.
TELL_AGAIN_S = 0.05
_KEEP = (
    "WITH kept AS (INSERT INTO news (at_s, body) VALUES (extract(epoch FROM clock_timestamp()), %s) RETURNING id) "
    "SELECT pg_notify(%s, %s || id) FROM kept"
)
_ROW = "row "


class BusGoneError(Exception):
    """The other processes could not be told: the database is away. Whoever waited for it must join again."""

    def __init__(self) -> None:
        super().__init__("bus-gone: the database does not answer; sockets join again when it does")


class Bus:
    """`run` is the task that listens; everything else belongs to the same event loop."""

    def __init__(self, database_url: str) -> None:
        url = make_url(database_url).set(drivername="postgresql")
        self._conninfo = url.render_as_string(hide_password=False)
        self._me = secrets.token_hex(4)
        self._line: psycopg.AsyncConnection[Any] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._committed = asyncio.Event()

    def tell_events(self) -> None:
        """There are new events in the database; the other processes will be told by `tell`. In the loop's thread."""
        self._committed.set()

    async def tell(self) -> None:
        """The task that tells the others, until cancelled."""
        while True:
            await self._committed.wait()
            self._committed.clear()
            # A database that is away comes back, and the others look by themselves.
            with suppress(BusGoneError):
                await self._ask("SELECT pg_notify(%s, %s)", (EVENTS, self._me))
            await asyncio.sleep(TELL_AGAIN_S)

    async def run(
        self,
        heard: Callable[[Mapping[str, Any]], Awaitable[None]],
        events: Callable[[], None],
        lost: Callable[[], None],
    ) -> None:
        """Hand on what others publish, until cancelled. `lost`: some news may have been missed."""
        while True:
            try:
                await self._listen(heard, events)
            except psycopg.Error as error:
                logger.warning("news between processes cannot be heard: %s", type(error).__name__)
            lost()
            await asyncio.sleep(CONNECT_AGAIN_S)

    async def publish(self, news: Mapping[str, Any]) -> None:
        """Tell the other processes; raises BusGoneError."""
        body = json.dumps(news, ensure_ascii=False, separators=(",", ":"))
        if len(body.encode()) < LARGEST_NOTIFY:
            await self._ask("SELECT pg_notify(%s, %s)", (NEWS, f"{self._me} {body}"))
        else:
            await self._ask(_KEEP, (body, NEWS, f"{self._me} {_ROW}"))

    async def moment(self) -> int:
        """The database's clock in microseconds: one order of what happens in several processes."""
        row = await self._ask("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint", ())
        return int(row[0])

    async def close(self) -> None:
        if self._line is not None:
            await self._line.close()

    async def _listen(self, heard: Callable[[Mapping[str, Any]], Awaitable[None]], events: Callable[[], None]) -> None:
        async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as line:
            await line.execute(f"LISTEN {NEWS}")
            await line.execute(f"LISTEN {EVENTS}")
            async for notification in line.notifies():
                sender, _, body = notification.payload.partition(" ")
                if sender == self._me:
                    continue
                if notification.channel == EVENTS:
                    events()
                else:
                    await self._hand_on(body, heard)

    async def _hand_on(self, body: str, heard: Callable[[Mapping[str, Any]], Awaitable[None]]) -> None:
        if body.startswith(_ROW):
            row = await self._ask("SELECT body FROM news WHERE id = %s", (int(body.removeprefix(_ROW)),))
            body = row[0]
        await heard(json.loads(body))

    async def _ask(self, query: str, values: tuple[Any, ...]) -> Any:
        """One row; tried again once on a fresh connection, because the old one may be from before a restart."""
        async with self._one_at_a_time:
            for last in (False, True):
                try:
                    if self._line is None or self._line.closed:
                        self._line = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
                    return await (await self._line.execute(query, values)).fetchone()
                except psycopg.Error as error:
                    if self._line is not None:
                        await self._line.close()
                    if last:
                        raise BusGoneError from error
        raise AssertionError("unreachable")
