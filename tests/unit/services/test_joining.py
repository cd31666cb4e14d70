"""A terminal whose id, keys or window are not the hall's: told at the desk and by the doctor, before somebody books."""

from __future__ import annotations

import queue
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hall.embedded import RunningHall
from terminal.links.hall import HallLink
from terminal.links.joining import mistakes
from terminal.links.reach import HallAccess
from terminal.visit.events import DeviceChanged, Event, Status
from terminal.visit.state import State

WAIT_S = 60.0


def access(hall: RunningHall) -> HallAccess:
    keys = hall.keys
    return HallAccess(hall.url, keys["terminal"], keys["clerk"], keys["terminal_id"], "3")


def test_a_terminal_that_belongs_has_no_mistakes(hall: RunningHall) -> None:
    assert mistakes(access(hall)) == []
    assert mistakes(replace(access(hall), clerk_key="", window="none"), at_window=False) == []


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"terminal_id": "t-9"}, "[terminal] id"),
        ({"key": "wk_" + "x" * 43}, "[hall] key"),
        ({"clerk_key": "wk_" + "x" * 43}, "[hall] clerk_key"),
        ({"clerk_key": ""}, "[hall] clerk_key"),
        ({"window": "99"}, "[terminal] window"),
        ({"url": "http://127.0.0.1:9"}, "[hall] url"),
        ({"ca_file": "/nowhere/authority.pem"}, "[hall] ca_file"),
    ],
)
def test_each_mistake_is_named_once_with_its_setting(hall: RunningHall, wrong: dict[str, str], named: str) -> None:
    (mistake,) = mistakes(replace(access(hall), **wrong))
    assert named in mistake.mend


def test_swapped_keys_are_both_told(hall: RunningHall) -> None:
    right = access(hall)
    swapped = mistakes(replace(right, key=right.clerk_key, clerk_key=right.key))
    assert [named in one.mend for named, one in zip(("[hall] key", "[hall] clerk_key"), swapped, strict=True)] == [
        True,
        True,
    ]


def test_the_desk_is_told_that_the_hall_refuses_this_terminal(hall: RunningHall, tmp_path: Path) -> None:
    said: queue.Queue[Event] = queue.Queue()
    link = HallLink(replace(access(hall), terminal_id="t-9"), said.put, tmp_path / "outbox", own_clock=False)
    try:
        link.report(lambda: (State(), datetime.now(UTC)))
        until = time.monotonic() + WAIT_S
        while True:
            event = said.get(timeout=max(0.1, until - time.monotonic()))
            if isinstance(event, DeviceChanged) and event.device == "hall_key":
                break
    finally:
        link.close()
    assert (event.status, event.detail) == (Status.FAULT, "t-9: other_terminal")
