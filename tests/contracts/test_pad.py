"""Every review pad keeps the port's promises: two serial profiles behind a pseudo-terminal, a typing pad, a tablet.

Real time and real processes; the rules' fine points are in tests/unit/hardware/test_pad_driver.py, where time is
virtual. Times here are short so that the suite is quick; nothing is asserted about how long anything takes.
"""

from __future__ import annotations

import os
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hardware.errors import DeviceError
from hardware.pad import (
    EvaluationClosed,
    EvaluationTimes,
    HealthChanged,
    HidPad,
    KeyIgnored,
    LevelChosen,
    LinkTimes,
    NetworkPad,
    Outcome,
    PadEvent,
    PadHealth,
    PadSettings,
    Profile,
    PromptShown,
    ReviewPad,
    SerialPad,
    StaffCard,
    pad_from,
)
from hardware.pad.hid import DOWN, EV_KEY, RECORD, UP
from hardware.pad.keymaps import KEY_MAPS
from hardware.pad.port import Level
from hardware.pad.simulator.process import PadSimulator
from hardware.pad.simulator.tablet import Tablet

LEVELS = [
    Level.VERY_DISSATISFIED,
    Level.DISSATISFIED,
    Level.BASICALLY_SATISFIED,
    Level.SATISFIED,
    Level.VERY_SATISFIED,
]
TIMES = EvaluationTimes(shortest_s=0.2, regret_s=0.4)
LONG_S = 60.0
KEY = bytes(range(32))
CARD = StaffCard(number="0731", name="李明", window="A03")


class Rig(ABC):
    """A pad under test and the hands on its simulator."""

    pad: ReviewPad

    def __init__(self) -> None:
        self.events: list[PadEvent] = []

    @abstractmethod
    def press(self, level: Level) -> None: ...

    @abstractmethod
    def unplug(self) -> None: ...

    @abstractmethod
    def replug(self) -> None: ...

    def wait_asked(self, seq: int) -> None:
        """Until the visitor can see the question."""
        self.wait(lambda e: isinstance(e, PromptShown) and e.seq == seq)

    def wait(self, holds: Callable[[PadEvent], bool], timeout_s: float = 30.0) -> PadEvent:
        """The first event, past or coming, that holds."""
        end = time.monotonic() + timeout_s
        seen = 0
        while True:
            for event in self.events[seen:]:
                if holds(event):
                    return event
            seen = len(self.events)
            event = self.pad.poll(max(0.0, end - time.monotonic()))
            assert event is not None, f"not among {self.events}"
            self.events.append(event)

    def wait_health(self, health: PadHealth) -> None:
        """Until the pad's latest health is this."""
        latest = [e.health for e in self.events if isinstance(e, HealthChanged)][-1:]
        if latest != [health]:
            count = len(self.events)
            self.wait(lambda e: e in self.events[count:] and isinstance(e, HealthChanged) and e.health is health)

    def wait_closed(self, seq: int) -> EvaluationClosed:
        event = self.wait(lambda e: isinstance(e, EvaluationClosed) and e.seq == seq)
        assert isinstance(event, EvaluationClosed)
        return event

    def drain(self) -> list[PadEvent]:
        while (event := self.pad.poll()) is not None:
            self.events.append(event)
        return self.events


class SerialRig(Rig):
    def __init__(self, simulator: PadSimulator, profile: Profile) -> None:
        super().__init__()
        self.simulator = simulator
        self.pad = SerialPad(simulator.link, PadSettings(profile=profile, times=TIMES))

    def press(self, level: Level) -> None:
        self.simulator.order(f"press {LEVELS.index(level) + 1}")

    def unplug(self) -> None:
        self.simulator.order("unplug")

    def replug(self) -> None:
        self.simulator.order("plug")

    def wait_asked(self, seq: int) -> None:
        super().wait_asked(seq)
        self.simulator.wait_until(lambda state: state["face"] == "evaluating")


class TypingRig(Rig):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.replug()
        self.pad = HidPad(str(path), times=TIMES)

    def press(self, level: Level) -> None:
        code = next(code for code, meant in KEY_MAPS["hid-digits"].items() if meant is level)
        self.send((EV_KEY, code, DOWN), (EV_KEY, code, 2), (0, 0, 0), (EV_KEY, code, UP))

    def send(self, *records: tuple[int, int, int]) -> None:
        os.write(self.fd, b"".join(RECORD.pack(0, 0, *record) for record in records))

    def unplug(self) -> None:
        self.path.unlink()
        os.close(self.fd)

    def replug(self) -> None:
        os.mkfifo(self.path)
        self.fd = os.open(self.path, os.O_RDWR)


