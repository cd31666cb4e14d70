"""Checking in with a booking, coming back after a missed call, the hall's clock: the terminal's link against a real
hall."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from linked import Linked, access_to

from content.matters import load as load_matters
from hall.check.desk import MONDAY, Person
from hall.embedded import RunningHall, running_hall
from terminal.call.desk import Desk
from terminal.call.link import dial
from terminal.call.wishes import CallParts, Dial
from terminal.services import Ok
from terminal.visit.effects import (
    BeginService,
    Book,
    CallNextTicket,
    CallTicket,
    CancelAppointment,
    CheckIn,
    ComeBack,
    Effect,
    FindBookings,
    ListSlots,
    MissTicket,
    MoveTicket,
    ParkTicket,
    RecallTicket,
    TakeTicket,
    TellInterpreter,
)
from terminal.visit.events import (
    AppointmentBooked,
    AppointmentCancelled,
    BookingsFound,
    CallChanged,
    CallInterpreter,
    Confirm,
    Deny,
    DeviceChanged,
    Event,
    GoToWindow,
    HallRefused,
    HallSilent,
    HangUp,
    OtherWindowsChanged,
    QueueChanged,
    ServiceBegan,
    SlotsListed,
    Status,
    TicketCalled,
    TicketIssued,
    TicketMissed,
    TicketMoved,
)
from terminal.visit.machine import step
from terminal.visit.numbers import asked_to_go
from terminal.visit.state import Consent, Meaning, Phase, State, Ticket, Visit
from terminal.visit.wants import wants

START = f"{MONDAY}T10:30:00+08:00"
ID = "11010519491231002X"
"""The example number of the standard GB 11643-1999 itself; nobody's."""
MATTER = "id_card_lost"


class Hall:
    """A hall whose clock stands where the test puts it, and people who work there."""

    def __init__(self, running: RunningHall) -> None:
        self.running = running
        self._http = httpx.Client(base_url=running.url, timeout=30, trust_env=False)
        self.clerk = Person(self._http, running.keys["clerk"], "")
        self._admin = Person(self._http, running.keys["admin"], "")

    def at(self, time_of_day: str) -> None:
        self._admin.put("/v1/test/clock", {"now": f"{MONDAY}T{time_of_day}+08:00"})

    def forget(self) -> None:
        """Empty, as in the morning."""
        self._admin.post("/v1/test/reset", {}, key=None, expect=204)

    def tickets(self) -> list[dict[str, Any]]:
        return list(self.clerk.get("/v1/tickets").body["items"])

    def miss(self, ticket_id: str, at: str) -> None:
        """Called three times over a minute, and nobody came."""
        window = next(w["id"] for w in self.clerk.get("/v1/windows").body if w["state"] == "open")
        self.clerk.post(f"/v1/tickets/{ticket_id}/call", {"window_id": window})
        for _ in range(2):
            self.clerk.post(f"/v1/tickets/{ticket_id}/recall")
        self.at(at)
        self.clerk.post(f"/v1/tickets/{ticket_id}/miss")

    def set_window(self, window_id: str, state: str) -> None:
        tag = self.clerk.get(f"/v1/windows/{window_id}").headers["etag"]
        self.clerk.patch(f"/v1/windows/{window_id}", {"state": state}, headers={"If-Match": tag})

    def close(self) -> None:
        self._http.close()


class Terminal(Linked):
    """Who can book."""

    def book(self, effect_id: str = "b-2", interpreter: bool = False) -> AppointmentBooked:
        listed = self.asks(ListSlots(effect_id="b-1", matter_id=MATTER), SlotsListed)
        slot = next(slot_id for slot_id, starts, _ in listed.slots if starts == START)
        wish = Book(effect_id=effect_id, matter_id=MATTER, slot_id=slot, id_number=ID, interpreter=interpreter)
        return self.asks(wish, AppointmentBooked)


class DeafLine:
    """A line to the hall that loses the hall's answers while ``deaf`` is set; what is sent arrives."""

    def __init__(self, url: str) -> None:
        self.deaf = threading.Event()
        self._hall = ("127.0.0.1", int(url.rpartition(":")[2]))
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near = self._door.accept()[0]
                far = socket.create_connection(self._hall)
                threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if answers and self.deaf.is_set():
                    break
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    """One hall for all: starting one takes longer than any of these tests."""
    with running_hall(tmp_path_factory.mktemp("hall"), clock=f"{MONDAY}T10:00:00+08:00") as hall:
        yield hall


