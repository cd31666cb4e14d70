"""Visitors with a booking, and those whose number was missed, played as stories."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import pytest

from terminal.intents import of_gesture
from terminal.visit.effects import (
    CheckIn,
    ComeBack,
    Effect,
    FindBookings,
    LeaveQueue,
    PrintTicket,
    TakeTicket,
    Tell,
    Understand,
)
from terminal.visit.events import (
    Back,
    BookingsFound,
    Choose,
    ChooseWay,
    Confirm,
    Deny,
    EnterDigits,
    Event,
    GestureSeen,
    GiveConsent,
    HallRefused,
    HallSilent,
    HaveBooking,
    IdentifyBy,
    QueueChanged,
    SignSeen,
    SpeechHeard,
    Start,
    Submit,
    Sureness,
    TicketCalled,
    TicketIssued,
    TicketMissed,
    TypeText,
    Understood,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Phase, Role, State
from terminal.visit.wants import wants

E = TypeVar("E", bound=Effect)
CODE, ID = "40718825", "11010519491231002X"
SOON = ("ap-1", "2026-11-24T09:30:00+08:00", "2026-11-24T09:15:00+08:00", "")
LATER = ("ap-2", "2026-11-26T14:00:00+08:00", "2026-11-26T13:45:00+08:00", "")
HAS_NUMBER = (*SOON[:3], "t-9")
MISSED = QueueChanged(
    tickets=(
        ("t-1", "A017", "missed", "", "", 20, False),
        ("t-2", "A018", "queued", "", "", 5, False),
        ("t-3", "B002", "missed", "", "", 9, False),
    )
)


class Story:
    """A terminal that events are told to; every step gets its own second."""

    def __init__(self, wish: str = "", way: Way = Way.TYPE, role: Role = Role.BOTH) -> None:
        self.state, self.effects = State(role=role), list[Effect]()
        self._now = 0.0
        self.tell(Start(visit_id="v", wish=wish), ChooseWay(way=way))
        if self.state.phase is Phase.CONSENT:
            self.tell(GiveConsent())

    def tell(self, *events: Event) -> Story:
        for event in events:
            self._now += 1.0
            self.state, effects = step(self.state, replace(event, at=self._now))
            self.effects += effects
        return self

    def asked(self, kind: type[E]) -> E:
        return [effect for effect in self.effects if isinstance(effect, kind)][-1]

    def count(self, kind: type[Effect]) -> int:
        return sum(isinstance(effect, kind) for effect in self.effects)

    def phase(self) -> Phase:
        return self.state.phase

    @property
    def told(self) -> str:
        return self.asked(Tell).key

    def found(self, *bookings: tuple[str, str, str, str]) -> Story:
        matters = tuple("id_card_lost" for _ in bookings)
        effect_id = self.asked(FindBookings).effect_id
        return self.tell(BookingsFound(effect_id=effect_id, bookings=bookings, matters=matters))

    def number(self, kind: type[Effect], **fields: Any) -> Story:
        given: dict[str, Any] = {"number": "A021", "zone_zh": "综合服务区", "ahead": 1, "wait_minutes": 6}
        effect_id = self.asked(kind).effect_id
        return self.tell(TicketIssued(effect_id=effect_id, ticket_id="t-9", **{**given, **fields}))

    def refused(self, kind: type[Effect], code: str) -> Story:
        effect_id = self.asked(kind).effect_id
        return self.tell(HallRefused(effect_id=effect_id, code=code, zh="现在不能做这一步。", en="Not now."))


def booked(*bookings: tuple[str, str, str, str]) -> Story:
    return Story("check_in").tell(EnterDigits(digits=CODE), Confirm()).found(*(bookings or (SOON,)))


# --- a booking


def test_the_code_finds_the_booking_and_a_yes_gives_its_number_and_slip() -> None:
    story = Story("check_in").tell(EnterDigits(digits=CODE), Confirm())
    assert story.asked(FindBookings).code == CODE
    story.found(SOON)
    assert story.told == "checkin.is_it"
    story.tell(Confirm())
    assert story.asked(CheckIn).appointment_id == "ap-1"
    story.number(CheckIn)
    assert story.phase() is Phase.TICKET
    assert story.told == "checkin.done"
    assert story.asked(PrintTicket).matter_id == "id_card_lost"
    assert story.state.visit.check_in is None
    story.tell(Confirm())
    assert story.phase() is Phase.WAITING


def test_the_id_number_finds_it_too_and_half_a_number_is_not_sent() -> None:
    story = Story("check_in").tell(IdentifyBy(how="id"), EnterDigits(digits=ID[:17]), Confirm())
    assert story.count(FindBookings) == 0
    assert story.state.visit.notice == "booking.id_wrong"
    story.tell(EnterDigits(digits=ID), Confirm())
    assert (story.asked(FindBookings).code, story.asked(FindBookings).id_number) == ("", ID)


def test_of_several_one_is_chosen_and_denying_it_leads_back_to_the_list() -> None:
    story = booked(SOON, LATER)
    story.tell(Confirm())
    assert story.state.visit.notice == "checkin.choose_one"
    story.tell(Choose(index=1), Deny())
    assert story.told == "checkin.which"
    story.tell(Choose(index=1), Confirm())
    assert story.asked(CheckIn).appointment_id == "ap-2"


def test_who_is_checked_in_already_sees_the_same_number_again_without_a_second_slip() -> None:
    story = booked(HAS_NUMBER).tell(Confirm())
    assert story.asked(CheckIn).ticket_id == "t-9"
    story.number(CheckIn)
    assert story.phase() is Phase.TICKET
    assert story.count(PrintTicket) == 0


@pytest.mark.parametrize(
    ("state", "phase"),
    [("called", Phase.CALLED), ("missed", Phase.COMING_BACK), ("finished", Phase.CHECK_IN)],
)
def test_a_number_that_is_further_on_leads_to_its_own_page(state: str, phase: Phase) -> None:
    story = booked(HAS_NUMBER).tell(Confirm()).number(CheckIn, state=state, window="3")
    assert story.phase() is phase


def test_a_number_of_a_booking_is_not_given_back_by_one_step_back() -> None:
    story = booked().tell(Confirm()).number(CheckIn)
    story.tell(Back())
    assert story.count(LeaveQueue) == 0
    assert story.phase() is Phase.WAITING


def test_too_early_says_from_when_and_ends_the_visit() -> None:
    story = booked().tell(Confirm()).refused(CheckIn, "check_in_too_early")
    assert story.asked(Tell).args == (("starts", SOON[2]),)
    story.tell(Confirm())
    assert story.phase() is Phase.LEAVING


def test_too_late_offers_a_number_for_the_same_matter() -> None:
    story = booked().tell(Confirm()).refused(CheckIn, "check_in_too_late")
    assert story.told == "checkin.late"
    story.tell(Confirm())
    assert story.asked(TakeTicket).matter_id == "id_card_lost"
    story.number(TakeTicket)
    assert story.phase() is Phase.TICKET
    story.tell(Back())
    assert story.count(LeaveQueue) == 0, "asked first"
    story.tell(Confirm())
    assert story.count(LeaveQueue) == 1


def test_an_unknown_or_cancelled_one_leads_to_a_number_and_a_person() -> None:
    story = Story("check_in").tell(EnterDigits(digits=CODE), Confirm()).found()
    assert (story.told, story.state.visit.notice) == ("checkin.none", "checkin.none_note")
    story.tell(Back())
    assert story.phase() is Phase.ASKING
    assert story.state.visit.wish == ""


def test_any_other_refusal_is_the_halls_sentence_with_a_next_step() -> None:
    story = booked().tell(Confirm()).refused(CheckIn, "hall_closed")
    assert story.told == "hall.says"
    story.tell(Confirm())
    assert story.phase() is Phase.ASKING


def test_a_silent_hall_is_told_and_the_same_wish_can_be_sent_again() -> None:
    story = booked().tell(Confirm())
    first = story.asked(CheckIn)
    story.tell(HallSilent(effect_id=first.effect_id, kept=False))
    assert story.told == "hall.not_checked_in"
    story.tell(Confirm())
    assert story.count(CheckIn) == 2
    assert story.asked(CheckIn).appointment_id == first.appointment_id


def test_a_late_answer_of_a_page_that_was_left_changes_nothing() -> None:
    story = booked().tell(Confirm(), Back())
    before = story.state.visit.ticket
    story.number(CheckIn)
    assert story.state.visit.ticket is before


# --- how it is said


def test_a_signer_and_a_speaker_are_asked_for_consent_and_come_to_the_same_page() -> None:
    for way in (Way.SIGN, Way.SPEAK):
        story = Story("check_in", way)
        assert story.phase() is Phase.CHECK_IN
        assert story.state.visit.way is way
    assert wants(Story("check_in", Way.SIGN).state).signs == "number"
    assert wants(Story("check_in", Way.SPEAK).state).question == "number"
    found = Story("check_in", Way.SIGN).tell(EnterDigits(digits=CODE))
    assert wants(found.state).signs == "choice"
    thumb = of_gesture(GestureSeen(kind="yes"), found.state)
    assert isinstance(thumb, Confirm)


def test_another_way_of_communicating_keeps_what_was_typed() -> None:
    story = Story("check_in").tell(EnterDigits(digits="4071"), ChooseWay(way=Way.SPEAK), GiveConsent())
    assert story.phase() is Phase.CHECK_IN
    assert story.state.visit.check_in is not None
    assert story.state.visit.check_in.digits == "4071"


@pytest.mark.parametrize("command", ["check_in", "come_back"])
@pytest.mark.parametrize("way", [Way.TYPE, Way.SPEAK])
def test_it_may_be_said_or_typed_where_the_matter_is_asked(command: str, way: Way) -> None:
    story = Story(way=way)
    story.tell(*((SpeechHeard(text="我预约了", confidence=0.9),) if way is Way.SPEAK else typed("我预约了")))
    effect_id = story.asked(Understand).effect_id
    story.tell(Understood(effect_id=effect_id, matter_id="", aspect="apply", certainty="unknown", command=command))
    assert story.phase() is {"check_in": Phase.CHECK_IN, "come_back": Phase.COMING_BACK}[command]


def typed(text: str) -> tuple[Event, ...]:
    return TypeText(text=text), Submit()


@pytest.mark.parametrize(
    ("signs", "phase"),
    [
        (("预约",), Phase.CHECK_IN),
        (("我", "预约", "有"), Phase.CHECK_IN),
        (("号码", "过期"), Phase.COMING_BACK),
    ],
)
def test_it_may_be_signed(signs: tuple[str, ...], phase: Phase) -> None:
    story = Story(way=Way.SIGN)
    story.tell(*(SignSeen(gloss=sign, confidence=0.95, sureness=Sureness.SURE) for sign in signs), Submit())
    assert story.phase() is phase


def test_it_may_be_touched_among_the_matters() -> None:
    assert Story(way=Way.TYPE).tell(HaveBooking()).state.phase is Phase.CHECK_IN


# --- a missed call


def waiting() -> Story:
    """A visitor who waits here with the number A021."""
    return booked().tell(Confirm()).number(CheckIn).tell(Confirm())


def test_who_misses_the_call_here_queues_again_with_one_touch_and_waits_on() -> None:
    story = waiting().tell(TicketCalled(ticket_id="t-9", number="A021", window="3", call_count=1))
    story.tell(TicketMissed(ticket_id="t-9"))
    assert story.phase() is Phase.COMING_BACK
    assert story.told == "waiting.missed"
    story.tell(Confirm())
    assert story.asked(ComeBack).ticket_id == "t-9"
    story.number(ComeBack, ahead=2)
    assert story.phase() is Phase.WAITING
    assert story.state.visit.saying.key == "comeback.done"
    assert story.state.visit.ticket is not None
    assert story.state.visit.ticket.number == "A021"
    assert story.state.numbers == ()


def test_not_now_waits_on_and_a_second_call_still_reaches_the_visitor() -> None:
    story = waiting().tell(TicketMissed(ticket_id="t-9"))
    story.tell(TicketCalled(ticket_id="t-9", number="A021", window="3", call_count=1))
    assert story.phase() is Phase.CALLED
    story.tell(TicketMissed(ticket_id="t-9"), Back())
    assert story.phase() is Phase.WAITING


def test_who_left_finds_the_number_among_those_that_were_missed() -> None:
    story = Story("come_back").tell(MISSED)
    story.tell(Choose(index=1), Back())
    assert story.told == "comeback.which"
    story.tell(Choose(index=0), Confirm())
    assert story.asked(ComeBack).ticket_id == "t-1"
    story.number(ComeBack, number="A017")
    assert story.phase() is Phase.WAITING


def test_at_the_entrance_the_number_is_shown_and_the_visit_ends_there() -> None:
    story = Story("come_back", role=Role.GUIDE).tell(MISSED, Choose(index=0), Confirm()).number(ComeBack)
    assert story.phase() is Phase.TICKET


def test_too_late_to_come_back_leads_to_a_new_number() -> None:
    story = Story("come_back").tell(MISSED, Choose(index=0), Confirm()).refused(ComeBack, "return_too_late")
    assert story.told == "hall.says"
    story.tell(Confirm())
    assert story.phase() is Phase.ASKING
    assert story.state.visit.ticket is None


def test_where_no_number_is_missed_nothing_can_be_chosen() -> None:
    story = Story("come_back").tell(Choose(index=0))
    assert story.told == "comeback.none"
    assert story.count(ComeBack) == 0


def test_a_number_that_was_served_is_told_and_not_queued() -> None:
    story = Story("come_back").tell(MISSED, Choose(index=0), Confirm()).number(ComeBack, state="finished")
    assert story.told == "comeback.over"
    assert story.phase() is Phase.COMING_BACK
