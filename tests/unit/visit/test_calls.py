"""The call to an interpreter through the pure machine: every road into it, in it, and out of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal.runtime.privacy import masked
from terminal.visit.effects import AnswerHandOver, AnswerRecord, CallHelp, Effect, SendCallText
from terminal.visit.events import (
    AgreeRecord,
    Back,
    BookTime,
    CallChanged,
    CallInterpreter,
    CallQuality,
    CallText,
    ChooseMatter,
    ChooseWay,
    ClerkAgreesRecord,
    ClerkAsksEvaluation,
    ClerkSays,
    ClerkTypes,
    Confirm,
    Deny,
    DeviceChanged,
    Event,
    FixChip,
    GiveConsent,
    HandOverChanged,
    Leave,
    PhoneCode,
    RecordChanged,
    RefuseConsent,
    ShowMe,
    SignSeen,
    SpeechHeard,
    Start,
    Status,
    Submit,
    Sureness,
    TakeBack,
    Tick,
    TypeText,
    UsePhone,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.remote import CLERK_S, LOST_S, OFFERS_S, SILENT_S
from terminal.visit.state import Call, Phase, State
from terminal.visit.wants import wants


class Line:
    """A state with a clock moved by hand and what was asked of the outside."""

    def __init__(self) -> None:
        self.state, self.effects = State(), list[Effect]()

    def happens(self, *events: Event, after_s: float = 0.5) -> Line:
        for event in events:
            at = self.state.now + after_s
            self.state, effects = step(self.state, replace(event, at=at))
            self.effects += effects
        return self

    def passes(self, seconds: float) -> Line:
        """Time goes by, a tick a second."""
        for _ in range(round(seconds)):
            self.happens(Tick(), after_s=1.0)
        return self

    @property
    def call(self) -> Call:
        assert self.state.visit.call is not None
        return self.state.visit.call

    def sent(self) -> list[tuple[str, int, str, str, bool]]:
        return [(e.who, e.seq, e.text, e.via, e.final) for e in self.effects if isinstance(e, SendCallText)]

    @property
    def told(self) -> str:
        return self.state.visit.saying.key


def sign(gloss: str, confidence: float = 0.9, sureness: Sureness = Sureness.SURE) -> SignSeen:
    return SignSeen(gloss=gloss, confidence=confidence, sureness=sureness)


def at_the_matter() -> Line:
    line = Line().happens(Start(visit_id="v1"), ChooseWay(way=Way.TYPE), ChooseMatter(matter_id="id_card_lost"))
    return line.happens(Confirm())


def asked() -> Line:
    return at_the_matter().happens(CallInterpreter(), GiveConsent())


def connected() -> Line:
    return asked().happens(CallChanged(state="ringing"), CallChanged(state="connected", interpreter="03"))


def test_a_doubted_word_is_put_right_in_a_call_as_anywhere() -> None:
    """The clerk's key that said 丢 took the word away."""
    line = connected().happens(SignSeen(gloss="过期", confidence=0.6, sureness=Sureness.MAYBE, alternatives=("丢",)))
    line.happens(FixChip(chip=0, alternative=0))
    assert [chip.gloss for chip in line.state.visit.request.chips] == ["丢"]
    line.happens(FixChip(chip=0))
    assert line.state.visit.request.chips == ()


def test_a_sound_that_nobody_understood_is_no_line_and_the_visitor_is_told() -> None:
    line = asked().happens(SpeechHeard(text="", confidence=0.0))
    assert (line.told, line.state.visit.lines, line.sent()) == ("ask.not_caught", (), [])
    line.happens(SpeechHeard(text="请快一点", confidence=0.9))
    assert [said.text for said in line.state.visit.lines] == ["请快一点"]


def test_nothing_is_transmitted_before_the_visitor_agrees() -> None:
    line = at_the_matter().happens(CallInterpreter())
    assert line.state.phase is Phase.CONSENT
    assert wants(line.state).call is None
    line.happens(RefuseConsent())
    assert line.state.phase is Phase.MATTER
    assert wants(line.state).call is None


