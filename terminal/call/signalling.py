"""One role's socket in the room of a session (contract 9): joined, kept, and joined again after a loss.

Rule 1: a lost socket joins again with the same token for 60 s, then with a renewed one; the hall keeps the place.
Rule 2: what is sent while the line is away is not kept here: final lines are sent again by who wrote them, previews
and reports are old by then.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from terminal.call.desk import Ticket

logger = logging.getLogger(__name__)

Message = Mapping[str, Any]

BAD_TOKEN, NOT_YOURS, REPLACED, OVER = 4401, 4403, 4409, 4410
SAME_TOKEN_S = 55.0
"""The hall takes the same token for 60 s (contract 9); a little less, for the way there."""
PING_S = 10.0
SILENT_S = 5.0
"""A line that answers no ping for so long is lost: found within 15 s at worst (contract 9 for the 10)."""
JOIN_S = 5.0
GAPS_S = (0.2, 0.5, 1.0, 2.0, 3.0)
LARGEST = 64 * 1024


class Room:
    """The socket of one role. `run` lives until the session is over, the place is taken, or it is cancelled.

    Parameters
    ----------
    renew
        Gives a fresh ticket, or None while the hall does not answer.
    heard
        Takes every message of the others, in order.
    line
        Told True when the room was entered, False when the line is lost.
    """

    def __init__(
        self,
        ticket: Ticket,
        renew: Callable[[], Awaitable[Ticket | None]],
        heard: Callable[[Message], Awaitable[None]],
        line: Callable[[bool], None],
        tls: Any = None,
    ) -> None:
        self._ticket, self._renew, self._heard, self._line = ticket, renew, heard, line
        self._tls = tls
        self._socket: ClientConnection | None = None
        self.ended = 0
        """The close code that ended it for good: 4409 taken by another of the same role, 4410 over; 0 while it runs."""

    @property
    def up(self) -> bool:
        """Whether messages go out now."""
        return self._socket is not None

    @property
    def ice_servers(self) -> tuple[Message, ...]:
        """The STUN and TURN servers that came with the ticket."""
        return self._ticket.ice_servers

    async def send(self, message: Message) -> bool:
        """Send to the others; False where the line is away."""
        socket = self._socket
        if socket is None:
            return False
        try:
            await socket.send(json.dumps(message, ensure_ascii=False))
        except ConnectionClosed:
            return False
        return True

    async def run(self) -> int:
        """Be in the room as long as there is one; returns the close code that ended it."""
        lost_at, tries = time.monotonic(), 0
        while not self.ended:
            if tries and time.monotonic() - lost_at > SAME_TOKEN_S:
                self._ticket = await self._renew() or self._ticket
            code, entered = await self._once()
            if entered:
                lost_at, tries = time.monotonic(), 0
            if code in (REPLACED, OVER, NOT_YOURS):
                self.ended = code
            elif code == BAD_TOKEN:
                self._ticket = await self._renew() or self._ticket
            if not self.ended:
                await asyncio.sleep(GAPS_S[min(tries, len(GAPS_S) - 1)])
                tries += 1
        return self.ended

    async def close(self) -> None:
        """Leave the room."""
        self.ended = self.ended or 1000
        if self._socket is not None:
            await self._socket.close()

    async def _once(self) -> tuple[int, bool]:
        """One connection from join to close: its close code, and whether the room was entered."""
        entered = False
        try:
            async with connect(
                self._ticket.url,
                ssl=(self._tls or True) if self._ticket.url.startswith("wss") else None,
                open_timeout=JOIN_S,
                close_timeout=1.0,
                ping_interval=PING_S,
                ping_timeout=SILENT_S,
                max_size=LARGEST,
                proxy=None,  # a proxy of the environment is not meant for the hall
            ) as socket:
                await socket.send(json.dumps({"type": "join", "token": self._ticket.token}))
                async for raw in socket:
                    first, entered, self._socket = not entered, True, socket
                    await self._take(raw)  # the first one says who is here: before anybody is told that we are
                    if first:
                        self._line(True)
                return socket.close_code or 1006, entered
        except ConnectionClosed as closed:
            return (closed.rcvd.code if closed.rcvd else 1006), entered
        except (OSError, TimeoutError, InvalidHandshake) as error:
            logger.info("no signalling: %s", type(error).__name__)
            return 1006, entered
        finally:
            if self._socket is not None:
                self._socket = None
                self._line(False)

    async def _take(self, raw: str | bytes) -> None:
        """A message of somebody else's machine: whatever is wrong with it costs only itself."""
        try:
            message = json.loads(raw)
        except ValueError:
            return
        if isinstance(message, dict) and isinstance(message.get("type"), str):
            await self._heard(message)
