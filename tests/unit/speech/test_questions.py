"""Grammars made from content: everything in them can be said, and commands are always among them."""

from __future__ import annotations

import pytest

from content.matters import Lexicon, Matters, load, load_lexicon
from recognition.speech.grammar import Grammar
from recognition.speech.questions import (
    choice_question,
    matter_question,
    number_question,
    rating_question,
    yes_no_question,
)
from recognition.speech.recognizer import SpeechRecognizer


@pytest.fixture(scope="module")
def guide() -> Matters:
    return load()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def grammars(guide: Matters, lexicon: Lexicon) -> list[Grammar]:
    return [
        matter_question(guide, lexicon),
        choice_question("zone", {"a": ["户籍"], "b": ["社保"]}, lexicon),
        yes_no_question(lexicon),
        number_question(lexicon),
        rating_question({"very_satisfied": "非常满意", "dissatisfied": "不满意"}, lexicon),
    ]


def test_every_matter_can_be_asked_for(guide: Matters, grammars: list[Grammar]) -> None:
    assert {phrase.id for phrase in grammars[0].readable} >= {matter.id for matter in guide}


def test_commands_can_be_said_at_every_question(grammars: list[Grammar]) -> None:
    for grammar in grammars:
        assert {"command:repeat", "command:louder", "command:back", "command:call_person"} <= {
            phrase.id for phrase in grammar.readable
        }, grammar.name


def test_one_syllable_answers_are_listened_for(grammars: list[Grammar]) -> None:
    said = {phrase.text: phrase.id for phrase in grammars[2].readable}
    assert [said.get(word) for word in ("对", "不", "停", "行", "嗯")] == ["yes", "no", "stop", "yes", "yes"]


def test_nearly_all_of_content_can_be_said(grammars: list[Grammar]) -> None:
    for grammar in grammars:
        assert len(grammar.unreadable) <= 0.05 * (len(grammar.phrases) + len(grammar.words)), grammar.unreadable


def test_the_model_takes_every_grammar(recognizer: SpeechRecognizer, grammars: list[Grammar]) -> None:
    for grammar in grammars:
        report = recognizer.prepare(grammar)
        assert report.accepted == len(grammar.readable) + len(grammar.readable_words)
        assert report.unknown == ()
