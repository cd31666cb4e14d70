"""Holds run out, bookings are missed, days end with what was left open, visitors are reminded.

What somebody else is deciding just then (a check-in, a cancellation) is passed over: it has its turn in a second, as it
stands then.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, cast, exists, or_, select, update
from sqlalchemy.orm import Session

from hall.clock import said
from hall.desk import helpcalls
from hall.desk.appointments import count_no_show
from hall.house import rules_in_force
from hall.journal import Emitted
from hall.rules.booking import check_in_span
from hall.storage.tables.feedback import HelpCall
from hall.storage.tables.visits import Appointment, Ticket, Window

# x-events: how long before the start a visitor in the hall is reminded.
REMIND_BEFORE = timedelta(minutes=30)


def release_holds(session: Session, now: datetime) -> None:
    over = select(Appointment.id).where(Appointment.state == "reserved", Appointment.expires_at <= now)
    session.execute(
        update(Appointment)
        .where(Appointment.id.in_(over.with_for_update(skip_locked=True)))
        .values(state="deleted", expired=True, version=Appointment.version + 1)
    )


def note_missed(session: Session, now: datetime) -> None:
    """Nobody came for the booking: missed at the end of check-in, whenever this is noticed (Q-3)."""
    rules = rules_in_force(session)
    late = select(Appointment).where(Appointment.state == "confirmed", Appointment.start < now)
    held = late.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    for appointment in session.scalars(held):
        _, until = check_in_span(appointment.start, rules)
        if now > until:
            appointment.state = "missed"
            appointment.version += 1
            count_no_show(session, appointment, until)


def end_days(session: Session, now: datetime) -> list[Emitted]:
    """Midnight: what is still open from yesterday is over, and with it every wish for the talk."""
    open_states = ("queued", "called", "processing", "parked", "missed")
    left = select(Ticket.id).where(Ticket.day < now.date(), Ticket.state.in_(open_states))
    session.execute(
        update(Ticket)
        .where(Ticket.id.in_(left.with_for_update(skip_locked=True)))
        .values(state="deleted", talk_ways=[], version=Ticket.version + 1)
    )
    # Who comes again to pick something up comes another day.
    wishes = cast(Ticket.talk_ways, String) != "[]"
    later = select(Ticket.id).where(Ticket.day < now.date(), Ticket.state == "pending", wishes)
    session.execute(
        update(Ticket)
        .where(Ticket.id.in_(later.with_for_update(skip_locked=True)))
        .values(talk_ways=[], version=Ticket.version + 1)
    )
    # Nobody is called or served at a window any more.
    over = exists().where(Ticket.id == Window.ticket_id, Ticket.day < now.date())
    theirs = select(Window.id).where(over).with_for_update(skip_locked=True)
    session.execute(update(Window).where(Window.id.in_(theirs)).values(ticket_id=None, version=Window.version + 1))
    # Whoever checked in has come: no no-show, and no open booking either.
    gone = exists().where(Ticket.id == Appointment.ticket_id, Ticket.state == "deleted")
    came = select(Appointment.id).where(Appointment.state == "queued", Appointment.day < now.date(), gone)
    session.execute(
        update(Appointment)
        .where(Appointment.id.in_(came.with_for_update(skip_locked=True)))
        .values(state="deleted", version=Appointment.version + 1)
    )
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    unended = select(HelpCall).where(HelpCall.state.in_(helpcalls.OPEN), HelpCall.at < midnight)
    return [helpcalls.finish(session, asked) for asked in session.scalars(unended.with_for_update(skip_locked=True))]


def reminders(session: Session, now: datetime) -> list[Emitted]:
    """Half an hour before, to the terminal that booked, if a ticket was taken there today and is still open."""
    soon = select(Appointment).where(
        Appointment.state == "confirmed",
        Appointment.reminded.is_(False),
        Appointment.start > now,
        Appointment.start <= now + REMIND_BEFORE,
        Appointment.terminal_id.is_not(None),
    )
    events = []
    for appointment in session.scalars(soon.with_for_update(skip_locked=True)):
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
