"""A rule that is named by its number is explained: docs/rules.md says what A-17 or E-7 asks."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"\b[ABEPQ]-[1-9][0-9]?\b")
KINDS = (".py", ".md", ".js", ".yaml")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name.endswith(KINDS) and (ROOT / name).is_file()]


def test_every_rule_that_is_named_is_explained() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| ([A-Z]-\d+) \|", page, re.MULTILINE))
    named = {number: path for path in tracked() for number in NUMBER.findall(path.read_text(encoding="utf-8"))}
    assert {number: str(path) for number, path in named.items() if number not in explained} == {}
