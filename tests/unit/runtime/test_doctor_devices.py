"""The doctor does not call a device well that this user may not open: the terminal would not have it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hardware import find
from hardware.find import Found
from terminal import doctor


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A device file that belongs to the group video and not to us; root, who runs tests, may open everything."""
    path = tmp_path / "device"
    path.touch()
    path.chmod(0o660)
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda file, mode: Path(file) != path and allowed(file, mode))
    monkeypatch.setattr(Path, "group", lambda _: "video")
    return path


def test_a_camera_that_may_not_be_opened_is_missing_with_the_line_that_opens_it(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "cameras", lambda: [Found("camera", "HD Webcam", str(closed))])
    monkeypatch.setattr(find, "microphones", lambda: [Found("microphone", "Jabra", "Jabra")])
    found = {finding.part: finding for finding in doctor._devices()}
    assert found["camera"].state == "missing"
    assert str(closed) in found["camera"].found
    assert "usermod -aG video" in found["camera"].mend
    assert found["microphone"].state == "ok"


def test_no_group_is_named_that_would_not_help(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed.chmod(0o600)
    assert "usermod" not in doctor.how_to_open(closed)
    closed.chmod(0o660)
    monkeypatch.setattr(Path, "group", lambda _: "root")
    assert "usermod" not in doctor.how_to_open(closed)


def test_a_printer_is_looked_at_not_believed(closed: Path, tmp_path: Path) -> None:
    assert doctor._printer(f"file:{tmp_path / 'lp0'}").state == "missing"
    assert "usermod -aG video" in doctor._printer(f"file:{closed}").mend
    (tmp_path / "lp1").touch()
    assert doctor._printer(f"file:{tmp_path / 'lp1'}").state == "ok"
    assert doctor._printer("none:").state == "simulated"
