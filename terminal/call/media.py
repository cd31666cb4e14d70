"""All media of one call: a peer for each interpreter, one camera, one microphone, one loudspeaker.

Only the call worker imports this: it loads aiortc and PyAV.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from hardware.find import microphones, speakers
from hardware.microphone import microphone_from
from hardware.speaker import speaker_from
from terminal.call.peer import Peer, offers_both
from terminal.call.pictures import CameraTrack, RemotePicture
from terminal.call.quality import Ladder, Report, in_words
from terminal.call.sounds import Ear, Loudspeaker, MicrophoneTrack, RemoteSound
from terminal.call.wishes import CallParts
from terminal.runtime.frames import FrameRing
from terminal.visit.events import CallQuality

logger = logging.getLogger(__name__)

LARGEST_OFFER = 60_000
FRESH_S = 20.0
"""A prepared connection older than this is prepared anew: routers forget an unused port after 30 s and more."""


@dataclass(slots=True)
class _Seat:
    """One interpreter's connection, the size it gets, and what was counted at the last report."""

    peer: Peer
    ladder: Ladder
    began: float
    counted_at: float
    number: Any = None
    frames: int = 0
    camera_number: int = 0
    received: Report = field(default_factory=lambda: Report(0.0, 0, 0))
    reported: Report | None = None


