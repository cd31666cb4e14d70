"""The event stream: any split of the text, reconnecting without loss."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from hall.embedded import RunningHall
from terminal.services import HallClient, HallEvent, follow_events, intent_key
from terminal.services.events import SseParser

STREAM = (
    ": hall\n\n"
    'id: e-000000001\nevent: ticket.called\ndata: {"type":"ticket.called","at":"t","data":{"number":"A001"}}\n\n'
    ": alive\r\n\r\n"
    "id: e-000000002\nevent: broken\ndata: {not json}\n\n"
    'id: e-000000003\nevent: new.kind\ndata: {"type":"new.kind",\ndata: "at":"t","data":{}}\n\n'
)
EVENTS = [
    HallEvent("ticket.called", "e-000000001", "t", {"number": "A001"}),
    HallEvent("new.kind", "e-000000003", "t", {}),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 10_000])
def test_events_survive_any_split(size: int) -> None:
    parser = SseParser()
    found = [event for start in range(0, len(STREAM), size) for event in parser.feed(STREAM[start : start + size])]
    assert found == EVENTS


def test_after_a_broken_line_nothing_is_missed(hall: RunningHall) -> None:
    network = httpx.AsyncHTTPTransport()

    class Breaking(httpx.AsyncByteStream):
        """The hall's stream, cut after the first event has passed."""

        def __init__(self, response: httpx.Response) -> None:
            self.response = response

        async def __aiter__(self):  # type: ignore[no-untyped-def]
            async for part in self.response.stream:  # type: ignore[union-attr]
                yield part
                if b"event:" in part:
                    raise httpx.ReadError("cut")

        async def aclose(self) -> None:
            await self.response.aclose()

    cuts = 0

    async def through(request: httpx.Request) -> httpx.Response:
        nonlocal cuts
        response = await network.handle_async_request(request)
        if request.url.path != "/v1/events" or cuts:
            return response
        cuts += 1
        return httpx.Response(200, headers=response.headers, stream=Breaking(response))

    async def run() -> list[str]:
        seen: list[str] = []
        transport = httpx.MockTransport(through)
        async with (
            HallClient(hall.url, hall.keys["terminal"], transport=transport) as follower,
            HallClient(hall.url, hall.keys["terminal"]) as terminal,
        ):
            number = ""
            async for event in follow_events(follower, chance=lambda: 0.0):
                seen.append(event.type)
                if event.type == "lost":
                    answer = await terminal.take_ticket(intent_key(), zone_id="D")
                    number = answer.value.number  # type: ignore[union-attr]
                if number and event.data.get("number") == number:
                    return seen
        raise AssertionError

    seen = asyncio.run(asyncio.wait_for(run(), 30))
    assert seen[:3] == ["live", "snapshot", "lost"]
    assert seen.count("snapshot") == 1, "what was missed comes again, not a new snapshot"
