"""A number that is still valid stays on the idle screen when its visitor goes, until it is called or missed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.matters import load
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.scene import Text
from terminal.ui.visitor import visitor_view
from terminal.ui.visitor.earlier import CALLED_BAND_S
from terminal.visit.clock import WAITING_SHOWN_S
from terminal.visit.events import (
    ChooseWay,
    Event,
    Language,
    Leave,
    Start,
    Theme,
    Tick,
    TicketCalled,
    TicketMissed,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Phase, ShownNumber, State, Ticket, Visit

OWN = Ticket("t-1", "A012", "综合服务区", 2, 12)


def play(state: State, *events: Event) -> State:
    for event in events:
        state, _ = step(state, replace(event, at=event.at or state.now + 0.5))
    return state


def left(ticket: Ticket = OWN, numbers: tuple[ShownNumber, ...] = ()) -> State:
    """The visitor went with this number; the terminal is idle."""
    state = State(phase=Phase.WAITING, now=10.0, visit=Visit(visit_id="v", ticket=ticket), numbers=numbers)
    state = play(state, Leave(), Tick(at=60.0))
    assert (state.phase, state.visit.ticket) == (Phase.IDLE, None)
    return state


def seen(state: State) -> str:
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load())
    placed = lay_out(visitor_view(state, look), look)
    assert placed.problems == []
    return " ".join(item.node.text for item in placed.items if isinstance(item.node, Text))


def test_it_waits_there_until_it_is_called_and_then_until_it_is_missed() -> None:
    state = left()
    assert "还在等的号 A012 在等" in seen(state)
    state = play(state, TicketCalled(ticket_id="t-1", number="A012", window="3", call_count=1))
    assert [(n.number, n.window) for n in state.numbers] == [("A012", "3")]
    assert "A012 在等" not in seen(state)
    state = play(state, TicketMissed(ticket_id="t-1"))
    assert [n.missed for n in state.numbers] == [True]


def test_it_is_called_over_the_next_visit_for_a_minute_and_to_nobody_else() -> None:
    state = play(left(), Start(visit_id="w"), ChooseWay(way=Way.TYPE))
    assert "前面那位" not in seen(state)
    call = TicketCalled(ticket_id="t-1", number="A012", window="3", call_count=1)
    state = play(state, call)
    assert "前面那位的号：A012 → 3 号窗口" in seen(state)
    assert "前面那位" not in seen(play(state, TicketMissed(ticket_id="t-1")))
    assert "前面那位" not in seen(replace(state, now=state.now + CALLED_BAND_S))
    stranger = play(left(), Start(visit_id="w"), ChooseWay(way=Way.TYPE), replace(call, ticket_id="t-2"))
    assert "前面那位" not in seen(stranger), "whoever waited elsewhere does not look at this screen"


@pytest.mark.parametrize("theme", [Theme.NORMAL, Theme.ELDERLY])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [(1080.0, 1920.0), (1920.0, 1080.0)])
@pytest.mark.parametrize("screen", ["earlier_called", "speak", "remote", "evaluating"])
def test_number_and_window_are_whole_in_every_look(
    screen: str, theme: Theme, language: Language, size: tuple[float, float]
) -> None:
    state = examples()[screen]
    state = state.with_visit(comfort=replace(state.visit.comfort, theme=theme, language=language))
    state = replace(state, numbers=(ShownNumber("t", "D127", "16", state.now - 5.0, since=1.0),))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size)
    placed = lay_out(visitor_view(state, look), look)
    assert placed.problems == []
    said = [item.node.text for item in placed.items if isinstance(item.node, Text)]
    assert any("D127" in text and "16" in text for text in said)


def test_who_goes_after_the_call_leaves_what_the_call_had_shown() -> None:
    called = (ShownNumber("t-1", "A012", "3", 9.0),)
    assert left(replace(OWN, window="3", called=9.0, call_count=1), numbers=called).numbers == called


@pytest.mark.parametrize("ticket", [replace(OWN, service_id="s-1"), replace(OWN, missed=True)])
def test_a_number_that_was_served_or_missed_does_not_stay(ticket: Ticket) -> None:
    assert left(ticket).numbers == ()


def test_nobody_waits_for_ever() -> None:
    state = left()
    state = play(state, Tick(at=state.now + WAITING_SHOWN_S - 5.0))
    assert state.numbers
    assert play(state, Tick(at=state.now + 10.0)).numbers == ()


def test_numbers_that_are_called_are_shown_before_those_that_wait() -> None:
    called = tuple(ShownNumber(f"c-{n}", f"B00{n}", "3", 9.0) for n in (1, 2))
    shown = seen(left(numbers=called))
    assert "B001" in shown
    assert "B002" in shown
    assert "A012" not in shown
