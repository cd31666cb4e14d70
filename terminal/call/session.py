"""One remote session from asking to hanging up: the desk, the rooms, the peers, and what the visit is told of them.

Theory of operation. The hall decides who is rung and when it is over; the session is read again every second while
somebody is awaited and whenever the room says that something changed. Two sockets are in the room: the visitor's and
the clerk's (who writes only). Each interpreter who offers gets a `Peer`; a newer offer of the same role replaces it.
The visit gets a `CallChanged` when what it would show has changed, never for each message.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from terminal.call import progress
from terminal.call.desk import NOBODY, Desk, Raw, Ticket
from terminal.call.lines import Lines
from terminal.call.progress import Presence
from terminal.call.quality import Report
from terminal.call.signalling import OVER, REPLACED, Message, Room
from terminal.call.wishes import Agree, CallParts, Dial, Fetch, Invite, Record, Write
from terminal.services import Ok, Refused
from terminal.visit.events import CallChanged, CallQuality, Event, HandOverChanged, PhoneCode

if TYPE_CHECKING:
    from terminal.call.media import Media

logger = logging.getLogger(__name__)

WAITING_EVERY_S = 1.0
LIVE_EVERY_S = 5.0
"""How often the session is read: the first sign of life is due within 2 s (rule B-13)."""
REPORT_EVERY_S = 2.0
"""Both sides say so often what they receive (message ``quality``)."""
PICTURE_GRACE_S = 3.0
"""A connection that is "disconnected" often comes back by itself; then it is said (our judgement)."""
MOST_EARLY = 40
"""Offers and candidates that come while the media library is still being loaded wait; a browser sends some ten."""
CLERK_AGAIN_S = 3.0
"""A busy hall may miss the clerk's first request (our judgement)."""
GOODBYE_S = 4.0


