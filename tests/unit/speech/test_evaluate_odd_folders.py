"""Folders of recordings that are strange but allowed, and damaged ones: a figure, or what to mend."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hardware.sound import save_wav
from recognition import evaluate_speech
from recognition.evaluate_speech import main
from recognition.speech_recordings import read_manifest, read_texts, samples_of

TEXTS = ("我要补办身份证", "请再说一遍", "取号", "三号窗口在哪里")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four texts, each with a second of noise in the place of a reader."""
    rng = np.random.default_rng(0)
    for number in range(len(TEXTS)):
        save_wav(tmp_path / f"c{number}.wav", rng.normal(0, 800, 16000).astype(np.int16), 16000)
    return listed(tmp_path, rows())


def rows() -> list[dict[str, Any]]:
    return [{"file": f"c{n}.wav", "text": t, "kind": "phrase", "lang": "cmn"} for n, t in enumerate(TEXTS)]


def listed(folder: Path, found: object) -> Path:
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return folder


def figures(capsys: pytest.CaptureFixture[str], folder: Path, model: Path, *more: str) -> dict[str, Any]:
    assert main([str(folder), "--json", "--model", str(model), *more]) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    return report[str(model)]


def complaint(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([*map(str, arguments), "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


def test_every_rate_both_sides_and_no_sound_at_all_are_read(folder: Path, model_folder: Path, capsys) -> None:
    sound = np.random.default_rng(1).normal(0, 800, 8000).astype(np.int16)
    save_wav(folder / "c0.wav", sound, 8000)
    save_wav(folder / "c1.wav", sound, 44100)
    save_wav(folder / "c2.wav", sound[:0], 16000)
    save_wav(folder / "c3.wav", sound[:160], 48000)
    assert [len(samples_of(folder / f"c{n}.wav")) for n in range(3)] == pytest.approx([16000, 2902, 0], abs=2)
    found = figures(capsys, folder, model_folder, "--sizes", "10", "--babble", "10")
    assert {noise: part["of_10"]["clips"] for noise, part in found.items()} == {"quiet": 4, "10 dB": 4}


def test_a_share_of_nothing_is_no_figure(folder: Path, model_folder: Path, capsys) -> None:
    (folder / "texts.txt").write_text("我要结婚\n", encoding="utf-8")
    found = figures(capsys, folder, model_folder, "--grammar", str(folder / "texts.txt"))["quiet"]["grammar"]
    assert found["clips"] == 0
    assert [found[key] for key in ("exact", "nearest", "rejected")] == [None] * 3
    assert found["false_accepts"]["other Mandarin"] == {"clips": 4, "accepted": 0, "kept_95": None}
    assert main([str(folder), "--model", str(model_folder), "--grammar", str(folder / "texts.txt")]) == 0
    assert "–" in capsys.readouterr().out


def test_texts_that_nobody_can_say_are_told(folder: Path, model_folder: Path, capsys) -> None:
    (folder / "texts.txt").write_text("取号\nVIP\n", encoding="utf-8")
    assert main([str(folder), "--json", "--model", str(model_folder), "--grammar", str(folder / "texts.txt")]) == 0
    assert "VIP" in capsys.readouterr().err


def test_mandarin_may_be_called_zh_and_a_text_or_language_may_be_missing(folder: Path) -> None:
    listed(folder, [rows()[0] | {"lang": "zh-CN"}, rows()[1] | {"text": None}, rows()[2] | {"lang": None}])
    assert [recording.mandarin for recording in read_manifest(folder)] == [True, False, False]


def test_a_folder_without_mandarin_has_no_closed_sets(folder: Path, model_folder: Path, capsys) -> None:
    listed(folder, [row | {"lang": "en"} for row in rows()])
    assert "--grammar" in complaint(capsys, folder, "--model", model_folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"file": "none.wav"}, "none.wav is not there"),
        ({"file": None}, "no file"),
        ({"kind": None}, "no kind"),
        ({"text": 3}, "text is no text"),
        ({"lang": ["cmn"]}, "lang is no text"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(folder: Path, capsys, change: dict[str, Any], said: str) -> None:
    listed(folder, [*rows(), rows()[0] | change])
    told = complaint(capsys, folder)
    assert f"row 5: {said}" in told
    assert "manifest.json" in told


@pytest.mark.parametrize("found", ["{", "[]", '{"a": 1}', "[3]"])
def test_what_is_no_list_of_recordings_is_said(folder: Path, capsys, found: str) -> None:
    assert "manifest-damaged" in complaint(capsys, listed(folder, found))


def test_a_folder_without_a_list_and_no_folder_are_named(folder: Path, capsys) -> None:
    for place in (folder / "none", folder / "c0.wav"):
        assert "manifest-missing" in complaint(capsys, place)


def test_a_recording_that_is_none_is_named(folder: Path, model_folder: Path, capsys) -> None:
    (folder / "c2.wav").write_bytes(b"no sound")
    told = complaint(capsys, folder, "--model", model_folder, "--sizes", "10")
    assert "recording-damaged" in told
    assert "c2.wav" in told


def test_a_model_or_texts_that_are_not_there_are_named(folder: Path, capsys) -> None:
    (folder / "empty.txt").write_text("\n", encoding="utf-8")
    assert "speech-model-missing" in complaint(capsys, folder, "--model", folder)
    assert "grammar-unreadable" in complaint(capsys, folder, "--grammar", folder / "none.txt")
    assert "grammar-empty" in complaint(capsys, folder, "--grammar", folder / "empty.txt")


def test_texts_of_a_list_with_tabs_are_in_its_second_column(tmp_path: Path) -> None:
    (tmp_path / "texts.txt").write_text("# kind\ttext\nyesno\t可以\n取号\n取号\n", encoding="utf-8")
    assert read_texts(tmp_path / "texts.txt") == ["可以", "取号"]


@pytest.mark.parametrize(
    "wrong", [("--sizes", "0"), ("--sample", "-1"), ("--sample", "0"), ("--pitch", "0"), ("--babble", "nan")]
)
def test_options_that_mean_nothing_are_refused(folder: Path, capsys, wrong: tuple[str, str]) -> None:
    with pytest.raises(SystemExit):
        main([str(folder), *wrong])
    assert wrong[0] in capsys.readouterr().err


def test_without_a_model_named_the_one_in_use_is_unpacked_first(
    folder: Path, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a fresh checkout nothing had unpacked it, and the command ended in a traceback."""
    monkeypatch.setattr(evaluate_speech, "INSTALLED", tmp_path / "models")
    assert main([str(folder), "--json", "--sizes", "10"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == [str(tmp_path / "models" / "vosk-cn-own")]
