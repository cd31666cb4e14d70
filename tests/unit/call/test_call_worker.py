"""The call worker with a real hall and an interpreter with real media: no screen, no camera but the ring."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import numpy as np
import pytest

from hall.embedded import RunningHall, running_hall
from terminal.call.wishes import Agree, CallParts, Dial, HangUp, Write
from terminal.call.worker import call
from terminal.runtime.bus import Bus
from terminal.runtime.frames import FrameRing
from terminal.runtime.supervisor import Recipe, Supervisor
from terminal.simulators.interpreter import SimulatedInterpreter
from terminal.visit.events import CallChanged, CallQuality, CallText, Event, HandOverChanged

NO_HANDS = np.full((2, 21, 2), np.nan, np.float32)
SIZE = (320, 240)


class Camera:
    """Writes a moving picture into a ring, as the eyes do."""

    def __init__(self, ring: FrameRing) -> None:
        self._ring, self._stopping = ring, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        count = 0
        while not self._stopping.wait(0.04):
            picture = np.full((SIZE[1], SIZE[0], 3), (200, 60, 30), np.uint8)
            left = count * 7 % (SIZE[0] - 40)
            picture[60:180, left : left + 40] = (0, 255, 0)
            self._ring.write(picture, NO_HANDS, time.monotonic())
            count += 1

    def close(self) -> None:
        self._stopping.set()
        self._thread.join()


class Caller:
    """A supervisor with the call worker, and everything it said."""

    def __init__(self, hall: RunningHall) -> None:
        self.bus, self.events = Bus(), list[Event]()
        self.supervisor = Supervisor(self.bus.publish)
        self.camera, self.people = FrameRing(width=SIZE[0], height=SIZE[1]), FrameRing(width=1280, height=720)
        self.second = FrameRing(width=1280, height=720)
        parts = CallParts(
            hall.url,
            hall.keys["terminal"],
            hall.keys["clerk"],
            self.camera.name,
            SIZE,
            self.people.name,
            self.second.name,
            (1280, 720),
            "clips:",
            "recorder:",
        )
        self.supervisor.add(Recipe("call", call, (parts,), lazy=True))
        self.eyes = Camera(self.camera)

    def dial(self, call_id: str) -> None:
        self.supervisor.tell("call", Dial(call_id, "id_card_lost", (("身份证", True),)), keep="dial")

    def hang_up(self) -> None:
        self.supervisor.withdraw("call", "dial", HangUp())

    def until(self, condition: Callable[[], bool], what: str, patience_s: float = 90.0) -> None:
        deadline = time.monotonic() + patience_s
        while not condition():
            assert time.monotonic() < deadline, f"{what} never came: {self.events[-6:]}"
            self.supervisor.tend(time.monotonic())
            self.events += self.bus.drain()
            time.sleep(0.02)

    def state(self) -> str:
        return next((e.state for e in reversed(self.events) if isinstance(e, CallChanged)), "")

    def texts(self) -> list[tuple[str, str, bool]]:
        return [(e.who, e.text, e.final) for e in self.events if isinstance(e, CallText)]

    def close(self) -> None:
        self.supervisor.close(6.0)
        self.eyes.close()
        for ring in (self.camera, self.people, self.second):
            ring.close()


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    with running_hall(tmp_path_factory.mktemp("hall")) as running:
        yield running


@pytest.fixture
def caller(hall: RunningHall) -> Iterator[Caller]:
    caller = Caller(hall)
    yield caller
    caller.close()


@pytest.fixture
def interpreter(hall: RunningHall) -> Iterator[SimulatedInterpreter]:
    interpreter = SimulatedInterpreter(hall.url, hall.keys["interpreter"], size=(320, 240))
    yield interpreter
    interpreter.close()


def moving(pictures: list[tuple[float, np.ndarray]]) -> bool:
    """Two pictures of the same size that differ in many pixels."""
    if len(pictures) < 5 or pictures[0][1].shape != pictures[-1][1].shape:
        return False
    difference = np.abs(pictures[0][1].astype(int) - pictures[-1][1].astype(int)).max(axis=2)
    return bool((difference > 60).mean() > 0.005)


def test_a_call_with_pictures_and_text_both_ways_that_survives_its_worker(
    caller: Caller, interpreter: SimulatedInterpreter
) -> None:
    caller.dial("v1-call-0001")
    caller.until(lambda: caller.state() == "queued", "the place in the queue")
    interpreter.ready()
    caller.until(lambda: caller.state() == "ringing", "the ringing")
    interpreter.answer()
    assert interpreter.session["briefing"]["understood"] == [{"text": "身份证", "confirmed": True}]
    caller.until(lambda: caller.state() == "connected", "the interpreter")

    seen: list[tuple[float, np.ndarray]] = []
    caller.until(lambda: caller.people.newest > 0, "the interpreter's picture")
    for _ in range(6):
        before = caller.people.newest
        caller.until(lambda before=before: caller.people.newest > before + 3, "the next pictures")
        picture = caller.people.read()
        assert picture is not None
        seen.append((picture.at, picture.rgb))
    assert moving(seen)
    caller.until(lambda: moving(interpreter.pictures), "the visitor's moving picture")

    write = caller.supervisor.tell
    write("call", Write("visitor", 1, "照", "typed", False))
    write("call", Write("visitor", 1, "照片", "typed", True))
    write("call", Write("clerk", 1, "请坐", "typed", True))
    caller.until(lambda: interpreter.texts == {("visitor", 1): "照片", ("clerk", 1): "请坐"}, "both lines")
    interpreter.write("您", final=False, seq=1)
    interpreter.write("您好", seq=1)
    caller.until(lambda: caller.texts() == [("interpreter", "您", False), ("interpreter", "您好", True)], "the answer")

    first = caller.supervisor.pid("call")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    caller.until(lambda: caller.supervisor.pid("call") not in (None, first), "another process")
    interpreter.pictures.clear()
    caller.until(lambda: moving(interpreter.pictures), "the picture again")
    write("call", Write("visitor", 2, "我在", "typed", True))
    caller.until(lambda: interpreter.texts.get(("visitor", 2)) == "我在", "a line after the loss")
    assert [text for _, text, _ in caller.texts()].count("您好") <= 2, "read again after the loss, under the same key"

    caller.hang_up()
    caller.until(lambda: caller.supervisor.pid("call") is None, "the end of the process")
    assert caller.people.read() is None, "no picture of anybody outlives the call"
    interpreter.away()


def test_quality_is_said_in_words(caller: Caller, interpreter: SimulatedInterpreter) -> None:
    interpreter.ready()
    caller.dial("v2-call-0001")
    caller.until(lambda: caller.state() == "ringing", "the ringing")
    interpreter.answer()
    caller.until(lambda: caller.people.newest > 0, "the picture")
    interpreter.send({"type": "quality", "to": "visitor", "fps": 9, "width": 320, "height": 240, "round_trip_ms": 40})
    qualities = lambda: [e.shown for e in caller.events if isinstance(e, CallQuality)]  # noqa: E731
    caller.until(lambda: "unreadable" in qualities(), "the words")
    interpreter.end()
    caller.until(lambda: caller.state() == "ended", "the end")


def test_another_interpreter_takes_over_only_with_the_visitors_yes(
    caller: Caller, interpreter: SimulatedInterpreter, hall: RunningHall
) -> None:
    headers = {"Authorization": f"Bearer {hall.keys['admin']}", "Idempotency-Key": "another-interpreter"}
    body = {"scope": "interpreter", "label": "in-2", "interpreter_id": "in-2"}
    made = httpx.post(f"{hall.url}/v1/keys", json=body, headers=headers, trust_env=False).json()
    other = SimulatedInterpreter(hall.url, made["key"], size=(320, 240), colour=(160, 40, 40))
    states = lambda: [e.state for e in caller.events if isinstance(e, HandOverChanged)]  # noqa: E731
    try:
        interpreter.ready()
        caller.dial("v4-call-0001")
        caller.until(lambda: caller.state() == "ringing", "the ringing")
        interpreter.answer()
        caller.until(lambda: caller.people.newest > 0, "the first picture")
        other.ready()
        interpreter.hand_over("补领身份证", "照片可以在大厅拍吗")
        other.answer(("processing",))
        caller.until(lambda: states()[-1:] == ["both_in"], "both to be there")
        caller.until(lambda: caller.second.newest > 5, "the second one's picture beside the first's")
        caller.supervisor.tell("call", Agree(agreed=True))
        caller.until(lambda: "confirmed" in states(), "the change")
    finally:
        caller.hang_up()
        caller.until(lambda: caller.supervisor.pid("call") is None, "the end of the process")
        other.away()
        other.close()


def test_who_lost_the_session_is_neither_seen_nor_heard_while_another_is_awaited(
    caller: Caller, interpreter: SimulatedInterpreter, hall: RunningHall
) -> None:
    """Only their socket had died: picture and sound went on both ways until somebody else offered, perhaps never."""
    office = httpx.Client(base_url=hall.url, headers={"Authorization": f"Bearer {hall.keys['admin']}"}, trust_env=False)
    try:
        interpreter.ready()
        caller.dial("v5-call-0001")
        caller.until(lambda: caller.state() == "ringing", "the ringing")
        interpreter.answer()
        caller.until(lambda: caller.people.newest > 0 and interpreter.frames > 0, "both pictures")
        interpreter.lose_socket()
        caller.until(lambda: caller.state() == "reconnecting", "the loss")
        assert caller.people.read() is not None, "they may come back for a minute"
        later = datetime.now(UTC) + timedelta(seconds=61)
        office.put("/v1/test/clock", json={"now": later.isoformat(), "running": True}).raise_for_status()
        caller.until(lambda: caller.state() in ("queued", "ringing"), "another is awaited")
        caller.until(lambda: interpreter.state == "closed", "they receive nothing more")
        caller.until(lambda: caller.people.read() is None, "their last picture is gone, a moment later")
    finally:
        caller.hang_up()
        caller.until(lambda: caller.supervisor.pid("call") is None, "the end of the process")
        office.delete("/v1/test/clock")
        office.close()
        interpreter.away()


def test_no_hall_is_said_and_the_worker_goes(hall: RunningHall) -> None:
    caller = Caller(replace(hall, url="http://127.0.0.1:9"))
    try:
        caller.dial("v3-call-0001")
        caller.until(lambda: caller.state() == "nobody", "the truth")
        caller.hang_up()
        caller.until(lambda: caller.supervisor.pid("call") is None, "the end of the process")
    finally:
        caller.close()


def test_the_worker_is_not_there_while_nobody_calls(caller: Caller) -> None:
    caller.supervisor.tend(time.monotonic())
    assert caller.supervisor.pid("call") is None


def test_the_main_process_never_loads_the_media_library() -> None:
    code = "import sys; import terminal.call.worker, terminal.call.wishes; sys.exit('aiortc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False).returncode == 0
