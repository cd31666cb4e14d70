"""An embedded hall that ends by itself (killed, out of memory) is begun again where it was, with the same keys."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from terminal import helper as room
from terminal.helper import helper


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 120.0
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def answers(url: str, key: str) -> bool:
    try:
        return httpx.get(f"{url}/v1/windows", headers={"Authorization": f"Bearer {key}"}, timeout=5.0).is_success
    except httpx.HTTPError:
        return False


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "AGAIN_S", (0.1,))


def test_a_hall_that_was_killed_answers_again_at_its_address_with_its_keys(tmp_path: Path) -> None:
    keys_file = tmp_path / "keys.json"
    options = ["--data", str(tmp_path), "--keys-file", str(keys_file)]
    hall = helper("hall", "--port", "0", *options)
    try:
        url = hall.line("hall ready").removeprefix("hall ready").strip()
        key = json.loads(keys_file.read_text(encoding="utf-8"))["terminal"]
        hall.keep("hall", "--port", url.rpartition(":")[2], *options, ready="hall ready")
        assert answers(url, key)
        first = hall.process
        os.kill(first.pid, signal.SIGKILL)
        until(lambda: hall.process is not first and answers(url, key))
    finally:
        hall.close()
    assert hall.process.poll() is not None
    assert not answers(url, key)


def test_one_that_cannot_start_is_tried_until_it_is_closed_and_then_no_more(tmp_path: Path) -> None:
    """A program that ends at once stands for a hall on a full disk."""
    ends = ("json.tool", str(tmp_path / "nowhere"))
    program = helper(*ends)
    program.keep(*ends, ready="never")
    for _ in range(2):
        before = program.process
        until(lambda before=before: program.process is not before)  # type: ignore[misc]
    program.close()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == f"keep {ends[0]}"])
    assert program.process.poll() is not None
