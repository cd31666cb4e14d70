"""The task that does due work, and the order in which it is done."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hall.bus import KEPT_S, BusGoneError
from hall.desk import attendance, sessions
from hall.due import bookings, crowds, retention, sightings, talks
from hall.house import House
from hall.journal import Emitted, seal
from hall.storage.database import lock, try_lock
from hall.storage.tables import News, RemoteSession

logger = logging.getLogger(__name__)
EVERY_S = 1.0


class Steward:
    """Does due work in real time. One process of several does it; who comes second has nothing to do."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._vouched_s = float("-inf")

    async def run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await asyncio.to_thread(self._vouch)
                notes = await asyncio.to_thread(self._once)
                for session_id in await asyncio.to_thread(self._over):
                    self._house.rooms.close(session_id)
            except SQLAlchemyError as error:
                logger.warning("due work put off: %s", type(error).__name__)
                continue
            for session_id, message in notes:
                with suppress(BusGoneError):  # neither is worth a restart: who joins again is told anew
                    await self._house.rooms.tell(session_id, message)

    def _vouch(self) -> None:
        """For the interpreters' sockets that are open in this process, whoever does the due work."""
        here = self._house.rooms.with_role("interpreter")
        if here and time.monotonic() - self._vouched_s >= sightings.EVERY_S:
            self._house.database.write(lambda session: sightings.still_here(session, here, time.time()))
            self._vouched_s = time.monotonic()

    def _over(self) -> list[str]:
        """Sessions that ended without anybody's word, and still have sockets in this process."""
        here = self._house.rooms.sessions()
        if not here:
            return []
        going_on = select(RemoteSession.id).where(RemoteSession.id.in_(here), RemoteSession.state.not_in(sessions.OVER))
        with self._house.database.reading() as session:
            return sorted(set(here) - set(session.scalars(going_on)))

    def _once(self) -> list[tuple[str, dict[str, Any]]]:
        house = self._house
        notes: list[tuple[str, dict[str, Any]]] = []

        def work(session: Session) -> bool:
            if not try_lock(session, "steward"):
                return False
            now = house.clock.now()
            lost, left = sightings.sweep(session, now, time.time())
            attendance.sweep(session, now, time.time(), house.settings.silent_console_s)
            events = [*lost, *do_due_work(house, session, now)]
            notes[:] = [(one, _note(minutes)) for one, minutes in talks.notes(session, now)]
            notes.extend((one, _left(participants)) for one, participants in left)
            if house.bus is not None:
                session.execute(delete(News).where(News.at_s < time.time() - KEPT_S))
            seal(session, now, None, events)
            return bool(events)

        if house.database.write(work):
            house.hub.wake()
        return notes


def _note(minutes: int) -> dict[str, Any]:
    return {"type": "note", "from": "hall", "minutes": minutes}


def _left(participants: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "joined", "participants": participants, "left": "interpreter"}


def do_due_work(house: House, session: Session, now: datetime, *, jumped: bool = False) -> list[Emitted]:
    """Everything that fell due by `now`; the events that tell of it. `jumped`: the test mode has set the clock."""
    lock(session, "steward")
    bookings.release_holds(session, now)
    bookings.note_missed(session, now)
    bookings.end_days(session, now)
    session.flush()
    events = [
        *bookings.reminders(session, now),
        *crowds.watch(house, session, now, jumped=jumped),
        *talks.go_on(house, session, now),
        *retention.announcements(session, now),
    ]
    retention.erase(house, session, now)
    return events