class Session:
    """One call. Everything runs in one asyncio loop; `close` may be called at any time."""

    def __init__(self, parts: CallParts, dial: Dial, publish: Callable[[Event], None]) -> None:
        self._parts, self._dial, self._publish = parts, dial, publish
        self._desk = Desk(parts)
        self._lines = Lines()
        self._presence = Presence()
        self._rooms: dict[str, Room] = {}
        self._media: Media | None = None
        self._session: Raw = {}
        self._look = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._told: CallChanged | None = None
        self._hand_over = ""
        self._quality = CallQuality()
        self._early: list[tuple[str, str, Message]] = []
        self._over = False
        self.loaded = False
        """The media library is there, or is not needed: from now on nothing here takes long."""
        self._was_live = False
        self._without_place: frozenset[str] = frozenset()

    # --- from the visit --------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask for the session."""
        self._spawn(self._run())

    @property
    def call_id(self) -> str:
        """Which call this is."""
        return self._dial.call_id

    async def tell(self, command: object) -> None:
        """Do what the visit wants."""
        if isinstance(command, Dial):
            await self._show_camera(command)
        elif isinstance(command, Write):
            await self._write(command)
        elif isinstance(command, Agree):
            await self._agree(command.agreed)
        elif isinstance(command, Record):
            await self._send(command.who, {"type": "transcript", "agree": command.agree})
        elif isinstance(command, Fetch):
            await self._fetch()
        elif isinstance(command, Invite):
            await self._invite()

    async def close(self) -> None:
        """End it for everybody, forget it. Takes at most some seconds, whatever the hall does."""
        reason = "done" if self._was_live else "visitor_left"
        if self._media is not None:
            self._media.forget()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_S):
                if not self._over:
                    await self._desk.end(reason)
                for room in self._rooms.values():
                    await room.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE_S):
                if self._media is not None:
                    await self._media.close()
                await self._desk.aclose()

    async def _show_camera(self, dial: Dial) -> None:
        self._dial = dial
        if self._media is not None:
            self._media.show(dial.camera)
        await self._send("visitor", {"type": "camera", "on": dial.camera})

    async def _write(self, line: Write) -> None:
        await self._send(line.who, self._lines.write(line))

    async def _agree(self, agreed: bool) -> None:
        if agreed:
            await self._desk.confirm_hand_over()
        await self._send("visitor", {"type": "hand_over", "state": "confirmed" if agreed else "declined"})
        self._look.set()

    async def _fetch(self) -> None:
        ticket = await self._desk.renew("visitor")
        if ticket is not None:
            self._presence.replaced = False
            self._enter("visitor", ticket)

    async def _invite(self) -> None:
        """A token of its own for the code, for the page uses it up. It stands behind the #, which no browser sends."""
        ticket = await self._desk.renew("visitor")
        if ticket is not None:
            address = f"{self._parts.phone_page}#{self._desk.session_id}.{ticket.token}"
            self._publish(PhoneCode(at=time.monotonic(), address=address))

    # --- the hall --------------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        opened = await self._desk.open(self._dial)
        if not isinstance(opened, Ok):
            self.loaded = True
            await self._nobody(opened.code if isinstance(opened, Refused) else "")
            return
        session, ticket = opened.value
        self._session = session
        self._presence.was_here = self._desk.joined_again
        self._tell_visit()
        self._enter("visitor", ticket)
        self._spawn(self._join_clerk())
        self._spawn(self._prepare(ticket))
        await self._follow()

    async def _prepare(self, ticket: Ticket) -> None:
        """The media, as soon as their library is there; whoever offered before is answered then.

        Only now, unless it was loaded before: the first sign of life comes before the first picture.
        """
        made = await asyncio.to_thread(load_media)
        self.loaded = True
        self._media = made(self._parts, ticket.ice_servers, self._media_changed)
        self._media.show(self._dial.camera)
        self._get_ready()
        self._spawn(self._report())
        while self._early:  # what comes meanwhile waits behind it
            await self._about_media(self._media, *self._early[0])
            del self._early[0]

    async def _nobody(self, code: str) -> None:
        self._over = True
        closed = code in NOBODY
        hours = await self._desk.hours() if closed else ""
        self._publish(CallChanged(state="nobody", reason="closed" if closed else "away", hours=hours))

    async def _follow(self) -> None:
        """Read the session until it is over."""
        while not self._over:
            live = self._session.get("state") in ("processing", "parked")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LIVE_EVERY_S if live else WAITING_EVERY_S):
                    await self._look.wait()
            self._look.clear()
            answer = await self._desk.read()
            if isinstance(answer, Ok):
                self._session = answer.value
            elif isinstance(answer, Refused):
                self._session = {"state": "finished"}
            self._tell_visit()
            self._get_ready()
            await self._part()

    async def _part(self) -> None:
        """Who has no place any more gets no picture and no sound, whatever their page does.

        Said by the hall twice: one answer may be older than an offer that came meanwhile.
        """
        before, self._without_place = (
            self._without_place,
            progress.without_place(self._session, was_live=self._was_live),
        )
        for role in before & self._without_place:
            if self._media is not None:
                await self._media.part(role)

    def _get_ready(self) -> None:
        """Somebody is being rung, who may accept at any moment."""
        if self._media is not None and self._session.get("state") == "called":
            self._media.prepare()

    def _tell_visit(self) -> None:
        """Say what changed, if anything did."""
        change = progress.seen(self._session, self._presence)
        self._was_live = self._was_live or change.state == "connected"
        if change != self._told:
            self._told = change
            self._publish(replace(change, at=time.monotonic()))
        state = progress.hand_over(self._session)
        if state != self._hand_over:
            self._hand_over = state
            self._publish(HandOverChanged(at=time.monotonic(), state=state))
        self._over = self._over or change.state in ("ended", "nobody")

    # --- the rooms -------------------------------------------------------------------------------------------------

    def _enter(self, role: str, ticket: Ticket) -> None:
        heard = self._heard if role == "visitor" else self._heard_by_clerk
        room = Room(ticket, lambda: self._desk.renew(role), heard, lambda up: self._line(role, up), self._desk.tls)
        self._rooms[role] = room
        self._spawn(self._stay(role, room))

    async def _stay(self, role: str, room: Room) -> None:
        code = await room.run()
        if role == "visitor" and self._rooms.get(role) is room:
            self._presence.replaced = code == REPLACED
            if code == OVER:
                self._look.set()
            self._tell_visit()

    async def _join_clerk(self) -> None:
        """The clerk writes with their own role; until the hall gives a token, the visitor's call goes on without."""
        while self._parts.clerk_key and not self._over:
            ticket = await self._desk.renew("clerk")
            if ticket is not None:
                self._enter("clerk", ticket)
                return
            await asyncio.sleep(CLERK_AGAIN_S)

    def _line(self, role: str, up: bool) -> None:
        if role == "visitor":
            self._presence.line_up = up
            self._tell_visit()
        if up:
            self._spawn(self._catch_up(role))

    async def _catch_up(self, role: str) -> None:
        """Read what was missed, and send again what did not arrive."""
        for kept in await self._desk.messages(self._lines.last_seq):
            self._text(kept, str(kept.get("role", "")))
        for message in self._lines.unsent(role):
            await self._send(role, message)

    async def _send(self, role: str, message: Message) -> None:
        room = self._rooms.get(role)
        if room is not None:
            await room.send(message)

    async def _heard_by_clerk(self, message: Message) -> None:
        """While the phone has the visitor's place, the text is read here."""
        if self._presence.replaced and message["type"] == "text":
            self._text(message, str(message.get("from", "")))

    async def _heard(self, message: Message) -> None:
        kind, sender = message["type"], str(message.get("from", ""))
        if self._presence.heard(sender):
            self._look.set()
        if kind == "joined":
            self._presence.joined(message.get("participants"))
            self._look.set()
        elif kind == "text":
            self._text(message, sender)
        elif kind == "transcript" and sender == "hall":
            self._publish(replace(progress.record(message), at=time.monotonic()))
        elif kind in ("hand_over", "hold", "bye"):
            self._look.set()
        elif sender in progress.INTERPRETERS and (self._media is None or self._early):
            self._early = [*self._early[-MOST_EARLY:], (kind, sender, message)]
        elif sender in progress.INTERPRETERS and self._media is not None:
            await self._about_media(self._media, kind, sender, message)

    async def _about_media(self, media: Media, kind: str, sender: str, message: Message) -> None:
        if kind == "offer":
            answer = await media.answer(sender, str(message.get("sdp", "")), message.get("id"))
            if answer:
                # The offer's number: an answer to an older offer must not be taken for a newer one's.
                number = {"id": message["id"]} if "id" in message else {}
                await self._send("visitor", {"type": "answer", "to": sender, "sdp": answer, **number})
        elif kind == "candidate":
            await media.candidate(sender, message.get("candidate"), message.get("id"))
        elif kind == "camera":
            media.shown_by(sender, bool(message.get("on", True)))
        elif kind == "quality" and (report := Report.of(message)) is not None:
            await media.reported(sender, report)

    def _text(self, message: Message, role: str) -> None:
        line = self._lines.read(message, role)
        if line is not None:
            self._publish(replace(line, at=time.monotonic()))

    # --- the media -------------------------------------------------------------------------------------------------

    def _media_changed(self, state: str) -> None:
        if state == "connected":
            self._presence.picture_lost = False
            self._tell_visit()
        elif state in ("disconnected", "failed"):
            self._spawn(self._picture_lost())

    async def _picture_lost(self) -> None:
        await asyncio.sleep(PICTURE_GRACE_S)
        self._presence.picture_lost = self._media is not None and not self._media.connected
        self._tell_visit()

    async def _report(self) -> None:
        """Tell each interpreter what arrives here, and the visit both directions in words."""
        while self._media is not None:
            await asyncio.sleep(REPORT_EVERY_S)
            for role, report in (await self._media.reports()).items():
                await self._send("visitor", {"type": "quality", "to": role, **report})
            quality = self._media.quality()
            if (quality.seen, quality.shown) != (self._quality.seen, self._quality.shown):
                self._publish(replace(quality, at=time.monotonic()))
            self._quality = quality

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("the call: %s", task.exception(), exc_info=task.exception())


def load_media() -> type[Media]:
    """aiortc and PyAV are loaded here and nowhere else."""
    from terminal.call.media import Media

    return Media
