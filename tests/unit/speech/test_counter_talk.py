"""What is said at a counter: the clerks' sentences filled from the hall's content, and all the content says."""

import json
from collections import defaultdict

import pytest

from content import matters
from content.voice import counter
from content.voice.counter import FILLED, counter_talk, hall_key
from recognition.speech.lexicon import plain, syllables


@pytest.fixture(scope="module")
def talk():
    return list(counter_talk())


def test_the_clerks_sentences_name_the_halls_matters_papers_and_windows(talk):
    said = {text for _, text in talk}
    guide = list(matters.load())
    assert {f"您要办{matter.also_called[0]}吗" for matter in guide} <= said
    assert "请到12号窗口" in said
    assert any(text.startswith("请出示") and "户口" in text for text in said)


def test_nothing_is_left_unfilled_and_everything_can_be_said_aloud(talk):
    for _, text in talk:
        assert not set("{}") & set(text), text
    unread = [text for _, text in talk if syllables(plain(text)) is None]
    assert len(unread) < len(talk) / 50, unread[:10]


def test_every_sentence_weighs_the_same_however_many_ways_it_is_filled(monkeypatch, tmp_path):
    path = tmp_path / "counter.json"
    path.write_text(json.dumps({"format": 1, "sentences": ["请到{window}号窗口", "您好"]}), encoding="utf-8")
    monkeypatch.setattr(counter, "_FILE", path)
    monkeypatch.setattr(counter, "_clauses", lambda: iter(()))
    weights = defaultdict(float)
    for weight, text in counter_talk():
        weights["window" if "窗口" in text else text] += weight
    assert weights == {"window": pytest.approx(FILLED), "您好": pytest.approx(FILLED)}


def test_a_text_of_the_content_is_cut_at_pauses(talk):
    clauses = {text for weight, text in talk if weight == 1.0}
    assert {"按时领证或邮寄", "拍照", "采指纹"} <= clauses
    assert not any("，" in text or "。" in text for text in clauses)


def test_the_key_of_a_hall_changes_with_its_guide_alone(monkeypatch, tmp_path):
    for name in ("hall/hall.json", "matters/matters.json", "words/zh.yaml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(counter, "CONTENT", tmp_path)
    key = hall_key()
    (tmp_path / "words/zh.yaml").write_text("a: b", encoding="utf-8")
    assert hall_key() == key
    (tmp_path / "matters/matters.json").write_text("[]", encoding="utf-8")
    assert hall_key() != key
