"""The signalling rooms of one process: who is connected to which session, and who passes what to whom."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.websockets import WebSocket

# Close codes of the contract (section 9).
REPLACED, SESSION_OVER = 4409, 4410


class Rooms:
    """Sockets by session and role. `close` may be called from any thread, everything else from the loop.

    Rooms live in one process: behind several processes a proxy must send one session's sockets to one of them.
    """

    def __init__(self) -> None:
        self._rooms: dict[str, dict[str, WebSocket]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def enter(self, session_id: str, role: str, socket: WebSocket) -> None:
        """Take the place of the role; an older socket of the same role goes."""
        self._loop = asyncio.get_running_loop()
        room = self._rooms.setdefault(session_id, {})
        older = room.get(role)
        room[role] = socket
        if older is not None:
            await _quietly(older.close(REPLACED))

    def leave(self, session_id: str, role: str, socket: WebSocket) -> bool:
        """Whether the socket still held the place that it gives up."""
        room = self._rooms.get(session_id, {})
        if room.get(role) is not socket:
            return False
        del room[role]
        if not room:
            self._rooms.pop(session_id, None)
        return True

    def roles(self, session_id: str) -> list[str]:
        return sorted(self._rooms.get(session_id, {}))

    async def tell(self, session_id: str, message: Mapping[str, Any], *, to: str | None = None, but: str = "") -> None:
        """Pass a message to one role, or to all but its sender."""
        for role, socket in tuple(self._rooms.get(session_id, {}).items()):
            if role != but and to in (None, role):
                await _quietly(socket.send_json(message))

    def close(self, session_id: str) -> None:
        """The session is over: say goodbye to everybody and close."""
        if self._loop is not None and session_id in self._rooms:
            self._loop.call_soon_threadsafe(self._start_closing, session_id)

    def _start_closing(self, session_id: str) -> None:
        task = asyncio.get_running_loop().create_task(self._close(session_id))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _close(self, session_id: str) -> None:
        await self.tell(session_id, {"type": "bye", "from": "hall"})
        for socket in self._rooms.pop(session_id, {}).values():
            await _quietly(socket.close(SESSION_OVER))


async def _quietly(sending: Any) -> None:
    """A socket that is gone already is no fault: its own task notices."""
    try:
        await sending
    except (RuntimeError, OSError):
        return
