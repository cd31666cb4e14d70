"""The service is told that the terminal has started and lives; its units are valid."""

from __future__ import annotations

import configparser
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from bare_terminal import bare_terminal

from terminal.runtime.watchdog import Watchdog
from terminal.start import Running

ROOT = Path(__file__).resolve().parents[3]
UNITS = [ROOT / "terminal" / "wuai.service", ROOT / "hall" / "wuai-hall.service"]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[socket.socket]:
    """Where a service would listen."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.setblocking(False)
        yield line


def heard(line: socket.socket) -> list[str]:
    messages = []
    while True:
        try:
            messages.append(line.recv(64).decode())
        except BlockingIOError:
            return messages


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "30000000", **more}


def test_signs_of_life_come_three_times_in_the_time_that_is_waited(tmp_path: Path, service: socket.socket) -> None:
    watchdog = Watchdog(environment(tmp_path))
    for tenth in range(300):
        watchdog.alive(tenth / 10)
    assert heard(service) == ["WATCHDOG=1"] * 3


def test_the_loop_says_that_it_has_begun_lives_and_ends(
    tmp_path: Path, service: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    with bare_terminal(tmp_path) as terminal:
        turns = iter([False, False, True])
        Running(terminal, {}, None, None, 0.0).loop(frame_s=0.0, until=lambda: next(turns))
    assert heard(service) == ["READY=1", "WATCHDOG=1", "STOPPING=1"]


@pytest.mark.parametrize("given", [{}, {"NOTIFY_SOCKET": "/nowhere"}, {"NOTIFY_SOCKET": "@nobody"}])
def test_without_a_service_nothing_happens(given: dict[str, str]) -> None:
    watchdog = Watchdog(given)
    watchdog.ready()
    watchdog.alive(0.0)


def test_another_process_of_the_service_does_not_speak_for_the_loop(tmp_path: Path, service: socket.socket) -> None:
    Watchdog(environment(tmp_path, WATCHDOG_PID=str(os.getpid() + 1))).alive(0.0)
    assert heard(service) == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_begin_again_after_every_end(unit: Path) -> None:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(unit, encoding="utf-8")
    assert read["Service"]["Restart"] == "always"
    assert read["Unit"]["StartLimitIntervalSec"] == "0"
    assert read["Service"]["ExecStart"].startswith("%h/wuai/wuai ")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_the_units(unit: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "wuai").mkdir(parents=True)
    (home / "wuai" / "wuai").symlink_to(ROOT / "wuai")
    text = unit.read_text(encoding="utf-8").replace("%h", str(home))
    (tmp_path / unit.name).write_text(text, encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(tmp_path / unit.name)],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        timeout=60,
    )
    complaints = [line for line in verified.stderr.splitlines() if unit.name in line]
    assert (verified.returncode, complaints) == (0, []), verified.stderr
