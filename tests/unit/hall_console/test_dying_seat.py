"""A socket that dies while something is passed on costs nobody else their seat.

Seen in a browser test on a busy machine: the visitor's line broke in the moment in which the call ended; the fault of
that one socket kept the hall from telling the others, and the phone waited for an end that never came.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from hall.rooms import SESSION_OVER, Rooms


class Seat:
    """One end of a socket; a dying one fails as starlette does when the line is gone."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault, self.heard, self.closed_with = fault, list[dict[str, Any]](), 0

    async def send_json(self, message: dict[str, Any]) -> None:
        if self.fault is not None:
            raise self.fault
        self.heard.append(message)

    async def close(self, code: int) -> None:
        if self.fault is not None:
            raise self.fault
        self.closed_with = code


@pytest.mark.parametrize("fault", [WebSocketDisconnect(1006), RuntimeError("closed"), ConnectionResetError()])
def test_others_hear_and_are_told_the_end(fault: Exception) -> None:
    dying, interpreter = Seat(fault), Seat()

    async def story() -> None:
        rooms = Rooms()
        rooms.open()
        await rooms.enter("rs-1", "visitor", dying)  # type: ignore[arg-type]
        await rooms.enter("rs-1", "interpreter", interpreter)  # type: ignore[arg-type]
        await rooms.tell("rs-1", {"type": "hold"}, but="clerk")
        rooms.close("rs-1")
        async with asyncio.timeout(10):
            while not interpreter.closed_with:
                await asyncio.sleep(0.01)

    asyncio.run(story())
    assert [message["type"] for message in interpreter.heard] == ["hold", "bye"]
    assert interpreter.closed_with == SESSION_OVER
