"""A line that can be cut: a TCP relay in front of the hall, for what a broken network does to a page."""

from __future__ import annotations

import asyncio
import threading
from urllib.parse import urlsplit


class Line:
    """Passes bytes both ways while it is whole; `cut` breaks what is open and refuses what comes.

    `deafen` passes no byte of what is open any more, and says nothing of it: a machine that went to another network.
    """

    def __init__(self, url: str) -> None:
        self._to = urlsplit(url)
        self._whole, self._open, self._deaf = True, set[asyncio.StreamWriter](), set[asyncio.StreamWriter]()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._server = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        self._whole = False
        asyncio.run_coroutine_threadsafe(self._break(), self._loop).result(10)

    def deafen(self) -> None:
        self._deaf |= self._open

    def mend(self) -> None:
        self._whole = True

    def close(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _start(self) -> asyncio.Server:
        return await asyncio.start_server(self._accept, "127.0.0.1", 0)

    async def _break(self) -> None:
        for writer in tuple(self._open):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(self._to.hostname, self._to.port)
        self._open |= {writer, back}
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
        self._open -= {writer, back}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                if writer not in self._deaf:
                    writer.write(data)
                    await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
