"""Themes, problems and aids from the terminal's link to a real hall and back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from linked import WAIT_S, Linked, access_to

from hall.check.desk import MONDAY, Person
from hall.embedded import RunningHall, running_hall
from terminal.services import Outbox
from terminal.visit.effects import CallHelp, SendEnquiry, TakeTicket
from terminal.visit.events import EnquiryTaken, HallGuideChanged, HallSilent, Status, TicketIssued
from terminal.visit.state import Device, Phase, State

CLOCK = f"{MONDAY}T10:00:00+08:00"
T = TypeVar("T")
ENQUIRY = {"kind": "cannot_get_it_done", "text": "窗口让我再来一趟", "reply_way": "at_hall"}


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[Linked, RunningHall]]:
    with running_hall(tmp_path / "hall", clock=CLOCK) as hall:
        made = Linked(access_to(hall), tmp_path / "outbox")
        yield made, hall
        made.link.close()


def test_a_theme_of_the_hall_gives_one_number_and_a_problem_its_own(line: tuple[Linked, RunningHall]) -> None:
    link, hall = line
    guide = link.hears(HallGuideChanged)
    theme = next(row for row in guide.themes if row[0] == "open_restaurant")
    papers = [paper[0] for paper in theme[5]]
    assert len(papers) == len(set(papers)) > 3
    link.does(TakeTicket(effect_id="v-1", matter_id="", zone_id=theme[2], talk_way="touch"))
    assert link.hears(TicketIssued).number.startswith(theme[2])
    link.does(SendEnquiry(effect_id="v-2", text="材料都齐了，还是不给办"))
    taken = link.hears(EnquiryTaken)
    assert taken.effect_id == "v-2"
    assert taken.number
    assert taken.due > CLOCK
    free = next(aid for aid in guide.aids if aid[3])
    link.does(CallHelp(effect_id="v-3", phase="guide", way="touch", aid_id=free[0]))
    assert _wait_for(lambda: _items(hall, "/v1/help-calls", "kind")) == ["aid"]


def test_a_problem_told_while_the_hall_is_away_arrives_once_when_it_is_back(tmp_path: Path) -> None:
    with running_hall(tmp_path / "hall", clock=CLOCK) as hall:
        port = int(hall.url.rpartition(":")[2])
        link = Linked(access_to(hall), tmp_path / "outbox")
        link.hears(HallGuideChanged)
    link.does(SendEnquiry(effect_id="v-9", text="窗口让我再来一趟"))
    assert link.hears(HallSilent, lambda event: event.effect_id == "v-9").kept
    with running_hall(tmp_path / "hall", clock=CLOCK, port=port) as hall:
        found = _wait_for(lambda: _items(hall, "/v1/enquiries", "text"))
        link.link.close()
        assert found == ["窗口让我再来一趟"]
        assert _items(hall, "/v1/enquiries", "text") == found


def test_what_was_put_off_for_minutes_goes_as_soon_as_the_hall_answers(tmp_path: Path) -> None:
    outbox, now = Outbox.at(tmp_path / "outbox"), time.time()
    outbox.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", ENQUIRY, now)
    outbox.put_off("key-0123456789abcdef", now, chance=1.0, retry_after_s=10 * WAIT_S)
    outbox.close()
    with running_hall(tmp_path / "hall", clock=CLOCK) as hall:
        link = Linked(access_to(hall), tmp_path / "outbox")
        assert _wait_for(lambda: _items(hall, "/v1/enquiries", "text")) == [ENQUIRY["text"]]
        link.link.close()


def _items(hall: RunningHall, path: str, field: str) -> list[str]:
    with httpx.Client(base_url=hall.url, timeout=30, trust_env=False) as http:
        return [item[field] for item in Person(http, hall.keys["clerk"], "").get(path).body["items"]]


def _wait_for(found: Callable[[], list[T]]) -> list[T]:
    until = time.monotonic() + WAIT_S
    while not (now := found()):
        assert time.monotonic() < until, "it never arrived"
        time.sleep(0.2)
    return now


def test_the_administrator_sees_the_terminals_devices_and_nothing_of_its_visitor(
    line: tuple[Linked, RunningHall],
) -> None:
    link, hall = line
    state = replace(
        State(), phase=Phase.ASKING, devices=(Device("pad", Status.SIMULATED), Device("ears", Status.FAULT))
    )
    link.link.report(lambda: (state, datetime.fromisoformat(CLOCK)))

    def seen() -> list[dict[str, Any]]:
        with httpx.Client(base_url=hall.url, timeout=30, trust_env=False) as http:
            found = Person(http, hall.keys["admin"], "").get("/v1/terminals").body["items"]
        return [terminal for terminal in found if terminal.get("devices")]

    (terminal,) = _wait_for(seen)
    assert terminal["state"] == "busy"
    assert [(device["kind"], device["health"]) for device in terminal["devices"]] == [
        ("pad", "degraded"),
        ("recogniser", "failed"),
    ]
