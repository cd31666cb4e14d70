"""After a crash the hall says what had been called: it is shown again, and the service here can be finished."""

from __future__ import annotations

from terminal.visit.effects import CallNextTicket
from terminal.visit.events import ClerkCallsNext, Restored, TicketCalled
from terminal.visit.machine import step
from terminal.visit.state import Role, State

WINDOW = State(role=Role.WINDOW, window="3")


def test_a_called_number_is_shown_again_once() -> None:
    called = Restored(at=1.0, ticket_id="t2", number="A002", window="5")
    state, _ = step(WINDOW, called)
    state, _ = step(state, called)
    assert [(shown.number, shown.window) for shown in state.numbers] == [("A002", "5")]


def test_what_was_heard_since_is_newer_than_what_was_restored() -> None:
    state, _ = step(WINDOW, TicketCalled(at=1.0, ticket_id="t2", number="A002", window="7", call_count=1))
    state, _ = step(state, Restored(at=2.0, ticket_id="t2", number="A002", window="5"))
    state, _ = step(state, Restored(at=2.0, ticket_id="t1", number="A001", window="5"))
    assert [(shown.number, shown.window) for shown in state.numbers] == [("A001", "5"), ("A002", "7")]


def test_the_service_that_was_open_here_is_finished_with_the_next_call() -> None:
    state, _ = step(WINDOW, Restored(at=1.0, ticket_id="t3", number="A003", window="3", serving=True))
    assert not state.numbers
    _, effects = step(state, ClerkCallsNext(at=2.0))
    assert [effect.finish for effect in effects if isinstance(effect, CallNextTicket)] == ["t3"]
