"""A terminal that can write nothing starts all the same: its screens are what visitors came for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

START = """
import sys
from pathlib import Path
from terminal.runtime.settings import Loaded, Settings
from terminal.start import running

if __name__ == "__main__":
    with running(Loaded(Settings(var=Path(sys.argv[1])))) as started:
        devices = lambda: {device.name: device.status.value for device in started.terminal.state.devices}
        started.loop(until=lambda: {"journal", "outbox"} <= set(devices()))
        print(*(devices()[name] for name in ("journal", "outbox")))
"""


def test_a_folder_that_cannot_be_made_is_told_and_ends_nothing(tmp_path: Path) -> None:
    """A file in the way stands for a disk that is full or may only be read. The start ended with a traceback."""
    (tmp_path / "way").write_text("in the way", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path / "way" / "var")],
        env=os.environ | {"SDL_VIDEODRIVER": "dummy"},
        capture_output=True,
        text=True,
        timeout=180.0,
        check=False,
    )
    assert done.stdout.split() == ["fault", "fault"], done.stderr
