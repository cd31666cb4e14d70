"""The journal: playable again, and nothing about a person in it."""

from __future__ import annotations

import os
import resource
import signal
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.runtime.journal import KEEP_DAYS, MOST_BYTES, Journal, read_events, replay
from terminal.runtime.wire import event_from_plain, event_kinds, event_to_plain
from terminal.visit.events import (
    ChooseWay,
    Confirm,
    DeviceChanged,
    EnterDigits,
    Event,
    GiveConsent,
    Level,
    PadRated,
    SignSeen,
    SpeechHeard,
    Start,
    Status,
    Submit,
    Sureness,
    TypeText,
    Understood,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import State

MONDAY = date(2026, 11, 23)
STORY: list[Event] = [
    Start(at=1.0, visit_id="v1"),
    ChooseWay(at=2.0, way=Way.SIGN),
    GiveConsent(at=3.0),
    SignSeen(at=4.0, gloss="身份证", confidence=0.9, sureness=Sureness.SURE, alternatives=("户口",)),
    Submit(at=5.0),
    Understood(at=5.1, effect_id="v1-6", matter_id="id_card_lost", aspect="apply", certainty="sure"),
    Confirm(at=6.0),
]


def test_a_visit_played_again_takes_the_same_road(tmp_path: Path) -> None:
    journal = Journal(tmp_path, lambda: MONDAY, print)
    state, road = State(), []
    for event in STORY:
        journal.write(event)
        state, _ = step(state, event)
        road.append(state.phase)
    journal.close()
    assert [after.phase for _, after in replay(journal.path, State())] == road
    assert road[-1].value == "matter"


def test_nothing_about_the_visitor_is_in_the_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path, lambda: MONDAY, print)
    secrets = ["王小明", "110101199003070012", "身份证", "id_card_lost", "very_dissatisfied"]
    for event in [
        *STORY,
        TypeText(at=7.0, text="王小明"),
        EnterDigits(at=8.0, digits="110101199003070012"),
        SpeechHeard(at=9.0, text="身份证丢了", confidence=0.5, alternatives=("王小明",)),
        PadRated(at=10.0, level=Level.VERY_DISSATISFIED, seq=1),
    ]:
        journal.write(event)
    journal.close()
    written = journal.path.read_text(encoding="utf-8")
    assert not [secret for secret in secrets if secret in written]
    assert journal.path.stat().st_mode & 0o777 == 0o600


def test_a_line_cut_off_by_a_crash_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "2026-11-23.jsonl"
    path.write_text('{"event": "Confirm", "at": 1.0}\n{"event": "Conf', encoding="utf-8")
    assert list(read_events(path)) == [Confirm(at=1.0)]


