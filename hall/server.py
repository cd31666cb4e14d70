"""Start a hall: one process, one port."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable

import uvicorn

from hall.app import build
from hall.content import load_content
from hall.house import House
from hall.settings import HallSettings
from hall.setup import prepare, write_keys

logger = logging.getLogger(__name__)


def serve(settings: HallSettings, port: int, ready: Callable[[int], None] | None = None) -> None:
    """Run until stopped by a signal. Port 0 takes any free one; `ready` is called with the port once it listens."""
    os.umask(0o077)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    house = House.open(settings, load_content(settings.content))
    prepare(house)
    with _listening(settings.host, port) as listening:
        actual = int(listening.getsockname()[1])
        if settings.keys_file is not None:
            write_keys(house, settings.keys_file, f"{settings.scheme}://{settings.host}:{actual}")
        _Server(_configuration(house, settings), lambda: ready and ready(actual)).run([listening])


def _listening(host: str, port: int) -> socket.socket:
    """A bound socket. Its protocol is named, or asyncio would leave Nagle's algorithm on: 40 ms a request."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(512)
    return listening


class _Server(uvicorn.Server):
    """Tells when it has begun to answer."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], object]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell()


def _configuration(house: House, settings: HallSettings) -> uvicorn.Config:
    return uvicorn.Config(
        build(house),
        access_log=False,  # no line per request: paths and addresses are nobody's business
        log_level="warning",
        server_header=False,
        date_header=False,  # `app` sends the hall's own clock: terminals count down from it
        ws_max_size=64 * 1024,
        timeout_graceful_shutdown=3,
        ssl_certfile=settings.cert,
        ssl_keyfile=settings.key,
        h11_max_incomplete_event_size=32 * 1024,
    )
