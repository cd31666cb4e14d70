"""Workers die, fall silent and come back; giving up is an event."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from terminal.runtime import supervisor as supervising
from terminal.runtime.bus import Bus
from terminal.runtime.frames import FrameRing
from terminal.runtime.link import WorkerLink
from terminal.runtime.supervisor import GIVEN_UP_S, MOST_RESTARTS, Recipe, RestartPolicy, Supervisor
from terminal.visit.events import DeviceChanged, SpeechPartial, Status


def echo(link: WorkerLink) -> None:
    """Publishes every command as an event."""
    while not link.stopping:
        for command in link.commands(0.05):
            link.publish(SpeechPartial(text=f"{os.getpid()}:{command}"))


def sleeper(link: WorkerLink) -> None:
    """A lazy one: says what it is told, and ends when it is told to rest."""
    while not link.stopping:
        for command in link.commands(0.05):
            if command == "rest":
                return
            link.publish(SpeechPartial(text=f"{os.getpid()}:{command}"))


def broken(link: WorkerLink) -> None:
    """Cannot start."""
    raise SystemExit(3)


def fragile(link: WorkerLink, mended: Path) -> None:
    """Cannot start until it is mended."""
    if not mended.exists():
        raise SystemExit(3)
    while not link.stopping:
        link.commands(0.05)


def deaf(link: WorkerLink, listens: Path) -> None:
    """Beats once and then reads nothing until it listens."""
    heard = link.commands()
    while not listens.exists():
        time.sleep(0.02)
    while not link.stopping:
        for command in [*heard, *link.commands(0.05)]:
            link.publish(SpeechPartial(text=str(command)[:8]))
        heard = []


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def supervisor(bus: Bus) -> Iterator[Supervisor]:
    supervisor = Supervisor(bus.publish)
    yield supervisor
    supervisor.close()


def wait_for(supervisor: Supervisor, condition: Callable[[], bool], patience_s: float = 30.0) -> None:
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        supervisor.tend(time.monotonic())
        time.sleep(0.02)


def test_a_killed_worker_comes_back_and_is_told_again_what_is_wanted(bus: Bus, supervisor: Supervisor) -> None:
    supervisor.add(Recipe("echo", echo))
    heard: list[object] = []

    def texts() -> list[str]:
        heard.extend(bus.drain())
        return [event.text for event in heard if isinstance(event, SpeechPartial)]

    wait_for(supervisor, lambda: supervisor.pid("echo") is not None)
    supervisor.tell("echo", "watch", keep="wish")
    wait_for(supervisor, lambda: len(texts()) == 1)
    first = supervisor.pid("echo")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait_for(supervisor, lambda: len(texts()) == 2)
    assert supervisor.pid("echo") not in (None, first)
    assert any(isinstance(event, DeviceChanged) and event.status is Status.FAULT for event in heard)


def test_a_lazy_worker_runs_only_while_something_is_wanted(bus: Bus, supervisor: Supervisor) -> None:
    supervisor.add(Recipe("sleeper", sleeper, lazy=True))
    heard: list[object] = []

    def pids() -> list[str]:
        heard.extend(bus.drain())
        return [event.text.split(":")[0] for event in heard if isinstance(event, SpeechPartial)]

    supervisor.tend(time.monotonic())
    assert supervisor.pid("sleeper") is None
    supervisor.tell("sleeper", "first", keep="wish")
    wait_for(supervisor, lambda: len(pids()) == 1)
    supervisor.withdraw("sleeper", "wish", "rest")
    wait_for(supervisor, lambda: supervisor.pid("sleeper") is None)
    supervisor.tend(time.monotonic())
    assert not [event for event in heard if isinstance(event, DeviceChanged)], "its end is no fault"
    supervisor.tell("sleeper", "second", keep="wish")
    wait_for(supervisor, lambda: len(pids()) == 2)
    assert len(set(pids())) == 2, "another process"


def test_a_wish_that_comes_while_a_lazy_worker_ends_is_not_lost(bus: Bus, supervisor: Supervisor) -> None:
    supervisor.add(Recipe("sleeper", sleeper, lazy=True))
    supervisor.tell("sleeper", "first", keep="wish")
    wait_for(supervisor, lambda: any(isinstance(e, SpeechPartial) for e in bus.drain()))
    supervisor.withdraw("sleeper", "wish", "rest")
    supervisor.tell("sleeper", "second", keep="wish")
    wait_for(supervisor, lambda: any(e.text.endswith(":second") for e in bus.drain() if isinstance(e, SpeechPartial)))


def test_a_worker_that_cannot_start_is_given_up_with_an_event(bus: Bus, supervisor: Supervisor) -> None:
    policy = RestartPolicy()
    now = 0.0
    for _ in range(MOST_RESTARTS):
        policy.started(now)
        now += 1.0
    assert policy.next_start(now) is None
    supervisor.add(Recipe("broken", broken))
    wait_for(supervisor, lambda: any("code 3" in e.detail for e in bus.drain() if isinstance(e, DeviceChanged)))


@pytest.mark.parametrize("asked", [True, False])
def test_one_that_was_given_up_is_begun_again_when_staff_ask_and_by_itself_later(
    bus: Bus, supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: bool
) -> None:
    """It said "given up until asked for again", and nobody could ask."""
    monkeypatch.setattr(supervising, "BACKOFF_S", (0.0,))
    supervisor.add(Recipe("fragile", fragile, (tmp_path / "mended",)))
    heard: list[DeviceChanged] = []

    def faults() -> int:
        heard.extend(event for event in bus.drain() if isinstance(event, DeviceChanged))
        return len(heard)

    wait_for(supervisor, lambda: faults() == MOST_RESTARTS)
    (tmp_path / "mended").touch()
    supervisor.tend(time.monotonic())
    assert supervisor.pid("fragile") is None, "given up"
    if asked:
        supervisor.revive("fragile")
        supervisor.tend(time.monotonic())
    else:
        supervisor.tend(time.monotonic() + GIVEN_UP_S)
    assert supervisor.pid("fragile") is not None
    wait_for(supervisor, lambda: faults() > MOST_RESTARTS)
    assert (heard[-1].device, heard[-1].status) == ("fragile", Status.OK), "that it is back is told too"


def test_one_that_does_not_read_holds_up_nobody_and_gets_all_of_it_later(
    bus: Bus, supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pipe was full after some two hundred thousand bytes, and both screens stood still until the watchdog came."""
    monkeypatch.setattr(supervising, "SILENT_S", 600.0)
    supervisor.add(Recipe("deaf", deaf, (tmp_path / "listens",)))
    supervisor.tend(time.monotonic())
    for number in range(200):
        supervisor.tell("deaf", f"{number:08}" + 5000 * "x")
    (tmp_path / "listens").touch()
    heard: list[str] = []

    def last() -> bool:
        heard.extend(event.text for event in bus.drain() if isinstance(event, SpeechPartial))
        return heard[-1:] == ["00000199"]

    wait_for(supervisor, last)
    assert heard == [f"{number:08}" for number in range(200)]


