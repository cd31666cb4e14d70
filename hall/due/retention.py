"""What may no longer be kept is erased (P-10 and section 6 of the contract); what becomes valid is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from hall.desk import answers, claims, transcripts
from hall.house import House
from hall.journal import Emitted
from hall.routes.announcements import published
from hall.storage.tables.feedback import Appeal, Enquiry, Evaluation, FollowUp, HelpCall, Notice
from hall.storage.tables.films import Announcement, Answer, Clip, Film, Videomail
from hall.storage.tables.operation import AccessKey, AuditLine, EventRow, Remembered
from hall.storage.tables.talks import RemoteSession, Report, SessionToken, Stint
from hall.storage.tables.visits import Appointment, LaneState, NoShow, Service, Ticket

# How long things are kept. Bookings, tickets and services 30 days; no-shows 60; evaluations with their
# follow-ups and appeals 3 years; audit 6 months; enquiries with their contacts 30 days after closing; answers to
# Idempotency-Keys 7 days.
VISITS = timedelta(days=30)
NO_SHOWS = timedelta(days=60)
EVALUATIONS = timedelta(days=3 * 365)
AUDIT = timedelta(days=183)
CONTACTS = timedelta(days=30)
REMEMBERED = timedelta(days=7)
# Events held for replay: at least 10 min and 1,000 events (contract); we hold 30 min and 2,000.
EVENTS_FOR, EVENTS_KEPT = timedelta(minutes=30), 2_000
# Erasing is looked at this often; nothing here has to happen to the second.
EVERY = timedelta(minutes=1)


def erase(house: House, session: Session, now: datetime) -> None:
    """Erase what is over. Films, answers and written records go with the moment that was promised, everything else once
    a minute."""
    _films(session, now)
    transcripts.erase(session, now)
    answers.erase(session, now)
    claims.erase(session, now)
    last = house.told.get("retention", (0, now - EVERY))[1]
    if timedelta(0) <= now - last < EVERY:
        return
    house.told["retention"] = (0, now)
    for table, moment, kept in (
        (Remembered, Remembered.at, REMEMBERED),
        (NoShow, NoShow.at, NO_SHOWS),
        (Appointment, Appointment.start, VISITS),
        (Notice, Notice.at, VISITS),
        (HelpCall, HelpCall.at, VISITS),
        (RemoteSession, RemoteSession.requested_at, VISITS),
        (Report, Report.at, VISITS),
        (Stint, Stint.began, VISITS),
        (SessionToken, SessionToken.expires_at, timedelta(0)),
        (Videomail, Videomail.delete_at, VISITS),
        (Enquiry, Enquiry.closed_at, VISITS),  # an open one has no such moment and stays
        (Answer, Answer.delete_at, VISITS),
        (Announcement, Announcement.expires_at, VISITS),
        (AuditLine, AuditLine.at, AUDIT),
        (Evaluation, Evaluation.received_at, EVALUATIONS),
        (FollowUp, FollowUp.opened_at, EVALUATIONS),
        (Appeal, Appeal.at, EVALUATIONS),
    ):
        session.execute(delete(table).where(moment < now - kept))
    for by_day in (Ticket, Service, LaneState):
        session.execute(delete(by_day).where(by_day.day < (now - VISITS).date()))
    _contacts(session, now)
    _events(session, now)
    while house.used:
        key_id, used_at = house.used.popitem()
        session.execute(update(AccessKey).where(AccessKey.id == key_id).values(last_used_at=used_at))


def announcements(session: Session, now: datetime) -> list[Emitted]:
    """Announcements whose time begins are told."""
    begun = select(Announcement).where(
        Announcement.published.is_(False),
        Announcement.withdrawn.is_(False),
        Announcement.valid_from <= now,
        Announcement.expires_at > now,
    )
    events = []
    for made in session.scalars(begun):
        made.published = True
        events.append(published(made))
    return events


def _films(session: Session, now: datetime) -> None:
    over = Videomail.delete_at <= now
    session.execute(delete(Film).where(Film.owner_id.in_(select(Videomail.id).where(over))))
    # What was erased before stands there for weeks yet, and needs no further look.
    left = or_(
        Videomail.state.not_in(("finished", "deleted")), Videomail.contact.is_not(None), _told(Videomail.briefing)
    )
    for mail in session.scalars(select(Videomail).where(over, left)):
        mail.contact, mail.briefing = None, {}
        mail.state = "finished" if mail.state == "finished" else "deleted"
    expired = select(Clip.id).where(Clip.expires_at <= now)
    session.execute(delete(Film).where(Film.owner_id.in_(expired)))


def _told(column: InstrumentedAttribute[dict[str, Any]]) -> ColumnElement[bool]:
    """Whether there is anything in this JSON object; PostgreSQL compares no JSON."""
    return cast(column, String) != "{}"


def _contacts(session: Session, now: datetime) -> None:
    answered = Evaluation.received_at < now - CONTACTS
    session.execute(update(Evaluation).where(answered, Evaluation.contact.is_not(None)).values(contact=None))


def _events(session: Session, now: datetime) -> None:
    newest = session.scalar(select(func.max(EventRow.seq))) or 0
    session.execute(delete(EventRow).where(EventRow.at < now - EVENTS_FOR, EventRow.seq <= newest - EVENTS_KEPT))
