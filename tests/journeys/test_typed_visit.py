"""A visitor who types: from the keyboard to a booked time, through the real hall."""

from __future__ import annotations

from terminal.demo.stage import Stage
from terminal.visit.events import (
    AppointmentBooked,
    BookTime,
    ChooseSlot,
    ChooseWay,
    Confirm,
    SlotsListed,
    Start,
    Submit,
    Understood,
    Way,
)
from terminal.visit.state import Phase

SAMPLE_ID = "11010519491231002X"
"""The example number of GB 11643-1999; nobody's."""


def test_a_visitor_types_the_request_and_books_a_time(stage: Stage) -> None:
    stage.touch(Start)
    stage.touch(ChooseWay, way=Way.TYPE)
    stage.until_phase(Phase.ASKING)
    stage.type("身份证丢了，要补办")
    stage.touch(Submit)
    stage.until_phase(Phase.CONFIRMING)
    assert next(e for e in stage.events if isinstance(e, Understood)).matter_id == "id_card_lost"
    stage.touch(Confirm)
    stage.until_phase(Phase.MATTER)
    stage.touch(BookTime)
    stage.until_phase(Phase.BOOKING)
    listed = next(e for e in stage.events if isinstance(e, SlotsListed))
    assert listed.slots
    stage.touch(ChooseSlot)
    stage.until(lambda: stage.state.visit.booking.slot_id != "", "the chosen time")
    stage.type(SAMPLE_ID)
    stage.touch(Confirm)
    stage.until_phase(Phase.TICKET)
    booked = next(e for e in stage.events if isinstance(e, AppointmentBooked))
    assert booked.starts in [starts for _, starts, _ in listed.slots]
    assert stage.state.visit.booking.digits == ""
    written = stage.running.terminal.parts.journal.path.read_text(encoding="utf-8")
    assert "身份证" not in written
