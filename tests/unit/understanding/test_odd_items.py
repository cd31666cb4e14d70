"""Files of items with fields missing or wrong: a figure where the item can still be scored, else what to mend."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recognition.evaluate_understanding import main

ITEM: dict[str, Any] = {
    "id": "u1",
    "channel": "speech",
    "lang": "zh",
    "text": "身份证丢了怎么补办",
    "kind": "matter",
    "gold": "id_card_lost",
    "slots": {},
    "noise": "none",
}


def written(folder: Path, rows: object) -> str:
    path = folder / "items.json"
    path.write_text(rows if isinstance(rows, str) else json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return str(path)


def figures(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([*arguments, "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


@pytest.mark.parametrize("missing", ["id", "lang", "slots", "noise"])
def test_what_an_item_does_not_say_is_not_needed(tmp_path: Path, capsys, missing: str) -> None:
    bare = {key: value for key, value in ITEM.items() if key != missing}
    for row in (bare, ITEM | {missing: None}):
        assert figures(capsys, written(tmp_path, [row]), "--wrong")["accuracy"] == 1.0


def test_a_signed_item_without_a_text_and_a_spoken_one_without_glosses_are_both_read(tmp_path: Path, capsys) -> None:
    signed = {**ITEM, "channel": "signed", "text": None, "glosses": ["身份证", "丢"]}
    spoken = {**ITEM, "glosses": None, "also_ok": None, "today": None}
    assert figures(capsys, written(tmp_path, [signed, spoken]))["accuracy"] == 1.0


def test_a_share_of_nothing_is_no_figure(tmp_path: Path, capsys) -> None:
    found = figures(capsys, written(tmp_path, [ITEM]))
    assert found["accuracy"] == 1.0
    assert [found[key] for key in ("unknown_answered", "ambiguous_asked", "slots", "aspect")] == [None] * 4
    assert found["counts"] == {"matter_command": 1, "unknown": 0, "ambiguous": 0, "slots": 0}


def test_a_file_with_a_mark_of_its_encoding_is_read(tmp_path: Path, capsys) -> None:
    assert figures(capsys, written(tmp_path, "\ufeff" + json.dumps([ITEM])))["accuracy"] == 1.0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"channel": "voice"}, "channel 'voice'"),
        ({"channel": None}, "channel None"),
        ({"kind": "intent"}, "kind 'intent'"),
        ({"kind": None}, "kind None"),
        ({"gold": None}, "gold is an id"),
        ({"gold": ["id_card_lost"]}, "gold is an id"),
        ({"kind": "ambiguous"}, "gold of an ambiguous item is a list"),
        ({"text": None}, "neither text nor glosses"),
        ({"text": 3}, "text is a text"),
        ({"glosses": "身份证 丢"}, "glosses is a list of texts"),
        ({"also_ok": "book"}, "also_ok is a list of ids"),
        ({"slots": []}, "slots is an object"),
        ({"today": "2026-13-01"}, "today is a day"),
        ({"today": 20261122}, "today is a day"),
    ],
)
def test_an_item_that_cannot_be_scored_is_named(tmp_path: Path, capsys, change: dict[str, Any], said: str) -> None:
    told = complaint(capsys, written(tmp_path, [ITEM, ITEM | change | {"id": "u2"}]))
    assert "items.json" in told
    assert f"item 2 (u2): {said}" in told


def test_all_faults_are_told_at_once_as_far_as_one_can_read(tmp_path: Path, capsys) -> None:
    told = complaint(capsys, written(tmp_path, [{"id": f"u{n}"} for n in range(9)]))
    assert "item 1 (u0)" in told
    assert "more" in told


@pytest.mark.parametrize("rows", ["{", "[]", '{"items": []}', '["a"]', "3"])
def test_what_is_no_list_of_items_is_said(tmp_path: Path, capsys, rows: str) -> None:
    assert "items-damaged" in complaint(capsys, written(tmp_path, rows))


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys) -> None:
    for place in (tmp_path / "none.json", tmp_path):
        assert "items-missing" in complaint(capsys, str(place))
