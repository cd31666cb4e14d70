"""Typing pads: 24-byte records in any pieces; only a key going down counts; a held key is stuck."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import DeviceError
from hardware.pad.evaluation import EvaluationTimes
from hardware.pad.hid import DOWN, EV_KEY, RECORD, UP, HidDriver, HidTransport, KeyRecord, RecordReader
from hardware.pad.keymaps import KEY_MAPS
from hardware.pad.port import EvaluationClosed, KeyIgnored, Level, LevelChosen, PadTrouble, StaffCard, TroubleNoticed

KEY_5, KEY_A = 6, 30
REPEAT = 2


def record(code: int, value: int, kind: int = EV_KEY) -> bytes:
    return RECORD.pack(1_700_000_000, 5, kind, code, value)


@pytest.fixture
def driver() -> HidDriver:
    made = HidDriver(KEY_MAPS["hid-digits"], EvaluationTimes(), "pad")
    made.opened(0.0, simulated=True)
    made.prompt(StaffCard(), 60.0, 1, 0.0)
    return made


def of(driver: HidDriver, kind: type) -> list:
    return [event for event in driver.take_events() if isinstance(event, kind)]


def test_a_record_is_24_bytes() -> None:
    assert RECORD.size == 24


@given(st.lists(st.tuples(st.integers(0, 767), st.integers(0, 2)), max_size=20), st.integers(1, 30))
def test_records_in_any_pieces_are_the_same_keys(keys: list[tuple[int, int]], size: int) -> None:
    raw = b"".join(record(code, value) + record(0, 0, kind=0) for code, value in keys)
    reader = RecordReader()
    got = [key for at in range(0, len(raw), size) for key in reader.feed(raw[at : at + size])]
    assert got == [KeyRecord(code, value) for code, value in keys]


def test_only_the_key_going_down_counts(driver: HidDriver) -> None:
    driver.receive(record(KEY_5, UP) + record(KEY_5, REPEAT), 1.0)
    assert of(driver, LevelChosen) == []
    driver.receive(record(KEY_5, DOWN), 2.0)
    assert [event.level for event in of(driver, LevelChosen)] == [Level.VERY_SATISFIED]


def test_other_keys_count_for_nothing(driver: HidDriver) -> None:
    driver.receive(record(KEY_A, DOWN), 1.0)
    assert [event.why for event in of(driver, KeyIgnored)] == ["unmapped"]


def test_a_key_held_for_five_seconds_is_stuck_and_gives_one_mark(driver: HidDriver) -> None:
    driver.receive(record(KEY_5, DOWN), 1.0)
    for tenth in range(10, 100):
        driver.receive(record(KEY_5, REPEAT), tenth / 10)
        driver.tick(tenth / 10)
    events = driver.take_events()
    assert [e.trouble for e in events if isinstance(e, TroubleNoticed)] == [PadTrouble.STUCK_KEY]
    assert len([e for e in events if isinstance(e, EvaluationClosed)]) == 1


def test_half_a_record_before_a_re_plug_is_forgotten(driver: HidDriver) -> None:
    driver.receive(record(KEY_5, DOWN)[:10], 1.0)
    driver.lost(1.0, "pad-lost")
    driver.opened(2.0)
    driver.receive(record(KEY_5, DOWN), 3.0)
    assert [event.level for event in of(driver, LevelChosen)] == [Level.VERY_SATISFIED]


def test_without_the_grab_only_keys_no_keyboard_has_are_believed(tmp_path: Path) -> None:
    """A plain file cannot be grabbed, as an event device that another program holds cannot."""
    (tmp_path / "event0").touch()
    with pytest.raises(DeviceError):
        HidTransport(str(tmp_path / "event0"), need_grab=True).open()
    transport = HidTransport(str(tmp_path / "event0"), need_grab=False)
    transport.open()
    assert not transport.simulated
    transport.close()


def test_a_named_pipe_is_a_simulator(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "event0")
    transport = HidTransport(str(tmp_path / "event0"), need_grab=True)
    transport.open()
    assert transport.simulated
    transport.close()
