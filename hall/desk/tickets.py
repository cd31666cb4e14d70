"""Tickets in storage: issue, place, change of state, and what each scope reads of them."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hall.call import Call, etag_of, present
from hall.clock import said
from hall.desk.loads import place_of
from hall.desk.numbers import new_id, next_number
from hall.journal import Emitted
from hall.problems import Refusal
from hall.rules.queue import BOOKING_OFFSET
from hall.storage.database import lock
from hall.storage.tables.visits import Ticket, Window

HALL_STAFF = ("terminal", "clerk", "admin")
# Weight of the tie-break: a million seconds of uptime stay below a tenth of a second of the hall's clock.
TIE_BREAK = 1e-7
# States in which a ticket keeps its window occupied.
AT_WINDOW = ("called", "processing")


def issue(call: Call, zone_id: str, *, origin: str, **fields: Any) -> Ticket:
    """A new queued ticket with the next number of its zone and day.

    Numbers are in the order of issue, because the next one is given out only after this transaction.
    """
    day = call.now.date()
    count = next_number(call.session, f"ticket:{day.isoformat()}:{zone_id}")
    priority = bool(fields.get("priority", False))
    ticket = Ticket(
        id=new_id("tk"),
        version=1,
        day=day,
        number=f"{zone_id}{count:03d}",
        state="queued",
        zone_id=zone_id,
        lane="P" if priority else "N",
        order_key=_order_of_issue(call.now) + (BOOKING_OFFSET if origin == "appointment" else 0.0),
        matter_id=fields.get("matter_id"),
        origin=origin,
        priority=priority,
        collect=bool(fields.get("collect", False)),
        call_ways=list(fields.get("call_ways", ())),
        talk_ways=list(fields.get("talk_ways", ())),
        issued_at=call.now,
        calls=0,
        terminal_id=call.caller.owner if call.caller.scope == "terminal" else None,
    )
    call.session.add(ticket)
    call.session.flush()
    call.resource = f"tickets/{ticket.id}"
    return ticket


def ticket_of(call: Call, ticket_id: str) -> Ticket:
    """The ticket, locked for change; 404 when there is none."""
    ticket = call.session.get(Ticket, ticket_id)
    if ticket is None:
        raise Refusal("not_found")
    lock(call.session, "zone:" + ticket.zone_id)
    call.session.refresh(ticket)
    return ticket


def window_of(call: Call, window_id: str) -> Window | None:
    """The window, locked for change."""
    lock(call.session, "window:" + window_id)
    return call.session.get(Window, window_id, populate_existing=True)


def release_meant_for(session: Session, window: Window) -> None:
    """Numbers that were sent on to a window which closes wait for any window of their zone again: nobody is left."""
    lock(session, *("zone:" + zone for zone in window.zone_ids))
    theirs = Ticket.for_window == window.id, Ticket.state.in_(("queued", "parked", "missed"))
    session.execute(update(Ticket).where(*theirs).values(for_window=None))


def require_state(ticket: Ticket, *states: str) -> None:
    if ticket.state not in states:
        raise Refusal("wrong_state")


def changed(call: Call, ticket: Ticket, state: str) -> None:
    """Put a ticket into a state; windows learn whether they are free."""
    ticket.state = state
    ticket.version += 1
    if ticket.window_id is not None:
        window = call.session.get(Window, ticket.window_id)
        if window is not None:
            _occupy(window, ticket)
    call.session.flush()


def view(call: Call, ticket: Ticket) -> dict[str, Any]:
    """The ticket as this caller may read it; place and wait only while queued; wishes for the talk for clerks only."""
    answer = present(
        id=ticket.id,
        number=ticket.number,
        state=ticket.state,
        zone_id=ticket.zone_id,
        matter_id=ticket.matter_id,
        origin=ticket.origin,
        priority=ticket.priority,
        collect=ticket.collect,
        call_ways=ticket.call_ways,
        talk_ways=ticket.talk_ways if call.caller.scope == "clerk" and ticket.talk_ways else None,
        issued_at=said(ticket.issued_at),
        window_id=ticket.window_id,
        calls=ticket.calls,
        service_id=ticket.service_id,
        pick_up=ticket.pick_up if ticket.state == "pending" else None,
    )
    for name in ("called_at", "arrived_at", "finished_at"):
        moment = getattr(ticket, name)
        if moment is not None:
            answer[name] = said(moment)
    if ticket.state == "missed" and ticket.return_until is not None:
        answer["return_until"] = said(ticket.return_until)
    return answer | (_place(call, ticket) if ticket.state == "queued" else {})


def tell(call: Call, ticket: Ticket, answer: dict[str, Any]) -> None:
    """`ticket.called` when it was called, `ticket.changed` for everything else."""
    if ticket.state == "called":
        window = call.session.get_one(Window, ticket.window_id)
        data = present(
            ticket_id=ticket.id,
            number=ticket.number,
            window_id=ticket.window_id,
            window=window.name,
            calls=ticket.calls,
            call_ways=ticket.call_ways,
        )
        call.emit(Emitted("ticket.called", data, HALL_STAFF))
    data = present(
        ticket_id=ticket.id,
        number=ticket.number,
        state=ticket.state,
        ahead=answer.get("ahead"),
        expected_wait=answer.get("expected_wait"),
    )
    call.emit(Emitted("ticket.changed", data, HALL_STAFF))


def lane_keys(call: Call, zone_id: str, lane: str) -> list[float]:
    """Order keys of those who wait in a lane, in order."""
    query = select(Ticket.order_key).where(
        Ticket.day == call.now.date(), Ticket.zone_id == zone_id, Ticket.state == "queued", Ticket.lane == lane
    )
    return list(call.session.scalars(query.order_by(Ticket.order_key)))


def etag(ticket: Ticket) -> str:
    return etag_of(ticket.version)


def _order_of_issue(now: datetime) -> float:
    """Seconds of the day; the machine's own clock breaks ties, also across zones and while a test's clock stands."""
    of_day = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
    return of_day.total_seconds() + time.monotonic() * TIE_BREAK


def _place(call: Call, ticket: Ticket) -> dict[str, Any]:
    zone, before = place_of(call.house, call.session, ticket)
    return {"ahead": before, "position": before + 1, "expected_wait": zone.wait_behind(before, call.now)}


def _occupy(window: Window, ticket: Ticket) -> None:
    wanted = ticket.id if ticket.state in AT_WINDOW else None
    if window.ticket_id in (None, ticket.id) and window.ticket_id != wanted:
        window.ticket_id = wanted
        window.version += 1
