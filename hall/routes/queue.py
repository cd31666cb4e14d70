"""Group Queue: tickets from issue to finish, load and forecast (rules Q-14 to Q-18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hall.call import Call, Reply
from hall.desk import loads, tickets
from hall.desk.loadview import forecast, load_now
from hall.desk.paging import page_of_items
from hall.desk.services import close_service, open_service
from hall.house import rules_in_force
from hall.problems import Refusal, invalid, unknown
from hall.register import handles
from hall.routes.hall import day_of
from hall.rules import queue
from hall.rules.masking import masked_texts
from hall.storage.database import lock
from hall.storage.tables.visits import Appointment, Ticket, Window


@handles("createTicket")
def create_ticket(call: Call) -> Reply:
    zone_id, matter = call.body.get("zone_id"), None
    if "matter_id" in call.body:
        matter = call.house.content.matters.get(call.body["matter_id"])
        if matter is None:
            raise unknown("/matter_id")
        zone_id = matter["zone_id"]
    if zone_id not in call.house.content.zones:
        raise unknown("/zone_id")
    if not call.house.content.calendar.open_for_walk_in(call.now):
        raise Refusal("hall_closed")
    told = call.body.get("collect") or call.body.get("zero_trip_told")
    if matter is not None and matter["trip_class"] == "zero_trip" and not told:
        raise Refusal("matter_zero_trip")
    kept = ("matter_id", "priority", "collect", "call_ways", "talk_ways")
    ticket = tickets.issue(call, str(zone_id), origin="walk_in", **{k: call.body[k] for k in kept if k in call.body})
    return _answer(call, ticket)


@handles("listTickets")
def list_tickets(call: Call) -> Reply:
    query = select(Ticket).where(Ticket.day == call.now.date())
    for name in ("zone_id", "window_id"):
        if name in call.query:
            query = query.where(getattr(Ticket, name) == call.query[name])
    if "state" in call.query:
        query = query.where(Ticket.state.in_(call.query["state"]))
    found = sorted(call.session.scalars(query), key=_calling_order(call))
    return Reply(page_of_items(call, found, lambda ticket: tickets.view(call, ticket)))


@handles("getTicket")
def get_ticket(call: Call) -> Reply:
    ticket = call.session.get(Ticket, call.path["ticket_id"])
    if ticket is None:
        raise Refusal("not_found")
    return Reply(tickets.view(call, ticket), tickets.etag(ticket))


@handles("deleteTicket")
def delete_ticket(call: Call) -> Reply:
    ticket = _mine(call)
    if ticket.state == "deleted":
        return Reply()
    tickets.require_state(ticket, "queued")
    ticket.talk_ways = []
    _become(call, ticket, "deleted")
    return Reply()


@handles("callNext")
def call_next(call: Call) -> Reply:
    window = tickets.window_of(call, call.path["window_id"])
    if window is None:
        raise Refusal("not_found")
    zones = call.body.get("zone_ids") or window.zone_ids
    if any(zone not in call.house.content.zones for zone in zones):
        raise unknown("/zone_ids")
    _require_free(call, window)
    lock(call.session, *("zone:" + zone for zone in zones))
    ticket = _next(call, window, zones)
    if ticket is None:
        return Reply()
    call.resource = f"tickets/{ticket.id}"
    return _call(call, ticket, window)


@handles("callTicket")
def call_ticket(call: Call) -> Reply:
    window = tickets.window_of(call, call.body["window_id"])
    if window is None:
        raise unknown("/window_id")
    ticket = _mine(call)
    if ticket.state in tickets.AT_WINDOW:
        raise Refusal("already_called")
    tickets.require_state(ticket, "queued", "parked", "missed")
    _require_free(call, window)
    return _call(call, ticket, window)


@handles("recallTicket")
def recall_ticket(call: Call) -> Reply:
    ticket = _mine(call)
    tickets.require_state(ticket, "called")
    ticket.calls += 1
    return _become(call, ticket, "called")


@handles("arriveTicket")
def arrive(call: Call) -> Reply:
    ticket = _mine(call)
    tickets.require_state(ticket, "called")
    ticket.arrived_at = call.now
    open_service(call, ticket)
    return _become(call, ticket, "processing")


@handles("missTicket")
def miss(call: Call) -> Reply:
    ticket = _mine(call)
    tickets.require_state(ticket, "called")
    rules = rules_in_force(call.session)
    assert ticket.called_at is not None
    called_for_s = (call.now - ticket.called_at).total_seconds()
    if ticket.calls < rules["calls_before_missed"] or called_for_s < rules["call_seconds"]:
        raise Refusal("call_again_first")
    ticket.return_until = call.now + timedelta(seconds=rules["return_seconds"])
    return _become(call, ticket, "missed")


@handles("returnTicket")
def come_back(call: Call) -> Reply:
    ticket = _mine(call)
    tickets.require_state(ticket, "missed")
    if ticket.return_until is not None and call.now > ticket.return_until:
        raise Refusal("return_too_late")
    rules = rules_in_force(call.session)
    every = rules["priority_every"]
    normal, priority = (tickets.lane_keys(call, ticket.zone_id, lane) for lane in "NP")
    until = loads.until_priority(call.session, ticket.zone_id, ticket.day, every)
    ticket.lane, ticket.order_key = queue.place_at(rules["return_place"], normal, priority, until, every)
    return _requeue(call, ticket)


@handles("parkTicket")
def park(call: Call) -> Reply:
    ticket = _mine(call)
    tickets.require_state(ticket, "processing", "called")
    call.reason = call.body.get("reason")
    return _become(call, ticket, "parked")


@handles("transferTicket")
def transfer(call: Call) -> Reply:
    ticket = _mine(call)
    zone_id, window_id = _target(call, ticket)
    tickets.require_state(ticket, "processing")
    close_service(call, ticket, "done")
    lock(call.session, "zone:" + zone_id)
    ticket.zone_id, ticket.for_window = zone_id, window_id
    if "matter_id" in call.body:
        ticket.matter_id = call.body["matter_id"]
    ticket.lane = "P" if ticket.priority else "N"
    place = call.body.get("place", "by_time")
    if place != "by_time":
        keys = tickets.lane_keys(call, zone_id, ticket.lane) or [ticket.order_key]
        ticket.order_key = keys[0] - 1.0 if place == "front" else keys[-1] + 0.5
    return _requeue(call, ticket)


@handles("finishTicket")
def finish(call: Call) -> Reply:
    ticket = _mine(call)
    tickets.require_state(ticket, "processing", "pending")
    if ticket.state == "processing":
        close_service(call, ticket, call.body.get("stage", "done"))
    if "pick_up" in call.body:
        ticket.pick_up = masked_texts(call.body["pick_up"])
        return _become(call, ticket, "pending")
    ticket.finished_at, ticket.talk_ways = call.now, []
    _finish_appointment(call, ticket)
    return _become(call, ticket, "finished")


@handles("getLoad")
def get_load(call: Call) -> Reply:
    return Reply(load_now(call.house, call.session, call.now, _zones_asked(call)))


@handles("getForecast")
def get_forecast(call: Call) -> Reply:
    return Reply(forecast(call.house, call.session, call.now, day_of(call, "date"), _zones_asked(call)))


def _zones_asked(call: Call) -> list[str]:
    asked = call.query.get("zone_id")
    if asked is None:
        return list(call.house.content.zones)
    if asked not in call.house.content.zones:
        raise invalid("zone_id", "no such zone")
    return [asked]


def _mine(call: Call) -> Ticket:
    ticket = tickets.ticket_of(call, call.path["ticket_id"])
    call.expect_version(ticket.version)
    return ticket


def _require_free(call: Call, window: Window) -> None:
    if window.state != "open":
        raise Refusal("window_closed")
    occupied = select(Ticket.id).where(Ticket.window_id == window.id, Ticket.state.in_(tickets.AT_WINDOW)).limit(1)
    if call.session.scalar(occupied) is not None:
        raise Refusal("window_busy")


def _next(call: Call, window: Window, zones: list[str]) -> Ticket | None:
    """Of each zone whoever is next there; of these the one that was there first."""
    every = rules_in_force(call.session)["priority_every"]
    heads = [_head(call, window, zone, every) for zone in zones]
    meant = select(Ticket).where(
        Ticket.day == call.now.date(), Ticket.state == "queued", Ticket.for_window == window.id
    )
    heads.append(call.session.scalar(meant.order_by(Ticket.order_key).limit(1)))
    return min((head for head in heads if head is not None), key=lambda t: t.order_key, default=None)


def _head(call: Call, window: Window, zone_id: str, every: int) -> Ticket | None:
    day = call.now.date()
    mine = (*loads.queued(zone_id, day), (Ticket.for_window.is_(None)) | (Ticket.for_window == window.id))
    first = {
        lane: call.session.scalar(select(Ticket).where(*mine, Ticket.lane == lane).order_by(Ticket.order_key).limit(1))
        for lane in "NP"
    }
    until = loads.until_priority(call.session, zone_id, day, every)
    lane = queue.lane_to_call(int(first["N"] is not None), int(first["P"] is not None), until)
    return None if lane is None else first[lane]


def _call(call: Call, ticket: Ticket, window: Window) -> Reply:
    if ticket.state == "queued":
        loads.note_call(call.session, ticket)
    ticket.window_id, ticket.calls, ticket.called_at = window.id, 1, call.now
    ticket.return_until = None
    if call.caller.scope == "clerk":
        window.clerk_no = call.caller.owner
    return _become(call, ticket, "called")


def _requeue(call: Call, ticket: Ticket) -> Reply:
    """Back into the queue: the window it came from is free, the count of calls begins anew."""
    old_window = ticket.window_id
    ticket.state = "queued"
    tickets.changed(call, ticket, "queued")
    if old_window is not None:
        ticket.window_id = None
    ticket.calls, ticket.called_at, ticket.arrived_at, ticket.return_until = 0, None, None, None
    ticket.service_id = None
    call.session.flush()
    return _answer(call, ticket)


def _become(call: Call, ticket: Ticket, state: str) -> Reply:
    tickets.changed(call, ticket, state)
    return _answer(call, ticket)


def _answer(call: Call, ticket: Ticket) -> Reply:
    answer = tickets.view(call, ticket)
    tickets.tell(call, ticket, answer)
    call.resource = f"tickets/{ticket.id}"
    return Reply(answer, tickets.etag(ticket))


def _target(call: Call, ticket: Ticket) -> tuple[str, str | None]:
    """Zone and, if one was named, window of a transfer."""
    if "zone_id" in call.body:
        if call.body["zone_id"] not in call.house.content.zones:
            raise unknown("/zone_id")
        return call.body["zone_id"], None
    if "matter_id" in call.body:
        matter = call.house.content.matters.get(call.body["matter_id"])
        if matter is None:
            raise unknown("/matter_id")
        return matter["zone_id"], None
    window = call.session.get(Window, call.body["window_id"])
    if window is None:
        raise unknown("/window_id")
    return ticket.zone_id if ticket.zone_id in window.zone_ids else window.zone_ids[0], window.id


def _finish_appointment(call: Call, ticket: Ticket) -> None:
    booked = call.session.scalar(select(Appointment).where(Appointment.ticket_id == ticket.id))
    if booked is not None:
        booked.state = "finished"
        booked.version += 1


def _calling_order(call: Call) -> Any:
    """Those called come first by the time of their call, then those who wait in the order of their zone."""
    every = rules_in_force(call.session)["priority_every"]
    places: dict[str, int] = {}
    for zone_id in call.house.content.zones:
        lanes = {
            lane: call.session.scalars(
                select(Ticket.id)
                .where(*loads.queued(zone_id, call.now.date()), Ticket.lane == lane)
                .order_by(Ticket.order_key)
            ).all()
            for lane in "NP"
        }
        until = loads.until_priority(call.session, zone_id, call.now.date(), every)
        for lane, other in (("N", "P"), ("P", "N")):
            for index, ticket_id in enumerate(lanes[lane]):
                places[ticket_id] = queue.ahead(lane, index, len(lanes[other]), until, every)  # type: ignore[arg-type]

    def order(ticket: Ticket) -> tuple[int, Any, Any]:
        if ticket.state == "queued":
            return 1, places.get(ticket.id, 0), ticket.order_key
        return 0, ticket.called_at or ticket.issued_at, ticket.order_key

    return order
