"""The journal: playable again, and nothing about a person in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.runtime.journal import Journal, read_events, replay
from terminal.runtime.wire import event_from_plain, event_kinds, event_to_plain
from terminal.visit.events import (
    ChooseWay,
    Confirm,
    EnterDigits,
    Event,
    GiveConsent,
    Level,
    PadRated,
    SignSeen,
    SpeechHeard,
    Start,
    Submit,
    Sureness,
    TypeText,
    Understood,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import State

STORY: list[Event] = [
    Start(at=1.0, visit_id="v1"),
    ChooseWay(at=2.0, way=Way.SIGN),
    GiveConsent(at=3.0),
    SignSeen(at=4.0, gloss="身份证", confidence=0.9, sureness=Sureness.SURE, alternatives=("户口",)),
    Submit(at=5.0),
    Understood(
        at=5.1, effect_id="v1-6", matter_id="id_card_lost", aspect="apply", certainty="sure", source_text="身份证 丢"
    ),
    Confirm(at=6.0),
]


def test_a_visit_played_again_takes_the_same_road(tmp_path: Path) -> None:
    journal = Journal(tmp_path, date(2026, 11, 23))
    state, road = State(), []
    for event in STORY:
        journal.write(event)
        state, _ = step(state, event)
        road.append(state.phase)
    journal.close()
    assert [after.phase for _, after in replay(journal.path, State())] == road
    assert road[-1].value == "matter"


def test_nothing_about_the_visitor_is_in_the_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path, date(2026, 11, 23))
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


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "2026-11-23.jsonl"
    path.write_text('{"event": "Confirm", "at": "soon"}\n{"event": "Confirm", "at": 1.0}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"2026-11-23\.jsonl:1: .*soon"):
        list(read_events(path))


def test_old_journals_are_deleted(tmp_path: Path) -> None:
    (tmp_path / "2026-10-01.jsonl").write_text("")
    Journal(tmp_path, date(2026, 11, 23)).close()
    assert not (tmp_path / "2026-10-01.jsonl").exists()


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
