"""Services: what happened at one window with one ticket, and what an evaluation names."""

from __future__ import annotations

import secrets
from datetime import datetime, time

from hall.call import Call
from hall.clock import SHANGHAI
from hall.desk.numbers import new_id
from hall.house import rules_in_force
from hall.storage.tables.visits import Service, Ticket


def open_service(call: Call, ticket: Ticket) -> None:
    """A service begins with the arrival; a ticket that was parked goes on with the one it had."""
    running = call.session.get(Service, ticket.service_id) if ticket.service_id else None
    if running is not None and running.ended_at is None and running.window_id == ticket.window_id:
        return
    if running is not None and running.ended_at is None:
        end(running, call.now)
    assert ticket.window_id is not None
    service = Service(
        id=new_id("sv"),
        ticket_id=ticket.id,
        day=call.now.date(),
        zone_id=ticket.zone_id,
        window_id=ticket.window_id,
        matter_id=ticket.matter_id,
        stage="accepted",
        started_at=call.now,
        qr_token=secrets.token_urlsafe(12),
        level_given=False,
    )
    call.session.add(service)
    ticket.service_id = service.id


def close_service(call: Call, ticket: Ticket, stage: str) -> None:
    """The running service ends and may be evaluated."""
    service = call.session.get(Service, ticket.service_id) if ticket.service_id else None
    if service is not None and service.ended_at is None:
        service.stage = stage
        end(service, call.now)


def end(service: Service, now: datetime) -> None:
    service.ended_at = now
    service.seconds = max(0, round((now - service.started_at).total_seconds()))


def open_until(call: Call, service: Service) -> datetime:
    """End of the last working day on which the service may still be evaluated: midnight, for people review at home."""
    calendar = call.house.content.calendar
    count = rules_in_force(call.session)["evaluation_open_working_days"]
    ended = service.ended_at or call.now
    return datetime.combine(calendar.working_day_after(ended.date(), count), time(23, 59, 59), SHANGHAI)