def test_a_process_that_cannot_be_made_is_a_death_like_any_other(bus: Bus, supervisor: Supervisor) -> None:
    supervisor.add(Recipe("echo", echo))
    limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, most))
    try:
        supervisor.tend(time.monotonic())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, most))
    told = [event for event in bus.drain() if isinstance(event, DeviceChanged)]
    assert [(event.device, event.status) for event in told] == [("echo", Status.FAULT)]
    assert "cannot be started" in told[0].detail
    wait_for(supervisor, lambda: any(isinstance(e, DeviceChanged) and e.status is Status.OK for e in bus.drain()))


def test_restarts_wait_longer_each_time_and_are_forgiven_after_a_minute() -> None:
    policy = RestartPolicy()
    waits = []
    for died_at in (0.0, 1.0, 3.0):
        start = policy.next_start(died_at)
        assert start is not None
        waits.append(start - died_at)
        policy.started(start)
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    assert policy.next_start(200.0) == 200.0


def test_pictures_travel_newest_first_and_are_forgotten() -> None:
    ring = FrameRing(width=8, height=6)
    reader = FrameRing(ring.name, width=8, height=6)
    try:
        assert reader.read() is None
        hands = np.full((2, 21, 2), np.nan, np.float32)
        for brightness in range(6):
            ring.write(np.full((6, 8, 3), brightness, np.uint8), hands, at=float(brightness))
        picture = reader.read()
        assert picture is not None
        assert (picture.at, int(picture.rgb[0, 0, 0])) == (5.0, 5)
        ring.write(np.full((3, 4, 3), 9, np.uint8), hands, at=9.0)
        smaller = reader.read()
        assert smaller is not None
        assert smaller.rgb.shape == (3, 4, 3)
        with pytest.raises(ValueError, match="does not fit"):
            ring.write(np.zeros((7, 8, 3), np.uint8), hands, at=10.0)
        ring.wipe()
        assert reader.read() is None
        ring.write(np.full((6, 8, 3), 7, np.uint8), hands, at=11.0)
        again = reader.read()
        assert again is not None
        assert again.at == 11.0
    finally:
        reader.close()
        ring.close()