def test_the_call_follows_the_state_and_the_briefing_goes_ahead() -> None:
    line = Line().happens(Start(visit_id="v1"), ChooseWay(way=Way.SIGN), GiveConsent())
    line.happens(sign("身份证"), sign("丢", 0.5, Sureness.MAYBE), CallInterpreter(), GiveConsent())
    wish = wants(line.state).call
    assert wish is not None
    assert wish.briefing.understood == (("身份证", True), ("丢", False))
    assert wants(line.state).mirror
    assert wants(line.happens(Back()).state).call is None
    assert line.state.phase is Phase.ASKING


@pytest.mark.parametrize("words", [("手语翻译",), ("手语", "翻译"), ("翻译",)])
def test_the_sign_for_an_interpreter_alone_calls_one(words: tuple[str, ...]) -> None:
    line = Line().happens(Start(visit_id="v"), ChooseWay(way=Way.SIGN), GiveConsent())
    line.happens(*(sign(word) for word in words), Submit())
    assert (line.state.phase, line.state.visit.consent.asked) == (Phase.CONSENT, "transmit")
    line.happens(GiveConsent())
    wish = wants(line.state).call
    assert wish is not None
    assert wish.briefing.understood == (), "calling is no part of the matter"


def test_typed_words_for_an_interpreter_call_one_and_within_a_sentence_they_do_not() -> None:
    line = Line().happens(Start(visit_id="v"), ChooseWay(way=Way.TYPE), TypeText(text="手语翻译"), Submit())
    assert line.state.phase is Phase.CONSENT
    line = Line().happens(Start(visit_id="v"), ChooseWay(way=Way.TYPE), TypeText(text="手语翻译证怎么办"), Submit())
    assert line.state.phase is Phase.ASKING


def test_place_and_wait_are_shown_and_offers_come_at_30_and_the_clerk_at_120_seconds() -> None:
    line = asked().happens(CallChanged(state="queued", place=3, wait_minutes=6))
    assert (line.call.place, line.call.wait_minutes, line.call.offered) == (3, 6, False)
    line.passes(OFFERS_S)
    assert line.call.offered
    assert line.told == "remote.offers"
    line.passes(CLERK_S - OFFERS_S)
    assert line.told == "remote.clerk_comes"
    assert line.state.visit.help is not None
    assert not [e for e in line.effects if isinstance(e, CallHelp)], "the hall calls its clerk itself (contract 8)"
    assert line.call.waiting, "waiting goes on"


def test_nobody_on_duty_leaves_choices_and_the_idle_clock_runs() -> None:
    line = asked().happens(CallChanged(state="nobody", reason="closed", hours="11-24 09:00-17:00"))
    assert (line.state.phase, line.told, line.call.hours) == (Phase.REMOTE, "remote.nobody", "11-24 09:00-17:00")
    assert wants(line.state).call is None
    line.happens(CallInterpreter())
    assert line.call.state == "asked", "once more"
    line.happens(CallChanged(state="nobody", reason="away")).passes(200)
    assert line.state.phase is Phase.IDLE


def test_a_hall_that_says_nothing_is_not_waited_for_for_ever() -> None:
    line = asked().passes(SILENT_S + 2)
    assert (line.call.state, line.call.reason, line.told) == ("nobody", "away", "remote.away")


def test_another_time_leads_to_the_matter_from_where_it_is_booked() -> None:
    line = asked().passes(40).happens(BookTime())
    assert line.state.phase is Phase.MATTER
    assert wants(line.state).call is None


def test_what_the_visitor_types_goes_out_letter_by_letter_and_then_as_a_line() -> None:
    line = connected().happens(
        TypeText(text="照"), TypeText(text="照片"), Submit(), TypeText(text="好"), TypeText(text="")
    )
    assert line.sent() == [
        ("visitor", 1, "照", "typed", False),
        ("visitor", 1, "照片", "typed", False),
        ("visitor", 1, "照片", "typed", True),
        ("visitor", 2, "好", "typed", False),
        ("visitor", 2, " ", "typed", False),
    ]
    assert [seen.text for seen in line.state.visit.lines] == ["照片"]


