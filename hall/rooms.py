"""The signalling rooms: who is connected to which session, and who passes what to whom.

Sockets live in one process. With a bus the rooms of all processes are one: what is told here is told there too.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from hall.bus import Bus, BusGoneError

logger = logging.getLogger(__name__)
# Close codes of the contract (section 9); 1012 (RFC 6455): join again.
NOT_YOURS, REPLACED, SESSION_OVER, JOIN_AGAIN = 4403, 4409, 4410, 1012
# A reader that stands still for so long must not hold up the others.
SEND_WITHIN_S = 2.0


@dataclass(frozen=True, slots=True)
class Seat:
    """A socket and when it came, in microseconds of one clock for all processes."""

    socket: WebSocket
    since: int


class Rooms:
    """Sockets by session and role. `close` may be called from any thread, everything else from the loop."""

    def __init__(self, bus: Bus | None = None) -> None:
        self._bus = bus
        self._rooms: dict[str, dict[str, Seat]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing: set[asyncio.Task[None]] = set()

    def open(self) -> None:
        """Called once from the loop that the sockets will belong to."""
        self._loop = asyncio.get_running_loop()

    async def enter(self, session_id: str, role: str, socket: WebSocket) -> int:
        """Take the place of the role; an older socket of the same role goes, wherever it is. Answers `Seat.since`."""
        since = time.time_ns() // 1000 if self._bus is None else await self._bus.moment()
        room = self._rooms.setdefault(session_id, {})
        older = room.get(role)
        room[role] = Seat(socket, since)
        if older is not None:
            await _quietly(older.socket.close(REPLACED))
        await self._publish(session_id, entered=role, since=since)
        return since

    def leave(self, session_id: str, role: str, socket: WebSocket) -> int:
        """`Seat.since` of the place that it gives up; 0 where it held none any more."""
        room = self._rooms.get(session_id, {})
        seat = room.get(role)
        if seat is None or seat.socket is not socket:
            return 0
        del room[role]
        if not room:
            self._rooms.pop(session_id, None)
        return seat.since

    async def dismiss(self, session_id: str, role: str) -> None:
        """Put out who holds this place, wherever their socket is. Raises BusGoneError."""
        await self._dismiss_here(session_id, role)
        await self._publish(session_id, dismissed=role)

    def sessions(self) -> list[str]:
        """Sessions of which this process holds a socket. May be called from any thread."""
        return list(tuple(self._rooms))

    def with_role(self, role: str) -> list[str]:
        """Sessions in which this process holds the socket of the role. May be called from any thread."""
        return sorted(session_id for session_id, room in tuple(self._rooms.items()) if role in room)

    def roles(self, session_id: str) -> list[str]:
        """Who is connected to this process."""
        return sorted(self._rooms.get(session_id, {}))

    async def tell(self, session_id: str, message: Mapping[str, Any], *, to: str | None = None, but: str = "") -> None:
        """Pass a message to one role, or to all but its sender. Raises BusGoneError."""
        await self._tell_here(session_id, message, to, but)
        await self._publish(session_id, message=message, to=to, but=but)

    def close(self, session_id: str) -> None:
        """The session is over: say goodbye to everybody and close."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._start, self._close_everywhere(session_id))

    async def hear(self, news: Mapping[str, Any]) -> None:
        """What another process published."""
        session_id = news["session"]
        if "entered" in news:
            await self._replace(session_id, news["entered"], news["since"])
        elif "dismissed" in news:
            await self._dismiss_here(session_id, news["dismissed"])
        elif "message" in news:
            await self._tell_here(session_id, news["message"], news["to"], news["but"])
        else:
            await self._close_here(session_id)

    def start_again(self) -> None:
        """Messages of other processes may be lost: everybody joins again and begins from a known state."""
        for room in tuple(self._rooms.values()):
            for seat in tuple(room.values()):
                self._start(_quietly(seat.socket.close(JOIN_AGAIN)))

    async def _publish(self, session_id: str, **news: Any) -> None:
        if self._bus is not None:
            await self._bus.publish({"session": session_id, **news})

    async def _tell_here(self, session_id: str, message: Mapping[str, Any], to: str | None, but: str) -> None:
        for role, seat in tuple(self._rooms.get(session_id, {}).items()):
            if role != but and to in (None, role):
                await self._send(seat, message)

    async def _send(self, seat: Seat, message: Mapping[str, Any]) -> None:
        try:
            async with asyncio.timeout(SEND_WITHIN_S):
                await _quietly(seat.socket.send_json(message))
        except TimeoutError:
            self._start(_quietly(seat.socket.close(JOIN_AGAIN)))

    async def _replace(self, session_id: str, role: str, since: int) -> None:
        room = self._rooms.get(session_id, {})
        seat = room.get(role)
        if seat is not None and seat.since < since:
            self.leave(session_id, role, seat.socket)
            await _quietly(seat.socket.close(REPLACED))

    async def _dismiss_here(self, session_id: str, role: str) -> None:
        """Their own task gives up the place and tells the others."""
        seat = self._rooms.get(session_id, {}).get(role)
        if seat is not None:
            await _quietly(seat.socket.close(NOT_YOURS))

    async def _close_everywhere(self, session_id: str) -> None:
        await self._close_here(session_id)
        try:
            await self._publish(session_id, over=True)
        except BusGoneError:
            logger.warning("other processes do not know that a session is over; their sockets join again")

    async def _close_here(self, session_id: str) -> None:
        await self._tell_here(session_id, {"type": "bye", "from": "hall"}, None, "")
        for seat in self._rooms.pop(session_id, {}).values():
            await _quietly(seat.socket.close(SESSION_OVER))

    def _start(self, doing: Any) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


async def _quietly(sending: Any) -> None:
    """A socket that is gone already is no fault: its own task notices."""
    try:
        await sending
    except (RuntimeError, OSError, WebSocketDisconnect):
        return
