"""A hall in a process of its own, for tests, demonstrations and a terminal that stands alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STOP_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class RunningHall:
    """Where it listens, the keys by scope and their owners (see `hall.setup.EMBEDDED`), and the process."""

    url: str
    keys: Mapping[str, str]
    process: subprocess.Popen[str]


@contextmanager
def running_hall(
    data: Path,
    *,
    clock: str | None = None,
    test_mode: bool = True,
    database: str | None = None,
    port: int = 0,
    more: Sequence[str] = (),
) -> Iterator[RunningHall]:
    """Start, wait until it answers, stop; `more`: further options. RuntimeError when it does not come up."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys_file = data / "keys.json"
    keys_file.unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "hall", *_options(data, keys_file, clock, test_mode, database, port), *more],
        cwd=Path(__file__).resolve().parent.parent,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith("hall ready "):
            raise RuntimeError(f"the hall did not come up: {line!r}, exit code {process.poll()}")
        keys = json.loads(keys_file.read_text("utf-8"))
        yield RunningHall(keys.pop("url"), keys, process)
    finally:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _options(
    data: Path, keys_file: Path, clock: str | None, test_mode: bool, database: str | None, port: int
) -> list[str]:
    options = ["--port", str(port), "--data", str(data), "--keys-file", str(keys_file)]
    if test_mode:
        options.append("--test-mode")
    if clock is not None:
        options += ["--clock", clock]
    if database is not None:
        options += ["--database", database]
    return options