def test_signs_go_along_as_an_aid_and_become_a_line_when_the_visitor_sends_them() -> None:
    line = connected().happens(sign("照片", 0.95), sign("没有", 0.61, Sureness.MAYBE), Submit())
    assert line.sent() == [
        ("visitor", 1, "照片 95%", "sign", False),
        ("visitor", 1, "照片 95% 没有 61%", "sign", False),
        ("visitor", 1, "照片 没有", "sign", True),
    ]


def test_the_clerk_writes_to_both() -> None:
    line = connected().happens(ClerkTypes(text="请"), ClerkTypes(text="请坐"), ClerkSays(), ClerkSays(phrase="wait"))
    assert line.sent() == [
        ("clerk", 1, "请", "typed", False),
        ("clerk", 1, "请坐", "typed", False),
        ("clerk", 1, "请坐", "typed", True),
        ("clerk", 2, "", "phrase", True),
    ]
    assert [(seen.who, seen.key) for seen in line.state.visit.lines] == [("clerk", "clerk-1"), ("clerk", "clerk-2")]


def test_a_line_of_the_interpreter_grows_letter_by_letter_and_is_one_line() -> None:
    line = connected()
    for text, final in (("请", False), ("请问", False), ("请问您", True)):
        line.happens(CallText(who="interpreter", key="interpreter-1", text=text, final=final))
    assert [(seen.text, seen.final) for seen in line.state.visit.lines] == [("请问您", True)]
    line.happens(CallText(who="interpreter", key="interpreter-2", text="旧", final=False))
    line.happens(CallText(who="interpreter", key="interpreter-2", text=" ", final=False))
    assert len(line.state.visit.lines) == 1, "deleted again"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (CallChanged(state="reconnecting", reason="line"), "remote.reconnecting"),
        (CallChanged(state="reconnecting", reason="interpreter"), "remote.lost_interpreter"),
        (CallChanged(state="held"), "remote.held"),
        (CallChanged(state="phone"), "remote.phone"),
        (CallChanged(state="queued", place=1), "remote.another"),
    ],
)
def test_what_was_said_stays_while_the_line_is_mended(change: CallChanged, told: str) -> None:
    line = connected().happens(CallText(who="interpreter", key="interpreter-1", text="您好"), change)
    assert line.told == told
    assert [seen.text for seen in line.state.visit.lines] == ["您好"]
    line.happens(CallChanged(state="connected"))
    assert line.told == ("remote.connected" if change.state == "queued" else "remote.back")
    assert line.call.interpreter == "03"


def test_a_killed_call_worker_is_said_and_the_same_call_is_wanted_again() -> None:
    line = connected()
    before = wants(line.state).call
    line.happens(DeviceChanged(device="call", status=Status.FAULT, detail="ended with code -9"))
    assert (line.call.state, line.call.reason) == ("reconnecting", "terminal")
    assert wants(line.state).call == before


def test_a_line_that_stays_broken_ends_in_choices() -> None:
    line = connected().happens(CallChanged(state="reconnecting", reason="line")).passes(LOST_S + 2)
    assert (line.call.state, line.told) == ("nobody", "remote.away")


@pytest.mark.parametrize(("answer", "agreed"), [(Confirm(), True), (Deny(), False)])
def test_the_visitor_is_asked_before_another_interpreter_takes_over(answer: Event, agreed: bool) -> None:
    line = connected().happens(HandOverChanged(state="asked"))
    assert line.told == "remote.connected"
    line.happens(HandOverChanged(state="both_in"))
    assert line.told == "remote.hand_over"
    line.happens(answer, answer)
    assert [e.agreed for e in line.effects if isinstance(e, AnswerHandOver)] == [agreed]
    assert line.happens(HandOverChanged(state="confirmed")).told == "remote.handed_over"


def test_the_ears_are_closed_in_the_call_and_the_eyes_look_less_often() -> None:
    line = Line().happens(
        Start(visit_id="v"), ChooseWay(way=Way.SPEAK), GiveConsent(), CallInterpreter(), GiveConsent()
    )
    assert wants(line.state).question, "while waiting the visitor may still speak to the terminal"
    line.happens(CallChanged(state="connected"))
    assert wants(line.state).question == ""
    assert wants(line.state).sparing


def test_training_calls_nobody() -> None:
    line = asked()
    assert wants(line.state).call is not None
    assert wants(replace(line.state, training=True)).call is None


