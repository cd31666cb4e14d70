"""The call worker: a process that lives only as long as a call is wanted, so that an idle terminal pays nothing for it.

What it needs of memory (aiortc, PyAV, encoders, pictures) goes with it. Its death ends no call: the wish is kept by
the supervisor, told again to the next process, and the hall gives the same session for the same call.
"""

from __future__ import annotations

import asyncio
import logging
import time

from terminal.call.session import Session, load_media
from terminal.call.wishes import CallParts, Dial, HangUp, Warm
from terminal.runtime.link import WorkerLink
from terminal.visit.events import DeviceChanged, Status

STEP_S = 0.02
"""How often the main process is listened to: letters must leave within 500 ms (rule B-10)."""
LOADING_S = 60.0
"""So long may loading the media library keep this process from beating: about 1 s alone, many on a busy machine."""

logger = logging.getLogger(__name__)

QUIET = ("httpx", "httpcore", "websockets", "aioice", "aiortc")
"""Their lines name addresses, sessions and candidates: not for a log."""


def call(link: WorkerLink, parts: CallParts) -> None:
    """The worker's loop: ends by itself when no call is wanted."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    link.publish(DeviceChanged(at=time.monotonic(), device="call", status=Status.OK))
    asyncio.run(_live(link, parts))


async def _live(link: WorkerLink, parts: CallParts) -> None:
    session: Session | None = None
    warming: asyncio.Task[object] | None = None
    link.patience_s = LOADING_S
    try:
        while not link.stopping:
            for command in link.commands():
                if isinstance(command, HangUp):
                    return
                if isinstance(command, Warm):
                    warming = warming or asyncio.create_task(asyncio.to_thread(load_media))
                    continue
                if isinstance(command, Dial) and (session is None or session.call_id != command.call_id):
                    if session is not None:
                        await _ended(link, session)
                    session = Session(parts, command, link.publish)
                    session.start()
                elif session is not None:
                    await session.tell(command)
            loading = (session is not None and not session.loaded) or (warming is not None and not warming.done())
            link.patience_s = LOADING_S if loading else 0.0
            await asyncio.sleep(STEP_S)
    finally:
        if session is not None:
            await _ended(link, session)


async def _ended(link: WorkerLink, session: Session) -> None:
    """End a session, beating meanwhile; what it was told while ending comes too late for it."""
    ending = asyncio.create_task(session.close())
    while not ending.done():
        link.commands()
        await asyncio.sleep(STEP_S)
    if ending.exception() is not None:
        logger.error("the call did not end well: %s", ending.exception())
