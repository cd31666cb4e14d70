"""Whoever asks for a model that is not there reads what is wrong and what mends it, not a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from terminal.cli import app


@pytest.mark.parametrize("asked", [("fetch", "nonsense"), ("verify", "nonsense"), ("use", "speech", "nonsense")])
def test_an_unknown_model_is_named_with_the_mend(asked: tuple[str, ...]) -> None:
    answer = CliRunner().invoke(app, ["models", *asked])
    assert answer.exit_code == 1
    assert "nonsense" in answer.output
    assert "models" in answer.output.splitlines()[-1], "the last line says what mends it"
    assert "Traceback" not in answer.output


def test_what_is_unpacked_lies_in_the_folder_that_the_settings_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WUAI_VAR", str(tmp_path))
    answer = CliRunner().invoke(app, ["models", "verify", "vosk-cn-own"])
    assert answer.exit_code == 0, answer.output
    CliRunner().invoke(app, ["models", "use", "speech", "vosk-cn-own"])
    assert (tmp_path / "models" / "use.json").exists()
