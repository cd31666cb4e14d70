"""Who does not see the screen hears what it offers, and answers by saying which: 第二个."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.matters import load
from content.words import load_words
from terminal.intents import of_speech
from terminal.spoken import spoken
from terminal.visit.effects import Effect, ListSlots, Tell, Understand
from terminal.visit.events import Confirm, EnterDigits, Event, SlotsListed, SpeechHeard, Theme, Understood, Way
from terminal.visit.machine import step
from terminal.visit.moves import ask
from terminal.visit.state import (
    BookedTime,
    Booking,
    CheckingIn,
    Comfort,
    ComingBack,
    Consent,
    Hall,
    Meaning,
    Phase,
    QueuedTicket,
    State,
    TimeSlot,
    Visit,
)
from terminal.visit.wants import wants
from terminal.workers.questions import grammars

MATTERS = load()
CARDS = ("id_card_first", "id_card_renew", "id_card_lost")
TIMES = (
    TimeSlot("full", "2026-11-25T09:00:00+08:00", 0),
    TimeSlot("s1", "2026-11-25T09:30:00+08:00", 2),
    TimeSlot("s2", "2026-11-26T14:00:00+08:00", 1),
)
BOOKED = tuple(
    BookedTime(name, f"2026-11-2{day}T09:30:00+08:00", "", "", "passport") for name, day in (("a", 4), ("b", 5))
)
MISSED = Hall(
    queue=(
        QueuedTicket("t1", "A017", "missed", "", "", 3, False),
        QueuedTicket("t2", "B008", "missed", "", "", 9, False),
    )
)
SPEAKER = Visit(visit_id="v", way=Way.SPEAK, consent=Consent(microphone=True))
ASKED = State(phase=Phase.CONFIRMING, visit=replace(SPEAKER, meaning=Meaning("", "apply", "ambiguous", CARDS)))
CHOOSING = State(phase=Phase.BOOKING, visit=replace(SPEAKER, meaning=Meaning("passport"), booking=Booking(TIMES)))
FOUND = State(phase=Phase.CHECK_IN, visit=replace(SPEAKER, check_in=CheckingIn(found=BOOKED)))
PASSED = State(phase=Phase.COMING_BACK, hall=MISSED, visit=replace(SPEAKER, coming_back=ComingBack()))
LISTS = {"cards": ASKED, "times": CHOOSING, "bookings": FOUND, "missed": PASSED}


def says(state: State, words: str) -> tuple[State, tuple[Effect, ...]]:
    return step(state, of_speech(SpeechHeard(text=words, confidence=0.9), state, MATTERS))


def heard(effects: tuple[Effect, ...], language: str = "zh") -> str:
    """What the voice says."""
    told = [effect for effect in effects if isinstance(effect, Tell) and effect.aloud]
    return "".join(spoken(tell.key, tell.args, load_words(language), MATTERS) for tell in told)


@pytest.mark.parametrize("state", LISTS.values(), ids=LISTS)
def test_where_answers_are_numbered_their_numbers_are_listened_for(state: State) -> None:
    assert wants(state).question == "choice"
    assert "第二个" in {phrase.text for phrase in grammars(MATTERS)["choice"].phrases}


def test_the_second_card_is_chosen_by_saying_so() -> None:
    """第二个 was heard, and nothing came of it."""
    after, _ = says(ASKED, "第二个")
    assert (after.phase, after.visit.meaning) == (Phase.MATTER, Meaning("id_card_renew"))


def test_the_first_free_time_is_not_the_one_that_is_full() -> None:
    for words, slot in (("第一个", "s1"), ("第二个", "s2"), ("第三个", "")):
        after, _ = says(CHOOSING, words)
        assert after.visit.booking.slot_id == slot


def test_a_booking_and_a_missed_number_are_chosen_likewise() -> None:
    assert says(FOUND, "第二个")[0].visit.check_in == CheckingIn(found=BOOKED, chosen=1)
    assert says(PASSED, "第二")[0].visit.coming_back == ComingBack("t2", "B008")


def test_where_nothing_is_numbered_it_is_no_answer() -> None:
    chosen = CHOOSING.with_visit(booking=Booking(TIMES, "s1"))
    assert says(chosen, "第二个")[0].visit.booking.slot_id == "s1"


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (
            ASKED,
            "您要办的是哪一个？第1个，居民身份证首次申领。第2个，居民身份证到期或损坏换领。第3个，居民身份证丢失补领。",
        ),
        (CHOOSING, "您想什么时候来？第1个，11月25日9点30分。第2个，11月26日14点。"),
    ],
    ids=["cards", "times"],
)
def test_the_voice_names_what_is_offered(state: State, told: str) -> None:
    assert heard(asked_again(state)) == told


def test_in_large_letters_there_are_two_cards_and_two_are_named() -> None:
    large = ASKED.with_visit(comfort=Comfort(theme=Theme.ELDERLY))
    told = heard(asked_again(large))
    assert "首次" in told
    assert "丢失" not in told
    assert says(large, "第三个")[0].phase is Phase.CONFIRMING


def asked_again(state: State) -> tuple[Effect, ...]:
    """The question of this page, told as on the way to it."""
    if state.phase is Phase.BOOKING:
        before, _ = ask(replace(state, phase=Phase.MATTER), ListSlots, "slots", matter_id="passport")
        slots = tuple((slot.slot_id, slot.starts, slot.places) for slot in TIMES)
        return step(before, SlotsListed(effect_id=before.visit.pending, slots=slots))[1]
    before, _ = ask(replace(state, phase=Phase.ASKING), Understand, "understand", text="身份证")
    answer = Understood(
        effect_id=before.visit.pending, matter_id="", aspect="apply", certainty="ambiguous", candidates=CARDS
    )
    return step(before, answer)[1]


def test_the_papers_are_read_out_and_those_that_only_some_need_with_when() -> None:
    """念给我听 read that some papers are to be brought, and none of them."""
    confirming = State(phase=Phase.CONFIRMING, visit=replace(SPEAKER, meaning=Meaning("passport")))
    for event in (Confirm(), says_again()):
        confirming, effects = step(confirming, event)
        told = heard(effects)
        assert told.startswith("办普通护照申领，请带好这些。居民身份证；照片（现场可拍）；")
        assert "旧护照，换护照才要" in told
    assert "old passport, only when: renewal" in heard(effects, "en")


def says_again() -> Event:
    state = State(phase=Phase.MATTER, visit=SPEAKER)
    return of_speech(SpeechHeard(text="再说一遍", confidence=0.9), state, MATTERS)


# --- numbers, and what is noted on a page


def test_a_code_said_in_two_breaths_is_followed_by_ear() -> None:
    """After the last digit nothing was said, and nobody asked whether the number is right."""
    state = State(phase=Phase.CHECK_IN, visit=replace(SPEAKER, check_in=CheckingIn()))
    state, effects = says(state, "四零七一")
    assert heard(effects) == "还差4位，请接着说。"
    state, effects = says(state, "八八二五")
    assert heard(effects) == "号码齐了，对吗？"
    assert wants(state).question == "yes_no"


def test_the_digits_themselves_are_never_said() -> None:
    chosen = CHOOSING.with_visit(booking=Booking(TIMES, "s1"))
    _, effects = says(chosen, "一一零一零五一九四九一二三一零零二叉")
    assert heard(effects) == "号码齐了，对吗？"


def test_who_types_the_number_is_not_told_with_every_key() -> None:
    state = State(phase=Phase.CHECK_IN, visit=replace(SPEAKER, check_in=CheckingIn()))
    assert step(state, EnterDigits(digits="4071"))[1] == ()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (CHOOSING, "请先选一个时间。"),
        (FOUND, "请先点一个。"),
        (PASSED, "请先点您的号。"),
        (CHOOSING.with_visit(booking=Booking(TIMES, "s1", "110105194912310021")), "号码不太对，请再看一下。"),
    ],
    ids=["times", "bookings", "missed", "id"],
)
def test_what_is_noted_on_the_page_is_said(state: State, told: str) -> None:
    after, effects = step(state, Confirm())
    assert heard(effects) == told
    assert after.visit.saying == state.visit.saying, "再说一遍 repeats what the page asks"


def test_yes_where_no_time_is_free_is_the_way_back_to_a_number() -> None:
    """A thumb up was answered with: please choose a time first."""
    full = CHOOSING.with_visit(booking=Booking(TIMES[:1]))
    after, _ = step(full, Confirm())
    assert (after.phase, after.visit.notice) == (Phase.MATTER, "")


def test_yes_where_no_number_is_missed_is_a_new_number() -> None:
    assert step(replace(PASSED, hall=Hall()), Confirm())[0].phase is Phase.ASKING
