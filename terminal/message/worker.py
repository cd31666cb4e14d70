"""The message's worker: a process that lives only as long as there may be a film, and takes the film with it."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from terminal.message.wishes import Drop, MessageParts, Order
from terminal.runtime.frames import FrameRing
from terminal.runtime.link import WorkerLink
from terminal.visit.events import DeviceChanged, MessageChanged, Status

if TYPE_CHECKING:
    from terminal.message.film import Filming, Showing

STEP_S = 0.01
LOADING_S = 60.0
"""So long may loading the media library keep this process from beating on a busy machine."""


def message(link: WorkerLink, parts: MessageParts) -> None:
    """The worker's loop: ends by itself when no film is wanted."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # their lines name addresses
    link.patience_s = LOADING_S
    link.publish(DeviceChanged(at=time.monotonic(), device="message", status=Status.OK))
    commands = link.commands()  # beats once before the loading; what came already is obeyed after it
    booth = Booth(parts, link)
    link.patience_s = 0.0
    try:
        while not link.stopping:
            for command in commands:
                if isinstance(command, Drop):
                    return
                booth.obey(command)
            booth.step(time.monotonic())
            commands = link.commands(STEP_S)
    finally:
        booth.close()


class Booth:
    """One film at a time, in memory: made, shown, sent, forgotten."""

    def __init__(self, parts: MessageParts, link: WorkerLink) -> None:
        from terminal.message import film, sending  # loads PyAV and the hall's client: not in the main process

        self._media, self._sending = film, sending
        self._parts, self._link = parts, link
        self._camera = FrameRing(parts.camera_ring, width=parts.camera_size[0], height=parts.camera_size[1])
        self._shown = FrameRing(parts.shown_ring, width=parts.camera_size[0], height=parts.camera_size[1])
        self._order = Order("", "")
        self._seen = 0
        self._filming: Filming | None = None
        self._film = b""
        self._showing: Showing | None = None
        self._sent: list[MessageChanged] = []

    def obey(self, order: Order) -> None:
        """What is wanted now; another film id forgets the film before."""
        if order.film_id != self._order.film_id:
            self._forget()
        before, self._order = self._order, order
        if order.act == "ready":
            self._seen = self._camera.newest
        elif order.act == "record" and self._filming is None:
            self._filming, self._film = self._media.Filming(), b""
        elif order.act == "close":
            self._finish()
        elif order.act == "play" and self._film and order.plays:
            self._showing = self._media.Showing(self._film, self._shown)
        elif order.act == "send" and before.act != "send" and self._film:
            threading.Thread(target=self._send, args=(order, self._film), daemon=True).start()

    def step(self, now: float) -> None:
        """One look at the camera, one picture shown, one answer told."""
        if self._order.act in ("ready", "record") and self._camera.newest != self._seen:
            self._look()
        if self._order.act == "play" and self._showing is not None and not self._showing.step(now):
            self._showing = None
        while self._sent:
            self._link.publish(self._sent.pop(0))

    def close(self) -> None:
        """Forget everything and let go of the rings."""
        self._forget()
        self._camera.close()
        self._shown.close()

    def _look(self) -> None:
        self._seen = self._camera.newest
        picture = self._camera.read()
        if picture is None:
            return
        if self._filming is not None:
            self._filming.add(picture.rgb, picture.at)
        elif self._order.act == "ready":
            self._tell("ready")
            self._order = Order(self._order.film_id, "")  # told once

    def _finish(self) -> None:
        made, self._filming = self._filming, None
        self._film = made.finish() if made is not None else b""
        self._tell("made" if self._film else "empty", made.seconds if made is not None and self._film else 0)

    def _send(self, order: Order, film: bytes) -> None:
        self._sent.append(self._sending.deliver(self._parts, order, film))

    def _tell(self, state: str, seconds: int = 0) -> None:
        film_id = self._order.film_id
        self._link.publish(MessageChanged(at=time.monotonic(), film_id=film_id, state=state, seconds=seconds))

    def _forget(self) -> None:
        self._filming, self._showing, self._film = None, None, b""
        self._shown.wipe()
