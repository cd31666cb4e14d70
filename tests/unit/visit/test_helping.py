"""A person one touch away: called here, called elsewhere in the hall, answered, called off, forgotten."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import CallHelp, Effect, EndHelp, GoToHelp
from terminal.visit.events import CallPerson, ClerkGoes, Event, HelpAnswered, HelpElsewhereChanged, Leave, Start, Tick
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


def test_whoever_leaves_leaves_no_call_behind() -> None:
    desk = _called()
    desk.sees(Leave(at=103.0), Tick(at=110.0))
    assert desk.state.phase is Phase.IDLE
    assert len(desk.did(EndHelp)) == 1


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
