"""The console with the terminal's own call worker on the other side: only the camera is simulated."""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from desk import Console, Screen, until
from phone import Phone
from signer import CAMERA_GROUND, RATE_HZ, SIZE, VISITOR_GROUND, before

from hall.embedded import RunningHall
from terminal.call.wishes import CallParts, Dial, Fetch, HangUp, Invite, Record, Write
from terminal.call.worker import call
from terminal.runtime.bus import Bus
from terminal.runtime.frames import FrameRing
from terminal.runtime.supervisor import Recipe, Supervisor
from terminal.visit.events import CallChanged, CallText, Event, PhoneCode, RecordChanged

pytestmark = pytest.mark.browser
NO_HANDS = np.full((2, 21, 2), np.nan, np.float32)
PEOPLE = (1280, 720)


class Terminal:
    """The call worker under its supervisor, and the rings that the eyes and the screens hold."""

    def __init__(self, hall: RunningHall) -> None:
        self._bus, self.events = Bus(), list[Event]()
        self.supervisor = Supervisor(self._bus.publish)
        self.camera = FrameRing(width=SIZE[0], height=SIZE[1])
        self.people, self._second = (FrameRing(width=PEOPLE[0], height=PEOPLE[1]) for _ in range(2))
        keys, rings = hall.keys, (self.people.name, self._second.name)
        sounds, page = ("clips:", "recorder:"), f"{hall.url}/phone"
        parts = CallParts(
            hall.url, keys["terminal"], keys["clerk"], self.camera.name, SIZE, *rings, PEOPLE, *sounds, phone_page=page
        )
        self.supervisor.add(Recipe("call", call, (parts,), lazy=True))
        self._stopping = threading.Event()
        self._eyes = threading.Thread(target=self._look, daemon=True)
        self._eyes.start()

    def dials(self) -> None:
        words = (("身份证", True), ("丢了", False))
        self.supervisor.tell("call", Dial(f"call-{uuid.uuid4()}", "id_card_lost", words, ("户口簿",)), keep="dial")

    def rings(self) -> None:
        """Dials, and waits until it rings at the interpreters."""
        self.dials()
        self.until(lambda: self.state() == "ringing", "the ring")

    def writes(self, text: str, seq: int, *, final: bool) -> None:
        self.supervisor.tell("call", Write("visitor", seq, text, "typed", final))

    def until(self, condition: Callable[[], object], what: str) -> None:
        def tended() -> object:
            self.supervisor.tend(time.monotonic())
            self.events += self._bus.drain()
            return condition()

        until(tended, what)

    def state(self) -> str:
        return next((one.state for one in reversed(self.events) if isinstance(one, CallChanged)), "")

    def codes(self) -> list[str]:
        return [one.address for one in self.events if isinstance(one, PhoneCode)]

    def record(self) -> RecordChanged:
        """How the written record stands."""
        told = [one for one in self.events if isinstance(one, RecordChanged)]
        return told[-1] if told else RecordChanged(state="off")

    def texts(self, *, final: bool) -> list[str]:
        return [one.text for one in self.events if isinstance(one, CallText) and one.final is final]

    def sees_the_interpreter(self) -> None:
        """The ring for the screens holds the browser's camera, and changes."""
        self.people.wipe()

        def seen() -> bool:
            picture = self.people.read()
            if picture is None:
                return False
            near = np.abs(picture.rgb[::16, ::16].astype(int) - CAMERA_GROUND).max(axis=2) < 40
            return bool(near.mean() > 1 / 3)

        self.until(seen, "the interpreter's picture at the terminal")
        first = self.people.read()
        assert first is not None
        self.until(lambda: _changed(first.rgb, self.people.read()), "movement at the terminal")

    def close(self) -> None:
        self.supervisor.withdraw("call", "dial", HangUp())
        self.supervisor.close(6.0)
        self._stopping.set()
        self._eyes.join()
        for ring in (self.camera, self.people, self._second):
            ring.close()

    def _look(self) -> None:
        shown, step = before(VISITOR_GROUND), 0
        while not self._stopping.wait(1 / 25):
            step += 1
            self.camera.write(shown[step * RATE_HZ // 25 % len(shown)], NO_HANDS, time.monotonic())


def _changed(first: np.ndarray, now: object) -> bool:
    rgb = getattr(now, "rgb", None)
    return rgb is not None and rgb.shape == first.shape and bool(np.abs(first.astype(int) - rgb).mean() > 0.5)


@pytest.fixture
def terminal(hall: RunningHall) -> Iterator[Terminal]:
    terminal = Terminal(hall)
    yield terminal
    terminal.close()


def test_the_terminals_own_call_reaches_the_console_and_survives_its_worker(
    console: Callable[..., Console], terminal: Terminal
) -> None:
    desk = console()
    desk.is_ready()
    terminal.dials()
    terminal.until(lambda: terminal.state() == "ringing", "the ring")
    desk.shows("#ring-briefing dd:text-is('户口簿')")
    desk.accepts()
    terminal.until(lambda: terminal.state() == "connected", "the call")
    desk.sees_movement(ground=VISITOR_GROUND)
    terminal.sees_the_interpreter()

    terminal.writes("我的身份证", 1, final=False)
    desk.reads("我的身份证", "#live")
    terminal.writes("我的身份证丢了", 1, final=True)
    desk.reads("我的身份证丢了")
    desk.page.locator("#text").press_sequentially("什么时候丢的")
    terminal.until(lambda: "什么时候丢的" in terminal.texts(final=False), "letters at the terminal")
    desk.page.keyboard.press("Enter")
    terminal.until(lambda: "什么时候丢的" in terminal.texts(final=True), "the line at the terminal")

    pid = terminal.supervisor.pid("call")
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    terminal.until(lambda: terminal.supervisor.pid("call") not in (None, pid), "another worker")
    terminal.until(lambda: terminal.state() == "connected", "the same call again")
    terminal.sees_the_interpreter()
    desk.sees_movement(ground=VISITOR_GROUND)
    desk.reads("我的身份证丢了")

    desk.page.reload()
    desk.shows("#call:not([hidden])")
    desk.sees_movement(ground=VISITOR_GROUND)
    terminal.sees_the_interpreter()
    desk.ends()
    terminal.until(lambda: terminal.state() == "ended", "the end at the terminal")
    desk.writes_up()


def test_the_terminal_takes_the_call_back_from_the_phone(
    console: Callable[..., Console], terminal: Terminal, chromium: object
) -> None:
    desk = console()
    desk.takes(terminal.rings)
    desk.sees_movement(ground=VISITOR_GROUND)
    terminal.supervisor.tell("call", Invite())
    terminal.until(lambda: terminal.codes(), "the address for the phone")
    phone = Phone(chromium, terminal.codes()[-1])
    phone.begins()
    phone.sees_movement(ground=CAMERA_GROUND)
    desk.sees_movement(ground=CAMERA_GROUND)
    terminal.until(lambda: terminal.state() == "phone", "the terminal knows")
    terminal.supervisor.tell("call", Fetch())
    phone.shows("#after-said:has-text('回到了大厅的终端')")
    terminal.until(lambda: terminal.state() == "connected", "the call is back")
    desk.sees_movement(ground=VISITOR_GROUND)
    terminal.sees_the_interpreter()
    phone.close()
    desk.ends()
    desk.writes_up()


def test_words_are_kept_when_everybody_agreed_and_the_visitor_takes_and_erases_them(
    console: Callable[..., Console], terminal: Terminal, chromium: object
) -> None:
    desk = console()
    desk.takes(terminal.rings)
    terminal.until(lambda: terminal.state() == "connected", "the call")
    terminal.writes("还没问", 1, final=True)
    desk.reads("还没问")
    desk.page.click("#record-yes")
    terminal.until(lambda: {"clerk", "visitor"} <= set(terminal.record().missing), "both are asked")
    desk.shows("#record-note:has-text('现在什么都没留')")
    for who in ("clerk", "visitor"):
        terminal.supervisor.tell("call", Record(who, True))
    terminal.until(lambda: terminal.record().state == "on", "everybody agreed")
    desk.shows("#record-note:has-text('正在留文字')")
    terminal.writes("大家都同意了", 2, final=True)
    desk.reads("大家都同意了")

    page = Screen(chromium)
    page.page.goto(terminal.record().address)
    page.shows("#log p:has-text('大家都同意了')")
    assert page.page.locator("#log p").count() == 1, "what was said before is not in it"
    assert "#" not in page.page.url, "the secret does not stay in the address"
    with page.page.expect_download() as saved:
        page.page.click("#save")
    assert saved.value.suggested_filename.endswith(".vtt")
    assert saved.value.path().read_text("utf-8").startswith("WEBVTT\n")
    page.page.click("#erase")
    page.shows("#state:has-text('已经删除')")
    page.page.reload()
    page.shows("#state:has-text('打不开')")
    page.close()

    terminal.supervisor.tell("call", Record("visitor", False))
    desk.shows("#record-note:has-text('什么都没留下')")
    terminal.until(lambda: terminal.record().state == "refused", "one refusal ends it")
    desk.ends()
    desk.writes_up()
