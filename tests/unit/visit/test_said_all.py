"""说完了 ends a spoken request at once, 重新说 forgets it: for who does not want to wait for the silence."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import Tell, Understand
from terminal.visit.events import SignAgain, SpeechPartial, Submit, Understood, Way
from terminal.visit.machine import step
from terminal.visit.state import Consent, Phase, State

WORDS = "我想给老伴报销医药费"


def speaking() -> State:
    state = replace(State(), phase=Phase.ASKING).with_visit(way=Way.SPEAK, consent=Consent(microphone=True))
    return step(state, SpeechPartial(text=WORDS))[0]


def test_what_was_heard_so_far_is_the_request() -> None:
    state, effects = step(speaking(), Submit())
    assert [effect.text for effect in effects if isinstance(effect, Understand)] == [WORDS]
    assert (state.visit.request.heard, state.visit.request.partial) == (WORDS, "")


def test_pressed_twice_it_is_asked_once() -> None:
    state, _ = step(speaking(), Submit())
    assert [effect for effect in step(state, Submit())[1] if isinstance(effect, Understand)] == []


def test_before_a_word_was_heard_nothing_is_asked() -> None:
    silent = replace(State(), phase=Phase.ASKING).with_visit(way=Way.SPEAK, consent=Consent(microphone=True))
    assert [effect for effect in step(silent, Submit())[1] if isinstance(effect, Understand)] == []


def test_anew_forgets_the_words_and_what_was_being_understood() -> None:
    asked, effects = step(speaking(), Submit())
    (understanding,) = (effect for effect in effects if isinstance(effect, Understand))
    state, effects = step(asked, SignAgain())
    assert state.visit.request.heard == ""
    assert [effect.key for effect in effects if isinstance(effect, Tell)] == ["ask.say_again"]
    late = Understood(effect_id=understanding.effect_id, matter_id="id_card_lost", aspect="", certainty="sure")
    assert step(state, late)[0].phase is Phase.ASKING
