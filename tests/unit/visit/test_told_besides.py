"""What is told beside the page leaves the page's question where it is: a person who comes, a hall that is back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.matters import load
from content.words import load_words
from terminal.intents import of_speech
from terminal.spoken import spoken
from terminal.ui.examples import CLOCK, HALL
from terminal.ui.look import visitor_look
from terminal.ui.visitor.words import said
from terminal.visit.effects import Effect, Tell
from terminal.visit.events import (
    CallPerson,
    CancelHelp,
    Confirm,
    HallReachable,
    HelpAnswered,
    SpeechHeard,
    Submit,
    Tick,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Consent, Enquiry, Meaning, Phase, Request, Saying, State, Visit

MATTERS = load()
IS_IT = Saying("confirm.is_it", (("matter", "passport"),))
SPEAKER = Visit(visit_id="v", way=Way.SPEAK, consent=Consent(microphone=True), meaning=Meaning("passport"))
ASKED = State(phase=Phase.CONFIRMING, visit=replace(SPEAKER, saying=IS_IT))
TELLING = State(phase=Phase.ENQUIRY, visit=replace(SPEAKER, meaning=None))


def voice(effects: tuple[Effect, ...]) -> str:
    told = [effect for effect in effects if isinstance(effect, Tell) and effect.aloud]
    return "".join(spoken(tell.key, tell.args, load_words("zh"), MATTERS) for tell in told)


def says(state: State, words: str) -> tuple[State, tuple[Effect, ...]]:
    return step(state, of_speech(SpeechHeard(text=words, confidence=0.9), state, MATTERS))


def test_who_calls_a_person_still_reads_what_is_asked() -> None:
    """正在叫人，马上来 stood over 对 and 不对 in place of the question, and stayed there after 不用了."""
    state, effects = step(ASKED, CallPerson())
    assert (voice(effects), state.visit.saying) == ("正在叫人，马上来。", IS_IT)
    nobody, _ = step(state, CancelHelp())
    assert (nobody.visit.help, nobody.visit.saying) == (None, IS_IT)


def test_whoever_has_come_leaves_no_words_behind() -> None:
    state, _ = step(ASKED, CallPerson())
    state, effects = step(state, HelpAnswered(who="小王"))
    assert voice(effects) == "人来了，请等一等。"
    state, _ = step(state, Tick(at=30.0))
    assert (state.visit.help, state.visit.saying) == (None, IS_IT)


def test_who_hears_learns_that_the_hall_is_back() -> None:
    away = replace(ASKED, phase=Phase.MATTER).with_visit(notice="hall.away")
    state, effects = step(away, HallReachable(at=5.0, reachable=True))
    assert (state.visit.notice, voice(effects)) == ("hall.back", "大厅系统连上了，请接着办。")
    assert state.visit.last_active == away.visit.last_active, "nobody has shown that they are still there"


def test_a_problem_is_told_and_sent_by_voice_alone() -> None:
    """就是这样 was written down as a part of the problem, and nothing said that it had been heard."""
    state, effects = says(TELLING, "他们不给盖章")
    assert voice(effects) == "记下了。说完了，请说“说完了”。"
    assert isinstance(of_speech(SpeechHeard(text="就是这样", confidence=0.9), state, MATTERS), Submit)
    state, effects = says(state, "")
    assert (state.visit.request.heard, voice(effects)) == ("他们不给盖章", "我没听清，请再说一次。")


@pytest.mark.parametrize("words", ["好", "好的"])
def test_once_it_is_taken_yes_ends_the_visit(words: str) -> None:
    taken = TELLING.with_visit(enquiry=Enquiry("taken", "Q1", "", ("", "")), request=Request())
    assert isinstance(of_speech(SpeechHeard(text=words, confidence=0.9), taken, MATTERS), Confirm)
    assert says(taken, "谢谢你们啊")[0].visit.request == Request()


def test_a_name_with_quotation_marks_stands_in_a_sentence_with_one_pair_of_each() -> None:
    """您要办““办不成事”反映”，对吗？"""
    state = ASKED.with_visit(saying=Saying("confirm.is_it", (("matter", "cannot_do"),)))
    assert said(state, visitor_look(state, hall=HALL, clock=CLOCK, matters=MATTERS)) == "您要办“‘办不成事’反映”，对吗？"
