"""A booking is in the visitor's hand, and can be taken back: asked about once, and told what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from terminal.visit.effects import CancelAppointment, CheckIn, Effect, FindBookings, PrintBooking, Tell
from terminal.visit.events import (
    AppointmentBooked,
    AppointmentCancelled,
    Back,
    BookingsFound,
    CancelBooking,
    ChooseWay,
    Confirm,
    Deny,
    EnterDigits,
    Event,
    HallRefused,
    HallSilent,
    Start,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Booking, Meaning, Phase, State, Visit

E = TypeVar("E", bound=Effect)
STARTS = "2026-11-24T09:30:00+08:00"
BOOKED = ("ap-1", STARTS, "2026-11-24T09:15:00+08:00", "")
CHECKED_IN = (*BOOKED[:3], "t-9")


class Story:
    def __init__(self, state: State) -> None:
        self.state, self.effects = state, list[Effect]()

    def tell(self, *events: Event) -> Story:
        for event in events:
            self.state, effects = step(self.state, replace(event, at=self.state.now + 1.0))
            self.effects += effects
        return self

    def last(self, kind: type[E]) -> E:
        return [effect for effect in self.effects if isinstance(effect, kind)][-1]

    def count(self, kind: type[Effect]) -> int:
        return sum(isinstance(effect, kind) for effect in self.effects)

    def refused(self, code: str) -> Story:
        pending = self.state.visit.pending
        return self.tell(HallRefused(effect_id=pending, code=code, zh="现在不能做这一步。", en="Not now."))


def found(booking: tuple[str, str, str, str] = BOOKED, *more: tuple[str, str, str, str]) -> Story:
    story = Story(State()).tell(Start(visit_id="v", wish="check_in"), ChooseWay(way=Way.TYPE))
    story.tell(EnterDigits(digits="40718825"), Confirm())
    bookings, effect_id = (booking, *more), story.last(FindBookings).effect_id
    matters = ("id_card_lost",) * len(bookings)
    return story.tell(BookingsFound(effect_id=effect_id, bookings=bookings, matters=matters))


def test_what_was_booked_is_printed_with_its_code_its_time_and_its_matter() -> None:
    visit = Visit(visit_id="v", way=Way.TOUCH, meaning=Meaning("id_card_lost"), booking=Booking(slot_id="s1"))
    story = Story(State(phase=Phase.BOOKING, visit=replace(visit, pending="v-9", pending_what="book")))
    story.tell(AppointmentBooked(effect_id="v-9", appointment_id="ap-1", starts=STARTS, code="40718825"))
    assert story.state.phase is Phase.TICKET
    slip = story.last(PrintBooking)
    assert (slip.code, slip.starts, slip.matter_id) == ("40718825", STARTS, "id_card_lost")


def test_a_booking_is_cancelled_after_one_question_and_the_visit_ends_with_that() -> None:
    story = found().tell(CancelBooking())
    assert story.last(Tell).key == "checkin.cancel_ask"
    assert story.count(CancelAppointment) == 0, "asked first"
    story.tell(Confirm())
    wish = story.last(CancelAppointment)
    assert (wish.appointment_id, wish.accept_late) == ("ap-1", False)
    assert story.count(CheckIn) == 0
    story.tell(AppointmentCancelled(effect_id=wish.effect_id))
    assert (story.state.phase, story.last(Tell).key) == (Phase.LEAVING, "leaving.cancelled")


def test_late_cancelling_is_said_to_count_and_asked_about_again() -> None:
    story = found().tell(CancelBooking(), Confirm()).refused("cancel_late")
    assert story.last(Tell).key == "checkin.cancel_late"
    story.tell(Confirm())
    wish = story.last(CancelAppointment)
    assert wish.accept_late
    story.tell(AppointmentCancelled(effect_id=wish.effect_id, counted=True))
    assert story.last(Tell).key == "leaving.cancelled_late"


def test_no_keeps_it_and_the_same_page_still_checks_in() -> None:
    for no in (Deny(), Back()):
        story = found().tell(CancelBooking(), no)
        assert (story.state.phase, story.last(Tell).key) == (Phase.CHECK_IN, "checkin.is_it")
        story.tell(Confirm())
        assert (story.count(CheckIn), story.count(CancelAppointment)) == (1, 0)


def test_what_is_over_is_the_halls_sentence_and_asks_nothing_more() -> None:
    story = found().tell(CancelBooking(), Confirm()).refused("appointment_over")
    draft = story.state.visit.check_in
    assert draft is not None
    assert (draft.cancelling, draft.refused, story.last(Tell).key) == ("", "other", "hall.says")


def test_a_silent_hall_leaves_the_question_and_the_same_wish_is_sent_again() -> None:
    story = found().tell(CancelBooking(), Confirm())
    story.tell(HallSilent(effect_id=story.state.visit.pending, kept=False))
    assert story.state.visit.notice == "hall.away"
    story.tell(Confirm())
    assert story.count(CancelAppointment) == 2


def test_a_number_that_is_out_and_a_list_without_a_choice_offer_no_cancelling() -> None:
    for story in (found(CHECKED_IN), found(BOOKED, ("ap-2", *BOOKED[1:]))):
        before = story.state.visit.check_in
        story.tell(CancelBooking())
        assert story.state.visit.check_in == before
