"""Group Booking: times, appointments, the right to book (rules Q-1 to Q-9, Q-17)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from hall.call import Call, Reply, etag_of, present
from hall.clock import said
from hall.desk import appointments as desk
from hall.desk import tickets
from hall.desk.numbers import new_id
from hall.desk.stations import nearby
from hall.house import cut_off, rules_in_force
from hall.problems import Refusal, unknown
from hall.register import handles
from hall.routes.hall import day_range
from hall.rules import booking
from hall.rules.calendar import days
from hall.rules.masking import masked
from hall.rules.slots import Slot, slots_of_day
from hall.storage.database import lock
from hall.storage.tables.visits import Appointment, NoShow


@handles("listSlots")
def list_slots(call: Call) -> Reply:
    matter = call.house.content.matters.get(call.query["matter_id"])
    if matter is None:
        raise Refusal("not_found")
    rules = rules_in_force(call.session)
    first, last = day_range(call)
    slots = [
        slot
        for day in days(max(first, call.now.date()), last)
        for slot in slots_of_day(call.house.content.calendar, day, matter["zone_id"], cut_off(rules))
        if _is_shown(call, slot, matter)
    ]
    used = desk.taken(call.session, [slot.id for slot in slots], call.now)
    bookable_until = desk.last_bookable(call)
    items = []
    for slot in slots:
        reason = booking.refusal_of_time(slot, matter, call.now, bookable_until, rules)
        items.append(desk.slot_view(call, slot, used.get(slot.id, 0), reason))
    return Reply({"items": items, "nearby": nearby(call, matter["id"])})


@handles("createAppointment")
def create_appointment(call: Call) -> Reply:
    slot, matter = desk.slot_of(call, call.body["slot_id"]), call.house.content.matters.get(call.body["matter_id"])
    if slot is None or matter is None:
        raise unknown("/slot_id" if slot is None else "/matter_id")
    rules = rules_in_force(call.session)
    refs = desk.join_refs(call.session, call.body["person"], "slot:" + slot.id)
    _require_time(call, slot, matter)
    facts = desk.person_facts(call.session, refs, slot.day, call.now)
    _refuse(booking.refusal_of_person(facts, call.now, rules))
    used = _require_place(call, slot)
    hold = call.body.get("hold", False)
    made = Appointment(
        id=new_id("ap"),
        version=1,
        code=desk.new_code(call.session),
        state="reserved" if hold else "confirmed",
        slot_id=slot.id,
        day=slot.day,
        start=slot.start,
        matter_id=matter["id"],
        person_ref=call.body["person"]["ref"],
        person_masked=call.body["person"].get("masked"),
        interpreter=call.body.get("interpreter", False),
        expires_at=call.now + timedelta(seconds=rules["hold_seconds"]) if hold else None,
        expired=False,
        counts_as_no_show=False,
        terminal_id=call.caller.owner if call.caller.scope == "terminal" else None,
        reminded=False,
        made_at=call.now,
    )
    call.session.add(made)
    call.session.flush()
    return _answer(call, made, used + 1)


@handles("lookupAppointments")
def lookup(call: Call) -> Reply:
    query = select(Appointment).where(Appointment.state.in_(desk.OPEN)).order_by(Appointment.start)
    if "person" in call.body:
        query = query.where(Appointment.person_ref.in_(desk.refs_of(call.body["person"])))
    else:
        query = query.where(Appointment.code == call.body["code"])
    found = [a for a in call.session.scalars(query.limit(200)) if not desk.is_expired(a, call.now)]
    return Reply({"items": [desk.view(call, appointment) for appointment in found]})


@handles("getAppointment")
def get_appointment(call: Call) -> Reply:
    found = call.session.get(Appointment, call.path["appointment_id"])
    if found is None:
        raise Refusal("not_found")
    return Reply(desk.view(call, found), etag_of(found.version))


@handles("confirmAppointment")
def confirm(call: Call) -> Reply:
    held = _mine(call)
    if desk.is_expired(held, call.now):
        raise Refusal("hold_expired")
    if held.state != "reserved":
        raise Refusal("wrong_state")
    return _become(call, held, "confirmed")


@handles("moveAppointment")
def move(call: Call) -> Reply:
    slot = desk.slot_of(call, call.body["slot_id"])
    if slot is None:
        raise unknown("/slot_id")
    rules = rules_in_force(call.session)
    old = call.session.get(Appointment, call.path["appointment_id"])
    if old is None:
        raise Refusal("not_found")
    lock(call.session, "person:" + old.person_ref)
    lock(call.session, "slot:" + old.slot_id, "slot:" + slot.id)
    call.session.refresh(old)
    call.expect_version(old.version)
    if desk.is_expired(old, call.now):
        raise Refusal("hold_expired")
    if old.state not in ("reserved", "confirmed"):
        raise Refusal("wrong_state")
    if _is_late(call, old):
        raise Refusal("cancel_late")
    _require_time(call, slot, call.house.content.matters[old.matter_id])
    facts = desk.person_facts(call.session, (old.person_ref,), slot.day, call.now, but=old.id)
    _refuse(booking.refusal_of_person(facts, call.now, rules))
    _require_place(call, slot, but=old.id)
    old.slot_id, old.day, old.start, old.reminded = slot.id, slot.day, slot.start, False
    return _become(call, old, old.state)


@handles("cancelAppointment")
def cancel(call: Call) -> Reply:
    old = call.session.get(Appointment, call.path["appointment_id"])
    if old is None:
        raise Refusal("not_found")
    lock(call.session, "person:" + old.person_ref)
    old = _mine(call)
    if old.state == "deleted" or desk.is_expired(old, call.now):
        return Reply(desk.view(call, old), etag_of(old.version))
    if old.state not in ("reserved", "confirmed"):
        raise Refusal("appointment_over")
    if _is_late(call, old):
        if not call.body.get("accept_late", False):
            raise Refusal("cancel_late")
        desk.count_no_show(call.session, old, call.now)
    return _become(call, old, "deleted")


@handles("checkIn")
def check_in(call: Call) -> Reply:
    mine = _mine(call)
    if desk.is_expired(mine, call.now):
        raise Refusal("hold_expired")
    first, last = booking.check_in_span(mine.start, rules_in_force(call.session))
    if mine.state == "missed":
        raise Refusal("check_in_too_late")
    if mine.state != "confirmed":
        raise Refusal("wrong_state")
    if call.now < first:
        raise Refusal("check_in_too_early")
    if call.now > last:
        raise Refusal("check_in_too_late")
    zone_id = call.house.content.matters[mine.matter_id]["zone_id"]
    ticket = tickets.issue(call, zone_id, origin="appointment", matter_id=mine.matter_id)
    mine.state, mine.ticket_id = "queued", ticket.id
    mine.version += 1
    call.session.flush()
    answer = tickets.view(call, ticket)
    tickets.tell(call, ticket, answer)
    return Reply({"appointment": desk.view(call, mine), "ticket": answer})


@handles("queryBookingRights")
def query_rights(call: Call) -> Reply:
    return Reply(_rights(call, desk.refs_of(call.body["person"])))


@handles("liftBlock")
def lift_block(call: Call) -> Reply:
    refs = desk.join_refs(call.session, call.body["person"])
    call.session.execute(update(NoShow).where(NoShow.person_ref.in_(refs)).values(lifted=True))
    # Whose block it was is not for the log; that somebody lifted one, and why, is.
    call.resource, call.reason = "booking-rights", masked(call.body["reason"])
    return Reply(_rights(call, refs))


def _rights(call: Call, refs: tuple[str, ...]) -> dict[str, Any]:
    rules = rules_in_force(call.session)
    facts = desk.person_facts(call.session, refs, None, call.now)
    until = booking.blocked_until(facts.no_shows, call.now, rules)
    reason = booking.refusal_of_person(facts, call.now, rules)
    return present(
        may_book=reason is None,
        reason=reason,
        no_shows=booking.recent_no_shows(facts.no_shows, call.now, rules),
        blocked_until=None if until is None else said(until),
        open=facts.open,
        walk_in=True,
    )


def _is_shown(call: Call, slot: Slot, matter: Any) -> bool:
    wanted = call.query.get("opening_class")
    return (
        slot.end > call.now
        and wanted in (None, slot.opening.kind)
        and (slot.opening.kind != "saturday" or matter["saturday"])
        and matter["bookable"]
    )


def _mine(call: Call) -> Appointment:
    found = desk.appointment_of(call, call.path["appointment_id"])
    call.expect_version(found.version)
    return found


def _is_late(call: Call, appointment: Appointment) -> bool:
    """A hold is no booking yet: giving it back is never late."""
    free_until = booking.cancel_free_until(appointment.start, rules_in_force(call.session))
    return appointment.state == "confirmed" and call.now > free_until


def _require_time(call: Call, slot: Slot, matter: Any) -> None:
    rules = rules_in_force(call.session)
    _refuse(booking.refusal_of_time(slot, matter, call.now, desk.last_bookable(call), rules))


def _require_place(call: Call, slot: Slot, but: str = "") -> int:
    """How many places are taken, one at least is not."""
    used = desk.taken(call.session, [slot.id], call.now, but).get(slot.id, 0)
    if used >= desk.quota_of(call, slot):
        raise Refusal("slot_full")
    return used


def _refuse(code: str | None) -> None:
    if code is not None:
        raise Refusal(code)


def _become(call: Call, appointment: Appointment, state: str) -> Reply:
    appointment.state = state
    appointment.version += 1
    call.session.flush()
    return _answer(call, appointment)


def _answer(call: Call, appointment: Appointment, used: int | None = None) -> Reply:
    call.resource = f"appointments/{appointment.id}"
    return Reply(desk.view(call, appointment, used), etag_of(appointment.version))
