"""A screen says one thing: what a band, a mark or a key says is not denied by another word of the same screen."""

from __future__ import annotations

from dataclasses import replace

from content.matters import load
from terminal.ui import scene
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.visitor import visitor_view
from terminal.visit.state import Enquiry, State


def words_of(state: State) -> str:
    """All words of the visitor's screen, in order."""
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True)
    items = lay_out(visitor_view(state, look), look).items
    return " ".join(item.node.text.replace("\n", "") for item in items if isinstance(item.node, scene.Text))


def test_not_all_is_gone_while_a_rating_or_a_problem_waits_for_the_hall() -> None:
    kept = examples()["leaving"]
    assert "别的信息都清掉了" in words_of(kept)
    told = replace(kept, visit=replace(kept.visit, evaluation=None, enquiry=Enquiry("kept")))
    assert "您说的事锁好了" in words_of(told)
    assert "您的信息都清掉了" not in words_of(told)
    nothing = replace(kept, visit=replace(kept.visit, evaluation=None))
    assert "您的信息都清掉了" in words_of(nothing)


def test_who_waits_reads_how_many_are_ahead() -> None:
    waiting = examples()["waiting"]
    assert "前面 1 人" in words_of(waiting)
    assert waiting.visit.ticket is not None
    first = waiting.with_visit(ticket=replace(waiting.visit.ticket, ahead=0))
    assert "前面没有人" in words_of(first)
