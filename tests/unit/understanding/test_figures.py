"""The figures of the understanding: on our own sentences, and on the development set where it is at hand."""

import json
from pathlib import Path

import pytest

from recognition.evaluate_understanding import figures, main, score
from tests.unit.understanding.sentences import items, names

DEVELOPMENT_SET = Path(__file__).resolve().parents[4] / "shared" / "data" / "understanding_dev.json"


def _check(found):
    assert found["accuracy"] >= 0.85
    assert found["macro"] >= 0.85
    assert found["falsely_sure"] <= 0.04
    assert found["unknown_answered"] <= 0.08
    assert found["ambiguous_asked"] >= 0.70
    assert found["slots"] >= 0.90


def test_our_own_sentences_reach_the_bars_with_room():
    found = figures(score([item for name in names() for item in items(name)]))
    _check(found)
    assert found["accuracy"] >= 0.95
    assert found["falsely_sure"] <= 0.02


@pytest.mark.shared
@pytest.mark.skipif(not DEVELOPMENT_SET.exists(), reason="../shared/data/understanding_dev.json is not here")
def test_the_development_set_reaches_the_bars():
    _check(figures(score(json.loads(DEVELOPMENT_SET.read_text(encoding="utf-8")))))


def test_the_command_prints_the_keys_asked_for(tmp_path, capsys):
    path = tmp_path / "items.json"
    path.write_text(json.dumps(items("set1")[:20], ensure_ascii=False), encoding="utf-8")
    assert main([str(path), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {"accuracy", "falsely_sure", "unknown_answered", "ambiguous_asked", "slots", "macro"} <= set(printed)
