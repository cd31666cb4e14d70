"""Whoever speaks is answered on every page: what a matter costs, that nothing was caught, that they have done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.matters import load
from content.words import load_words
from recognition.understanding import Channel, Request, understand
from terminal.intents import of_meaning, of_speech
from terminal.spoken import spoken
from terminal.ui.examples import CLOCK, HALL
from terminal.ui.look import visitor_look
from terminal.ui.visitor.words import said
from terminal.visit.effects import Effect, LeaveQueue, Tell, Understand
from terminal.visit.events import (
    Back,
    CancelBooking,
    Confirm,
    Deny,
    Event,
    IdentifyBy,
    Leave,
    SkipRating,
    SpeechHeard,
    Submit,
    TakeNumber,
    TypeText,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import (
    Appointment,
    BookedTime,
    Booking,
    CheckingIn,
    Consent,
    Enquiry,
    Meaning,
    Phase,
    State,
    Ticket,
    Visit,
)
from terminal.visit.state import (
    Request as Told,
)
from terminal.visit.wants import wants
from terminal.workers.questions import grammars

MATTERS = load()
SPEAKER = Visit(visit_id="v", way=Way.SPEAK, consent=Consent(microphone=True), meaning=Meaning("id_card_lost"))
CONFIRMING = State(phase=Phase.CONFIRMING, visit=SPEAKER)
MATTER = State(phase=Phase.MATTER, visit=SPEAKER)
TICKET = Ticket("t1", "A012", "公安", 2, 8)
HOLDING = [State(phase=phase, visit=replace(SPEAKER, ticket=TICKET)) for phase in (Phase.TICKET, Phase.WAITING)]


def says(state: State, words: str) -> tuple[State, list[Effect]]:
    """Heard by the ears, and understood where the machine asks for that."""
    state, effects = step(state, of_speech(SpeechHeard(text=words, confidence=0.9), state, MATTERS))
    return _understood(state, list(effects))


def types(words: str) -> tuple[State, list[Effect]]:
    state, _ = step(State(phase=Phase.ASKING, visit=Visit(visit_id="v", way=Way.TYPE)), TypeText(text=words))
    state, effects = step(state, Submit())
    return _understood(state, list(effects))


def _understood(state: State, effects: list[Effect]) -> tuple[State, list[Effect]]:
    for asked in [effect for effect in effects if isinstance(effect, Understand)]:
        meaning = understand(Request(text=asked.text, channel=Channel.SPOKEN), MATTERS)
        for event in of_meaning(meaning, asked.effect_id, 1.0, asked.text):
            state, more = step(state, event)
            effects += more
    return state, effects


def voice(effects: list[Effect]) -> str:
    told = [effect for effect in effects if isinstance(effect, Tell) and effect.aloud]
    return "".join(spoken(tell.key, tell.args, load_words("zh"), MATTERS) for tell in told)


# --- what is asked about the matter on the page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("要多少钱", "费用：丢失补领每证40元。您要办居民身份证丢失补领，对吗？"),
        ("要几天", "多久办好：20 天。您要办居民身份证丢失补领，对吗？"),
        ("在哪个窗口", "在公安出入境区办。您要办居民身份证丢失补领，对吗？"),
    ],
)
def test_a_question_while_confirming_is_answered_and_the_matter_stays(words: str, told: str) -> None:
    """要多少钱 led back to the first question, as not understood."""
    state, effects = says(CONFIRMING, words)
    assert (state.phase, state.visit.meaning, state.visit.request.misses) == (Phase.CONFIRMING, SPEAKER.meaning, 0)
    assert voice(effects) == told
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=MATTERS)
    assert said(state, look).endswith("您要办“居民身份证丢失补领”，对吗？")
    assert said(state, look) != "您要办“居民身份证丢失补领”，对吗？"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("要多少钱", "办居民身份证丢失补领的费用：丢失补领每证40元。"),
        ("能不能网上办", "办居民身份证丢失补领：这件事网上办不了，要到大厅来。"),
        ("我儿子能替我办吗", "办居民身份证丢失补领，让别人代办："),
        ("要带什么", "办居民身份证丢失补领，请带好这些。"),
    ],
)
def test_a_question_beside_the_papers_is_answered(words: str, told: str) -> None:
    state, effects = says(MATTER, words)
    assert state.phase is Phase.MATTER
    assert voice(effects).startswith(told)


def test_who_asked_the_fee_at_first_hears_the_papers_too() -> None:
    asked = CONFIRMING.with_visit(meaning=Meaning("id_card_lost", "fee"))
    _, effects = step(asked, Confirm())
    assert voice(list(effects)).startswith("办居民身份证丢失补领的费用：丢失补领每证40元。请带好：")


def test_such_questions_are_listened_for() -> None:
    every = grammars(MATTERS)
    for state in (CONFIRMING, MATTER):
        assert {"要多少钱", "算了", "再见"} <= {phrase.text for phrase in every[wants(state).question].phrases}


def test_another_matter_said_while_confirming_is_asked_about_instead() -> None:
    state, _ = says(CONFIRMING, "不是，我要办护照")
    assert state.visit.meaning == Meaning("passport")


# --- what is no answer


@pytest.mark.parametrize("words", ["", "今天天气真好"])
def test_what_is_no_answer_while_confirming_loses_nothing(words: str) -> None:
    """A cough, the third thing that was not caught in this visit, threw away what had just been understood."""
    state = CONFIRMING.with_visit(request=Told(misses=2))
    for _ in range(2):
        state, effects = says(state, words)
        assert (state.phase, state.visit.meaning, state.visit.way) == (Phase.CONFIRMING, SPEAKER.meaning, Way.SPEAK)
        assert voice(effects) == "您要办居民身份证丢失补领吗？请说“对”或“不对”。"


PAGES = {
    "matter": MATTER,
    "times": State(phase=Phase.BOOKING, visit=SPEAKER),
    "booking": State(phase=Phase.CHECK_IN, visit=replace(SPEAKER, check_in=CheckingIn())),
}


@pytest.mark.parametrize("state", PAGES.values(), ids=PAGES)
def test_a_page_that_asked_says_that_it_caught_nothing_and_not_for_ever(state: State) -> None:
    """Nothing at all was said; beside people who talk it must not be said all the time either."""
    before = state.visit.saying
    told = []
    for _ in range(5):
        state, effects = says(state, "")
        told.append(voice(effects))
    assert told == ["我没听清，请再说一次。"] * 3 + ["", ""]
    assert (state.visit.notice, state.visit.saying) == ("ask.not_caught", before)


# --- done, no more, from the beginning


@pytest.mark.parametrize(
    "words", ["结束", "我走了", "那我走了啊", "办完了。", "取消", "算了吧", "不办了", "再见", "Goodbye!", "Never mind."]
)
def test_who_has_done_says_so_or_types_it(words: str) -> None:
    """They were asked to put it another way."""
    assert types(words)[0].phase is Phase.LEAVING
    asking = State(phase=Phase.ASKING, visit=replace(SPEAKER, meaning=None))
    assert isinstance(of_speech(SpeechHeard(text=words, confidence=0.9), asking, MATTERS), Leave)


def test_within_a_sentence_they_are_words_of_it() -> None:
    assert types("营业执照办完了，我要开发票")[0].phase is not Phase.LEAVING
    assert types("取消预约")[0].phase is Phase.CHECK_IN


@pytest.mark.parametrize("holding", HOLDING, ids=["ticket", "waiting"])
@pytest.mark.parametrize("words", ["不办了", "算了", "取消"])
def test_who_holds_a_number_and_wants_no_more_is_asked_whether_to_give_it_back(holding: State, words: str) -> None:
    """They left with the number, and the hall called nobody."""
    state, effects = says(holding, words)
    assert (state.visit.giving_back, state.visit.ticket) == (True, TICKET)
    kept, effects = says(state, "算了")
    assert (kept.visit.giving_back, kept.visit.ticket) == (False, TICKET)
    _, effects = says(state, "对")
    assert any(isinstance(effect, LeaveQueue) for effect in effects)


@pytest.mark.parametrize("holding", HOLDING, ids=["ticket", "waiting"])
def test_who_only_goes_keeps_the_number(holding: State) -> None:
    state, effects = says(holding, "我先走了")
    assert (state.phase, state.visit.ticket) == (Phase.LEAVING, TICKET)
    assert not any(isinstance(effect, LeaveQueue) for effect in effects)


def test_a_booked_time_is_not_cancelled_by_a_word_on_its_page() -> None:
    appointment = Appointment("a", "2026-11-24T09:30:00+08:00")
    booked = State(phase=Phase.TICKET, visit=replace(SPEAKER, appointment=appointment))
    assert says(booked, "取消")[0].phase is Phase.TICKET


def test_where_a_booking_was_found_to_cancel_is_asked() -> None:
    found = (BookedTime("a", "2026-11-24T09:30:00+08:00", "", "", "passport"),)
    state = State(phase=Phase.CHECK_IN, visit=replace(SPEAKER, check_in=CheckingIn(found=found, chosen=0)))
    assert isinstance(of_speech(SpeechHeard(text="取消", confidence=0.9), state, MATTERS), CancelBooking)


def test_at_the_window_they_are_said_to_the_clerk() -> None:
    state, _ = says(State(phase=Phase.CONVERSING, visit=SPEAKER), "算了")
    assert [line.text for line in state.visit.lines] == ["算了"]


@pytest.mark.parametrize("words", ["重来", "我要从头再来", "start over"])
@pytest.mark.parametrize("phase", [Phase.ASKING, Phase.CONFIRMING, Phase.MATTER, Phase.BOOKING])
def test_from_the_beginning_is_the_first_question_and_no_goodbye(phase: Phase, words: str) -> None:
    """Who wanted to begin again was told goodbye."""
    state = State(
        phase=phase, visit=replace(SPEAKER, papers=(True,), booking=Booking(slot_id="s"), enquiry=Enquiry("kept"))
    )
    after, effects = says(state, words)
    visit = after.visit
    assert (after.phase, visit.meaning, visit.papers, visit.booking, visit.enquiry) == (
        Phase.ASKING,
        None,
        (),
        Booking(),
        None,
    )
    assert voice(effects) == "您要办什么事？请说给我听。"


def test_from_the_beginning_typed() -> None:
    state, _ = types("重新开始")
    assert (state.phase, state.visit.request) == (Phase.ASKING, Told())


@pytest.mark.parametrize("holding", HOLDING, ids=["ticket", "waiting"])
def test_with_a_number_from_the_beginning_is_a_step_back_and_loses_nothing(holding: State) -> None:
    state, effects = says(holding, "重来")
    assert (state.visit.ticket, state.phase) == (TICKET, Phase.TICKET)
    assert not any(isinstance(effect, LeaveQueue) for effect in effects)


# --- and by hand


@pytest.mark.parametrize("way", [Way.TYPE, Way.TOUCH])
def test_not_so_asks_again_in_the_way_that_was_chosen(way: Way) -> None:
    """Who typed was asked to touch one of nothing."""
    state, _ = step(CONFIRMING.with_visit(way=way), Deny())
    assert state.visit.saying.key == f"ask.{way.value}"


# --- the words of the keys


@pytest.mark.parametrize(
    ("phase", "words", "event"),
    [
        (Phase.CALLED, "我来了", Confirm()),
        (Phase.CALLED, "再等一下", Back()),
        (Phase.COMING_BACK, "再排一次", Confirm()),
        (Phase.COMING_BACK, "取新号", TakeNumber()),
        (Phase.CHECK_IN, "用身份证号", IdentifyBy(how="id")),
        (Phase.EVALUATING, "不评了", SkipRating()),
        (Phase.CONFIRMING, "都不是", Deny()),
    ],
)
def test_the_words_on_a_key_are_as_good_as_the_key(phase: Phase, words: str, event: Event) -> None:
    """Who was called and said 我来了, as the key has it, was answered by nothing."""
    state = State(phase=phase, visit=SPEAKER)
    assert of_speech(SpeechHeard(text=words, confidence=0.9), state, MATTERS) == event
    assert words in {phrase.text for phrase in grammars(MATTERS)[wants(state).question].phrases}


@pytest.mark.parametrize("words", ["退掉", "不办了"])
def test_asked_whether_to_give_it_back_the_word_of_the_key_is_a_yes(words: str) -> None:
    asked = HOLDING[1].with_visit(giving_back=True)
    _, effects = says(asked, words)
    assert any(isinstance(effect, LeaveQueue) for effect in effects)
    assert not says(asked, "不退")[0].visit.giving_back


def test_who_rates_by_voice_hears_what_may_be_said() -> None:
    """点一个表情 was all that was said to who sees none."""
    said_ = spoken("rate.question", (), load_words("zh"), MATTERS)
    assert said_.endswith("可以说：非常满意，满意，基本满意，不满意，非常不满意。")
