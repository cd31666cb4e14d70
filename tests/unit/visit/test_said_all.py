"""说完了 ends a spoken request at once, 重新说 forgets it, and a doubted word is right where the visitor says so."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import Tell, Understand
from terminal.visit.events import FixChip, SignAgain, SpeechPartial, Submit, Sureness, Understood, Way
from terminal.visit.machine import step
from terminal.visit.state import Chip, Consent, Phase, Request, State

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


def test_a_doubted_word_that_is_right_is_doubted_no_longer() -> None:
    doubted = Chip("到期", 0.6, Sureness.MAYBE, ("丢", "坏"))
    chips = (Chip("残疾人证", 0.9, Sureness.SURE), doubted, Chip("", 0.2, Sureness.UNCLEAR, ("换",)))
    seen = replace(State(), phase=Phase.ASKING).with_visit(way=Way.SIGN, request=Request(chips=chips))
    kept, _ = step(seen, FixChip(chip=1, kept=True))
    assert [(chip.gloss, chip.sureness) for chip in kept.visit.request.chips][1] == ("到期", Sureness.SURE)
    assert kept.visit.request.chips[1].alternatives == ("丢", "坏"), "a touch may still change it"
    without, _ = step(seen, FixChip(chip=2, kept=True))
    assert len(without.visit.request.chips) == 2, "nothing was seen there that could be right"
