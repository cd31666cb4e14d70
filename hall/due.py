"""Work that falls due by itself: holds run out, bookings are missed, the day ends, crowded zones ask for a window,
what may no longer be kept is erased. Runs every second, and at once when the test mode sets the clock forward."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hall.call import present
from hall.clock import said
from hall.desk.appointments import count_no_show
from hall.desk.loads import zone_now
from hall.house import House, rules_in_force
from hall.journal import Emitted, seal
from hall.rules.booking import check_in_span
from hall.storage.database import try_lock
from hall.storage.tables import Appointment, Ticket, Tide

logger = logging.getLogger(__name__)

EVERY_S = 1.0
STAFF = ("terminal", "clerk", "admin")
# so many waiting per open window must last this long before a tide window is proposed.
CROWDED_FOR = timedelta(minutes=5)
# x-events: how long before the start a visitor in the hall is reminded.
REMIND_BEFORE = timedelta(minutes=30)


class Steward:
    """The task that does due work in real time. One process of several does it; who comes second has nothing to do."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await asyncio.to_thread(self._once)
            except SQLAlchemyError as error:
                logger.warning("due work put off: %s", type(error).__name__)

    def _once(self) -> None:
        house = self._house

        def work(session: Session) -> bool:
            if not try_lock(session, "steward"):
                return False
            now = house.clock.now()
            events = do_due_work(house, session, now)
            seal(session, now, None, events)
            return bool(events)

        if house.database.write(work):
            house.hub.wake()


def do_due_work(house: House, session: Session, now: datetime) -> list[Emitted]:
    """Everything that fell due by `now`; the events that tell of it."""
    _release_holds(session, now)
    _note_missed(session, now)
    _end_days(session, now)
    session.flush()
    return [*_reminders(session, now), *_tides(house, session, now)]


def _release_holds(session: Session, now: datetime) -> None:
    session.execute(
        update(Appointment)
        .where(Appointment.state == "reserved", Appointment.expires_at <= now)
        .values(state="deleted", expired=True, version=Appointment.version + 1)
    )


def _note_missed(session: Session, now: datetime) -> None:
    """Nobody came for the booking: missed at the end of check-in, whenever this is noticed (Q-3)."""
    rules = rules_in_force(session)
    # No check-in ends later than a day after its start.
    late = select(Appointment).where(Appointment.state == "confirmed", Appointment.start < now)
    for appointment in session.scalars(late):
        _, until = check_in_span(appointment.start, rules)
        if now > until:
            appointment.state = "missed"
            appointment.version += 1
            count_no_show(session, appointment, until)


def _end_days(session: Session, now: datetime) -> None:
    """Midnight: what is still open from yesterday is deleted, and with it every wish for the talk."""
    open_states = ("queued", "called", "processing", "parked", "missed")
    session.execute(
        update(Ticket)
        .where(Ticket.day < now.date(), Ticket.state.in_(open_states))
        .values(state="deleted", talk_ways=[], version=Ticket.version + 1)
    )


def _reminders(session: Session, now: datetime) -> list[Emitted]:
    """Half an hour before, to the terminal that booked, if a ticket was taken there today and is still open."""
    soon = select(Appointment).where(
        Appointment.state == "confirmed",
        Appointment.reminded.is_(False),
        Appointment.start > now,
        Appointment.start <= now + REMIND_BEFORE,
        Appointment.terminal_id.is_not(None),
    )
    events = []
    for appointment in session.scalars(soon):
        here = select(Ticket.id).where(
            Ticket.day == now.date(),
            Ticket.terminal_id == appointment.terminal_id,
            or_(Ticket.state == "queued", Ticket.state == "called", Ticket.state == "processing"),
        )
        if session.scalar(here.limit(1)) is None:
            continue
        appointment.reminded = True
        data = {
            "appointment_id": appointment.id,
            "code": appointment.code[-4:],
            "start": said(appointment.start),
            "minutes": round((appointment.start - now).total_seconds() / 60),
        }
        events.append(Emitted("appointment.reminder", data, ("terminal",), terminal_id=appointment.terminal_id))
    return events


def _tides(house: House, session: Session, now: datetime) -> list[Emitted]:
    """Propose one more window where people wait too long (Q-11); a person opens it."""
    rules = rules_in_force(session)
    events = []
    for zone_id in house.content.zones:
        zone = zone_now(session, zone_id, now.date(), rules["priority_every"])
        wait = zone.wait_behind(zone.waiting, now)
        many = zone.waiting >= rules["tide_waiting_per_window"] * max(1, zone.open_windows)
        tide = session.get(Tide, zone_id)
        if tide is None:
            tide = Tide(zone_id=zone_id)
            session.add(tide)
        tide.crowded_since = (tide.crowded_since or now) if many else None
        long_enough = tide.crowded_since is not None and now - tide.crowded_since >= CROWDED_FOR
        crowded = zone.waiting > 0 and (wait["seconds"] > rules["tide_wait_seconds"] or long_enough)
        if crowded and tide.proposed_at is None:
            tide.proposed_at = now
            data = present(zone_id=zone_id, waiting=zone.waiting, expected_wait=wait)
            events.append(Emitted("tide.proposed", data, ("clerk", "admin")))
        if not crowded and not many:
            tide.proposed_at = None
    return events
