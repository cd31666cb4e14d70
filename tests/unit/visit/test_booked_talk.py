"""An interpreter booked with the time, from the booking to the call: the hall learns whose talk it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.matters import load
from terminal.call.desk import briefing
from terminal.call.link import dial
from terminal.visit.effects import Book, CheckIn, Effect, FindBookings, Tell
from terminal.visit.events import (
    AppointmentBooked,
    BookingsFound,
    BookTime,
    CallChanged,
    CallInterpreter,
    ChooseSlot,
    ChooseWay,
    Confirm,
    EnterDigits,
    Event,
    GiveConsent,
    ServiceBegan,
    SlotsListed,
    Start,
    TicketCalled,
    TicketIssued,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Consent, Meaning, Phase, State, Visit
from terminal.visit.wants import wants

STARTS = "2026-11-24T10:30:00+08:00"
BOOKED = ("ap-1", STARTS, "2026-11-24T10:15:00+08:00", "")
ID = "11010519491231002X"


class Story:
    def __init__(self, state: State) -> None:
        self.state, self.effects = state, list[Effect]()

    def happens(self, *events: Event) -> Story:
        for event in events:
            self.state, effects = step(self.state, replace(event, at=self.state.now + 0.5))
            self.effects += effects
        return self

    def last(self, kind: type[Effect]) -> Effect:
        return [effect for effect in self.effects if isinstance(effect, kind)][-1]


def booking(way: Way, **visit: object) -> Story:
    """A visitor with a matter has chosen a time and typed the number of the card."""
    state = State(phase=Phase.MATTER, visit=Visit(visit_id="v", way=way, meaning=Meaning("id_card_lost"), **visit))
    story = Story(state).happens(BookTime())
    listed = SlotsListed(effect_id=story.state.visit.pending, slots=(("s1", STARTS, 2),))
    return story.happens(listed, ChooseSlot(slot_id="s1"), EnterDigits(digits=ID), Confirm())


@pytest.mark.parametrize(("way", "wanted"), [(Way.SIGN, True), (Way.TOUCH, False), (Way.SPEAK, False)])
def test_who_signs_books_an_interpreter_with_the_time_and_is_told(way: Way, wanted: bool) -> None:
    story = booking(way)
    asked = story.last(Book)
    assert asked.interpreter is wanted
    done = AppointmentBooked(effect_id=asked.effect_id, appointment_id="ap-1", starts=STARTS, interpreter=wanted)
    story.happens(done)
    assert story.state.visit.appointment.interpreter is wanted
    assert story.last(Tell).key == ("ticket.booked_talk" if wanted else "ticket.booked")


def test_who_called_one_in_vain_books_one_for_later() -> None:
    visit = Visit(visit_id="v", way=Way.TYPE, meaning=Meaning("id_card_lost"), consent=Consent(transmit=True))
    story = Story(State(phase=Phase.MATTER, visit=visit)).happens(CallInterpreter(), CallChanged(state="nobody"))
    story.happens(BookTime(), BookTime())
    listed = SlotsListed(effect_id=story.state.visit.pending, slots=(("s1", STARTS, 2),))
    story.happens(listed, ChooseSlot(slot_id="s1"), EnterDigits(digits=ID), Confirm())
    assert story.last(Book).interpreter


def checked_in(talks: tuple[str, ...]) -> Story:
    """Checked in by the code, called, at the window."""
    story = Story(State()).happens(Start(visit_id="v", wish="check_in"), ChooseWay(way=Way.TYPE))
    story.happens(EnterDigits(digits="40718825"), Confirm())
    found = story.last(FindBookings).effect_id
    story.happens(BookingsFound(effect_id=found, bookings=(BOOKED,), matters=("id_card_lost",), talks=talks), Confirm())
    asked = story.last(CheckIn).effect_id
    number = {"ticket_id": "tk-1", "number": "A001"}
    story.happens(TicketIssued(effect_id=asked, **number, zone_zh="", ahead=0, wait_minutes=1), Confirm())
    story.happens(TicketCalled(**number, window="16", call_count=1))
    return story.happens(ServiceBegan(ticket_id="tk-1", service_id="sv-1"))


def test_at_its_time_the_call_names_the_booking_and_the_interpreter_reads_that_it_was_booked() -> None:
    story = checked_in(("ap-1",))
    assert story.state.phase is Phase.CONVERSING
    assert story.last(Tell).key == "converse.begin_talk"
    story.happens(CallInterpreter(), GiveConsent())
    wish = wants(story.state).call
    assert wish is not None
    asked = dial(wish, load())
    assert (asked.ticket_id, asked.appointment_id) == ("tk-1", "ap-1")
    assert briefing(asked)["note"] == "这次通话是预约的"


def test_a_booking_without_one_is_an_ordinary_call() -> None:
    story = checked_in(())
    assert story.last(Tell).key == "converse.begin"
    story.happens(CallInterpreter(), GiveConsent())
    wish = wants(story.state).call
    assert wish is not None
    asked = dial(wish, load())
    assert (asked.ticket_id, asked.appointment_id, "note" in briefing(asked)) == ("tk-1", "", False)
