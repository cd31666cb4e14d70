"""A terminal without workers, pad or hall: its loop, machine and screens are the real ones, off-screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame

from content import matters
from content.reading import Text
from content.signer import load_lexicon
from hardware.pad import PadSettings, SerialPad, StaffCard
from hardware.printer import TicketPrinter
from terminal.app import Parts, Terminal
from terminal.call.link import CallLink
from terminal.links.hall import HallLink
from terminal.links.pad import PadLink
from terminal.links.reach import HallAccess
from terminal.looks import Looks
from terminal.message.link import MessageLink
from terminal.runtime.bus import Bus
from terminal.runtime.frames import FrameRing
from terminal.runtime.journal import Journal
from terminal.runtime.supervisor import Supervisor
from terminal.slips import Slips
from terminal.ui.window import Screen
from terminal.visit.state import State

NOBODY = HallAccess("http://127.0.0.1:9", "key", "", "terminal", "3")
WALL = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@contextmanager
def bare_terminal(folder: Path, printer: TicketPrinter | None = None) -> Iterator[Terminal]:
    """Closed at the end; what it keeps lies under ``folder``."""
    pygame.init()
    guide, name, bus = matters.load(), Text(zh="大厅", en="Hall"), Bus()
    with ExitStack() as stack:
        stack.callback(pygame.quit)
        ring = FrameRing(width=64, height=48)
        stack.callback(ring.close)
        supervisor = Supervisor(bus.publish)
        call, film = CallLink(supervisor, ring, guide), MessageLink(supervisor, ring, guide)
        stack.callback(call.close)
        stack.callback(film.close)
        parts = Parts(
            looks=Looks(guide, name, lambda: WALL, False),
            lexicon=load_lexicon(),
            supervisor=supervisor,
            bus=bus,
            ring=ring,
            call=call,
            message=film,
            hall=HallLink(NOBODY, bus.publish, folder / "outbox.sqlite"),
            pad=PadLink(SerialPad(str(folder / "pad"), PadSettings()), StaffCard(window="3"), bus.publish),
            journal=Journal(folder / "journal", WALL.date, bus.publish),
            slips=Slips(printer, guide, name, bus.publish),
            visitor=Screen("visitor", size=(540, 960)),
            staff=Screen("staff", size=(960, 540)),
        )
        terminal = Terminal(parts, State())
        stack.callback(terminal.close)
        yield terminal
