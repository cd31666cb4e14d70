"""Ways to say the same thing support each other, and rare answers need better evidence."""

from __future__ import annotations

import math

import pytest

from recognition.speech.acceptance import Acceptance, Evidence
from recognition.speech.decoding import is_one_clear_syllable, nearest
from recognition.speech.grammar import Grammar
from recognition.speech.graph import grammar_graph


def test_confidence_grows_with_the_evidence_and_stays_between_0_and_1() -> None:
    weights = Acceptance(ratio=1.5, distance=-0.8, margin=1.4, bias=-0.2)
    weak, fair, strong = (
        weights.confidence(Evidence(ratio, apart, margin))
        for ratio, apart, margin in ((-8.0, 1.0, 0.0), (-0.5, 0.3, 1.0), (0.0, 0.0, 3.0))
    )
    assert 0 < weak < fair < strong < 1
    assert Acceptance(0, 0, 0, 0).confidence(Evidence(-1, 1, 0)) == 0.5


def test_one_syllable_needs_less_evidence_but_not_none() -> None:
    weights = Acceptance(ratio=1.94, distance=-2.12, margin=1.05, bias=0.945)
    fair, poor = (-1.0, 0.6, 1.4), (-4.0, 1.0, 0.2)
    assert weights.confidence(Evidence(*fair)) < 0.5 < weights.confidence(Evidence(*fair, one_syllable=True))
    assert weights.confidence(Evidence(*poor, one_syllable=True)) < 0.1


@pytest.mark.parametrize(("text", "clear"), [("对", True), ("停", True), ("嗯", False), ("呃", False), ("不是", False)])
def test_only_a_syllable_begun_by_a_consonant_is_taken_on_less(text: str, clear: bool) -> None:
    assert is_one_clear_syllable(text) is clear


def test_a_phrase_costs_what_its_meaning_costs() -> None:
    grammar = Grammar.of("t", {"yes": ["对"], "stop": ["停"]}, costs={"stop": 1.5})
    assert {phrase.text: phrase.cost for phrase in grammar.phrases} == {"对": 0.0, "停": 1.5}
    plain, dear = (
        grammar_graph(g).transducer.to_bytes() for g in (Grammar.of("t", {"yes": ["对"], "stop": ["停"]}), grammar)
    )
    assert plain != dear


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [
        ("班身份证", "办身份证"),
        ("办身分正", "办身份证"),
        ("取耗", "取号"),
        ("届婚登记", "结婚登记"),
        ("借婚登记", "结婚登记"),
    ],
)
def test_the_nearest_phrase_by_sound_is_taken(heard: str, wanted: str) -> None:
    texts = ["办身份证", "取号", "结婚登记", "离婚登记", "取消"]
    ranked = nearest(heard, {text: (text, text) for text in texts})
    assert ranked[0][2] == wanted
    assert [near for near, _, _ in ranked] == sorted((near for near, _, _ in ranked), reverse=True)
    assert not any(math.isnan(near) for near, _, _ in ranked)
