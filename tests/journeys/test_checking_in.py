"""Somebody who booked by phone checks in with the code, is called and served, and is sent on to another window."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import httpx
import pygame
from test_clerk import press

from terminal.demo.stage import Stage
from terminal.services import HallClient, Ok, intent_key
from terminal.services.person import person_ref
from terminal.services.values import Appointment
from terminal.visit.events import BookingsFound, ChooseWay, Confirm, Start, TicketIssued, TicketMoved, Way
from terminal.visit.state import Phase
from terminal.visit.wishes import CHECK_IN

NOBODYS_ID = "990000197001010026"
"""Of a place that does not exist (99...), with the right check digit; one ID books one time a day."""
MATTER = "id_card_lost"


def booked_elsewhere(stage: Stage) -> Appointment:
    """The first free time from half an hour on, booked at the hall by another way than this terminal."""

    async def book() -> Appointment:
        access = stage.running.access
        async with HallClient(access.url, access.key) as client:
            slots, settings = await client.slots(MATTER), await client.settings(access.terminal_id)
            assert isinstance(slots, Ok)
            assert isinstance(settings, Ok)
            slot = next(slot for slot in slots.value if slot.bookable)
            person = person_ref(NOBODYS_ID, settings.value["person_key"])
            answer = await client.book(intent_key(), slot.id, MATTER, person)
            assert isinstance(answer, Ok)
            return answer.value

    return asyncio.run(book())


def it_is(stage: Stage, moment: datetime) -> None:
    """The hall's clock goes on from here; it only ever goes forward, as clocks do."""
    headers = {"Authorization": f"Bearer {stage.running.admin_key}"}
    body = {"now": moment.isoformat(), "running": True}
    httpx.put(f"{stage.running.access.url}/v1/test/clock", json=body, headers=headers, timeout=10.0).raise_for_status()


def hall_tickets(stage: Stage) -> dict[str, dict[str, object]]:
    headers = {"Authorization": f"Bearer {stage.running.access.clerk_key}"}
    answer = httpx.get(f"{stage.running.access.url}/v1/tickets", headers=headers, timeout=10.0)
    return {ticket["id"]: ticket for ticket in answer.json()["items"]}


def closes_the_clerks_window(stage: Stage) -> None:
    """The window manager says that it shall close: it stays, the visit goes on, and so do the clerk's keys."""
    staff = stage.running.terminal.parts.staff.window
    pygame.event.post(pygame.event.Event(pygame.WINDOWCLOSE, {"window": staff}))
    stage.run(0.3)
    assert not stage.running.terminal.stopping
    assert stage.state.phase is Phase.CONVERSING


def slips(stage: Stage) -> str:
    """All that the simulated printer has printed."""
    var = stage.running.terminal.parts.journal.path.parent.parent
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((var / "slips").glob("*.txt")))


def test_a_booked_visitor_checks_in_is_served_and_sent_on(stage: Stage) -> None:
    booking = booked_elsewhere(stage)
    stage.touch(Start, wish=CHECK_IN)
    stage.touch(ChooseWay, way=Way.TYPE)
    stage.until_phase(Phase.CHECK_IN)
    stage.type(booking.code)
    stage.touch(Confirm)
    stage.until(lambda: any(isinstance(event, BookingsFound) for event in stage.events), "the booking")
    draft = stage.state.visit.check_in
    assert draft is not None
    assert [found.appointment_id for found in draft.found] == [booking.id]

    it_is(stage, booking.slot.start - timedelta(minutes=10))
    stage.touch(Confirm)
    stage.until_phase(Phase.TICKET)
    issued = next(event for event in stage.events if isinstance(event, TicketIssued))
    assert hall_tickets(stage)[issued.ticket_id]["origin"] == "appointment"
    assert issued.number in slips(stage)
    stage.touch(Confirm)
    stage.until_phase(Phase.WAITING)

    press(stage, pygame.K_F10, ctrl=False)
    stage.until_phase(Phase.CALLED)
    stage.touch(Confirm)
    stage.until_phase(Phase.CONVERSING)

    closes_the_clerks_window(stage)
    press(stage, pygame.K_y)
    stage.until(lambda: stage.state.staff_page == "move", "the page")
    other = stage.state.hall.windows[0]
    stage.type(other.name, staff=True)
    press(stage, pygame.K_RETURN, ctrl=False)
    stage.until_phase(Phase.LEAVING)
    moved = next(event for event in stage.events if isinstance(event, TicketMoved))
    assert (moved.ticket_id, moved.window) == (issued.ticket_id, other.name)
    assert hall_tickets(stage)[issued.ticket_id]["state"] == "queued"
    assert f"请到 {other.name} 号窗口" in slips(stage)
    stage.touch(Confirm)
    stage.until_phase(Phase.IDLE)
    assert (stage.state.visit.ticket, stage.state.open_ticket) == (None, "")
    written = stage.running.terminal.parts.journal.path.read_text(encoding="utf-8")
    assert booking.code not in written
    assert NOBODYS_ID not in written
