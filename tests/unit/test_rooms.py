"""The house stays easy to see: imports point inwards (contracts in pyproject.toml, a table of the terminal)."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_IMPORT = {
    "avatar": {"content", "recognition", "models"},
    "call": {"content", "hardware", "terminal.visit", "terminal.runtime", "terminal.services"},
    "links": {"content", "hardware", "terminal.visit", "terminal.services", "terminal.clips"},
    "message": {"content", "terminal.visit", "terminal.runtime", "terminal.services", "terminal.call"},
    "runtime": {"content", "terminal.visit"},
    "services": {"content"},
    "ui": {"content", "recognition", "terminal.visit", "terminal.avatar", "terminal.telling"},
    "visit": set(),
    "voice": {"content", "hardware", "recognition"},
    "workers": {
        "content",
        "hardware",
        "recognition",
        "terminal.visit",
        "terminal.runtime",
        "terminal.voice",
        "terminal.simulators",
    },
}
"""Folders of the terminal and whom they may import, as docs/architecture.md has it. What is not named is free to."""


def test_rooms_import_only_inwards() -> None:
    """In a process of its own: the linter switches off every logger of the one it runs in."""
    linter = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_folders_of_the_terminal_keep_to_their_table(folder: str) -> None:
    allowed = MAY_IMPORT[folder] | {f"terminal.{folder}"}
    files = sorted((ROOT / "terminal" / folder).rglob("*.py"))
    assert files
    assert [(path.name, name) for path in files for name in imported(path) if name not in allowed] == []


def imported(path: Path) -> Iterator[str]:
    """Our rooms, or folders and files of the terminal, that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for room, *inside in (name.split(".") for name in names):
            if room == "terminal":
                yield f"terminal.{inside[0]}"
            elif room in ("content", "hardware", "recognition", "models", "hall"):
                yield room
