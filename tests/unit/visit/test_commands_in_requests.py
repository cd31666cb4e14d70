"""What is asked for with a matter, and commands that were typed or signed, do what they say."""

from __future__ import annotations

import pytest

from content.matters import load
from recognition.understanding import Channel, Request, understand
from terminal.intents import of_meaning, of_speech
from terminal.visit.effects import Effect, Understand
from terminal.visit.events import Repeat, SpeechHeard, Theme, Way
from terminal.visit.machine import step
from terminal.visit.moves import ask
from terminal.visit.state import Meaning, Phase, State, Visit
from terminal.visit.state import Request as Told

MATTERS = load()


def _typed(words: str) -> tuple[State, list[Effect]]:
    """The terminal after this was typed and understood."""
    return _understood(State(phase=Phase.ASKING, visit=Visit(visit_id="v", way=Way.TYPE)), words)


def _understood(state: State, words: str) -> tuple[State, list[Effect]]:
    state, done = ask(state, Understand, "understand", text=words)
    effects = list(done)
    meaning = understand(Request(text=words, channel=Channel.TYPED), MATTERS)
    for event in of_meaning(meaning, state.visit.pending, at=1.0):
        state, more = step(state, event)
        effects += more
    return state, effects


@pytest.mark.parametrize("words", ["我要办护照，取个号", "预约办护照", "取号办护照"])
def test_a_number_for_a_matter_is_that_matter(words: str) -> None:
    state, _ = _typed(words)
    assert state.phase is Phase.CONFIRMING
    assert state.visit.meaning is not None
    assert state.visit.meaning.matter_id == "passport"


@pytest.mark.parametrize("words", ["办护照的窗口在哪边", "护照在几号窗口办"])
def test_where_a_matter_is_done_is_that_matter_and_its_place(words: str) -> None:
    """The first of them was told as not understood."""
    state, _ = _typed(words)
    assert state.phase is Phase.CONFIRMING
    assert state.visit.meaning is not None
    assert (state.visit.meaning.matter_id, state.visit.meaning.aspect) == ("passport", "place")


@pytest.mark.parametrize("words", ["取个号", "我要预约"])
def test_a_number_for_nothing_asks_what_for_and_is_no_miss(words: str) -> None:
    state, _ = _typed(words)
    assert (state.phase, state.visit.saying.key, state.visit.request.misses) == (Phase.ASKING, "ask.type", 0)


@pytest.mark.parametrize("words", ["取个号", "我要预约"])
def test_a_number_wanted_before_the_matter_is_confirmed_asks_for_that_again(words: str) -> None:
    """It threw the visitor back to the first question, as not understood."""
    visit = Visit(visit_id="v", way=Way.SPEAK, meaning=Meaning("passport"))
    state, _ = _understood(State(phase=Phase.CONFIRMING, visit=visit), words)
    assert (state.phase, state.visit.saying.key, state.visit.request.misses) == (Phase.CONFIRMING, "confirm.is_it", 0)
    assert dict(state.visit.saying.args)["matter"] == "passport"


@pytest.mark.parametrize("words", ["取消预约", "我要取消护照的预约", "我来签到", "我约了换身份证，我来报到"])
def test_a_booking_is_found_or_cancelled_also_where_its_matter_is_named(words: str) -> None:
    """Who came for the booking of a passport was asked whether they want a passport, and offered a number."""
    assert _typed(words)[0].phase is Phase.CHECK_IN


def test_a_person_who_is_typed_for_is_called() -> None:
    state, effects = _typed("找人帮忙")
    assert any(type(effect).__name__ == "CallHelp" for effect in effects)
    assert state.visit.request.misses == 0


def test_a_command_that_was_obeyed_does_not_stay_in_the_field() -> None:
    """Who had typed 大字 had to delete it, key by key, before typing what they came for."""
    state = State(phase=Phase.ASKING, visit=Visit(visit_id="v", way=Way.TYPE, request=Told(typed="大字", misses=1)))
    after, _ = _understood(state, "大字")
    assert after.visit.comfort.theme is Theme.ELDERLY
    assert (after.visit.request.typed, after.visit.request.misses) == ("", 1)


def test_what_is_no_request_is_still_a_miss() -> None:
    state, _ = _typed("今天天气真好")
    assert (state.visit.saying.key, state.visit.request.misses) == ("ask.not_understood", 1)


@pytest.mark.parametrize(("words", "phase"), [("还要等多久", Phase.WAITING), ("窗口在哪", Phase.CALLED)])
def test_who_waits_and_asks_hears_it_again(words: str, phase: Phase) -> None:
    state = State(phase=phase, visit=Visit(visit_id="v", way=Way.SPEAK))
    assert isinstance(of_speech(SpeechHeard(text=words, confidence=1.0), state, MATTERS), Repeat)
