"""A real hall in its own process for the client's tests: ten o'clock on a working day, clock running."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hall.embedded import RunningHall, running_hall

MONDAY_TEN = "2026-11-23T10:00:00+08:00"


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    folder: Path = tmp_path_factory.mktemp("hall")
    with running_hall(folder, clock=MONDAY_TEN) as started:
        yield started
