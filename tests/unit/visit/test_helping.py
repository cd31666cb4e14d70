"""A person one touch away: called here, called elsewhere in the hall, answered, called off, forgotten."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import CallHelp, Effect, EndHelp, GoToHelp
from terminal.visit.events import (
    CallPerson,
    CancelHelp,
    ClerkGoes,
    Event,
    HelpAnswered,
    HelpElsewhereChanged,
    Leave,
    Start,
    Tick,
    Train,
)
from terminal.visit.helping import calling
from terminal.visit.machine import step
from terminal.visit.state import Phase, State

ELSEWHERE = HelpElsewhereChanged(calls=(("h-2", "服务区", "touch", 90.0), ("h-1", "南门入口", "sign", 40.0)))


class Desk:
    """One terminal: its state, and every effect so far."""

    def __init__(self) -> None:
        self.state, self.effects = State(), list[Effect]()

    def sees(self, *events: Event) -> None:
        for event in events:
            self.state, effects = step(self.state, event)
            self.effects += effects

    def did(self, kind: type[Effect]) -> list[Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]


def _called() -> Desk:
    desk = Desk()
    desk.sees(Start(at=100.0, visit_id="v"), CallPerson(at=101.0))
    return desk


def test_the_clerk_who_goes_tells_the_visitor_and_the_hall() -> None:
    desk = _called()
    desk.sees(ClerkGoes(at=102.0, who="0215"), HelpAnswered(at=102.5))
    help_ = desk.state.visit.help
    assert help_ is not None
    assert (help_.state, help_.who) == ("answered", "0215"), "the hall's echo is nothing new"
    assert [effect.help_id for effect in desk.did(GoToHelp)] == [""]


def test_who_comes_is_there_after_a_while_and_the_hall_knows_it() -> None:
    desk = _called()
    desk.sees(HelpAnswered(at=110.0), Tick(at=120.0))
    assert desk.did(EndHelp) == []
    desk.sees(Tick(at=131.0))
    assert desk.state.visit.help is None
    assert len(desk.did(EndHelp)) == 1


def test_whoever_waits_for_a_person_is_not_sent_away() -> None:
    """After a minute without a touch the visit used to end, and the call with it."""
    desk = _called()
    for second in range(102, 690):
        desk.sees(Tick(at=float(second)))
    assert (desk.state.phase, desk.state.visit.warned) == (Phase.CHOOSING, None)
    assert desk.did(EndHelp) == []
    for second in range(690, 830):
        desk.sees(Tick(at=float(second)))
    assert desk.state.phase is Phase.IDLE, "nobody came for ten minutes, and nobody is there"
    assert len(desk.did(EndHelp)) == 1


def test_who_is_told_that_somebody_comes_has_time_until_they_are_there() -> None:
    desk = _called()
    for second in range(102, 400):
        desk.sees(Tick(at=float(second)))
    desk.sees(HelpAnswered(at=400.0))
    for second in range(401, 455):
        desk.sees(Tick(at=float(second)))
    assert (desk.state.phase, desk.state.visit.warned) == (Phase.CHOOSING, None)


def test_a_call_outlives_the_visit_for_somebody_is_on_the_way() -> None:
    desk = _called()
    desk.sees(Leave(at=103.0), Tick(at=110.0), Tick(at=400.0))
    assert desk.state.phase is Phase.IDLE
    assert calling(desk.state)
    assert desk.did(EndHelp) == []
    desk.sees(HelpAnswered(at=401.0), Tick(at=430.0))
    assert desk.state.visit.help is None
    assert len(desk.did(EndHelp)) == 1


def test_a_call_made_at_the_goodbye_is_a_call() -> None:
    desk = Desk()
    desk.sees(Start(at=100.0, visit_id="v"), Leave(at=101.0), CallPerson(at=102.0), Tick(at=110.0), Tick(at=120.0))
    assert desk.state.phase is Phase.IDLE
    assert calling(desk.state)


def test_a_call_from_the_start_page_ends_where_nobody_comes_or_when_it_is_called_off() -> None:
    desk = Desk()
    desk.sees(CallPerson(at=10.0), Tick(at=609.0))
    assert calling(desk.state)
    desk.sees(Tick(at=611.0))
    assert desk.state.visit.help is None
    desk.sees(CallPerson(at=700.0), CancelHelp(at=701.0), Tick(at=702.0))
    assert len(desk.did(EndHelp)) == 2


def test_the_end_of_training_ends_the_invented_call() -> None:
    desk = Desk()
    desk.sees(Train(at=1.0, on=True), CallPerson(at=2.0), Train(at=3.0, on=False))
    assert desk.state.visit.help is None


def test_the_visitor_here_comes_first_then_who_has_waited_longest() -> None:
    desk = _called()
    desk.sees(ELSEWHERE, ClerkGoes(at=102.0), ClerkGoes(at=103.0))
    assert [effect.help_id for effect in desk.did(GoToHelp)] == ["", "h-1"]
    assert [call.help_id for call in desk.state.hall.help_elsewhere] == ["h-1", "h-2"], "until the hall says otherwise"


def test_the_calls_of_others_outlive_the_visit_here() -> None:
    desk = _called()
    desk.sees(ELSEWHERE, Leave(at=103.0), Tick(at=110.0))
    assert len(desk.state.hall.help_elsewhere) == 2


def test_a_second_call_is_the_same_call() -> None:
    desk = _called()
    desk.sees(CallPerson(at=102.0))
    assert len(desk.did(CallHelp)) == 1


def test_nobody_calls_nobody_goes() -> None:
    desk = Desk()
    before = desk.state
    desk.sees(ClerkGoes(at=1.0))
    assert replace(desk.state, now=before.now) == before
    assert desk.did(GoToHelp) == []
