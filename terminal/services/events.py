"""The hall's events as an endless iterator: reconnects by itself, misses nothing that the hall still holds."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from terminal.services.client import HallClient
from terminal.services.policy import STREAM_FIRST_S, STREAM_LONGEST_S, STREAM_SILENT_S, backoff_s

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HallEvent:
    """One event of the hall; unknown types are handed on, the receiver ignores them.

    Two types are ours: `live` (the stream is connected, again) and `lost` (it is gone; the staff page says "not
    live" until the next `live`; `data` has the reason under `why`).
    """

    type: str
    id: str
    at: str
    data: dict[str, Any]


LIVE, LOST = "live", "lost"


@dataclass(slots=True)
class SseParser:
    """Server-sent events from any split of the text. Comments only show that the line lives."""

    _buffer: str = ""
    _fields: dict[str, str] = field(default_factory=dict)

    def feed(self, text: str) -> list[HallEvent]:
        """The events that this piece of text completes; a block that cannot be read costs that block only."""
        self._buffer += text.replace("\r\n", "\n")
        *lines, self._buffer = self._buffer.split("\n")
        events = []
        for line in lines:
            if line:
                self._note(line)
            elif self._fields:
                event = _event(self._fields)
                self._fields = {}
                if event is not None:
                    events.append(event)
        return events

    def _note(self, line: str) -> None:
        name, _, value = line.partition(":")
        if name in ("id", "event", "data"):
            value = value.removeprefix(" ")
            before = self._fields.get(name)
            self._fields[name] = value if before is None or name != "data" else f"{before}\n{value}"


async def follow_events(
    client: HallClient, types: Sequence[str] = (), *, chance: Callable[[], float] = random.random
) -> AsyncIterator[HallEvent]:
    """Never ends by itself; cancel the task that reads it. Yields `live`, the events, `lost`, and begins again."""
    last_id: str | None = None
    failures = 0
    while True:
        why = "closed"
        try:
            async with _opened(client, types, last_id) as response:
                if response.status_code != 200:
                    why = f"status {response.status_code}"
                else:
                    failures = 0
                    yield HallEvent(LIVE, "", "", {})
                    async for event in _events(response):
                        last_id = event.id or last_id
                        yield event
        except (httpx.RequestError, TimeoutError) as error:  # also an answer that cannot be decoded
            why = type(error).__name__
        failures += 1
        yield HallEvent(LOST, "", "", {"why": why})
        await asyncio.sleep(backoff_s(failures, STREAM_FIRST_S, STREAM_LONGEST_S, chance()))


def _opened(client: HallClient, types: Sequence[str], last_id: str | None) -> Any:
    headers = {"Accept": "text/event-stream"} | ({} if last_id is None else {"Last-Event-ID": last_id})
    limits = httpx.Timeout(5.0, read=STREAM_SILENT_S)
    return client.line.http.stream(
        "GET", "/v1/events", params={"types": list(types)} if types else None, headers=headers, timeout=limits
    )


async def _events(response: httpx.Response) -> AsyncIterator[HallEvent]:
    parser = SseParser()
    async for text in response.aiter_text():
        for event in parser.feed(text):
            yield event


def _event(fields: dict[str, str]) -> HallEvent | None:
    try:
        body = json.loads(fields.get("data", ""))
        return HallEvent(str(body["type"]), fields.get("id", ""), str(body["at"]), dict(body["data"]))
    except (ValueError, KeyError, TypeError):
        logger.warning("an event could not be read")
        return None