class TabletRig(Rig):
    def __init__(self) -> None:
        super().__init__()
        self.pad = NetworkPad("pad-7", KEY, simulated=True, times=TIMES, beat_lost_s=1.5)
        self.tablet: Tablet | None = None

    def begin(self) -> None:
        assert isinstance(self.pad, NetworkPad)
        self.tablet = Tablet(self.pad.url, "pad-7", KEY)
        self.tablet.start()

    def press(self, level: Level) -> None:
        assert self.tablet is not None
        self.tablet.press(level)

    def unplug(self) -> None:
        assert self.tablet is not None
        self.tablet.unplug()

    def replug(self) -> None:
        assert self.tablet is not None
        self.tablet.replug()

    def wait_asked(self, seq: int) -> None:
        assert self.tablet is not None
        while self.tablet.wait_for("evaluate")["seq"] != seq:
            time.sleep(0.01)
        super().wait_asked(seq)


@pytest.fixture(params=["serial full", "serial basic", "typing", "tablet"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    if request.param == "typing":
        rig: Rig = TypingRig(tmp_path / "event7")
        with rig.pad:
            rig.wait_health(PadHealth.READY)
            yield rig
    elif request.param == "tablet":
        rig = TabletRig()
        with rig.pad:
            rig.begin()
            rig.wait_health(PadHealth.READY)
            yield rig
        rig.tablet.stop()
    else:
        profile = Profile(request.param.split()[1])
        with PadSimulator(tmp_path / "pad", "--profile", profile.value) as simulator:
            rig = SerialRig(simulator, profile)
            with rig.pad:
                rig.wait_health(PadHealth.READY)
                yield rig


@pytest.mark.parametrize("level", LEVELS)
def test_a_press_gives_its_level_once_and_is_marked_simulated(rig: Rig, level: Level) -> None:
    rig.pad.prompt(CARD, LONG_S, 41)
    rig.wait_asked(41)
    rig.press(level)
    closed = rig.wait_closed(41)
    assert (closed.outcome, closed.level, closed.late) == (Outcome.LEVEL, level, False)
    assert closed.simulated
    assert closed.pressed_at is not None
    assert closed.pressed_at <= closed.at
    assert len([e for e in rig.drain() if isinstance(e, EvaluationClosed)]) == 1


def test_nobody_pressing_is_none_and_never_a_level(rig: Rig) -> None:
    rig.pad.prompt(CARD, 0.3, 1)
    closed = rig.wait_closed(1)
    assert (closed.outcome, closed.level, closed.pressed_at) == (Outcome.NONE, None, None)
    assert not [e for e in rig.drain() if isinstance(e, LevelChosen)]


def test_cancelling_closes_without_a_level(rig: Rig) -> None:
    rig.pad.prompt(CARD, LONG_S, 1)
    rig.wait_asked(1)
    rig.pad.cancel(1)
    assert rig.wait_closed(1).outcome is Outcome.CANCELLED


def test_the_next_prompt_closes_the_one_before_with_none(rig: Rig) -> None:
    rig.pad.prompt(CARD, LONG_S, 1)
    rig.wait_asked(1)
    rig.pad.prompt(CARD, LONG_S, 2)
    assert rig.wait_closed(1).outcome is Outcome.NONE
    rig.wait_asked(2)
    rig.press(Level.SATISFIED)
    assert rig.wait_closed(2).level is Level.SATISFIED


def test_a_second_key_replaces_the_first(rig: Rig) -> None:
    rig.pad.prompt(CARD, LONG_S, 1)
    rig.wait_asked(1)
    rig.press(Level.DISSATISFIED)
    rig.press(Level.SATISFIED)
    assert rig.wait_closed(1).level is Level.SATISFIED


def test_a_press_with_nothing_open_stores_nothing(rig: Rig) -> None:
    rig.press(Level.VERY_SATISFIED)
    rig.wait(lambda e: isinstance(e, KeyIgnored))
    rig.pad.prompt(CARD, 0.3, 1)
    assert rig.wait_closed(1).outcome is Outcome.NONE
    assert not [e for e in rig.drain() if isinstance(e, LevelChosen)]


def test_unplugged_in_an_evaluation_and_back_it_goes_on(rig: Rig) -> None:
    rig.pad.prompt(CARD, LONG_S, 1)
    rig.wait_asked(1)
    rig.unplug()
    rig.wait_health(PadHealth.FAULT)
    rig.replug()
    rig.wait_health(PadHealth.READY)
    rig.wait_asked(1)
    rig.press(Level.BASICALLY_SATISFIED)
    closed = rig.wait_closed(1)
    assert (closed.outcome, closed.level) == (Outcome.LEVEL, Level.BASICALLY_SATISFIED)


def test_unplugged_beyond_the_time_out_is_a_fault(rig: Rig) -> None:
    rig.unplug()
    rig.wait_health(PadHealth.FAULT)
    rig.pad.prompt(CARD, 0.3, 1)
    closed = rig.wait_closed(1)
    assert (closed.outcome, closed.level) == (Outcome.FAULT, None)


def test_closing_cancels_what_is_open_and_the_pad_can_be_opened_again(rig: Rig) -> None:
    rig.pad.prompt(CARD, LONG_S, 1)
    rig.wait_asked(1)
    rig.pad.close()
    assert rig.wait_closed(1).outcome is Outcome.CANCELLED
    rig.wait_health(PadHealth.CLOSED)
    rig.pad.close()
    rig.pad.open()
    rig.wait(lambda e: isinstance(e, HealthChanged) and e.health in (PadHealth.CONNECTING, PadHealth.READY))


def test_a_pad_that_is_not_there_is_a_state_not_an_exception(tmp_path: Path) -> None:
    for pad in (SerialPad(str(tmp_path / "none")), HidPad(str(tmp_path / "none")), HidPad("ffff:ffff")):
        with pad:
            event = pad.poll(10.0)
            assert isinstance(event, HealthChanged)
            assert (event.health, event.reference) == (PadHealth.FAULT, "pad-missing")


def test_two_programs_cannot_have_the_same_serial_pad(tmp_path: Path) -> None:
    with PadSimulator(tmp_path / "pad") as simulator, SerialPad(simulator.link) as first:
        while (event := first.poll(10.0)) is not None and getattr(event, "health", None) is not PadHealth.READY:
            pass
        with SerialPad(simulator.link) as second:
            event = second.poll(10.0)
            assert isinstance(event, HealthChanged)
            assert (event.health, event.reference) == (PadHealth.FAULT, "pad-busy")


def test_a_wrong_key_map_is_said_when_the_pad_is_made() -> None:
    with pytest.raises(DeviceError, match=r"pad-key-map.*very_satisfied"):
        SerialPad("/dev/null", PadSettings(keys={"4": "great"}))


def test_a_serial_line_may_be_slow_to_answer_without_being_a_fault(tmp_path: Path) -> None:
    settings = PadSettings(times=TIMES, link=LinkTimes(gap_s=0.2))
    with PadSimulator(tmp_path / "pad") as simulator, SerialPad(simulator.link, settings) as pad:
        simulator.order("split 4 20")
        simulator.order("noise 10")
        pad.prompt(CARD, LONG_S, 1)
        simulator.wait_until(lambda state: state["face"] == "evaluating")
        simulator.order("press 5")
        while not isinstance(event := pad.poll(30.0), EvaluationClosed):
            assert event is not None
        assert event.level is Level.VERY_SATISFIED


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("/dev/ttyUSB0", SerialPad),
        ("hid:/dev/input/event3", HidPad),
        ("hid:1234:abcd", HidPad),
        ("network:127.0.0.1:0", NetworkPad),
    ],
)
def test_a_setting_names_each_kind_of_pad(spec: str, kind: type[ReviewPad]) -> None:
    assert type(pad_from(spec, tablet="pad-7", key=KEY)) is kind


@pytest.mark.parametrize("spec", ["hid:", "network:", "network:8731", "network:hall:door"])
def test_a_pad_without_a_full_address_is_refused_with_its_mend(spec: str) -> None:
    with pytest.raises(DeviceError, match=r"network:HOST:PORT"):
        pad_from(spec)
