"""Syllables, their units, and how texts sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.speech.confusions import distance
from recognition.speech.lexicon import plain, syllables, text_units
from recognition.speech.units import FINALS, INITIALS, phone_count, phone_id, phone_outputs, split_syllable


@pytest.mark.parametrize(
    ("syllable", "parts"),
    [
        ("zhong1", ("zh", "ong")), ("an", ("", "an")), ("yi", ("", "i")), ("yuan", ("", "van")), ("wu", ("", "u")),
        ("wei", ("", "ui")), ("si", ("s", "ii")), ("shi4", ("sh", "iii")), ("xi", ("x", "i")), ("ju", ("j", "v")),
        ("lü4", ("l", "v")), ("nve", ("n", "ve")), ("er", ("", "er")), ("gui", ("g", "ui")), ("xyz", None), ("", None),
    ],
)  # fmt: skip
def test_a_syllable_has_an_initial_and_a_final(syllable: str, parts: tuple[str, str] | None) -> None:
    assert split_syllable(syllable) == parts


def test_every_phone_has_its_own_number_and_positions_share_outputs() -> None:
    numbers = {phone_id(unit, position) for unit in (*INITIALS, *FINALS) for position in "BIES"}
    assert len(numbers) == 4 * (len(INITIALS) + len(FINALS))
    assert max(numbers) < phone_count()
    outputs = phone_outputs()
    assert {outputs[phone_id("a", position) - 1] for position in "BIES"} == {outputs[phone_id("a", "S") - 1]}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("银行", "yin hang"), ("行", "xing"), ("重庆", "chong qing"), ("便宜", "pian yi"), 
        ("去3号窗口！", "qu san hao chuang kou"),
        ("12345", "yi er san si wu"), ("绿色", "lv se"), ("女儿", "nv er"), ("007", "ling ling qi"),
    ],
)  # fmt: skip
def test_a_text_is_read_as_people_read_it(text: str, read: str) -> None:
    assert syllables(text) == tuple(read.split())


@pytest.mark.parametrize("text", ["", "，。", "WiFi", "去KTV", "😀", "\ue000"])
def test_a_text_without_a_mandarin_reading_is_said_to_have_none(text: str) -> None:
    assert syllables(text) is None
    assert text_units(text) is None


def test_digits_and_punctuation_are_spoken_or_silent() -> None:
    assert plain("请到 12 号窗口。") == "请到十二号窗口"


@pytest.mark.parametrize(
    ("near", "far"), [("牛奶", "流奶"), ("四十", "是十"), ("发票", "哈票"), ("心情", "星情"), ("热情", "乐情")]
)
def test_an_accent_is_nearer_than_another_word(near: str, far: str) -> None:
    units = text_units(near) or ()
    accented = distance(units, text_units(far) or ())
    assert 0 < accented < distance(units, text_units("窗口") or ())
    assert accented < 1 / len(units) + 1e-9


@given(st.lists(st.sampled_from(INITIALS + FINALS)), st.lists(st.sampled_from(INITIALS + FINALS)))
def test_distance_is_symmetric_and_between_0_and_1(a: list[str], b: list[str]) -> None:
    assert distance(a, b) == pytest.approx(distance(b, a))
    assert 0 <= distance(a, b) <= 1
    assert distance(a, a) == 0
