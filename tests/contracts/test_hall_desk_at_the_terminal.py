"""Calling and finishing at the window: the terminal's link against a real hall, also one that goes away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from linked import Linked, access_to

from hall.check.desk import MONDAY, Person
from hall.embedded import RunningHall, running_hall
from terminal.visit.effects import BeginService, CallNextTicket, FinishService, ParkTicket, SetWindow, TakeTicket
from terminal.visit.events import HallRefused, ServiceBegan, ServiceEnded, TicketCalled, TicketIssued, WindowChanged

CLOCK = f"{MONDAY}T10:00:00+08:00"
MATTER = "id_card_lost"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Linked, RunningHall]]:
    with running_hall(tmp_path / "hall", clock=CLOCK) as hall:
        made = at_work(hall, tmp_path)
        yield made, hall
        made.link.close()


def at_work(hall: RunningHall, folder: Path) -> Linked:
    """The terminal of an open window."""
    link = Linked(access_to(hall), folder / "outbox")
    link.does(SetWindow(effect_id="desk-run-open", wanted="open"))
    link.hears(WindowChanged, lambda event: event.state == "open")
    return link


def serving(link: Linked, count: str = "1") -> str:
    """Somebody with a number stands at the window."""
    link.asks(TakeTicket(effect_id=f"visit-{count}", matter_id=MATTER, zone_id="", talk_way="touch"), TicketIssued)
    link.does(CallNextTicket(effect_id=f"desk-run-call{count}", window="3"))
    ticket: str = link.hears(TicketCalled).ticket_id
    link.does(BeginService(effect_id=f"desk-run-begin{count}", ticket_id=ticket))
    link.hears(ServiceBegan)
    return ticket


def test_where_nobody_waits_the_clerk_is_told_and_may_call_again(place: tuple[Linked, RunningHall]) -> None:
    link, _ = place
    said = link.asks(CallNextTicket(effect_id="desk-run-1", window="3"), HallRefused)
    assert (said.code, said.zh) == ("nobody_waits", "没有人在等")
    serving(link)


def test_an_open_service_is_finished_before_the_next_number(place: tuple[Linked, RunningHall]) -> None:
    link, hall = place
    first = serving(link)
    link.asks(TakeTicket(effect_id="visit-2", matter_id=MATTER, zone_id="", talk_way="touch"), TicketIssued)
    link.does(CallNextTicket(effect_id="desk-run-9", window="3", finish=first))
    ended = link.hears(ServiceEnded)
    assert (ended.ticket_id, ended.finished) == (first, True)
    assert link.hears(TicketCalled).ticket_id != first
    assert states(hall)[first] == "finished"


@pytest.mark.parametrize(("end", "becomes"), [(FinishService, "finished"), (ParkTicket, "parked")])
def test_the_end_of_a_service_reaches_a_hall_that_was_away(
    tmp_path: Path, end: type[FinishService] | type[ParkTicket], becomes: str
) -> None:
    with running_hall(tmp_path / "hall", clock=CLOCK) as hall:
        port = int(hall.url.rpartition(":")[2])
        link = at_work(hall, tmp_path)
        ticket = serving(link)
    link.does(end(effect_id="desk-run-end", ticket_id=ticket))
    with running_hall(tmp_path / "hall", clock=CLOCK, port=port) as hall:
        ended = link.hears(ServiceEnded)
        assert (ended.ticket_id, states(hall)[ticket]) == (ticket, becomes)
        link.link.close()


def states(hall: RunningHall) -> dict[str, str]:
    with httpx.Client(base_url=hall.url, timeout=30, trust_env=False) as http:
        return {t["id"]: t["state"] for t in Person(http, hall.keys["clerk"], "").get("/v1/tickets").body["items"]}
