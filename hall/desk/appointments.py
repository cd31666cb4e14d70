"""Appointments in storage: who has which, what is left of a time, what each caller reads."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, null, or_, select, type_coerce, union_all, update
from sqlalchemy.orm import Session

from hall.call import Call, present
from hall.clock import said
from hall.house import cut_off, rules_in_force
from hall.problems import Refusal
from hall.rules import booking
from hall.rules.slots import Slot, quota, slot_by_id
from hall.rules.wording import slot_label
from hall.storage.database import in_step, lock
from hall.storage.tables.visits import Appointment, NoShow

# Not over yet: they count for the limit of open appointments.
OPEN = ("reserved", "confirmed", "queued")


def slot_of(call: Call, slot_id: str) -> Slot | None:
    slot = slot_by_id(call.house.content.calendar, slot_id, cut_off(rules_in_force(call.session)))
    return slot if slot is not None and slot.zone_id in call.house.content.zones else None


def last_bookable(call: Call) -> date:
    rules = rules_in_force(call.session)
    return call.house.content.calendar.last_bookable(call.now.date(), rules["booking_working_days"])


def quota_of(call: Call, slot: Slot) -> int:
    return quota(capacity_of(call, slot), rules_in_force(call.session)["quota_percent"])


def capacity_of(call: Call, slot: Slot) -> int:
    return int(call.house.content.zones[slot.zone_id]["numbers_per_slot"])


def taken(session: Session, slot_ids: Iterable[str], now: datetime, but: str = "") -> Mapping[str, int]:
    """How many places of each slot are taken; a hold whose time has run out is not, even before it is cleared."""
    query = (
        select(Appointment.slot_id, func.count())
        .where(Appointment.slot_id.in_(list(slot_ids)), Appointment.id != but, _counts(now))
        .group_by(Appointment.slot_id)
    )
    return dict(session.execute(query).all())


def person_facts(
    session: Session, refs: tuple[str, ...], day: date | None, now: datetime, but: str = ""
) -> booking.PersonFacts:
    """What the rules need to know of a person; `but` leaves one appointment out (moving it)."""
    no_time = type_coerce(null(), NoShow.at.type).label("at")
    mine = select(Appointment.day, Appointment.state, no_time).where(
        Appointment.person_ref.in_(refs), Appointment.id != but, _counts(now)
    )
    no_shows = select(null(), null(), NoShow.at).where(NoShow.person_ref.in_(refs), not_(NoShow.lifted))
    found = in_step(session).execute(union_all(mine, no_shows)).all()
    return booking.PersonFacts(
        on_that_day=sum(of == day for of, _, at in found if at is None),
        open=sum(state in OPEN for _, state, _ in found),
        no_shows=[at for _, _, at in found if at is not None],
    )


def join_refs(session: Session, person: Mapping[str, str], *names: str) -> tuple[str, ...]:
    """After a change of the person key both hashes come along: what was kept under the old one moves to the new one.
    The person is locked, and `names` along with them."""
    ref, previous = person["ref"], person.get("previous_ref")
    lock(session, "person:" + ref, *(["person:" + previous] if previous else []), *names)
    if previous:
        for table in (Appointment, NoShow):
            session.execute(update(table).where(table.person_ref == previous).values(person_ref=ref))
    return (ref,)


def refs_of(person: Mapping[str, str]) -> tuple[str, ...]:
    """All hashes of a person, for questions that change nothing."""
    return tuple(value for name, value in person.items() if name in ("ref", "previous_ref"))


def appointment_of(call: Call, appointment_id: str) -> Appointment:
    """The appointment, locked for change; 404 when there is none."""
    found = call.session.get(Appointment, appointment_id)
    if found is None:
        raise Refusal("not_found")
    lock(call.session, "slot:" + found.slot_id)
    # The row too: the no-show run decides without the lock of the time.
    call.session.refresh(found, with_for_update=True)
    return found


def is_expired(appointment: Appointment, now: datetime) -> bool:
    """Whether the hold ran out, cleared already or not."""
    if appointment.expired:
        return True
    return appointment.state == "reserved" and appointment.expires_at is not None and appointment.expires_at <= now


def count_no_show(session: Session, appointment: Appointment, at: datetime) -> None:
    appointment.counts_as_no_show = True
    session.add(NoShow(appointment_id=appointment.id, person_ref=appointment.person_ref, at=at, lifted=False))


def new_code(session: Session) -> str:
    """Eight digits that no open appointment has."""
    while True:
        code = f"{secrets.randbelow(10**8):08d}"
        query = select(Appointment.id).where(Appointment.code == code, Appointment.state.in_(OPEN)).limit(1)
        if session.scalar(query) is None:
            return code


def slot_view(call: Call, slot: Slot, used: int, reason: str | None) -> dict[str, Any]:
    """A time as this caller may read it: capacity and quota are for the administrator only (Q-2)."""
    places = quota_of(call, slot)
    left = max(0, places - used)
    why = reason or ("slot_full" if left == 0 else None)
    free = 0 if why else left
    admin = call.caller.scope == "admin"
    return present(
        id=slot.id,
        zone_id=slot.zone_id,
        opening_class=slot.opening.kind,
        start=said(slot.start),
        end=said(slot.end),
        state="reserved" if left == 0 else "free",
        free=free,
        bookable=why is None,
        reason=why,
        apply_by=None if slot.opening.apply_by is None else said(slot.opening.apply_by),
        label=slot_label(slot.start, free),
        capacity=capacity_of(call, slot) if admin else None,
        quota=places if admin else None,
    )


def view(call: Call, appointment: Appointment, used: int | None = None) -> dict[str, Any]:
    """The appointment with its time; `used`: how many places of it are taken, where that is known already."""
    rules = rules_in_force(call.session)
    slot = slot_of(call, appointment.slot_id)
    assert slot is not None, "an appointment's time was there when it was booked"
    matter = call.house.content.matters[appointment.matter_id]
    reason = booking.refusal_of_time(slot, matter, call.now, last_bookable(call), rules)
    if used is None:
        used = taken(call.session, [slot.id], call.now).get(slot.id, 0)
    check_in_from, check_in_until = booking.check_in_span(appointment.start, rules)
    reserved = appointment.state == "reserved" and appointment.expires_at is not None
    return present(
        id=appointment.id,
        code=appointment.code,
        state=appointment.state,
        slot=slot_view(call, slot, used, reason),
        matter_id=appointment.matter_id,
        person_masked=appointment.person_masked,
        interpreter=appointment.interpreter,
        expires_at=said(appointment.expires_at) if reserved and appointment.expires_at else None,
        cancel_free_until=said(booking.cancel_free_until(appointment.start, rules)),
        check_in_from=said(check_in_from),
        check_in_until=said(check_in_until),
        counts_as_no_show=appointment.counts_as_no_show,
        ticket_id=appointment.ticket_id,
    )


def _counts(now: datetime) -> ColumnElement[bool]:
    """An appointment that takes a place and counts for its person: all but deleted ones and holds that ran out."""
    return and_(
        Appointment.state != "deleted",
        or_(Appointment.state != "reserved", Appointment.expires_at > now),
    )
