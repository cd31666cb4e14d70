"""The task that does due work, and the order in which it is done."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hall.bus import KEPT_S, BusGoneError
from hall.due import bookings, crowds, retention, talks
from hall.house import House
from hall.journal import Emitted, seal
from hall.storage.database import lock, try_lock
from hall.storage.tables import News

logger = logging.getLogger(__name__)
EVERY_S = 1.0


class Steward:
    """Does due work in real time. One process of several does it; who comes second has nothing to do."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                notes = await asyncio.to_thread(self._once)
            except SQLAlchemyError as error:
                logger.warning("due work put off: %s", type(error).__name__)
                continue
            for session_id, minutes in notes:
                with suppress(BusGoneError):  # a note on fatigue is not worth a restart
                    await self._house.rooms.tell(session_id, {"type": "note", "from": "hall", "minutes": minutes})

    def _once(self) -> list[tuple[str, int]]:
        house = self._house
        notes: list[tuple[str, int]] = []

        def work(session: Session) -> bool:
            if not try_lock(session, "steward"):
                return False
            now = house.clock.now()
            events = do_due_work(house, session, now)
            notes[:] = talks.notes(session, now)
            if house.bus is not None:
                session.execute(delete(News).where(News.at_s < time.time() - KEPT_S))
            seal(session, now, None, events)
            return bool(events)

        if house.database.write(work):
            house.hub.wake()
        return notes


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
