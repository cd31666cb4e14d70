"""A hall that is killed in the middle of 1,000 bookings has every answered one, once, when it is back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_killed_hall_loses_and_doubles_nothing() -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, str(root / "tests/bench/hall_load.py"), "--kill"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "none lost, none doubled" in done.stdout
