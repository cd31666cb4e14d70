"""After a visit: everything the visitor gave is looked for in every file, and only what the contract keeps is found."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.demo.stage import Stage
from terminal.visit.events import (
    AppointmentBooked,
    BookTime,
    ChooseSlot,
    ChooseWay,
    Confirm,
    EnquiryTaken,
    Leave,
    Start,
    Submit,
    Way,
)
from terminal.visit.matter import valid_id
from terminal.visit.state import Phase

ID_NUMBER = "440307196305121234"
MOBILE = "13912345678"
NAME = "欧阳紫霄"
ASKED = f"身份证丢了，要补办，我叫{NAME}"
PROBLEM = f"窗口说材料不全，我的号是{ID_NUMBER}，电话{MOBILE}"


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    """What the terminal's own process logs, down to the last detail."""
    handler = logging.FileHandler(tmp_path / "terminal.log", encoding="utf-8")
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield tmp_path / "terminal.log"
    root.removeHandler(handler)
    root.setLevel(before)
    handler.close()


def test_after_a_visit_nothing_of_the_visitor_is_found(stage: Stage, log_file: Path) -> None:
    assert valid_id(ID_NUMBER)
    _books_a_time(stage)
    _leaves(stage)
    _tells_a_problem(stage)
    _leaves(stage)
    var = stage.running.terminal.parts.journal.path.parent.parent
    files = [path for folder in (var, _hall_folder(stage)) for path in folder.rglob("*") if path.is_file()]
    files.append(log_file)
    names = {path.name for path in files}
    assert {"hall.db", "terminal.log"} <= names
    assert any(name.endswith(".jsonl") for name in names)
    kept = PROBLEM.partition("，")[0]
    given = {"ID number": ID_NUMBER, "mobile": MOBILE, "name": NAME, "request": ASKED, "problem": kept}
    found = {(what, path.name) for path in files for what, text in given.items() if _holds(path.read_bytes(), text)}
    assert {what for what, _ in found} == {"problem"}, found
    assert all(name.startswith("hall.db") for _, name in found), "an enquiry is kept by the hall, its numbers masked"
    booked = [event for event in stage.events if isinstance(event, AppointmentBooked)]
    taken = [event for event in stage.events if isinstance(event, EnquiryTaken)]
    journal = stage.running.terminal.parts.journal.path.read_bytes()
    assert booked
    assert taken
    for number in (booked[-1].code, booked[-1].appointment_id, taken[-1].number):
        assert not _holds(journal, number), "whoever has it can take the visitor's place"


def _hall_folder(stage: Stage) -> Path:
    """Where the embedded hall of a demonstration keeps its database."""
    assert stage.running.hall is not None
    words = [str(word) for word in stage.running.hall.process.args]  # type: ignore[union-attr]
    return Path(words[words.index("--data") + 1])


def _books_a_time(stage: Stage) -> None:
    _asks(stage, ASKED)
    stage.touch(BookTime)
    stage.until_phase(Phase.BOOKING)
    stage.touch(ChooseSlot)
    stage.until(lambda: stage.state.visit.booking.slot_id != "", "the chosen time")
    stage.type(ID_NUMBER)
    stage.touch(Confirm)
    stage.until_phase(Phase.TICKET)


def _tells_a_problem(stage: Stage) -> None:
    _asks(stage, "办不成事")
    stage.until_phase(Phase.ENQUIRY)
    stage.type(PROBLEM)
    stage.touch(Submit)
    stage.until(lambda: any(isinstance(event, EnquiryTaken) for event in stage.events), "the hall's answer")


def _asks(stage: Stage, text: str) -> None:
    stage.touch(Start)
    stage.touch(ChooseWay, way=Way.TYPE)
    stage.until_phase(Phase.ASKING)
    stage.type(text)
    stage.touch(Submit)
    stage.until_phase(Phase.CONFIRMING)
    stage.touch(Confirm)


def _leaves(stage: Stage) -> None:
    stage.running.terminal.dispatch(Leave())
    stage.until_phase(Phase.IDLE)


def _holds(content: bytes, text: str) -> bool:
    """As text in the encodings that files and printers use, or escaped as in JSON."""
    forms = (text.encode(), text.encode("gb18030"), text.encode("utf-16-le"), json.dumps(text).strip('"').encode())
    return any(form in content for form in forms)