@pytest.fixture
def hall(running: RunningHall) -> Iterator[Hall]:
    made = Hall(running)
    made.at("10:00:00")
    made.forget()
    yield made
    made.close()


@pytest.fixture
def terminal(hall: Hall, tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(access_to(hall.running), tmp_path / "outbox")
    yield made
    made.link.close()


def test_a_booking_is_found_by_its_code_and_by_the_id_number_and_checked_in(hall: Hall, terminal: Terminal) -> None:
    booked = terminal.book()
    by_code = terminal.asks(FindBookings(effect_id="v-1", code=booked.code), BookingsFound)
    assert (by_code.matters, by_code.talks) == ((MATTER,), ())
    ((appointment, starts, opens, number),) = by_code.bookings
    assert (starts, opens, number) == (START, f"{MONDAY}T10:15:00+08:00", "")
    assert terminal.asks(FindBookings(effect_id="v-2", id_number=ID), BookingsFound).bookings == by_code.bookings
    wrong = f"{(int(booked.code) + 1) % 10**8:08d}"
    assert terminal.asks(FindBookings(effect_id="v-3", code=wrong), BookingsFound).bookings == ()
    early = terminal.asks(CheckIn(effect_id="v-4", appointment_id=appointment), HallRefused)
    assert early.code == "check_in_too_early"
    hall.at("10:20:00")
    given = terminal.asks(CheckIn(effect_id="v-5", appointment_id=appointment), TicketIssued)
    assert given.state == "queued"
    assert [(t["number"], t["origin"]) for t in hall.tickets()] == [(given.number, "appointment")]
    again = terminal.asks(FindBookings(effect_id="w-1", code=booked.code), BookingsFound).bookings[0]
    assert again[3] == given.ticket_id
    shown = terminal.asks(CheckIn(effect_id="w-2", appointment_id=again[0], ticket_id=again[3]), TicketIssued)
    assert shown.number == given.number


def test_a_booking_is_cancelled_here_early_for_nothing_and_late_only_when_told(hall: Hall, terminal: Terminal) -> None:
    hall.at("08:20:00")
    booked = terminal.book()
    early = terminal.asks(
        CancelAppointment(effect_id="v-1", appointment_id=booked.appointment_id), AppointmentCancelled
    )
    assert not early.counted
    assert terminal.asks(FindBookings(effect_id="v-2", code=booked.code), BookingsFound).bookings == ()
    again = terminal.book("w-1")
    hall.at("10:00:00")
    wish = CancelAppointment(effect_id="w-2", appointment_id=again.appointment_id)
    assert terminal.asks(wish, HallRefused).code == "cancel_late"
    told = CancelAppointment(effect_id="w-3", appointment_id=again.appointment_id, accept_late=True)
    assert terminal.asks(told, AppointmentCancelled).counted
    assert terminal.asks(FindBookings(effect_id="w-4", code=again.code), BookingsFound).bookings == ()


def test_an_interpreter_is_booked_with_the_time_and_found_with_it(hall: Hall, terminal: Terminal) -> None:
    booked = terminal.book(interpreter=True)
    assert booked.interpreter
    found = terminal.asks(FindBookings(effect_id="v-1", code=booked.code), BookingsFound)
    assert found.talks == (booked.appointment_id,)


def test_the_call_of_a_booked_talk_goes_before_those_who_wait(hall: Hall, terminal: Terminal) -> None:
    booked = terminal.book(interpreter=True).appointment_id
    hall.at("10:20:00")
    given = terminal.asks(CheckIn(effect_id="v-1", appointment_id=booked), TicketIssued)
    mine = Dial("v-2-call", ticket_id=given.ticket_id, appointment_id=booked)
    assert [place_of(hall.running, dial) for dial in (Dial("w-1-call"), Dial("w-2-call"), mine)] == [1, 2, 1]


def place_of(hall: RunningHall, dial: Dial) -> int:
    """The place in the queue of a call that is asked for as the call worker does."""
    size, keys = (320, 240), (hall.keys["terminal"], hall.keys["clerk"])

    async def ask() -> int:
        desk = Desk(CallParts(hall.url, *keys, "", size, "", "", size, "clips:", "recorder:"))
        answer = await desk.open(dial)
        await desk.aclose()
        assert isinstance(answer, Ok)
        return int(answer.value[0]["queue_place"])

    return asyncio.run(ask())


def test_a_late_visitor_is_told_and_a_second_terminal_gets_the_number_that_was_given(
    hall: Hall, terminal: Terminal, tmp_path: Path
) -> None:
    code = terminal.book().code
    appointment = terminal.asks(FindBookings(effect_id="v-1", code=code), BookingsFound).bookings[0][0]
    hall.at("10:20:00")
    given = terminal.asks(CheckIn(effect_id="v-2", appointment_id=appointment), TicketIssued)
    twice = terminal.asks(CheckIn(effect_id="x-1", appointment_id=appointment), TicketIssued)
    assert (twice.ticket_id, len(hall.tickets())) == (given.ticket_id, 1)


def test_too_late_is_a_refusal_that_names_itself(hall: Hall, terminal: Terminal) -> None:
    code = terminal.book().code
    appointment = terminal.asks(FindBookings(effect_id="v-1", code=code), BookingsFound).bookings[0][0]
    hall.at("10:45:01")
    late = terminal.asks(CheckIn(effect_id="v-2", appointment_id=appointment), HallRefused)
    assert late.code == "check_in_too_late"
    assert terminal.asks(FindBookings(effect_id="v-3", code=code), BookingsFound).bookings == ()


def test_a_check_in_whose_answer_was_lost_is_one_number_when_it_is_asked_again(hall: Hall, tmp_path: Path) -> None:
    line = DeafLine(hall.running.url)
    terminal = Terminal(access_to(hall.running, line.url), tmp_path / "outbox")
    code = terminal.book().code
    appointment = terminal.asks(FindBookings(effect_id="v-1", code=code), BookingsFound).bookings[0][0]
    hall.at("10:20:00")
    line.deaf.set()
    terminal.asks(CheckIn(effect_id="v-2", appointment_id=appointment), HallSilent)
    line.deaf.clear()
    (waiting,) = hall.tickets()
    given: Event | None = None
    tries = (f"v-{n}" for n in range(3, 200))
    while not isinstance(given, TicketIssued):
        time.sleep(0.5)  # a line that was lost is tried again after a pause
        again = CheckIn(effect_id=next(tries), appointment_id=appointment)
        given = terminal.asks(again, Event)
    assert given.ticket_id == waiting["id"]
    assert len(hall.tickets()) == 1
    terminal.link.close()
    line.close()


def test_a_missed_number_is_queued_again_and_after_half_an_hour_no_more(hall: Hall, terminal: Terminal) -> None:
    ticket = TakeTicket(effect_id="v-1", matter_id=MATTER, talk_way="touch")
    given = terminal.asks(ticket, TicketIssued)
    hall.miss(given.ticket_id, at="10:02:00")
    listed = terminal.hears(QueueChanged, lambda event: any(row[2] == "missed" for row in event.tickets))
    assert (given.ticket_id, given.number) in [row[:2] for row in listed.tickets]
    back = terminal.asks(ComeBack(effect_id="v-2", ticket_id=given.ticket_id), TicketIssued)
    assert (back.number, back.state) == (given.number, "queued")
    twice = terminal.asks(ComeBack(effect_id="w-1", ticket_id=given.ticket_id), TicketIssued)
    assert twice.state == "queued"
    hall.miss(given.ticket_id, at="10:04:00")
    hall.at("10:34:01")
    late = terminal.asks(ComeBack(effect_id="v-3", ticket_id=given.ticket_id), HallRefused)
    assert late.code == "return_too_late"


class Caller:
    """A visitor who waits with a number of the hall and talks with an interpreter; the machine hears what the link says
    and has done what it wants."""

    def __init__(self, hall: Hall, terminal: Terminal) -> None:
        self._terminal = terminal
        given = terminal.asks(TakeTicket(effect_id="v-1", matter_id=MATTER, talk_way="sign"), TicketIssued)
        ticket = Ticket(given.ticket_id, given.number, given.zone_zh, given.ahead, given.wait_minutes)
        visit = Visit(visit_id="v", effects=1, ticket=ticket, consent=Consent(transmit=True), meaning=Meaning(MATTER))
        self.state, self.effects = State(phase=Phase.WAITING, window="3", visit=visit), list[Effect]()
        self.number, self.ticket_id = given.number, given.ticket_id
        self.meets(CallInterpreter())
        wish = wants(self.state).call
        assert wish is not None
        self.place = place_of(hall.running, dial(wish, load_matters()))
        self.meets(CallChanged(state="connected"))

    def meets(self, *events: Event) -> Caller:
        """The hall's part of what the machine wants is asked of it; its answer is the next event."""
        for event in events:
            self.state, effects = step(self.state, replace(event, at=self.state.now + 1.0))
            self.effects += effects
        return self

    def asks(self, kind: type[Effect], answer: type[Event]) -> Caller:
        """The last effect of that kind is done, and the machine hears the answer."""
        wanted = next(effect for effect in reversed(self.effects) if isinstance(effect, kind))
        self._terminal.does(wanted)
        return self.meets(self._terminal.hears(answer))

    def is_called(self, times: int = 1) -> Caller:
        """The clerk calls the next number, and again."""
        self._terminal.does(CallNextTicket(effect_id=f"desk-{len(self.effects)}", window="3"))
        self.meets(self._terminal.hears(TicketCalled, lambda event: event.ticket_id == self.ticket_id))
        for count in range(2, times + 1):
            self._terminal.does(RecallTicket(effect_id=f"desk-r{count}", ticket_id=self.ticket_id))
            self.meets(self._terminal.hears(TicketCalled, lambda event, count=count: event.call_count == count))
        return self

    def news(self) -> list[tuple[str, str]]:
        return [(effect.news, effect.number) for effect in self.effects if isinstance(effect, TellInterpreter)]


def test_a_number_called_in_a_call_is_served_with_the_interpreter_there(hall: Hall, terminal: Terminal) -> None:
    caller = Caller(hall, terminal)
    assert caller.place == 1, "the hall takes the call of who waits with a number"
    caller.is_called()
    assert (caller.state.phase, asked_to_go(caller.state), caller.news()) == (
        Phase.REMOTE,
        True,
        [("called", caller.number)],
    )
    caller.meets(GoToWindow()).asks(BeginService, ServiceBegan)
    assert (caller.state.phase, caller.state.open_ticket) == (Phase.REMOTE, caller.ticket_id)
    assert [ticket["state"] for ticket in hall.tickets()] == ["processing"]
    assert caller.meets(HangUp()).state.phase is Phase.CONVERSING


def test_a_number_missed_in_a_call_queues_again_after_it_and_is_called_again(hall: Hall, terminal: Terminal) -> None:
    caller = Caller(hall, terminal).is_called(times=3).meets(Deny())
    hall.at("10:02:00")
    terminal.does(MissTicket(effect_id="desk-m", ticket_id=caller.ticket_id))
    caller.meets(terminal.hears(TicketMissed))
    assert caller.state.phase is Phase.REMOTE
    assert [news for news, _ in caller.news()] == ["called", "called", "called", "missed"]
    caller.meets(HangUp(), Confirm()).asks(ComeBack, TicketIssued)
    ticket = caller.state.visit.ticket
    assert ticket is not None
    assert (caller.state.phase, ticket.number, ticket.missed) == (Phase.WAITING, caller.number, False)
    assert caller.is_called().state.phase is Phase.CALLED


def test_the_clerk_misses_calls_again_and_parks_a_number(hall: Hall, terminal: Terminal) -> None:
    ticket = terminal.asks(TakeTicket(effect_id="v-1", matter_id=MATTER, talk_way="touch"), TicketIssued).ticket_id
    terminal.does(CallNextTicket(effect_id="desk-1", window="3"))
    assert terminal.hears(TicketCalled).ticket_id == ticket
    soon = terminal.asks(MissTicket(effect_id="desk-2", ticket_id=ticket), HallRefused)
    assert soon.code == "call_again_first"
    for count in (2, 3):
        terminal.does(RecallTicket(effect_id=f"desk-r{count}", ticket_id=ticket))
        assert terminal.hears(TicketCalled).call_count == count
    hall.at("10:01:30")
    terminal.does(MissTicket(effect_id="desk-3", ticket_id=ticket))
    assert terminal.hears(TicketMissed).ticket_id == ticket
    terminal.does(CallTicket(effect_id="desk-4", ticket_id=ticket))
    assert terminal.hears(TicketCalled).ticket_id == ticket
    terminal.does(BeginService(effect_id="desk-5", ticket_id=ticket))
    assert terminal.hears(ServiceBegan).ticket_id == ticket
    terminal.does(ParkTicket(effect_id="desk-6", ticket_id=ticket))
    parked = terminal.hears(QueueChanged, lambda event: any(row[2] == "parked" for row in event.tickets))
    assert [row[0] for row in parked.tickets] == [ticket]


def in_service(terminal: Terminal) -> TicketIssued:
    """A number that this window serves."""
    given = terminal.asks(TakeTicket(effect_id="v-1", matter_id=MATTER, talk_way="touch"), TicketIssued)
    terminal.does(CallTicket(effect_id="v-2", ticket_id=given.ticket_id))
    terminal.hears(TicketCalled)
    terminal.does(BeginService(effect_id="v-3", ticket_id=given.ticket_id))
    terminal.hears(ServiceBegan)
    return given


def test_the_clerk_sends_a_number_on_to_another_window_that_alone_calls_it(hall: Hall, terminal: Terminal) -> None:
    windows = {name: window_id for window_id, name, _ in terminal.hears(OtherWindowsChanged).windows}
    assert "3" not in windows, "this one"
    given = in_service(terminal)
    moved = terminal.asks(MoveTicket(effect_id="v-4", ticket_id=given.ticket_id, window_id=windows["5"]), TicketMoved)
    assert (moved.ticket_id, moved.window, moved.zone_zh, moved.ahead) == (given.ticket_id, "5", "社保医保区", 0)
    (kept,) = hall.tickets()
    assert (kept["number"], kept["state"]) == (given.number, "queued")
    hall.clerk.post(f"/v1/windows/{windows['4']}/call-next", {}, expect=204)
    called = hall.clerk.post(f"/v1/windows/{windows['5']}/call-next", {}).body
    assert called["id"] == given.ticket_id
    assert terminal.hears(TicketCalled).window == "5"
    twice = MoveTicket(effect_id="v-5", ticket_id=given.ticket_id, window_id=windows["4"])
    assert terminal.asks(twice, HallRefused).code == "wrong_state"


def test_a_number_sent_to_a_window_that_closes_is_called_by_another_of_its_zone(hall: Hall, terminal: Terminal) -> None:
    windows = {name: window_id for window_id, name, _ in terminal.hears(OtherWindowsChanged).windows}
    given = in_service(terminal)
    terminal.asks(MoveTicket(effect_id="v-4", ticket_id=given.ticket_id, window_id=windows["5"]), TicketMoved)
    hall.set_window(windows["5"], "closed")
    called = hall.clerk.post(f"/v1/windows/{windows['4']}/call-next", {}).body
    assert called["id"] == given.ticket_id
    hall.set_window(windows["5"], "open")


def test_a_window_that_closes_is_no_longer_offered(hall: Hall, terminal: Terminal) -> None:
    before = terminal.hears(OtherWindowsChanged).windows
    gone = next(window_id for window_id, name, _ in before if name == "5")
    hall.set_window(gone, "closed")
    after = terminal.hears(OtherWindowsChanged).windows
    assert after == tuple(row for row in before if row[0] != gone)
    hall.set_window(gone, "open")


def test_a_move_whose_answer_was_lost_is_one_move_when_it_is_asked_again(hall: Hall, tmp_path: Path) -> None:
    line = DeafLine(hall.running.url)
    terminal = Terminal(access_to(hall.running, line.url), tmp_path / "outbox")
    window = next(row[0] for row in terminal.hears(OtherWindowsChanged).windows if row[1] == "5")
    given = in_service(terminal)
    line.deaf.set()
    terminal.asks(MoveTicket(effect_id="v-4", ticket_id=given.ticket_id, window_id=window), HallSilent)
    line.deaf.clear()
    assert [ticket["state"] for ticket in hall.tickets()] == ["queued"]
    moved: Event | None = None
    tries = (f"v-{n}" for n in range(5, 200))
    while not isinstance(moved, TicketMoved):
        time.sleep(0.5)  # a line that was lost is tried again after a pause
        moved = terminal.asks(MoveTicket(effect_id=next(tries), ticket_id=given.ticket_id, window_id=window), Event)
    assert moved.ticket_id == given.ticket_id
    terminal.link.close()
    line.close()


@pytest.mark.parametrize(("apart_s", "status"), [(3.0, Status.OK), (-40.0, Status.FAULT), (40.0, Status.FAULT)])
def test_a_clock_that_differs_from_the_halls_is_told(
    hall: Hall, terminal: Terminal, apart_s: float, status: Status
) -> None:
    ours = datetime.fromisoformat(f"{MONDAY}T10:00:00+08:00") + timedelta(seconds=apart_s)
    terminal.link.report(lambda: (State(), ours))
    told = terminal.hears(DeviceChanged)
    assert (told.device, told.status) == ("clock", status)
    assert told.detail[:1] in ("-" if apart_s < 0 else "+", "")
    assert bool(told.detail) is (status is Status.FAULT)
