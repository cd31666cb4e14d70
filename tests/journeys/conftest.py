"""One terminal for all journeys, through real processes, a real hall and a real pad line; idle before each story."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from terminal.demo.settings import demo_settings
from terminal.demo.stage import Stage
from terminal.runtime.settings import Loaded
from terminal.start import Running, running
from terminal.visit.events import CancelHelp, Confirm, GiveNumberBack, Leave
from terminal.visit.state import Phase

WORKERS = ("camera", "microphone", "speaker", "pad", "eyes", "ears")


@pytest.fixture(scope="session")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(Loaded(demo_settings(tmp_path_factory.mktemp("var")))) as started:
        stage = Stage(started)
        stage.until(lambda: all(stage.state.device(name) for name in WORKERS), "all workers", patience_s=120.0)
        yield started


@pytest.fixture
def stage(terminal: Running) -> Iterator[Stage]:
    stage = Stage(terminal)
    yield stage
    if stage.state.phase is Phase.TICKET:
        for event in (GiveNumberBack(), Confirm()):  # so that the next story is next in the queue
            terminal.terminal.dispatch(event)
        stage.run(1.0)
    terminal.terminal.dispatch(CancelHelp())
    while stage.state.phase is not Phase.IDLE:
        terminal.terminal.dispatch(Leave())
        stage.run(1.0)
    terminal.terminal.watchers.clear()
