"""The house stays easy to see: imports point inwards (contracts in pyproject.toml)."""

from importlinter import cli


def test_rooms_import_only_inwards() -> None:
    assert cli.lint_imports(config_filename="pyproject.toml", no_cache=True) == 0