class Media:
    """Used from the call's loop. `changed` is told the state of the interpreter's connection."""

    def __init__(
        self, parts: CallParts, ice_servers: tuple[Mapping[str, Any], ...], changed: Callable[[str], None]
    ) -> None:
        self._parts, self._ice_servers, self._changed = parts, ice_servers, changed
        self._held = ExitStack()
        self._camera = self._ring(parts.camera_ring, parts.camera_size)
        self._pictures = {
            "interpreter": self._ring(parts.interpreter_ring, parts.people_size),
            "second_interpreter": self._ring(parts.second_ring, parts.people_size),
        }
        self._seats: dict[str, _Seat] = {}
        self._ear = Ear(lambda: microphone_from(_source(parts.microphone, microphones, "clips:")))
        self._loudspeaker = Loudspeaker(speaker_from(_source(parts.speaker, speakers, "recorder:")))
        self._ready: asyncio.Task[Peer] | None = None
        self._ready_at = 0.0
        self._shown = True

    @property
    def connected(self) -> bool:
        """Whether an interpreter's media flow."""
        return any(seat.peer.state == "connected" for seat in self._seats.values())

    def prepare(self) -> None:
        """It rings: have a connection ready for whoever accepts. Nothing is seen or heard by it yet."""
        if not self._seats and time.monotonic() - self._ready_at > FRESH_S:
            before, self._ready_at = self._ready, time.monotonic()
            self._ready = asyncio.create_task(self._prepared(before))

    def show(self, on: bool) -> None:
        """Whether the visitor's picture is sent."""
        self._shown = on
        for seat in self._seats.values():
            seat.peer.camera.shown = on

    def shown_by(self, role: str, on: bool) -> None:
        """The interpreter's camera is on or off: what was seen last is not left standing."""
        if role in self._seats:
            self._seats[role].peer.picture.shown = on
        if not on and role in self._pictures:
            self._pictures[role].wipe()

    async def answer(self, role: str, offer: str, number: Any = None) -> str:
        """The answer to an offer; a newer one replaces the connection before. Empty where it cannot be used.

        ``number`` is the sender's own count of its offers, where it has one.
        """
        before = self._seats.pop(role, None)
        if before is not None:
            await before.peer.close()
        if len(offer) > LARGEST_OFFER:
            return ""
        peer = await self._take(role, offer)
        self._listen()
        now = time.monotonic()
        self._seats[role] = _Seat(peer, Ladder(self._parts.camera_size), now, now, number)
        try:
            return await peer.answer(offer)
        except ValueError as error:
            logger.warning("%s", error)
            self._seats.pop(role, None)
            await peer.close()
            return ""

    async def part(self, role: str) -> None:
        """They have no place in the session any more: from now on they neither see nor hear the visitor."""
        seat = self._seats.pop(role, None)
        if seat is not None:
            await seat.peer.close()
            self._pictures[role].wipe()

    async def candidate(self, role: str, found: Any, number: Any = None) -> None:
        """A candidate of the interpreter's browser, for the offer of this number."""
        seat = self._seats.get(role)
        if seat is not None and seat.number == number:
            await seat.peer.candidate(found)

    async def reported(self, role: str, report: Report) -> None:
        """What the interpreter receives: the next pictures are made to fit (`quality.Ladder`)."""
        seat = self._seats.get(role)
        if seat is None:
            return
        seat.reported = report
        camera = seat.peer.camera
        passed = max(0.1, time.monotonic() - seat.counted_at)
        camera_fps = (self._camera.newest - seat.camera_number) / passed
        if time.monotonic() - seat.began > SETTLE_S and self._shown:
            lost, _ = await seat.peer.losses()
            camera.size = seat.ladder.heard(report.fps, camera_fps, lost)

    async def reports(self) -> dict[str, dict[str, Any]]:
        """What is received from each interpreter, since the last time it was asked for."""
        found = {}
        for role, seat in self._seats.items():
            now, arrived = time.monotonic(), seat.peer.picture.arrived
            fps = (arrived.frames - seat.frames) / max(0.1, now - seat.counted_at)
            seat.frames, seat.camera_number, seat.counted_at = arrived.frames, self._camera.newest, now
            lost, round_trip_ms = await seat.peer.losses()
            seat.peer.protect(lost)
            seat.received = Report(fps, arrived.width, arrived.height, round_trip_ms)
            found[role] = {
                "fps": round(fps),
                "width": arrived.width,
                "height": arrived.height,
                "round_trip_ms": round_trip_ms,
            }
        return found

    def quality(self) -> CallQuality:
        """Both directions with the first interpreter, in words; unknown while nothing was counted."""
        seat = self._seats.get("interpreter")
        if seat is None or time.monotonic() - seat.began < SETTLE_S:
            return CallQuality()
        got, gives = seat.received, seat.reported
        return CallQuality(
            seen=in_words(got.fps, got.height) if seat.peer.picture.shown else "",
            shown=in_words(gives.fps, gives.height) if gives is not None and self._shown else "",
            fps=round(got.fps),
            width=got.width,
            height=got.height,
            round_trip_ms=got.round_trip_ms,
        )

    def forget(self) -> None:
        """Nobody is shown or heard from now on, and no picture is left."""
        for seat in self._seats.values():
            seat.peer.picture.shown = seat.peer.camera.shown = False
        self._ear.stop()
        for ring in self._pictures.values():
            ring.wipe()

    async def close(self) -> None:
        """Everything off, every picture forgotten."""
        self.forget()
        for seat in self._seats.values():
            await seat.peer.close()
        self._seats.clear()
        await _let_go(self._ready)
        await asyncio.to_thread(self._ear.close)
        await self._loudspeaker.close()
        self.forget()
        self._held.close()

    def _ring(self, name: str, size: tuple[int, int]) -> FrameRing:
        ring = FrameRing(name, width=size[0], height=size[1])
        self._held.callback(ring.close)
        return ring

    def _peer(self, role: str) -> Peer:
        camera = CameraTrack(self._camera, self._parts.camera_size, time_code=self._parts.time_code)
        camera.shown = self._shown
        return Peer(
            self._ice_servers,
            camera,
            MicrophoneTrack(self._ear.listen()),
            RemotePicture(self._pictures[role]),
            RemoteSound(self._loudspeaker),
            self._changed,
            relay_only=self._parts.relay_only,
        )

    async def _prepared(self, before: asyncio.Task[Peer] | None) -> Peer:
        await _let_go(before)
        peer = self._peer("interpreter")
        try:
            await peer.prepare()
        except BaseException:
            await peer.close()
            raise
        return peer

    async def _take(self, role: str, offer: str) -> Peer:
        """The prepared connection where it fits the offer, else another."""
        ready = self._ready
        if ready is None or role != "interpreter" or not offers_both(offer):
            return self._peer(role)
        self._ready = None
        await asyncio.wait([ready])
        if ready.exception() is not None:
            logger.warning("no connection was ready: %s", type(ready.exception()).__name__)
            return self._peer(role)
        peer = ready.result()
        peer.camera.shown = self._shown
        return peer

    def _listen(self) -> None:
        """Microphone and loudspeaker: opened with the first interpreter, never before. The answer does not wait."""
        self._ear.start()
        self._loudspeaker.start()


async def _let_go(ready: asyncio.Task[Peer] | None) -> None:
    """Close a prepared connection that nobody uses."""
    if ready is not None:
        ready.cancel()
        await asyncio.wait([ready])
        if not ready.cancelled() and ready.exception() is None:
            await ready.result().close()


SETTLE_S = 4.0
"""A browser begins small and slow; the first reports say nothing about the line (measured)."""


def _source(source: str, found: Callable[[], Any], else_: str) -> str:
    """The configured device; "auto" takes the first one found, else the simulated one."""
    if source != "auto":
        return source
    return "device:" if found() else else_
