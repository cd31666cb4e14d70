"""Group Announcements: what is valid now, and clips signed by people."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply, etag_of, present
from hall.clock import SHANGHAI, said
from hall.desk import films
from hall.desk.numbers import new_id, next_number
from hall.desk.paging import page_of_items
from hall.journal import Emitted
from hall.problems import Refusal, invalid, unknown
from hall.register import handles
from hall.routes.hall import unchanged
from hall.storage.database import lock
from hall.storage.tables.films import Announcement, Clip

EVERYBODY = ("terminal", "clerk", "interpreter", "admin")


@handles("listAnnouncements")
def list_announcements(call: Call) -> Reply:
    return Reply({"items": [announcement_view(a) for a in valid_announcements(call)]})


@handles("createAnnouncement")
def create_announcement(call: Call) -> Reply:
    if "clip_id" in call.body and call.session.get(Clip, call.body["clip_id"]) is None:
        raise unknown("/clip_id")
    if any(zone not in call.house.content.zones for zone in call.body.get("zone_ids", ())):
        raise unknown("/zone_ids")
    valid_from = moment(call, "valid_from") or call.now
    expires_at = moment(call, "expires_at")
    if expires_at is None or expires_at <= max(valid_from, call.now):
        raise invalid("/expires_at", "over before it begins")
    made = Announcement(
        id=new_id("an"),
        severity=call.body["severity"],
        text=call.body["text"],
        plain=call.body.get("plain"),
        clip_id=call.body.get("clip_id"),
        zone_ids=call.body.get("zone_ids"),
        valid_from=valid_from,
        expires_at=expires_at,
        withdrawn=False,
        published=valid_from <= call.now,
    )
    call.session.add(made)
    call.session.flush()
    if made.published:
        call.emit(published(made))
    call.resource = f"announcements/{made.id}"
    return Reply(announcement_view(made))


@handles("withdrawAnnouncement")
def withdraw(call: Call) -> Reply:
    found = call.session.get(Announcement, call.path["announcement_id"])
    if found is None:
        raise Refusal("not_found")
    if not found.withdrawn:
        found.withdrawn = True
        call.emit(Emitted("announcement.withdrawn", {"announcement_id": found.id}, EVERYBODY))
    return Reply()


@handles("listClips")
def list_clips(call: Call) -> Reply:
    query = select(Clip).order_by(Clip.place)
    if "kind" in call.query:
        query = query.where(Clip.kind == call.query["kind"])
    found = [clip for clip in call.session.scalars(query) if not is_over(call, clip)]
    tag = etag_of("clips-" + hashlib.sha256(repr([(c.id, c.sha256) for c in found]).encode()).hexdigest()[:16])
    if unchanged(call, tag):
        return Reply(status=304, etag=tag)
    return Reply(page_of_items(call, found, clip_view), tag)


@handles("createClip")
def create_clip(call: Call) -> Reply:
    expires_at = moment(call, "expires_at")
    if expires_at is not None and expires_at <= call.now:
        raise invalid("/expires_at", "over already")
    made = Clip(
        id=new_id("c"),
        place=next_number(call.session, "clips"),
        title=call.body["title"],
        transcript=call.body["transcript"],
        kind=call.body["kind"],
        signer_role=call.body["signer_role"],
        expires_at=expires_at,
    )
    call.session.add(made)
    call.session.flush()
    call.resource = f"clips/{made.id}"
    return Reply(clip_view(made))


@handles("putClipContent")
def put_content(call: Call) -> Reply:
    clip = _clip(call)
    lock(call.session, "clip:" + clip.id)
    content = films.store(call, clip.id)
    clip.sha256, clip.bytes = hashlib.sha256(content).hexdigest(), len(content)
    call.session.flush()
    expires_at = None if clip.expires_at is None else said(clip.expires_at)
    data = present(clip_id=clip.id, ready=True, expires_at=expires_at)
    call.emit(Emitted("clip.changed", data, EVERYBODY))
    return Reply(clip_view(clip))


@handles("getClipContent")
def get_content(call: Call) -> Reply:
    return films.serve(call, _clip(call).id)


def valid_announcements(call: Call) -> list[Announcement]:
    query = select(Announcement).where(
        Announcement.withdrawn.is_(False), Announcement.valid_from <= call.now, Announcement.expires_at > call.now
    )
    return list(call.session.scalars(query.order_by(Announcement.valid_from, Announcement.id)))


def published(made: Announcement) -> Emitted:
    return Emitted("announcement.published", announcement_view(made), EVERYBODY)


def announcement_view(made: Announcement) -> dict[str, Any]:
    return present(
        id=made.id,
        severity=made.severity,
        text=made.text,
        plain=made.plain,
        clip_id=made.clip_id,
        zone_ids=made.zone_ids,
        valid_from=said(made.valid_from),
        expires_at=said(made.expires_at),
    )


def clip_view(clip: Clip) -> dict[str, Any]:
    """No operation of the contract checks a clip, so that none claims to be checked by a deaf signer."""
    return present(
        id=clip.id,
        title=clip.title,
        transcript=clip.transcript,
        kind=clip.kind,
        signer_role=clip.signer_role,
        status="unverified",
        consent=True,
        expires_at=None if clip.expires_at is None else said(clip.expires_at),
        ready=clip.sha256 is not None,
        sha256=clip.sha256,
        bytes=clip.bytes,
    )


def is_over(call: Call, clip: Clip) -> bool:
    return clip.expires_at is not None and clip.expires_at <= call.now


def moment(call: Call, field: str) -> datetime | None:
    """A time of the body; 422 when the calendar does not have it."""
    if field not in call.body:
        return None
    try:
        return datetime.fromisoformat(call.body[field].upper()).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        raise invalid(f"/{field}", "not a time") from None


def _clip(call: Call) -> Clip:
    found = call.session.get(Clip, call.path["clip_id"])
    if found is None:
        raise Refusal("not_found")
    if is_over(call, found):
        raise Refusal("content_expired")
    return found
