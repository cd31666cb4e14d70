"""What the hall remembers, one class per table. No column holds a name, an ID number or a face.

`version` counts the stored state and becomes the ETag. Days and times are hall time.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from hall.storage.types import HallDay, HallTime


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: HallTime,
        date: HallDay,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[Any]: JSON,
    }


class Document(Base):
    """One JSON document with a version: the rules, each terminal's wanted settings."""

    __tablename__ = "documents"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    data: Mapped[dict[str, Any]]


class Head(Base):
    """One row: the last number of the audit chain and of the event stream. Locked last in every change."""

    __tablename__ = "head"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_seq: Mapped[int] = mapped_column(default=0)
    audit_hash: Mapped[str] = mapped_column(String(64), default="0" * 64)
    event_seq: Mapped[int] = mapped_column(default=0)


class AccessKey(Base):
    """A bearer key; only its hash is kept."""

    __tablename__ = "keys"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[str] = mapped_column(String(12))
    label: Mapped[str] = mapped_column(String(60))
    owner: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class Remembered(Base):
    """The first answer to an Idempotency-Key, written in the transaction of the effect; see `hall.memory`."""

    __tablename__ = "remembered"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_mac: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    etag: Mapped[str | None] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(index=True)


class AuditLine(Base):
    """One line of the audit log, as text, because the chain hashes the text."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    line: Mapped[str]


class EventRow(Base):
    """One event of the stream and who may read it."""

    __tablename__ = "events"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    type: Mapped[str] = mapped_column(String(40))
    scopes: Mapped[list[str]]
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    people: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    data: Mapped[dict[str, Any]]


class Counter(Base):
    """The last number used: of a zone and day, of an enquiry day and so on."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int]


class Window(Base):
    __tablename__ = "windows"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    place: Mapped[int]
    name: Mapped[dict[str, Any]]
    zone_ids: Mapped[list[str]]
    kind: Mapped[str] = mapped_column(String(12))
    accessible: Mapped[bool]
    state: Mapped[str] = mapped_column(String(8))
    tide: Mapped[bool] = mapped_column(default=False)
    ticket_id: Mapped[str | None] = mapped_column(String(64))
    clerk_no: Mapped[str | None] = mapped_column(String(20))


class Tide(Base):
    """Whether a zone needs one more window: since when it is crowded, what was proposed."""

    __tablename__ = "tides"
    zone_id: Mapped[str] = mapped_column(String(1), primary_key=True)
    crowded_since: Mapped[datetime | None]
    proposed_at: Mapped[datetime | None]


class Appointment(Base):
    __tablename__ = "appointments"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(String(8), index=True)
    state: Mapped[str] = mapped_column(String(10))
    slot_id: Mapped[str] = mapped_column(String(64), index=True)
    day: Mapped[date] = mapped_column(index=True)
    start: Mapped[datetime]
    matter_id: Mapped[str] = mapped_column(String(64))
    person_ref: Mapped[str] = mapped_column(String(50), index=True)
    person_masked: Mapped[str | None] = mapped_column(String(20))
    interpreter: Mapped[bool]
    expires_at: Mapped[datetime | None]
    expired: Mapped[bool] = mapped_column(default=False)
    counts_as_no_show: Mapped[bool] = mapped_column(default=False)
    ticket_id: Mapped[str | None] = mapped_column(String(64), index=True)
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    reminded: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]


class NoShow(Base):
    """One booking that nobody came for, by keyed hash of the person."""

    __tablename__ = "no_shows"
    appointment_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_ref: Mapped[str] = mapped_column(String(50), index=True)
    at: Mapped[datetime]
    lifted: Mapped[bool] = mapped_column(default=False)


class Ticket(Base):
    """A number in the queue. `order_key` and `lane` give its place; the reason for priority is never known."""

    __tablename__ = "tickets"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    day: Mapped[date]
    number: Mapped[str] = mapped_column(String(6))
    state: Mapped[str] = mapped_column(String(10))
    zone_id: Mapped[str] = mapped_column(String(1))
    for_window: Mapped[str | None] = mapped_column(String(64))
    lane: Mapped[str] = mapped_column(String(1))
    order_key: Mapped[float]
    matter_id: Mapped[str | None] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(12))
    priority: Mapped[bool]
    collect: Mapped[bool]
    call_ways: Mapped[list[str]]
    talk_ways: Mapped[list[str]]
    issued_at: Mapped[datetime]
    window_id: Mapped[str | None] = mapped_column(String(64))
    calls: Mapped[int] = mapped_column(default=0)
    called_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    return_until: Mapped[datetime | None]
    pick_up: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    service_id: Mapped[str | None] = mapped_column(String(64))
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (
        Index("tickets_queue", "day", "zone_id", "state", "lane", "order_key"),
        Index("tickets_window", "window_id", "state"),
    )


