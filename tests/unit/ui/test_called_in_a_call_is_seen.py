"""The pages of a number offer an interpreter, and a number that is called in the call is seen whatever page is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.matters import load
from terminal.ui import scene
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.placed import Placed
from terminal.ui.visitor import visitor_view
from terminal.visit.events import CallInterpreter, Deny, GoToWindow, HangUp, Theme, Way
from terminal.visit.state import Comfort, State

SIZES = ((1080.0, 1920.0), (1920.0, 1080.0))


def laid(state: State, size: tuple[float, float], *, interpreter: bool = True, page: str = "talk") -> Placed:
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=interpreter, size=size)
    return lay_out(visitor_view(state, look), look, {"remote": page})


def keys(placed: Placed) -> set[type]:
    return {type(target.intent) for target in placed.targets}


def words(placed: Placed) -> str:
    return " ".join(item.node.text for item in placed.items if isinstance(item.node, scene.Text))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", [Theme.NORMAL, Theme.ELDERLY])
@pytest.mark.parametrize("name", ["ticket", "waiting", "conversing"])
def test_who_signs_finds_the_key_in_every_theme(name: str, theme: Theme, size: tuple[float, float]) -> None:
    state = examples()[name].with_visit(comfort=Comfort(theme=theme))
    assert CallInterpreter in keys(laid(state, size))
    assert CallInterpreter not in keys(laid(state, size, interpreter=False)), "a hall that has none offers none"


@pytest.mark.parametrize("name", ["ticket", "waiting"])
def test_who_speaks_is_not_asked_while_they_wait(name: str) -> None:
    assert CallInterpreter not in keys(laid(examples()[name].with_visit(way=Way.SPEAK), SIZES[0]))


def test_a_booked_time_has_no_such_key() -> None:
    assert CallInterpreter not in keys(laid(examples()["ticket_booked"], SIZES[0]))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", ["talk", "keys"])
@pytest.mark.parametrize("name", ["remote_called", "remote_called_here", "remote_called_waiting"])
def test_the_called_number_is_asked_about_whatever_page_was_open(
    name: str, page: str, size: tuple[float, float]
) -> None:
    state = examples()[name]
    placed = laid(state, size, page=page)
    assert {GoToWindow, Deny} <= keys(placed)
    assert state.visit.ticket is not None
    assert "C 027" in words(placed)
    assert f"{state.visit.ticket.window} 号窗口" in words(placed)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", ["talk", "keys"])
def test_once_read_it_stays_at_the_edge_with_its_key(page: str, size: tuple[float, float]) -> None:
    placed = laid(examples()["remote_called_read"], size, page=page)
    assert "C027 → 3 号窗口" in words(placed)
    assert GoToWindow in keys(placed)
    assert HangUp not in keys(placed), "it leads there"


def test_at_this_window_the_call_can_still_be_ended() -> None:
    state = examples()["remote_called_here"]
    assert state.visit.call is not None
    read = state.with_visit(call=replace(state.visit.call, number_read=True))
    assert HangUp in keys(laid(read, SIZES[0]))


def test_the_clerk_at_this_window_is_who_sees_the_call() -> None:
    assert "6 号窗口能看到" in words(laid(examples()["remote_called_read"], SIZES[0]))


def test_who_waits_with_a_number_is_offered_nothing_that_would_lose_it() -> None:
    state = examples()["remote_nobody"]
    waiting = examples()["remote_called_waiting"]
    ticket, call = waiting.visit.ticket, waiting.visit.call
    assert ticket is not None
    assert call is not None
    state = state.with_visit(ticket=replace(ticket, called=0.0), call=replace(call, state="nobody", reason="away"))
    offered = {kind.__name__ for kind in keys(laid(state, SIZES[0]))}
    assert {"HangUp", "CallInterpreter"} <= offered
    assert not offered & {"BookTime", "RecordMessage"}
