"""Whatever the clerk writes stands on the visitor's screen, on every page on which the clerk can write."""

from __future__ import annotations

import pytest

from content.matters import load
from terminal.ui import scene
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.gallery import LANDSCAPE, PORTRAIT
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.placed import Placed
from terminal.ui.visitor import visitor_view
from terminal.visit.events import CallPerson, ClerkSays, Theme
from terminal.visit.machine import step
from terminal.visit.state import Comfort, State

WORDS = "请出示户口簿原件"
PAGES = {
    name: state
    for name, state in examples().items()
    if step(state, ClerkSays(at=state.now + 1, text=WORDS))[0].visit.saying.key == "converse.clerk_says"
}


def drawn(state: State, theme: Theme, size: tuple[float, float]) -> tuple[str, Placed]:
    state = state.with_visit(comfort=Comfort(theme=theme))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size)
    placed = lay_out(visitor_view(state, look), look)
    return "".join(item.node.text for item in placed.items if isinstance(item.node, scene.Text)), placed


LOOKS = [(Theme.NORMAL, PORTRAIT), (Theme.ELDERLY, PORTRAIT), (Theme.ELDERLY, LANDSCAPE)]


@pytest.mark.parametrize(("theme", "size"), LOOKS, ids=["standing", "large", "large-lying"])
@pytest.mark.parametrize("name", PAGES)
def test_what_the_clerk_writes_can_be_read(name: str, theme: Theme, size: tuple[float, float]) -> None:
    """On the pages of papers, times and numbers it stood nowhere: the deaf visitor saw a few signs of it."""
    state, _ = step(PAGES[name], ClerkSays(at=PAGES[name].now + 1, text=WORDS))
    text, placed = drawn(state, theme, size)
    assert WORDS in text.replace("\n", "")
    assert any(isinstance(target.intent, CallPerson) for target in placed.targets)
    before = drawn(PAGES[name], theme, size)[1]
    assert placed.problems == before.problems
    assert covered(placed) == []


def covered(placed: Placed) -> list[str]:
    """Keys of the page that lie below the strip."""
    strips = [item.rect for item in placed.items if isinstance(item.node, scene.Text) and WORDS in item.node.text]
    return [t.label for t in placed.targets for strip in strips if t.rect.meets(strip) and WORDS not in t.label]


def test_it_is_gone_with_the_next_sentence() -> None:
    state, _ = step(PAGES["matter"], ClerkSays(at=105.0, text=WORDS))
    state, _ = step(state, CallPerson(at=106.0))
    assert WORDS not in drawn(state, Theme.NORMAL, PORTRAIT)[0]