class LaneState(Base):
    """Of one zone and day: how many calls since the last one from the priority lane."""

    __tablename__ = "lanes"
    zone_id: Mapped[str] = mapped_column(String(1), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    since_priority: Mapped[int]


class Service(Base):
    """One service at a window: what an evaluation names."""

    __tablename__ = "services"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    zone_id: Mapped[str] = mapped_column(String(1))
    window_id: Mapped[str] = mapped_column(String(64))
    matter_id: Mapped[str | None] = mapped_column(String(64))
    stage: Mapped[str] = mapped_column(String(8), default="accepted")
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int | None]
    qr_token: Mapped[str] = mapped_column(String(40))
    level_given: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (Index("services_day", "day", "zone_id"),)


class Evaluation(Base):
    __tablename__ = "evaluations"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    service_id: Mapped[str | None] = mapped_column(String(64), index=True)
    window_id: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(10))
    level: Mapped[str | None] = mapped_column(String(20))
    tags: Mapped[list[str]]
    text: Mapped[str | None]
    stage: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(index=True)
    late: Mapped[bool]
    device_seq: Mapped[int | None]
    contact: Mapped[str | None] = mapped_column(String(100))
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    supplement: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    follow_up_id: Mapped[str | None] = mapped_column(String(64))
    verdict: Mapped[str | None] = mapped_column(String(10))


class FollowUp(Base):
    __tablename__ = "follow_ups"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    evaluation_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    deadlines: Mapped[dict[str, Any]]
    responsible: Mapped[str] = mapped_column(String(40))
    steps: Mapped[list[Any]]


class Appeal(Base):
    __tablename__ = "appeals"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    evaluation_id: Mapped[str] = mapped_column(String(64), unique=True)
    ground: Mapped[str] = mapped_column(String(40))
    text: Mapped[str]
    at: Mapped[datetime]
    verdict: Mapped[str | None] = mapped_column(String(10))
    verdict_text: Mapped[str | None]
    verdict_at: Mapped[datetime | None]


class Notice(Base):
    """A one-time notice: the answer is kept as it was given."""

    __tablename__ = "notices"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
    answer: Mapped[dict[str, Any]]


class Enquiry(Base):
    __tablename__ = "enquiries"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    place: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    text: Mapped[str]
    matter_id: Mapped[str | None] = mapped_column(String(64))
    ticket_id: Mapped[str | None] = mapped_column(String(64))
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    reply_way: Mapped[str] = mapped_column(String(10))
    contact: Mapped[str | None] = mapped_column(String(100))
    first_contact: Mapped[str] = mapped_column(String(20))
    in_hand_of: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]
    due: Mapped[datetime]
    replies: Mapped[list[Any]]
    next_step: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    closed_at: Mapped[datetime | None]


class HelpCall(Base):
    __tablename__ = "help_calls"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(60))
    aid_id: Mapped[str | None] = mapped_column(String(64))
    ticket_id: Mapped[str | None] = mapped_column(String(64))
    terminal_id: Mapped[str | None] = mapped_column(String(64))
    talk_ways: Mapped[list[str]]
    text: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(index=True)
    acknowledged_at: Mapped[datetime | None]
    eta_seconds: Mapped[int | None]
    message: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Announcement(Base):
    __tablename__ = "announcements"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    severity: Mapped[str] = mapped_column(String(8))
    text: Mapped[dict[str, Any]]
    plain: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    clip_id: Mapped[str | None] = mapped_column(String(64))
    zone_ids: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    valid_from: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    published: Mapped[bool] = mapped_column(default=False)


class Clip(Base):
    """A film signed by a person; the film itself lies in `Film`."""

    __tablename__ = "clips"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[int]
    title: Mapped[dict[str, Any]]
    transcript: Mapped[dict[str, Any]]
    kind: Mapped[str] = mapped_column(String(14))
    signer_role: Mapped[str] = mapped_column(String(14))
    expires_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    bytes: Mapped[int | None]


class Film(Base):
    """The bytes of a clip or of a videomail; erased when its time is over."""

    __tablename__ = "films"
    owner_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Interpreter(Base):
    __tablename__ = "interpreters"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    label: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(8))
    since: Mapped[datetime]
    skills: Mapped[list[str]]
    variety_places: Mapped[list[str]]
    duty_since: Mapped[datetime | None]
    sent_to_rest: Mapped[bool] = mapped_column(default=False)
    session_id: Mapped[str | None] = mapped_column(String(64))


class Attendance(Base):
    """Whether an interpreter is there (`hall.desk.attendance`): rings in a row that nobody answered, when the console
    was last heard, in seconds of the wall clock, and why the hall set them to away."""

    __tablename__ = "attendance"
    interpreter_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    unanswered: Mapped[int] = mapped_column(default=0)
    away_because: Mapped[str] = mapped_column(String(12), default="")
    heard_s: Mapped[float | None]


