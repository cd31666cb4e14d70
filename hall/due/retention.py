"""What may no longer be kept is erased (P-10 and section 6 of the contract); what becomes valid is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from hall.desk import answers, claims, transcripts
from hall.house import House
from hall.journal import Emitted
from hall.routes.announcements import published
from hall.storage import tables as t

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
        (t.Remembered, t.Remembered.at, REMEMBERED),
        (t.NoShow, t.NoShow.at, NO_SHOWS),
        (t.Appointment, t.Appointment.start, VISITS),
        (t.Notice, t.Notice.at, VISITS),
        (t.HelpCall, t.HelpCall.at, VISITS),
        (t.RemoteSession, t.RemoteSession.requested_at, VISITS),
        (t.Report, t.Report.at, VISITS),
        (t.Stint, t.Stint.began, VISITS),
        (t.SessionToken, t.SessionToken.expires_at, timedelta(0)),
        (t.Videomail, t.Videomail.delete_at, VISITS),
        (t.Enquiry, t.Enquiry.closed_at, VISITS),  # an open one has no such moment and stays
        (t.Answer, t.Answer.delete_at, VISITS),
        (t.Announcement, t.Announcement.expires_at, VISITS),
        (t.AuditLine, t.AuditLine.at, AUDIT),
        (t.Evaluation, t.Evaluation.received_at, EVALUATIONS),
        (t.FollowUp, t.FollowUp.opened_at, EVALUATIONS),
        (t.Appeal, t.Appeal.at, EVALUATIONS),
    ):
        session.execute(delete(table).where(moment < now - kept))
    for by_day in (t.Ticket, t.Service, t.LaneState):
        session.execute(delete(by_day).where(by_day.day < (now - VISITS).date()))
    _contacts(session, now)
    _events(session, now)
    while house.used:
        key_id, used_at = house.used.popitem()
        session.execute(update(t.AccessKey).where(t.AccessKey.id == key_id).values(last_used_at=used_at))


def announcements(session: Session, now: datetime) -> list[Emitted]:
    """Announcements whose time begins are told."""
    begun = select(t.Announcement).where(
        t.Announcement.published.is_(False),
        t.Announcement.withdrawn.is_(False),
        t.Announcement.valid_from <= now,
        t.Announcement.expires_at > now,
    )
    events = []
    for made in session.scalars(begun):
        made.published = True
        events.append(published(made))
    return events


def _films(session: Session, now: datetime) -> None:
    over = select(t.Videomail).where(t.Videomail.delete_at <= now, t.Videomail.state != "deleted")
    for mail in session.scalars(over):
        session.execute(delete(t.Film).where(t.Film.owner_id == mail.id))
        mail.contact, mail.briefing = None, {}
        mail.state = "finished" if mail.state == "finished" else "deleted"
    expired = select(t.Clip.id).where(or_(t.Clip.expires_at <= now))
    session.execute(delete(t.Film).where(t.Film.owner_id.in_(expired)))


def _contacts(session: Session, now: datetime) -> None:
    answered = t.Evaluation.received_at < now - CONTACTS
    session.execute(update(t.Evaluation).where(answered, t.Evaluation.contact.is_not(None)).values(contact=None))


def _events(session: Session, now: datetime) -> None:
    newest = session.scalar(select(func.max(t.EventRow.seq))) or 0
    session.execute(delete(t.EventRow).where(t.EventRow.at < now - EVENTS_FOR, t.EventRow.seq <= newest - EVENTS_KEPT))
