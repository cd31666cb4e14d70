"""The grammar of requests tips doubtful readings and nothing else."""

from __future__ import annotations

import pytest

from recognition.signs.decoding import decode
from recognition.signs.grammar import START, Grammar, request_grammar
from recognition.signs.recognition import UNKNOWN, Alternative, Certainty, Recognition


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return request_grammar()


def reading(gloss: str, confidence: float, *others: tuple[str, float]) -> Recognition:
    alternatives = tuple(Alternative(*other) for other in others)
    state = Certainty.SURE if confidence > 0.9 else Certainty.MAYBE
    return Recognition(gloss, confidence, state, alternatives)


def test_what_requests_say_is_likelier_than_what_they_never_say(grammar: Grammar) -> None:
    assert grammar.chance("丢", "身份证") > grammar.chance("打印机", "身份证")
    assert grammar.chance("身份证", START) > grammar.chance("补办", START)


def test_any_sign_may_follow_any(grammar: Grammar) -> None:
    assert grammar.chance("打印机", "打印机") > -12


def test_a_doubtful_sign_is_read_by_its_neighbour(grammar: Grammar) -> None:
    read = decode([reading("身份证", 0.95), reading("孩子", 0.4, ("丢", 0.3))], grammar)
    assert [each.gloss for each in read] == ["身份证", "丢"]
    assert read[1].confidence <= 0.4
    assert any(other.gloss == "孩子" for other in read[1].alternatives)


def test_a_later_sign_helps_an_earlier_one(grammar: Grammar) -> None:
    doubtful = reading("打印机", 0.42, ("身份证", 0.35))
    alone = decode([doubtful], grammar, before="打印机")
    followed = decode([doubtful, reading("丢", 0.9), reading("补办", 0.9)], grammar, before="打印机")
    assert followed[0].gloss == "身份证"
    assert alone[0].confidence <= 0.42


def test_a_sure_sign_stays(grammar: Grammar) -> None:
    read = decode([reading("身份证", 0.95), reading("打印机", 0.97, ("丢", 0.01))], grammar)
    assert read[1].gloss == "打印机"


def test_an_unknown_sign_stays_unknown_and_breaks_the_chain(grammar: Grammar) -> None:
    read = decode([UNKNOWN, reading("丢", 0.6)], grammar)
    assert read[0] == UNKNOWN
    assert read[1].gloss == "丢"


def test_nothing_gets_surer_than_it_was_seen(grammar: Grammar) -> None:
    read = decode([reading("身份证", 0.5), reading("丢", 0.5), reading("补办", 0.5)], grammar)
    assert all(each.confidence <= 0.5 for each in read)
    assert all(each.state is not Certainty.SURE for each in read)
