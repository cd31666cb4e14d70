"""The captions' language model is made once for each content, and only where the model does not know it already."""

from __future__ import annotations

import pytest

from recognition.speech.hall_language import KEPT, TALK, hall_language
from recognition.speech.language_model import NGRAMS, SHARES, count_ngrams, write_ngrams

WORDS = ["请", "取号", "窗口", "到", "三", "号"]
TALK_OF_THE_HALL = [(1.0, "请到三号窗口"), (3.0, "请取号")]


@pytest.fixture
def model(tmp_path):
    """A model's graph without sounds: what a language model is made from."""
    graph = tmp_path / "model" / "graph"
    graph.mkdir(parents=True)
    (graph / "words.txt").write_text(
        "".join(f"{word} {number}\n" for number, word in enumerate(["<eps>", *WORDS])), encoding="utf-8"
    )
    (graph / SHARES).write_text("".join(f"{word}\t0.1\n" for word in WORDS), encoding="utf-8")
    write_ngrams(graph, count_ngrams([(1.0, "到窗口")], WORDS.__contains__))
    return tmp_path / "model"


def talk():
    return iter(TALK_OF_THE_HALL)


def test_it_is_made_once_and_found_again(model, tmp_path):
    made = hall_language(model, "key", talk, tmp_path / "kept")
    written = made.stat().st_mtime_ns
    assert hall_language(model, "key", lambda: pytest.fail("asked for its talk again"), tmp_path / "kept") == made
    assert made.stat().st_mtime_ns == written
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [made.name]


def test_another_hall_or_another_model_makes_another_one(model, tmp_path):
    first = hall_language(model, "key", talk, tmp_path / "kept")
    other_hall = hall_language(model, "other", lambda: [(1.0, "请取号")], tmp_path / "kept")
    write_ngrams(model / "graph", count_ngrams([(1.0, "到三号")], WORDS.__contains__))
    other_model = hall_language(model, "other", talk, tmp_path / "kept")
    assert len({first.name, other_hall.name, other_model.name}) == 3
    assert len(list((tmp_path / "kept").iterdir())) == KEPT


def test_nothing_is_made_where_the_models_own_was_made_for_this_hall(model, tmp_path):
    (model / "graph" / TALK).write_text("key\n", encoding="ascii")
    assert hall_language(model, "key", talk, tmp_path / "kept") is None
    assert hall_language(model, "other", talk, tmp_path / "kept") is not None


def test_a_model_without_counts_keeps_its_own(model, tmp_path):
    (model / "graph" / NGRAMS).unlink()
    assert hall_language(model, "key", talk, tmp_path / "kept") is None
    assert not (tmp_path / "kept").exists()
