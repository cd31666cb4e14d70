"""What all tests share: examples that are the same on every run, and a hall that begins empty.

Property tests try the same examples, however busy the machine; `WUAI_EXPLORE=1` looks for new ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from hall.check.desk import Desk

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", settings.get_profile("default"))
settings.load_profile("explore" if os.environ.get("WUAI_EXPLORE") else "same")


@pytest.fixture(scope="module")
def hall_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the hall of `desk` keeps its database."""
    return tmp_path_factory.mktemp("hall")


@pytest.fixture(scope="module")
def started_desk(hall_folder: Path) -> Iterator[Desk]:
    from hall.check.desk import Desk
    from hall.embedded import running_hall

    with running_hall(hall_folder) as hall:
        yield Desk(hall.url, hall.keys["admin"])


@pytest.fixture
def desk(started_desk: Desk) -> Desk:
    """One real hall a module, in a process of its own, empty on a Monday at ten for each test."""
    started_desk.begin()
    return started_desk
