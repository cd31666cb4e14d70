"""What an utterance means depends on what was asked: yes and no only as answers, digits only where they are asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.matters import load
from recognition.understanding import Channel, Request, understand
from terminal.intents import of_gesture, of_speech
from terminal.visit.events import (
    Confirm,
    Deny,
    EnterDigits,
    Event,
    GestureSeen,
    Repeat,
    SpeechHeard,
    Submit,
    Sureness,
    Way,
)
from terminal.visit.state import BookedTime, Booking, CheckingIn, Chip, Consent, Phase, State, Visit
from terminal.visit.state import Request as Told
from terminal.visit.wants import wants
from terminal.workers.questions import grammars

SPEAKER = Visit(visit_id="v", way=Way.SPEAK, consent=Consent(microphone=True))
CHOSEN = State(
    phase=Phase.BOOKING, visit=Visit(way=Way.SPEAK, consent=Consent(microphone=True), booking=Booking(slot_id="s"))
)


def meant(text: str, state: State) -> Event:
    return of_speech(SpeechHeard(text=text, confidence=0.9), state, load())


@pytest.mark.parametrize("phase", [Phase.CONFIRMING, Phase.MATTER, Phase.CALLED])
def test_yes_and_no_answer_what_was_asked(phase: Phase) -> None:
    assert isinstance(meant("对", State(phase=phase)), Confirm)
    assert isinstance(meant("不对", State(phase=phase)), Deny)


def test_a_thumb_up_ends_what_was_told_and_nothing_that_was_not() -> None:
    thumb = GestureSeen(kind="yes")
    for phase in (Phase.ASKING, Phase.CONVERSING, Phase.ENQUIRY):
        silent = State(phase=phase)
        told = silent.with_visit(request=Told(chips=(Chip("身份证", 0.9, Sureness.SURE),)))
        assert of_gesture(thumb, silent) is None
        assert of_gesture(thumb, told) == Submit()


def test_where_nothing_was_asked_they_are_words() -> None:
    assert isinstance(meant("对", State(phase=Phase.ASKING)), SpeechHeard)
    assert isinstance(meant("再说一遍", State(phase=Phase.ASKING)), Repeat)


def test_a_spoken_card_number_fills_the_field_that_asks_for_it() -> None:
    spoken = "一一零一零五一九四九一二三一零零二叉"
    assert wants(CHOSEN).question == "number"
    assert meant(spoken, CHOSEN) == EnterDigits(digits="11010519491231002X", said=True)
    assert isinstance(meant(spoken, State(phase=Phase.ASKING)), SpeechHeard)
    whole = CHOSEN.with_visit(booking=Booking(slot_id="s", digits="11010519491231002X"))
    assert wants(whole).question == "yes_no"


def test_one_of_several_bookings_is_chosen_and_then_confirmed() -> None:
    times = tuple(BookedTime(name, "2026-11-24T09:30:00+08:00", "", "", "id_card_lost") for name in ("a", "b"))
    found = State(phase=Phase.CHECK_IN, visit=replace(SPEAKER, check_in=CheckingIn(found=times)))
    assert wants(found).question == "choice"
    assert wants(found.with_visit(check_in=CheckingIn(found=times, chosen=1))).question == "yes_no"


def test_every_question_that_is_wanted_can_be_listened_for() -> None:
    known = {*grammars(load()), "captions", ""}
    asked = {wants(State(phase=phase, visit=SPEAKER)).question for phase in Phase}
    assert asked | {wants(CHOSEN).question} <= known


def test_a_spoken_booking_code_keeps_its_zeros_and_may_come_in_two_breaths() -> None:
    asked = State(phase=Phase.CHECK_IN, visit=replace(SPEAKER, check_in=CheckingIn()))
    assert wants(asked).question == "number"
    assert meant("零零七一八八二五", asked) == EnterDigits(digits="00718825", said=True)
    half = asked.with_visit(check_in=CheckingIn(digits="0071"))
    assert meant("八八二五", half) == EnterDigits(digits="00718825", said=True)
    by_id = asked.with_visit(check_in=CheckingIn("id"))
    assert meant("一一零一零五一九四九一二三一零零二叉", by_id) == EnterDigits(digits="11010519491231002X", said=True)


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("我预约了", "check_in"),
        ("我有预约", "check_in"),
        ("我来签到", "check_in"),
        ("I have an appointment", "check_in"),
        ("我的号过了", "come_back"),
        ("我错过叫号了", "come_back"),
        ("I missed my number", "come_back"),
        ("我要预约", "book"),
        ("我的预约要取消", "cancel_booking"),
    ],
)
def test_a_booking_and_a_missed_number_are_understood(said: str, command: str) -> None:
    assert understand(Request(text=said, channel=Channel.TYPED), load()).command == command


def test_a_card_that_expired_is_no_number_that_was_missed() -> None:
    assert understand(Request(text="身份证过期了", channel=Channel.SPOKEN), load()).matter_id == "id_card_renew"