class RemoteSession(Base):
    __tablename__ = "sessions"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    place_no: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    terminal_id: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(60))
    requested_at: Mapped[datetime]
    # Since when it waits: the request, or the moment when its interpreter was given up.
    waiting_since: Mapped[datetime]
    # A booked session at its time goes before the others.
    scheduled: Mapped[bool] = mapped_column(default=False)
    wanted: Mapped[dict[str, Any]]
    video: Mapped[bool]
    briefing: Mapped[dict[str, Any]]
    ticket_id: Mapped[str | None] = mapped_column(String(64))
    ringing: Mapped[str | None] = mapped_column(String(64))
    ring_until: Mapped[datetime | None]
    rung: Mapped[list[str]]
    offers: Mapped[list[str]]
    interpreter_id: Mapped[str | None] = mapped_column(String(64))
    # Who was in it when the line broke, and since when the line of who is in it is broken.
    before_id: Mapped[str | None] = mapped_column(String(64))
    gone_since: Mapped[datetime | None]
    second_id: Mapped[str | None] = mapped_column(String(64))
    clerks: Mapped[list[str]]
    second_asked: Mapped[bool] = mapped_column(default=False)
    hand_over: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    joined: Mapped[dict[str, Any]]
    live_since: Mapped[datetime | None]
    noted: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    wiped: Mapped[bool] = mapped_column(default=False)
    last_seq: Mapped[int] = mapped_column(default=0)
    end_reason: Mapped[str | None] = mapped_column(String(20))
    wrap_up: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    __table_args__ = (Index("sessions_state", "state", "place_no"),)


class Stint(Base):
    """One interpreter's time in one session, for their own statistics; open while `ended` is missing."""

    __tablename__ = "stints"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    session_id: Mapped[str] = mapped_column(String(64), index=True)
    interpreter_id: Mapped[str] = mapped_column(String(64), index=True)
    began: Mapped[datetime]
    ended: Mapped[datetime | None]


class SessionToken(Base):
    """A token for one role in one session; only its hash is kept."""

    __tablename__ = "session_tokens"
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(64), index=True)
    role: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    # When its socket was lost: it may join again for a minute.
    left_at: Mapped[datetime | None]


class Report(Base):
    """What an interpreter reported about a call (`hall.reports`); the note masked, nobody named."""

    __tablename__ = "reports"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    session_id: Mapped[str] = mapped_column(String(64))
    terminal_id: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(60))
    interpreter_id: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(300))
    seen: Mapped[bool] = mapped_column(default=False)


class Transcript(Base):
    """A session's written record that everybody agreed to (`hall.desk.transcripts`).

    ``agreed``: who agreed, by role; ``spans``: first and last number of the lines that are kept, the last null while it
    goes on; ``text``: the record itself, once the session's texts are wiped. From then on only a hash of ``secret``
    is kept.
    """

    __tablename__ = "transcripts"
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    agreed: Mapped[dict[str, Any]]
    spans: Mapped[list[Any]]
    refused_by: Mapped[str] = mapped_column(String(20))
    secret: Mapped[str | None] = mapped_column(String(64))
    secret_hash: Mapped[str | None] = mapped_column(String(64))
    delete_at: Mapped[datetime | None]
    text: Mapped[str | None]


class Answer(Base):
    """What opens the answer to a signed message (`hall.desk.answers`): a hash of the code's secret, if one was given;
    ``film_by``: the interpreter who filmed an answer last."""

    __tablename__ = "answers"
    videomail_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    secret_hash: Mapped[str | None] = mapped_column(String(64))
    film_by: Mapped[str] = mapped_column(String(64))
    delete_at: Mapped[datetime]
    erased: Mapped[bool] = mapped_column(default=False)


class Claim(Base):
    """Who is answering a signed message just now, and until when (`hall.desk.claims`)."""

    __tablename__ = "claims"
    videomail_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    interpreter_id: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]


class Sighting(Base):
    """When the process that holds the interpreter's socket of a session last said so, in seconds of the wall clock: a
    process that was killed says nothing any more."""

    __tablename__ = "sightings"
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_s: Mapped[float]


class Message(Base):
    __tablename__ = "messages"
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(20))
    client_seq: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str]
    via: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]


class News(Base):
    """Signalling between the processes of a hall that is too long for a notification; erased after a minute."""

    __tablename__ = "news"
    id: Mapped[int] = mapped_column(primary_key=True)
    at_s: Mapped[float]
    body: Mapped[str]


class Videomail(Base):
    __tablename__ = "videomails"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    terminal_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    due: Mapped[datetime]
    briefing: Mapped[dict[str, Any]]
    reply_way: Mapped[str] = mapped_column(String(10))
    contact: Mapped[str | None] = mapped_column(String(100))
    delete_at: Mapped[datetime]
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Terminal(Base):
    __tablename__ = "terminals"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[str] = mapped_column(String(60))
    zone_id: Mapped[str | None] = mapped_column(String(1))
    window_id: Mapped[str | None] = mapped_column(String(64))
    software: Mapped[str] = mapped_column(String(40))
    phase: Mapped[str] = mapped_column(String(10), default="idle")
    last_seen: Mapped[datetime | None]
    settings_version: Mapped[int] = mapped_column(Integer, default=0)
    devices: Mapped[list[Any]]
    outbox: Mapped[int | None]
