"""The event stream (SSE): a snapshot, or exactly what was missed, then changes as they are committed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hall import exchange
from hall.clock import said
from hall.contract import operations
from hall.house import House
from hall.hub import Sent
from hall.keys import Caller
from hall.snapshot import snapshot
from hall.storage.tables.operation import AccessKey, EventRow, Head

# Contract, section 3: a comment line at least every 15 s.
COMMENT_EVERY_S = 12.0
_ID = re.compile(r"e-(\d{9,12})")


def event_stream(house: House, caller: Caller, request: Request) -> StreamingResponse:
    """Answer `GET /v1/events`; refuses bad parameters before the stream begins."""
    operation = operations()["streamEvents"]
    headers = {name.lower(): value for name, value in request.headers.items()}
    exchange.check_headers(operation, headers)
    query = exchange.parse_query(operation, request.scope["query_string"].decode("ascii", "replace"))
    types = frozenset(query.get("types", ()))
    lines = _lines(house, caller, types, headers.get("last-event-id"))
    quiet = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(lines, media_type="text/event-stream; charset=utf-8", headers=quiet)


async def _lines(house: House, caller: Caller, types: frozenset[str], last_id: str | None) -> AsyncIterator[str]:
    stream = house.hub.open(lambda event: _wanted(event, caller, types))
    try:
        first, seen = await asyncio.to_thread(_beginning, house, caller, types, last_id)
        yield ": hall\n\n"
        for block in first:
            yield block
        while True:
            try:
                event = await asyncio.wait_for(stream.get(), COMMENT_EVERY_S)
            except TimeoutError:
                # A key that was revoked or has expired meanwhile must not go on listening.
                if not await asyncio.to_thread(_still_valid, house, caller):
                    return
                yield ": alive\n\n"
                continue
            if event is None:
                return
            if event.seq > seen:
                seen = event.seq
                yield _block(event.seq, event.type, said(event.at), event.data)
    finally:
        house.hub.close(stream)


def _beginning(house: House, caller: Caller, types: frozenset[str], last_id: str | None) -> tuple[list[str], int]:
    """The first blocks and the number of the last event that they include."""
    with house.database.reading() as session:
        newest = session.scalar(select(Head.event_seq)) or 0
        last = _held(session, last_id, newest)
        if last is None:
            now = house.clock.now()
            data = snapshot(house, session, caller, now)
            return [_block(newest, "snapshot", said(now), data)], newest
    missed = [event for event in house.hub.after(last) if _wanted(event, caller, types)]
    return [_block(e.seq, e.type, said(e.at), e.data) for e in missed], max((e.seq for e in missed), default=last)


def _held(session: Session, last_id: str | None, newest: int) -> int | None:
    """The event number to go on from, or None when the id is unknown or no longer held."""
    match = _ID.fullmatch(last_id or "")
    if match is None:
        return None
    last = int(match[1])
    oldest = session.scalar(select(func.min(EventRow.seq))) or newest + 1
    return last if oldest - 1 <= last <= newest else None


def _wanted(event: Sent, caller: Caller, types: frozenset[str]) -> bool:
    return (not types or event.type in types) and event.readable_by(caller)


def _block(seq: int, kind: str, at: str, data: dict[str, Any]) -> str:
    event_id = f"e-{seq:09d}"
    event = {"type": kind, "at": at, "id": event_id, "data": data}
    return f"id: {event_id}\nevent: {kind}\ndata: {json.dumps(event, ensure_ascii=False, separators=(',', ':'))}\n\n"


def _still_valid(house: House, caller: Caller) -> bool:
    """False ends the stream: the key is gone, or the database is away and the client will be told so by its return."""
    try:
        with house.database.reading() as session:
            row = session.get(AccessKey, caller.key_id)
            return row is not None and row.expires_at > house.clock.now()
    except SQLAlchemyError:
        return False
