"""A silent call for a person travels from one terminal through a real hall to the clerk at another, and back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from linked import WAIT_S, Linked, access_to

from hall.check.desk import MONDAY, Person
from hall.embedded import RunningHall, running_hall
from terminal.links.reach import HallAccess
from terminal.visit.effects import CallHelp, EndHelp, GoToHelp
from terminal.visit.events import HelpAnswered, HelpElsewhereChanged


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    with running_hall(tmp_path_factory.mktemp("hall"), clock=f"{MONDAY}T10:00:00+08:00") as hall:
        yield hall


@pytest.fixture
def entrance_and_window(hall: RunningHall, tmp_path: Path) -> Iterator[tuple[Linked, Linked]]:
    """A terminal without a clerk, and one with."""
    with ExitStack() as closing:
        pair = (
            Linked(HallAccess(hall.url, _second_key(hall), "", "t", "3"), tmp_path / "a"),
            Linked(access_to(hall), tmp_path / "b"),
        )
        for terminal in pair:
            closing.callback(terminal.link.close)
        yield pair


def test_a_clerk_elsewhere_sees_the_call_and_goes(entrance_and_window: tuple[Linked, Linked]) -> None:
    entrance, window = entrance_and_window
    entrance.does(CallHelp(effect_id="v-1", phase="choosing", way="sign"))
    (call,) = window.hears(HelpElsewhereChanged).calls
    assert (call[1] != "", call[2]) == (True, "sign")
    window.does(GoToHelp(effect_id="desk-7", help_id=call[0]))
    entrance.hears(HelpAnswered)
    assert window.hears(HelpElsewhereChanged).calls == ()


def test_a_call_that_is_called_off_leaves_every_screen(entrance_and_window: tuple[Linked, Linked]) -> None:
    entrance, window = entrance_and_window
    entrance.does(CallHelp(effect_id="w-1", phase="choosing", way="touch"))
    assert window.hears(HelpElsewhereChanged).calls
    entrance.does(EndHelp(effect_id="w-2"))
    assert window.hears(HelpElsewhereChanged).calls == ()


def test_the_own_visitor_is_no_call_from_elsewhere_and_the_hall_learns_who_goes(
    entrance_and_window: tuple[Linked, Linked],
) -> None:
    """Also where the clerk was quicker than the hall."""
    entrance, window = entrance_and_window
    window.does(CallHelp(effect_id="x-1", phase="choosing", way="type"))
    window.does(GoToHelp(effect_id="x-2", help_id=""))
    window.hears(HelpAnswered)
    entrance.does(CallHelp(effect_id="x-3", phase="choosing", way="speak"))
    assert [call[2] for call in window.hears(HelpElsewhereChanged).calls] == ["speak"]


def test_a_call_made_while_the_hall_was_away_arrives_when_it_is_back(tmp_path: Path) -> None:
    with running_hall(tmp_path / "hall") as hall:
        port = int(hall.url.rpartition(":")[2])
    terminal = Linked(HallAccess(hall.url, hall.keys["terminal"], "", "t", "3"), tmp_path / "outbox")
    terminal.does(CallHelp(effect_id="v-1", phase="choosing", way="sign"))
    with running_hall(tmp_path / "hall", port=port) as hall:
        _until(lambda: _states(hall) == ["called"])
        terminal.link.close()


def _second_key(hall: RunningHall) -> str:
    with httpx.Client(base_url=hall.url, timeout=30, trust_env=False) as http:
        admin = Person(http, hall.keys["admin"], "")
        owned = {"scope": "terminal", "label": "entrance", "terminal_id": "check-entrance"}
        return str(admin.post("/v1/keys", owned, expect=201).body["key"])


def _states(hall: RunningHall) -> list[str]:
    with httpx.Client(base_url=hall.url, timeout=30, trust_env=False) as http:
        return [call["state"] for call in Person(http, hall.keys["clerk"], "").get("/v1/help-calls").body["items"]]


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.1)
