"""An error in our own code costs one event, at worst one visit, never the terminal.

Found by reading: an exception of any handler ended the whole terminal, with the visitor's words still on its screen.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bare_terminal import bare_terminal

from terminal.app import Terminal
from terminal.runtime import guard
from terminal.runtime.guard import FORCE_AFTER, GOODBYE_AFTER, QUIET_S, WITHIN_S, Errors, Remedy
from terminal.runtime.journal import read_events
from terminal.visit import table
from terminal.visit.events import ChooseWay, Confirm, DeviceChanged, Event, Leave, Start, Status, Tick, Way
from terminal.visit.state import Phase, State

SECRET = "王小明"


def fails(state: State, event: Event) -> table.Result:
    raise ValueError(SECRET)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with bare_terminal(tmp_path) as started:
        started.dispatch(Start(visit_id="v"))
        started.dispatch(ChooseWay(way=Way.TOUCH))
        yield started


def spoil(monkeypatch: pytest.MonkeyPatch, phase: Phase, event: type[Event]) -> None:
    """This handler raises from now on."""
    monkeypatch.setitem(table.TRANSITIONS[phase], event, table.Row(event, fails, ()))


def test_an_event_whose_handler_fails_changes_nothing_and_staff_are_told(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(monkeypatch, Phase.ASKING, Confirm)
    monkeypatch.setattr(guard.logger, "disabled", False)  # a library's test run may have switched all loggers off
    before = terminal.state
    with caplog.at_level(logging.DEBUG):
        terminal.dispatch(Confirm())
        assert terminal.state == before
        terminal.tick(time.monotonic())
    told = terminal.state.device("internal")
    assert told is not None
    assert (told.status, told.detail) == (Status.FAULT, "ValueError: Confirm")
    assert terminal.state.phase is Phase.ASKING
    noted = [event for event in read_events(terminal.parts.journal.path) if isinstance(event, DeviceChanged)]
    assert "ValueError: Confirm" in [event.detail for event in noted]
    assert SECRET not in caplog.text
    assert "fails" in caplog.text, "the place of the error is in the log"


def test_several_errors_end_the_visit_with_a_goodbye_and_the_terminal_goes_on(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(monkeypatch, Phase.ASKING, Confirm)
    for _ in range(GOODBYE_AFTER):
        terminal.dispatch(Confirm())
    terminal.tick(time.monotonic())
    phases = [terminal.state.phase]
    for event in (Tick(at=time.monotonic() + 60.0), Start(visit_id="next")):
        terminal.dispatch(event)
        phases.append(terminal.state.phase)
    assert phases == [Phase.LEAVING, Phase.IDLE, Phase.CHOOSING]


def test_where_the_goodbye_fails_too_the_visitor_is_forgotten_by_force(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for event in (Confirm, Leave, Tick):
        spoil(monkeypatch, Phase.ASKING, event)
    for _ in range(FORCE_AFTER):
        terminal.dispatch(Confirm())
    terminal.tick(time.monotonic())
    assert terminal.state.phase is Phase.IDLE
    assert not terminal.state.visit.visit_id


def test_an_effect_that_fails_keeps_no_other_from_being_done(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_once(*args: object) -> bool:
        raise OSError(SECRET)

    monkeypatch.setattr(terminal.parts.call, "perform", fails_once)
    terminal.dispatch(Leave())
    assert terminal.state.phase is Phase.LEAVING
    terminal.tick(time.monotonic())
    assert terminal.state.device("internal") is not None


def test_a_screen_that_cannot_be_drawn_does_not_end_the_loop(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.state = replace(terminal.state, phase="no phase")  # type: ignore[arg-type]
    for _ in range(FORCE_AFTER + 2):
        terminal.tick(time.monotonic())
    assert terminal.state.phase is Phase.IDLE, "what cannot be drawn is given up"
    assert not terminal.stopping


def test_errors_are_told_once_a_minute_and_forgiven_after_ten() -> None:
    errors = Errors()
    assert [errors.happened("a", now) for now in (0.0, 1.0, WITHIN_S)] == [True, False, True]
    assert errors.remedy(WITHIN_S) is Remedy.NONE
    assert not errors.recovered(WITHIN_S + 1)
    errors.remedy(3 * WITHIN_S)
    assert errors.recovered(WITHIN_S + QUIET_S)
    assert not errors.recovered(WITHIN_S + QUIET_S), "told once"
