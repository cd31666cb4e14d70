"""Settings: all errors at once, and never a black screen."""

from pathlib import Path

import pytest

from terminal.runtime.settings import SettingsError, load, load_or_last_good


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_and_then_the_environment_win_over_defaults(tmp_path: Path) -> None:
    path = write(tmp_path / "s.toml", '[terminal]\nwindow = "3"\nrole = "window"\n')
    settings = load(path, {"WUAI_TERMINAL__WINDOW": "7"})
    assert (settings.terminal.window, settings.terminal.role) == ("7", "window")


def test_all_problems_are_named_at_once_with_their_mend(tmp_path: Path) -> None:
    path = write(tmp_path / "s.toml", '[terminal]\nrole = "counter"\nwindwo = "3"\n[visitor_screen]\nwidth = 5\n')
    with pytest.raises(SettingsError) as caught:
        load(path, {"WUAI_PAD__ADDRESS": "900"})
    problems = "\n".join(caught.value.problems)
    assert f"{path}: terminal.role" in problems
    assert "did you mean 'window'?" in problems
    assert "visitor_screen.width" in problems
    assert "environment variable WUAI_PAD__ADDRESS" in problems


def test_a_broken_file_starts_in_safe_mode_with_the_last_good_one(tmp_path: Path) -> None:
    path, kept = tmp_path / "s.toml", tmp_path / "var" / "good.toml"
    write(path, '[terminal]\nwindow = "3"\n')
    assert not load_or_last_good(path, kept, {}).safe_mode
    write(path, "[terminal\n")
    loaded = load_or_last_good(path, kept, {})
    assert loaded.safe_mode
    assert loaded.settings.terminal.window == "3"
    assert "Mend" in loaded.problems[0]


def test_keys_are_never_printed(tmp_path: Path) -> None:
    path = write(tmp_path / "s.toml", '[hall]\nurl = "https://hall.example"\nkey = "wk_secret"\n')
    assert "wk_secret" not in repr(load(path, {}))
