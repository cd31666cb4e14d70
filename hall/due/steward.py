"""The tasks that do due work, and the order in which it is done.

Each part has a task and a transaction of its own: one that waits for somebody else's transaction, is long, or fails,
holds back only itself. Rings must not wait for bookings.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hall.bus import KEPT_S, BusGoneError
from hall.desk import attendance, sessionview
from hall.due import bookings, crowds, retention, sightings, talks
from hall.house import House
from hall.journal import Emitted, seal
from hall.rules import dispatch
from hall.storage.database import lock, try_lock, wait_at_most
from hall.storage.tables.operation import News
from hall.storage.tables.talks import RemoteSession

logger = logging.getLogger(__name__)
EVERY_S = 1.0
# Without a turn for so long the hall itself was away: its database, or its machine slept. Our judgement.
DEAF_S = 10.0
# How long a part waits for a row that somebody else holds; then it is put off to the next second.
LOCKS_S = 2.0
# What was erased stands in SQLite's log no longer than this; texts of a call are wiped a minute after its end.
LOG_EVERY_S = 60.0
Told = tuple[str, dict[str, Any]]


def _bookings(house: House, session: Session, now: datetime, jumped: bool) -> list[Emitted]:
    bookings.release_holds(session, now)
    bookings.note_missed(session, now)
    ended = bookings.end_days(session, now)
    session.flush()
    return [*ended, *bookings.reminders(session, now)]


def _crowds(house: House, session: Session, now: datetime, jumped: bool) -> list[Emitted]:
    return crowds.watch(house, session, now, jumped=jumped)


def _talks(house: House, session: Session, now: datetime, jumped: bool) -> list[Emitted]:
    return talks.go_on(house, session, now)


def _keeping(house: House, session: Session, now: datetime, jumped: bool) -> list[Emitted]:
    events = retention.announcements(session, now)
    retention.erase(house, session, now)
    return events


PARTS: dict[str, Callable[[House, Session, datetime, bool], list[Emitted]]] = {
    "bookings": _bookings,
    "crowds": _crowds,
    "talks": _talks,
    "keeping": _keeping,
}


class Steward:
    """Does due work in real time. One process of several does a part; who comes second has nothing to do."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._vouched_s, self._listened_s = float("-inf"), time.time()
        self._told = set[str]()

    def tasks(self) -> dict[str, Callable[[], Coroutine[Any, Any, None]]]:
        """What must be kept going, by name."""
        parts = {f"due work, {part}": partial(self._part, part) for part in PARTS if part != "talks"}
        return {"due work, talks": self._talks, "due work, log": self._log, **parts}

    async def _part(self, part: str) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            await _put_off(part, asyncio.to_thread(self._once, part, self._nothing_more))

    async def _log(self) -> None:
        while self._house.database.sqlite:
            await asyncio.sleep(LOG_EVERY_S)
            await _put_off("log", asyncio.to_thread(self._house.database.empty_log))

    async def _talks(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            await _put_off("talks", self._look_after_talks())

    async def _look_after_talks(self) -> None:
        back, missed = await asyncio.to_thread(self._vouch), list[Told]()
        await asyncio.to_thread(self._once, "talks", lambda session, now: self._missed(session, now, missed))
        self._listened_s = time.time()
        over, waiting = await asyncio.to_thread(self._over)
        for session_id in over:
            self._house.rooms.close(session_id)
        # Who lost the session has no place in it any more: whoever still has them connected learns it once.
        lost = [(one, _joined(people, left="interpreter")) for one, people in waiting.items() if one not in self._told]
        self._told = set(waiting)
        for session_id, message in (*back, *missed, *lost):
            with suppress(BusGoneError):  # neither is worth a restart: who joins again is told anew
                await self._house.rooms.tell(session_id, message)

    def _vouch(self) -> list[Told]:
        """For the interpreters' sockets that are open in this process, whoever does the due work; what the rooms are
        told of those who were taken for lost."""
        here = self._house.rooms.with_role("interpreter")
        if not here or time.monotonic() - self._vouched_s < sightings.EVERY_S:
            return []

        def work(session: Session) -> list[Told]:
            events, back = sightings.still_here(session, here, time.time())
            seal(session, self._house.clock.now(), None, events)
            return [(one, _joined(people, came="interpreter")) for one, people in back]

        notes = self._house.database.write(work)
        self._vouched_s = time.monotonic()
        if notes:
            self._house.hub.wake()
        return notes

    def _over(self) -> tuple[list[str], dict[str, list[dict[str, Any]]]]:
        """Of the sessions with sockets in this process: which ended without anybody's word, and which lost their
        interpreter and wait for another, with who is in the room."""
        here = self._house.rooms.sessions()
        if not here:
            return [], {}
        going_on = select(RemoteSession).where(RemoteSession.id.in_(here), RemoteSession.state.not_in(dispatch.OVER))
        with self._house.database.reading() as session:
            talks = session.scalars(going_on).all()
            waiting = [talk for talk in talks if talk.state in dispatch.WAITING and talk.before_id is not None]
            people = {talk.id: list(sessionview.view(session, talk, None)["participants"]) for talk in waiting}
        return sorted(set(here) - {talk.id for talk in talks}), people

    def _once(self, part: str, before: Callable[[Session, datetime], list[Emitted]]) -> None:
        """One turn of a part, and what comes before it."""
        house = self._house

        def work(session: Session) -> bool:
            wait_at_most(session, LOCKS_S)
            if not try_lock(session, _lock_of(part)):
                return False
            now = house.clock.now()
            events = [*before(session, now), *PARTS[part](house, session, now, False)]
            if house.bus is not None and part == "keeping":
                session.execute(delete(News).where(News.at_s < time.time() - KEPT_S))
            seal(session, now, None, events)
            return bool(events)

        if house.database.write(work):
            house.hub.wake()

    def _nothing_more(self, session: Session, now: datetime) -> list[Emitted]:
        return []

    def _missed(self, session: Session, now: datetime, notes: list[Told]) -> list[Emitted]:
        """Sockets and consoles that nobody hears of any more; `notes` gets what the rooms are told."""
        now_s = time.time()
        if (deaf_s := now_s - self._listened_s) > DEAF_S:
            attendance.excuse(session, now_s, deaf_s)
            sightings.excuse(session, now_s, deaf_s)
        lost, left = sightings.sweep(session, now, now_s)
        attendance.sweep(session, now, now_s, self._house.settings.silent_console_s)
        notes[:] = [(one, _note(minutes)) for one, minutes in talks.notes(session, now)]
        notes.extend((one, _joined(participants, left="interpreter")) for one, participants in left)
        return lost


async def _put_off(part: str, doing: Awaitable[object]) -> None:
    try:
        await doing
    except SQLAlchemyError as error:
        logger.warning("due work put off: %s: %s", part, type(error).__name__)


def _lock_of(part: str) -> str:
    return f"steward:{part}"


def _note(minutes: int) -> dict[str, Any]:
    return {"type": "note", "from": "hall", "minutes": minutes}


def _joined(participants: list[dict[str, Any]], **who: str) -> dict[str, Any]:
    return {"type": "joined", "participants": participants, **who}


def do_due_work(house: House, session: Session, now: datetime, *, jumped: bool = False) -> list[Emitted]:
    """Everything that fell due by `now` in one transaction, for the test mode that has set the clock (`jumped`); the
    events that tell of it."""
    lock(session, *map(_lock_of, PARTS))
    return [event for part in PARTS.values() for event in part(house, session, now, jumped)]
