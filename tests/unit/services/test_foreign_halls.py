"""The link to halls that say what the contract does not, are busy, or fail in the middle: it goes on, and tells staff.

Found by reading: one exception ended its job for ever, unseen; "your number is called" stopped until a restart.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from small_hall import SmallHall, busy, says, small_hall

from terminal.links import help
from terminal.links.hall import HallLink
from terminal.links.reach import HallAccess
from terminal.visit.effects import CallHelp, EndHelp, Evaluate, SetWindow
from terminal.visit.events import (
    DeviceChanged,
    EvaluationStored,
    Event,
    HallSilent,
    Level,
    QueueChanged,
    Restored,
    Status,
    TicketCalled,
)

E = TypeVar("E", bound=Event)
WAIT_S = 30.0
WINDOWS = [{"id": "w-3", "name": {"zh": "3号窗口", "en": "Window 3"}, "state": "open", "zone_ids": []}]


def ticket(number: int, **more: Any) -> dict[str, Any]:
    row = {"id": f"t{number}", "number": f"A{number:03}", "state": "queued", "zone_id": "A", "calls": 0}
    return row | {"matter_id": f"m{number % 40}", "issued_at": datetime.now(UTC).isoformat()} | more


def named(one: str) -> dict[str, Any]:
    return {"id": one, "name": {"zh": f"事项{one}", "en": one}}


@pytest.fixture
def hall() -> SmallHall:
    """Enough of one for the link to live."""
    hall = SmallHall()
    load = {"as_of": "2026-11-23T10:00:00+08:00", "zones": []}
    hall.answers = {
        "GET /v1/load": lambda _: says(load),
        "GET /v1/zones": lambda _: says([]),
        "GET /v1/windows": lambda _: says(WINDOWS),
        "GET /v1/tickets": lambda _: says({"items": []}),
        "GET /v1/matters": lambda _: says({"items": [named(f"m{n}") for n in range(40)]}),
    }
    return hall


class Linked:
    """The link, and what it said."""

    def __init__(self, hall: SmallHall, outbox: Path) -> None:
        self.said: queue.Queue[Event] = queue.Queue()
        self.link = HallLink(HallAccess(hall.url, "key", "clerk", "t-1", "3"), self.said.put, outbox)

    def hears(self, kind: type[E], true: Callable[[E], bool] = lambda _: True) -> E:
        until = time.monotonic() + WAIT_S
        while True:
            event = self.said.get(timeout=max(0.1, until - time.monotonic()))
            if isinstance(event, kind) and true(event):
                return event


@contextmanager
def linked(hall: SmallHall, folder: Path) -> Iterator[Linked]:
    with small_hall(hall):
        one = Linked(hall, folder / "outbox.sqlite")
        try:
            yield one
        finally:
            one.link.close()


def calls(number: str, window: str = "w-3") -> dict[str, Any]:
    return {"ticket_id": f"t-{number}", "number": number, "window_id": window, "calls": 1}


def test_an_event_that_cannot_be_read_costs_that_event_only(hall: SmallHall, tmp_path: Path) -> None:
    with linked(hall, tmp_path) as one:
        hall.tells("ticket.called", {"number": "A001"})
        hall.tells("ticket.called", calls("A002"))
        fault = one.hears(DeviceChanged)
        assert (fault.device, fault.status, fault.detail) == ("hall_link", Status.FAULT, "event: KeyError")
        called = one.hears(TicketCalled)
        assert (called.number, called.window) == ("A002", "3")


def test_a_job_that_fails_is_told_and_begun_again(hall: SmallHall, tmp_path: Path) -> None:
    spoiled = says({"items": [{"id": "t1", "number": "A1", "state": "queued", "zone_id": "A", "calls": 0}]})
    good = says({"items": [ticket(7)]})
    hall.answers["GET /v1/tickets"] = lambda before: spoiled if before < 2 else good
    with linked(hall, tmp_path) as one:
        hall.tells("ticket.changed", {"ticket_id": "t7", "state": "queued"})
        assert one.hears(QueueChanged, lambda e: bool(e.tickets)).tickets[0][1] == "A007"
        hall.tells("ticket.called", calls("A007"))
        assert one.hears(TicketCalled).number == "A007", "and calls still arrive"


def test_a_stream_that_cannot_be_decoded_is_opened_again(hall: SmallHall, tmp_path: Path) -> None:
    hall.spoiled_streams = 2  # the clerk's and the terminal's, or the terminal's twice
    with linked(hall, tmp_path) as one:
        hall.tells("ticket.called", calls("A002"))
        assert one.hears(TicketCalled).number == "A002"


def test_two_hundred_who_wait_cost_a_few_questions_and_no_call_comes_late(hall: SmallHall, tmp_path: Path) -> None:
    hall.answers["GET /v1/tickets"] = lambda _: says({"items": [ticket(n) for n in range(200)]})
    with linked(hall, tmp_path) as one:
        first = one.hears(QueueChanged)
        assert (len(first.tickets), first.tickets[3][3]) == (200, "事项m3")
        before = hall.asked.total()
        for number in range(50):
            hall.tells("ticket.changed", {"ticket_id": f"t{number}", "state": "queued"})
        hall.tells("ticket.called", calls("A050"))
        one.hears(TicketCalled)
        one.hears(QueueChanged)
        assert hall.asked["GET /v1/matters/m3"] == 0
        assert hall.asked.total() - before < 50, "fewer questions than events"


def test_a_busy_hall_is_asked_again_when_it_said(hall: SmallHall, tmp_path: Path) -> None:
    rows = says({"items": [ticket(1)]})
    hall.answers["GET /v1/tickets"] = lambda before: busy(1) if before == 0 else rows
    with linked(hall, tmp_path) as one:
        assert one.hears(QueueChanged).tickets


def test_a_call_for_help_that_a_busy_hall_refused_is_sent_again(
    hall: SmallHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(help, "AGAIN_S", 0.1)
    row = {"id": "h1", "state": "called", "at": datetime.now(UTC).isoformat(), "place": "here"}
    path = "POST /v1/help-calls"
    hall.answers[path] = lambda before: busy(0) if before == 0 else says(row, 201)
    hall.answers["POST /v1/help-calls/h1/finish"] = lambda before: busy(0) if before == 0 else says(row)
    with linked(hall, tmp_path) as one:
        one.link.perform(CallHelp(effect_id="v-1", phase="idle", way="touch"))
        until(lambda: hall.asked[path] == 2)
        one.link.perform(EndHelp(effect_id="v-2"))
        until(lambda: hall.asked["POST /v1/help-calls/h1/finish"] == 2)


def test_an_evaluation_that_waits_is_told_and_one_that_is_refused_reaches_staff(
    hall: SmallHall, tmp_path: Path
) -> None:
    path = "POST /v1/evaluations"
    no = says({"code": "service_unknown", "message": {"zh": "没有", "en": "No"}, "retry": "never"}, 404)
    hall.answers[path] = lambda before: busy(3) if before == 0 else no
    with linked(hall, tmp_path) as one:
        one.link.perform(
            Evaluate(effect_id="v-1", service_id="s", outcome="level", level=Level.SATISFIED, source="pad")
        )
        told = one.hears(EvaluationStored)
        assert (told.effect_id, told.kept) == ("v-1", True)
        dropped = one.hears(DeviceChanged, lambda e: e.device == "outbox")
        assert (dropped.status, dropped.detail) == (Status.FAULT, "createEvaluation: service_unknown")


def test_numbers_called_before_the_terminal_began_are_known_again(hall: SmallHall, tmp_path: Path) -> None:
    rows = [ticket(1), ticket(2, state="called", window_id="w-3"), ticket(3, state="processing", window_id="w-3")]
    hall.answers["GET /v1/tickets"] = lambda _: says({"items": rows})
    with linked(hall, tmp_path) as one:
        found = [one.hears(Restored), one.hears(Restored)]
    assert [(e.number, e.window, e.serving) for e in found] == [("A002", "3", False), ("A003", "3", True)]


def test_an_empty_key_of_the_outbox_keeps_nobody_from_the_hall(hall: SmallHall, tmp_path: Path) -> None:
    (tmp_path / "outbox.key").write_bytes(b"")
    with linked(hall, tmp_path) as one:
        told = one.hears(DeviceChanged)
        assert (told.device, told.status) == ("outbox", Status.FAULT)
        assert one.link.perform(SetWindow(effect_id="v-1", wanted="open"))
        assert one.hears(HallSilent).effect_id == "v-1", "the small hall knows no such thing, but it was asked"


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
