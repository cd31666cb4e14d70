"""Start a hall: one process, one port."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable

import uvicorn
from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.app import build
from hall.content import load_content
from hall.house import House
from hall.keys import mint
from hall.logs import silence_server
from hall.settings import HallSettings
from hall.setup import prepare, write_keys
from hall.storage.database import lock
from hall.storage.tables.operation import AccessKey

logger = logging.getLogger(__name__)


def serve(
    settings: HallSettings,
    port: int,
    ready: Callable[[int], None] | None = None,
    say_key: Callable[[str], None] | None = None,
) -> None:
    """Run until stopped by a signal. Port 0 takes any free one; `ready` is called with the port once it listens.

    `say_key` is called before, with a new administrator's key, where nobody has brought one and the hall has none.
    """
    os.umask(0o077)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    house = House.open(settings, load_content(settings.content))
    prepare(house)
    if say_key is not None and settings.keys_file is None and (secret := first_key(house)):
        say_key(secret)
    with _listening(settings.host, port) as listening:
        actual = int(listening.getsockname()[1])
        if settings.keys_file is not None:
            write_keys(house, settings.keys_file, f"{settings.scheme}://{settings.host}:{actual}")
        _Server(_configuration(house, settings), lambda: ready and ready(actual)).run([listening])


def first_key(house: House) -> str:
    """A new key for the administrator of a hall that has had none; "" where there is one, used or not."""

    def work(session: Session) -> str:
        lock(session, "setup")
        if session.scalar(select(AccessKey.id).where(AccessKey.scope == "admin").limit(1)) is not None:
            return ""
        return mint(session, "admin", "operator", "operator", house.clock.now())[1]

    return house.database.write(work)


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
    silence_server()
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
