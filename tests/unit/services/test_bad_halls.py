"""Halls that misbehave on a real line: silent, dribbling, endless, cut off in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from terminal.services import Away, HallClient

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


async def _silent(_: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def _dribble(line: asyncio.StreamWriter) -> None:
    """A byte every 50 ms: no single wait is long, the whole answer never comes."""
    line.write(HEAD + b"Content-Length: 100000\r\n\r\n{")
    while True:
        line.write(b" ")
        await line.drain()
        await asyncio.sleep(0.05)


async def _endless(line: asyncio.StreamWriter) -> None:
    line.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        line.write(b"10000\r\n" + b" " * 65_536 + b"\r\n")
        await line.drain()


async def _cut(line: asyncio.StreamWriter) -> None:
    line.write(HEAD + b'Content-Length: 500\r\n\r\n{"id": "tk-1", ')
    await line.drain()
    line.close()


async def _no_http(line: asyncio.StreamWriter) -> None:
    line.write(b"\x00\xff SSH-2.0-hello\r\n\r\n")
    await line.drain()
    line.close()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (_silent, "timeout"),
        (_dribble, "timeout"),
        (_endless, "broken-answer"),
        (_cut, "no-connection"),
        (_no_http, "no-connection"),
    ],
)
def test_a_hall_that_misbehaves_is_a_hall_that_is_away(answer: Answer, why: str) -> None:
    assert asyncio.run(_asked(answer)) == Away(why)


async def _asked(answer: Answer) -> object:
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await reader.readuntil(b"\r\n\r\n")
            await answer(writer)
        except (OSError, asyncio.CancelledError):
            pass  # the terminal has hung up, or the test is over
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with HallClient(f"http://127.0.0.1:{port}", "k") as terminal:
        got = await terminal.settings("t-1")
    server.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return got
