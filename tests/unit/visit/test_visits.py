"""Whole visits through the pure machine: the clock is moved by hand, the hall answers by hand."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.runtime.wire import event_kinds
from terminal.visit.effects import BeginService, Book, Effect, Evaluate, ListSlots, TakeTicket, Understand, Wipe
from terminal.visit.events import (
    AppointmentBooked,
    BookingsFound,
    BookTime,
    CallInterpreter,
    CancelHelp,
    Choose,
    ChooseSlot,
    ChooseWay,
    ClerkAsksEvaluation,
    ClerkSays,
    Confirm,
    Deny,
    DeviceChanged,
    EnterDigits,
    Event,
    GiveConsent,
    HallRefused,
    HallSilent,
    HandsDown,
    Leave,
    Level,
    PadRated,
    QueueChanged,
    Rate,
    RefuseConsent,
    ServiceBegan,
    SignSeen,
    SkipRating,
    SlotsListed,
    SpeechHeard,
    Start,
    Status,
    Submit,
    Sureness,
    TakeNumber,
    Theme,
    Tick,
    TicketCalled,
    TicketIssued,
    TicketMissed,
    TypeText,
    Understood,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Phase, State, Visit
from terminal.visit.wants import wants


class Desk:
    """A state, a clock moved by hand, and what was asked of the outside."""

    def __init__(self) -> None:
        self.state = State()
        self.effects: list[Effect] = []
        self.now = 0.0

    def happens(self, *events: Event, after_s: float = 0.5) -> Desk:
        for event in events:
            self.now += after_s
            stamped = type(event)(**{f.name: getattr(event, f.name) for f in fields(event)} | {"at": self.now})
            self.state, effects = step(self.state, stamped)
            self.effects += effects
        return self

    def wait(self, seconds: float) -> Desk:
        end = self.now + seconds
        while self.now < end:
            self.happens(Tick(), after_s=0.5)
        return self

    def last(self, kind: type[Effect]) -> Effect:
        return [effect for effect in self.effects if isinstance(effect, kind)][-1]

    def count(self, kind: type[Effect]) -> int:
        return sum(isinstance(effect, kind) for effect in self.effects)


def sign(gloss: str, sureness: Sureness = Sureness.SURE) -> SignSeen:
    return SignSeen(gloss=gloss, confidence=0.9, sureness=sureness)


def a_signer_asks() -> Desk:
    desk = Desk().happens(Start(visit_id="v1"), ChooseWay(way=Way.SIGN), GiveConsent())
    return desk.happens(sign("身份证"), sign("丢"), sign("补办"), HandsDown(), Submit())


def understood(
    desk: Desk, matter: str = "id_card_lost", certainty: str = "sure", candidates: tuple[str, ...] = ()
) -> Desk:
    asked = desk.last(Understand)
    return desk.happens(
        Understood(
            effect_id=asked.effect_id, matter_id=matter, aspect="apply", certainty=certainty, candidates=candidates
        )
    )


def with_ticket(desk: Desk) -> Desk:
    desk.happens(TakeNumber())
    effect_id = desk.last(TakeTicket).effect_id
    return desk.happens(
        TicketIssued(effect_id=effect_id, ticket_id="tk1", number="A012", zone_zh="公安", ahead=2, wait_minutes=8)
    )


def at_the_window() -> Desk:
    desk = with_ticket(understood(a_signer_asks()).happens(Confirm()))
    desk.happens(Confirm(), TicketCalled(ticket_id="tk1", number="A012", window="3", call_count=1), Confirm())
    return desk.happens(ServiceBegan(ticket_id="tk1", service_id="sv1"))


def test_a_deaf_visitor_from_greeting_to_evaluation() -> None:
    desk = at_the_window()
    assert desk.state.phase is Phase.CONVERSING
    desk.happens(ClerkSays(text="请出示户口簿"), sign("好"), Submit(), ClerkAsksEvaluation())
    assert [line.who for line in desk.state.visit.lines] == ["clerk", "visitor"]
    seq = desk.state.visit.evaluation.seq
    desk.happens(PadRated(level=Level.SATISFIED, seq=seq)).wait(3.5)
    sent = desk.last(Evaluate)
    assert (sent.service_id, sent.level, sent.source) == ("sv1", Level.SATISFIED, "pad")
    desk.wait(5)
    assert desk.state.phase is Phase.IDLE
    assert desk.state.visit == Visit(last_active=desk.state.visit.last_active)
    assert desk.count(Wipe) == 1


def test_a_compound_takes_the_place_of_its_parts() -> None:
    desk = Desk().happens(Start(visit_id="v"), ChooseWay(way=Way.SIGN), GiveConsent(), sign("身份证"), sign("补"))
    desk.happens(SignSeen(gloss="补办", confidence=0.9, sureness=Sureness.SURE, replaces=1))
    assert [chip.gloss for chip in desk.state.visit.request.chips] == ["身份证", "补办"]


def test_nothing_counts_before_the_visitor_confirms() -> None:
    desk = understood(a_signer_asks())
    assert desk.state.phase is Phase.CONFIRMING
    assert desk.count(TakeTicket) == 0
    desk.happens(Deny())
    assert desk.state.phase is Phase.ASKING
    assert desk.state.visit.meaning is None


def test_large_and_slow_is_for_who_chose_it_and_not_for_the_next_one() -> None:
    desk = Desk().happens(Start(visit_id="v"), ChooseWay(way=Way.SPEAK, elderly=True), GiveConsent())
    assert desk.state.visit.comfort.theme is Theme.ELDERLY
    desk.happens(Leave()).wait(5)
    assert (desk.state.phase, desk.state.visit.comfort.theme) == (Phase.IDLE, Theme.NORMAL)


def test_two_misunderstandings_offer_other_ways_and_a_person() -> None:
    desk = Desk().happens(Start(visit_id="v"), ChooseWay(way=Way.SPEAK, elderly=True), GiveConsent())
    desk.happens(SpeechHeard(text="", confidence=0.0), SpeechHeard(text="", confidence=0.0))
    assert desk.state.visit.notice == "ask.offer_others"


def test_a_third_miss_leads_whoever_speaks_to_buttons_and_names_the_person_to_call() -> None:
    desk = Desk().happens(Start(visit_id="v"), ChooseWay(way=Way.SPEAK, elderly=True), GiveConsent())
    desk.happens(*(SpeechHeard(text="", confidence=0.0) for _ in range(3)))
    visit = desk.state.visit
    assert (desk.state.phase, visit.way, visit.saying.key) == (Phase.ASKING, Way.TOUCH, "ask.buttons")
    assert wants(desk.state).question == ""
    desk.happens(ChooseWay(way=Way.SPEAK, elderly=True), SpeechHeard(text="", confidence=0.0))
    assert (desk.state.visit.way, desk.state.visit.notice) == (Way.SPEAK, "")


def test_a_third_unclear_sign_keeps_signing_with_the_other_ways_beside_it() -> None:
    desk = Desk().happens(Start(visit_id="v"), ChooseWay(way=Way.SIGN), GiveConsent())
    for _ in range(3):
        desk.happens(SignSeen(gloss="", confidence=0.2, sureness=Sureness.UNCLEAR), HandsDown())
    assert (desk.state.visit.way, desk.state.visit.notice) == (Way.SIGN, "ask.offer_others")


def test_the_camera_is_off_before_consent_and_after_refusal() -> None:
    desk = Desk().happens(Start(visit_id="v"), ChooseWay(way=Way.SIGN))
    assert not wants(desk.state).camera
    desk.happens(RefuseConsent())
    assert desk.state.phase is Phase.ASKING
    assert not wants(desk.state).camera


def test_a_call_needs_its_own_consent() -> None:
    desk = at_the_window().happens(CallInterpreter())
    assert desk.state.phase is Phase.CONSENT
    assert desk.state.visit.consent.asked == "transmit"
    desk.happens(GiveConsent())
    assert desk.state.phase is Phase.REMOTE


def test_an_impatient_finger_gets_one_number() -> None:
    desk = understood(a_signer_asks()).happens(Confirm())
    desk.happens(TakeNumber(), TakeNumber(), TakeNumber(), after_s=0.05)
    assert desk.count(TakeTicket) == 1


def test_a_silent_hall_is_told_as_it_is_and_no_number_is_invented() -> None:
    desk = understood(a_signer_asks()).happens(Confirm(), TakeNumber())
    desk.happens(HallSilent(effect_id=desk.last(TakeTicket).effect_id, kept=False))
    assert desk.state.phase is Phase.MATTER
    assert desk.state.visit.ticket is None
    assert desk.state.visit.notice == "hall.away"
    desk.happens(TakeNumber())
    assert desk.count(TakeTicket) == 2


def test_an_answer_to_a_visit_that_is_gone_changes_nothing() -> None:
    desk = understood(a_signer_asks()).happens(Confirm(), TakeNumber())
    late = desk.last(TakeTicket).effect_id
    desk.happens(Leave()).wait(5).happens(Start(visit_id="v2"), ChooseWay(way=Way.TOUCH))
    desk.happens(TicketIssued(effect_id=late, ticket_id="tk9", number="A099", zone_zh="", ahead=0, wait_minutes=0))
    assert desk.state.visit.ticket is None


def test_a_doubtful_digit_is_asked_about_until_the_next_one() -> None:
    desk = understood(a_signer_asks()).happens(Confirm(), BookTime())
    listed = desk.last(ListSlots).effect_id
    desk.happens(
        SlotsListed(effect_id=listed, slots=(("s1", "2026-11-24T09:00:00+08:00", 2),)), ChooseSlot(slot_id="s1")
    )
    desk.happens(EnterDigits(digits="3", doubtful=True))
    assert desk.state.visit.notice == "booking.digit_doubtful"
    desk.happens(EnterDigits(digits="", doubtful=True))  # taken back by a wave
    assert desk.state.visit.notice == ""
    desk.happens(EnterDigits(digits="31"))
    assert desk.state.visit.notice == ""


def test_booking_wants_a_slot_and_a_valid_id_number() -> None:
    desk = understood(a_signer_asks()).happens(Confirm(), BookTime())
    listed = desk.last(ListSlots).effect_id
    desk.happens(SlotsListed(effect_id=listed, slots=(("s1", "2026-11-24T09:00:00+08:00", 2),)), Confirm())
    assert desk.state.visit.notice == "booking.choose_first"
    desk.happens(ChooseSlot(slot_id="s1"), EnterDigits(digits="110105194912310021"), Confirm())
    assert desk.state.visit.notice == "booking.id_wrong"
    desk.happens(EnterDigits(digits="11010519491231002x"), Confirm())
    booked = desk.last(Book)
    desk.happens(
        AppointmentBooked(effect_id=booked.effect_id, appointment_id="ap1", starts="2026-11-24T09:00:00+08:00")
    )
    assert desk.state.phase is Phase.TICKET
    assert desk.state.visit.booking.digits == ""


def test_ambiguous_requests_show_cards_and_a_finger_chooses() -> None:
    desk = understood(a_signer_asks(), matter="", certainty="ambiguous", candidates=("id_card_lost", "id_card_renew"))
    desk.happens(Choose(index=1))
    assert desk.state.visit.meaning.matter_id == "id_card_renew"


def test_time_out_is_never_praise() -> None:
    desk = at_the_window().happens(ClerkAsksEvaluation()).wait(61)
    sent = desk.last(Evaluate)
    assert (sent.outcome, sent.level) == ("none", None)


def test_the_wrong_key_can_be_corrected_within_three_seconds_and_counts_once() -> None:
    desk = at_the_window().happens(ClerkAsksEvaluation())
    desk.happens(Rate(level=Level.VERY_DISSATISFIED), Rate(level=Level.SATISFIED)).wait(3)
    desk.happens(Rate(level=Level.VERY_SATISFIED))
    assert desk.count(Evaluate) == 1
    assert desk.last(Evaluate).level is Level.SATISFIED


def test_a_late_key_of_the_visitor_before_belongs_to_no_one_else() -> None:
    desk = at_the_window().happens(ClerkAsksEvaluation())
    desk.happens(PadRated(level=Level.VERY_SATISFIED, seq=desk.state.visit.evaluation.seq + 1))
    assert desk.state.visit.evaluation.outcome == "open"


def test_a_key_after_the_time_out_still_counts_for_its_own_service() -> None:
    desk = at_the_window().happens(ClerkAsksEvaluation()).wait(61)
    seq = desk.state.pad_seq
    desk.wait(5).happens(PadRated(level=Level.DISSATISFIED, seq=seq, late=True))
    sent = desk.last(Evaluate)
    assert (sent.service_id, sent.level) == ("sv1", Level.DISSATISFIED)
    desk.happens(PadRated(level=Level.VERY_SATISFIED, seq=seq, late=True))
    assert desk.count(Evaluate) == 2


def test_what_nobody_understands_is_asked_again_and_the_words_stay() -> None:
    desk = a_signer_asks()
    understood(desk, matter="", certainty="unknown")
    assert (desk.state.phase, desk.state.visit.saying.key) == (Phase.ASKING, "ask.not_understood")
    assert [chip.gloss for chip in desk.state.visit.request.chips] == ["身份证", "丢", "补办"]


def test_what_a_visitor_types_at_the_window_is_a_line_and_the_field_is_empty_again() -> None:
    desk = at_the_window().happens(TypeText(text=" 要照片吗 "), Submit())
    assert [(line.who, line.text) for line in desk.state.visit.lines] == [("visitor", "要照片吗")]
    assert desk.state.visit.request.typed == ""
    assert desk.happens(TypeText(text="  "), Submit()).state.visit.lines[1:] == ()


def test_a_service_is_evaluated_once() -> None:
    desk = at_the_window().happens(ClerkAsksEvaluation(), SkipRating())
    desk.wait(1).happens(ClerkAsksEvaluation())
    assert desk.count(Evaluate) == 1


def test_nobody_there_is_warned_and_then_everything_is_gone() -> None:
    desk = a_signer_asks()
    understood(desk)
    desk.wait(61)
    assert desk.state.visit.warned is not None
    desk.happens(sign("好"))
    desk.wait(62)
    desk.wait(31)
    assert desk.state.phase is Phase.LEAVING
    desk.wait(5)
    assert desk.state.visit.visit_id == ""


def test_a_hand_counts_as_still_here() -> None:
    desk = Desk().happens(Start(visit_id="v"), ChooseWay(way=Way.SIGN), GiveConsent()).wait(59)
    desk.happens(sign("你")).wait(5)
    assert desk.state.visit.warned is None


def test_the_camera_is_lost_and_comes_back_without_losing_a_word() -> None:
    desk = a_signer_asks()
    understood(desk).happens(Deny(), sign("社保"))
    desk.happens(DeviceChanged(device="camera", status=Status.OK))
    desk.happens(DeviceChanged(device="camera", status=Status.MISSING))
    assert desk.state.visit.notice == "fault.camera"
    desk.happens(DeviceChanged(device="camera", status=Status.OK))
    assert desk.state.visit.notice == ""
    assert [chip.gloss for chip in desk.state.visit.request.chips] == ["社保"]


def test_a_called_number_outlives_the_visit_and_holds_nothing_personal() -> None:
    desk = with_ticket(understood(a_signer_asks()).happens(Confirm()))
    desk.happens(Leave()).wait(5)
    desk.happens(TicketCalled(ticket_id="tk1", number="A012", window="3", call_count=1))
    assert [(n.number, n.window) for n in desk.state.numbers] == [("A012", "3")]
    desk.wait(200)
    assert desk.state.numbers == ()


def test_here_i_am_begins_the_service_once_the_hall_says_so() -> None:
    desk = with_ticket(understood(a_signer_asks()).happens(Confirm()))
    desk.happens(Confirm(), TicketCalled(ticket_id="tk1", number="A012", window="3", call_count=1), Confirm())
    assert desk.count(BeginService) == 1
    assert desk.state.phase is Phase.CALLED


ALONE = ("at", "visit_id", "wish")
"""Fields that an event may be without."""
SIMPLE = [kind for kind in event_kinds().values() if not [f for f in fields(kind) if f.name not in ALONE]]
HALL = ("yes", "yes", "no", "silent")
"""How the hall answers."""
CODE, BOOKED = "40718825", ("ap1", "2026-11-24T09:30:00+08:00", "2026-11-24T09:15:00+08:00", "")
SAMPLES: list[Event] = [
    ChooseWay(way=Way.SIGN),
    ChooseWay(way=Way.SPEAK, elderly=True),
    sign("身份证"),
    Choose(index=0),
    SpeechHeard(text="身份证丢了", confidence=0.8),
    SpeechHeard(text="", confidence=0.0),
    Rate(level=Level.DISSATISFIED),
    ClerkSays(text="好"),
    TicketCalled(ticket_id="tk1", number="A001", window="1", call_count=1),
    ServiceBegan(ticket_id="tk1", service_id="sv1"),
    Start(wish="check_in"),
    Start(wish="come_back"),
    EnterDigits(digits=CODE),
    TicketMissed(ticket_id="tk1"),
    QueueChanged(tickets=(("tk1", "A001", "missed", "", "", 3, False),)),
    *[kind() for kind in SIMPLE],
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SAMPLES), st.floats(0.01, 40.0), st.sampled_from(HALL)), max_size=60))
def test_whatever_happens_the_visit_ends_and_forgets(story: list[tuple[Event, float, str]]) -> None:
    """Any story, then silence: within some minutes the terminal is idle and holds nothing about anybody."""
    desk = Desk()
    for event, after_s, hall in story:
        desk.happens(event, after_s=after_s)
        answer_what_was_asked(desk, hall)
    with_number = (Phase.TICKET, Phase.WAITING, Phase.CALLED, Phase.CONSENT, Phase.REMOTE)
    if desk.state.phase in with_number or desk.state.visit.held:  # whoever waits for a number is not sent away
        desk.happens(Leave(), Leave(), Leave())
    desk.happens(CancelHelp()).wait(330)
    assert desk.state.phase is Phase.IDLE
    assert desk.state.visit.lines == ()
    assert desk.state.visit.meaning is None
    assert not wants(desk.state).camera


def answer_what_was_asked(desk: Desk, hall: str) -> None:
    pending = desk.state.visit.pending
    if not pending:
        return
    if hall == "no":
        desk.happens(HallRefused(effect_id=pending, code="other", zh="不行", en="no"))
    elif hall == "silent":
        desk.happens(HallSilent(effect_id=pending, kept=False))
    elif desk.state.visit.pending_what == "understand":
        desk.happens(Understood(effect_id=pending, matter_id="id_card_lost", aspect="apply", certainty="sure"))
    elif desk.state.visit.pending_what == "find":
        desk.happens(BookingsFound(effect_id=pending, bookings=(BOOKED,), matters=("id_card_lost",)))
    elif desk.state.visit.pending_what in ("ticket", "check_in", "come_back"):
        desk.happens(
            TicketIssued(effect_id=pending, ticket_id="tk1", number="A001", zone_zh="", ahead=0, wait_minutes=1)
        )