def test_after_a_crash_the_next_line_is_not_glued_to_half_of_one(tmp_path: Path) -> None:
    path = tmp_path / "2026-11-23.jsonl"
    path.write_text('{"event": "Confirm", "at": 1.0}\n{"event": "Conf', encoding="utf-8")
    journal = Journal(tmp_path, lambda: MONDAY, print)
    journal.write(Confirm(at=2.0))
    journal.close()
    assert list(read_events(path)) == [Confirm(at=1.0), Confirm(at=2.0)]


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "2026-11-23.jsonl"
    path.write_text('{"event": "Confirm", "at": "soon"}\n{"event": "Confirm", "at": 1.0}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"2026-11-23\.jsonl:1: .*soon"):
        list(read_events(path))


def test_old_journals_are_deleted(tmp_path: Path) -> None:
    (tmp_path / "2026-10-01.jsonl").write_text("")
    for n in range(1, KEEP_DAYS + 1):
        (tmp_path / f"{MONDAY - timedelta(days=n)}.jsonl").write_text("")
    Journal(tmp_path, lambda: MONDAY, print).close()
    assert not (tmp_path / "2026-10-01.jsonl").exists()
    assert len(list(tmp_path.glob("*.jsonl"))) == KEEP_DAYS + 1


def test_a_clock_far_ahead_deletes_none_of_the_last_days(tmp_path: Path) -> None:
    """After a mistyped year all journals were older than the keeping time."""
    days = [f"{MONDAY - timedelta(days=n)}.jsonl" for n in range(KEEP_DAYS)]
    for day in days:
        (tmp_path / day).write_text("")
    Journal(tmp_path, lambda: MONDAY.replace(year=2046), print).close()
    assert {path.name for path in tmp_path.glob("*.jsonl")} >= set(days)


def test_each_day_has_its_own_file_however_long_the_terminal_runs(tmp_path: Path) -> None:
    """It was opened once at the start: a terminal that ran for weeks had one file and deleted none."""
    days = [MONDAY + timedelta(days=n) for n in range(KEEP_DAYS + 3)]
    now = days[0]
    journal = Journal(tmp_path, lambda: now, print)
    for day in days:
        now = day
        journal.write(Confirm(at=1.0))
    journal.close()
    kept = [path.stem for path in sorted(tmp_path.glob("*.jsonl"))]
    assert kept == [day.isoformat() for day in days[-KEEP_DAYS - 1 :]]
    assert all(list(read_events(path)) == [Confirm(at=1.0)] for path in tmp_path.glob("*.jsonl"))


def test_a_full_disk_is_told_once_and_noting_goes_on_when_there_is_room(tmp_path: Path) -> None:
    told: list[Event] = []
    journal = Journal(tmp_path / "journal", lambda: MONDAY, told.append)
    journal.write(Confirm(at=1.0))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal.path.stat().st_size + 5, before[1]))
    try:
        for _ in range(3):
            journal.write(Confirm(at=2.0))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    journal.write(Confirm(at=3.0))
    journal.close()
    assert [event.status for event in told if isinstance(event, DeviceChanged)] == [Status.FAULT, Status.OK]
    assert list(read_events(journal.path)) == [Confirm(at=1.0), Confirm(at=3.0)], "no half line is left"


def test_a_name_that_is_no_text_is_noted_all_the_same(tmp_path: Path) -> None:
    """Of a file on a disk that was written elsewhere: every such line was an error of ours."""
    journal = Journal(tmp_path, lambda: date(2026, 1, 1), lambda event: None)
    journal.write(DeviceChanged(at=1.0, device="outbox", status=Status.FAULT, detail=os.fsdecode(b"/mnt/\xff")))
    journal.write(Start(at=2.0, visit_id="v"))
    journal.close()
    assert [type(event) for event in read_events(journal.path)] == [DeviceChanged, Start]


def test_a_day_is_bounded(tmp_path: Path) -> None:
    told: list[Event] = []
    (tmp_path / "2026-11-23.jsonl").write_bytes(b"\n" * MOST_BYTES)
    journal = Journal(tmp_path, lambda: MONDAY, told.append)
    journal.write(Confirm(at=1.0))
    journal.close()
    assert (tmp_path / "2026-11-23.jsonl").stat().st_size == MOST_BYTES
    assert [event.device for event in told if isinstance(event, DeviceChanged)] == ["journal"]


def test_a_folder_that_cannot_be_made_does_not_keep_the_terminal_from_starting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    told: list[Event] = []
    journal = Journal(tmp_path / "file" / "journal", lambda: MONDAY, told.append)
    journal.write(Confirm(at=1.0))
    journal.close()
    assert [event.status for event in told if isinstance(event, DeviceChanged)] == [Status.FAULT]


@given(st.data())
def test_every_event_survives_the_wire(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(event_kinds().values(), key=lambda k: k.__name__)))
    event = data.draw(st.builds(kind, at=st.floats(0, 1e9)))
    assert event_from_plain(event_to_plain(event)) == event


def test_an_unknown_event_or_field_is_refused() -> None:
    with pytest.raises(ValueError, match="no event is called 'Explode'"):
        event_from_plain({"event": "Explode"})
    with pytest.raises(ValueError, match="Confirm has no field"):
        event_from_plain({"event": "Confirm", "at": 1.0, "colour": "red"})
