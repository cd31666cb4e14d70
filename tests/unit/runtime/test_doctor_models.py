"""The doctor says it where the speech model in use is not there: it would be silence with every line "ok"."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.store import CHOICE, SHIPPED
from terminal import doctor


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, with the shipped models."""
    (tmp_path / "models").symlink_to(SHIPPED)
    (tmp_path / "var" / "models").mkdir(parents=True)
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    return tmp_path


def states() -> dict[str, str]:
    return {finding.part: finding.state for finding in doctor.findings()}


def test_all_is_well_with_the_shipped_model(root: Path) -> None:
    assert {state for part, state in states().items() if "model" in part} == {"ok"}


@pytest.mark.parametrize(
    ("chosen", "part"),
    [("/no/such/folder", "model in use"), ("vosk-model-small-cn-0.22", "model vosk-model-small-cn-0.22")],
)
def test_a_chosen_model_that_is_gone_is_missing(root: Path, chosen: str, part: str) -> None:
    (root / "var" / "models" / CHOICE).write_text(json.dumps({"speech": chosen}), encoding="utf-8")
    assert states()[part] == "missing"


def test_the_models_of_another_folder_are_looked_at_where_the_settings_name_it(root: Path, tmp_path: Path) -> None:
    """The terminal reads its choice there; the doctor looked in the usual place and called it well."""
    (tmp_path / "elsewhere" / "models").mkdir(parents=True)
    choice = json.dumps({"speech": "/no/such/folder"})
    (tmp_path / "elsewhere" / "models" / CHOICE).write_text(choice, encoding="utf-8")
    (root / "settings.toml").write_text(f'var = "{tmp_path / "elsewhere"}"\n', encoding="utf-8")
    assert states()["model in use"] == "missing"


def test_a_model_named_in_the_settings_is_looked_at(root: Path) -> None:
    (root / "settings.toml").write_text('speech_model = "/no/such/folder"\n', encoding="utf-8")
    assert states()["speech_model"] == "missing"