def test_the_own_picture_can_be_switched_off() -> None:
    line = connected().happens(ShowMe(on=False))
    wish = wants(line.state).call
    assert wish is not None
    assert not wish.camera
    assert not wants(line.state).camera


def test_quality_is_kept_in_plain_steps() -> None:
    line = connected().happens(CallQuality(seen="good", shown="unreadable", fps=24))
    assert (line.call.seen, line.call.shown) == ("good", "unreadable")


def test_the_call_comes_back_from_the_phone() -> None:
    line = connected().happens(CallChanged(state="phone"), TakeBack())
    assert [type(e).__name__ for e in line.effects].count("FetchCall") == 1
    assert line.call.state == "reconnecting"


def with_phones(line: Line) -> Line:
    line.state = replace(line.state, phone_page=True)
    return line


def asked_for_codes(line: Line) -> int:
    return [type(effect).__name__ for effect in line.effects].count("AskPhoneCode")


def test_a_code_for_the_phone_is_asked_for_shown_and_gone_when_the_phone_has_it() -> None:
    line = with_phones(connected()).happens(UsePhone(on=True))
    assert asked_for_codes(line) == 1
    assert (line.call.by_phone, line.call.phone_code) == (True, "")
    line.happens(PhoneCode(address="https://hall.example/phone#rs.secret"))
    assert line.call.phone_code.endswith("#rs.secret")
    assert "secret" not in repr(line.state)
    line.happens(CallChanged(state="phone"))
    assert (line.call.by_phone, line.call.phone_code) == (False, "")


def test_a_code_that_was_put_away_is_not_shown_when_it_comes() -> None:
    line = with_phones(connected()).happens(
        UsePhone(on=True), UsePhone(on=False), PhoneCode(address="https://x/phone#s")
    )
    assert (line.call.by_phone, line.call.phone_code) == (False, "")


def test_without_the_halls_page_there_is_no_code() -> None:
    assert asked_for_codes(connected().happens(UsePhone(on=True))) == 0


def test_the_journal_keeps_no_code() -> None:
    assert "secret" not in str(masked(PhoneCode(address="https://hall.example/phone#rs.secret")).address)


@pytest.mark.parametrize("end", [Back(), Leave(), CallChanged(state="ended"), ClerkAsksEvaluation()])
def test_every_end_hangs_up(end: Event) -> None:
    line = connected().happens(end)
    assert wants(line.state).call is None
    assert line.state.visit.call is None


ASKED = RecordChanged(state="asked", missing=("clerk", "visitor"), until="11-30")
KEPT = RecordChanged(state="on", until="11-30", address="https://hall/transcript#rs-1.secret")


def answers(line: Line) -> list[tuple[str, bool]]:
    return [(e.who, e.agree) for e in line.effects if isinstance(e, AnswerRecord)]


def test_a_written_record_is_asked_of_visitor_and_clerk_and_shown_while_it_is_on() -> None:
    line = connected().happens(ASKED)
    assert line.told == "remote.record_asked"
    line.happens(AgreeRecord(agree=True), ClerkAgreesRecord(agree=True))
    assert answers(line) == [("visitor", True), ("clerk", True)]
    assert line.call.record == "asked", "the hall says when it is on"
    line.happens(KEPT)
    assert (line.told, line.call.record_code) == ("remote.record_on", KEPT.address)


def test_one_touch_ends_the_record_at_once() -> None:
    line = connected().happens(ASKED, KEPT, AgreeRecord(agree=False))
    assert (line.call.record, line.call.record_code) == ("refused", "")
    assert answers(line) == [("visitor", False)]


@pytest.mark.parametrize("gesture", [Confirm(), Submit()])
def test_a_thumb_or_a_sent_line_is_no_consent_to_a_record(gesture: Event) -> None:
    assert answers(connected().happens(ASKED, gesture)) == []


def test_nothing_of_the_record_outlives_the_call_or_stands_in_the_journal() -> None:
    assert connected().happens(ASKED, KEPT, Back()).state.visit.call is None
    assert "secret" not in str(masked(KEPT))
    assert answers(connected().happens(AgreeRecord(agree=True))) == [], "nobody asked"
