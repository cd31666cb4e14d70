"""On every visitor screen everything fits: no text leaves its box or is cut, no target the screen, in every look."""

from __future__ import annotations

import pytest

from content.matters import load
from terminal.ui import scene
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.visitor import visitor_view
from terminal.visit.events import Language, Theme
from terminal.visit.state import Comfort

PORTRAIT, LANDSCAPE = (1080.0, 1920.0), (1920.0, 1080.0)


@pytest.mark.parametrize("name", examples())
@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_everything_fits(name: str, theme: Theme, language: Language, size: tuple[float, float]) -> None:
    state = examples()[name].with_visit(comfort=Comfort(theme=theme, language=language))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size)
    placed = lay_out(visitor_view(state, look), look)
    assert placed.problems == []
    words = [item.node.text for item in placed.items if isinstance(item.node, scene.Text)]
    assert [text for text in words if text.endswith("…")] == []  # a key that reads 不开，我… says nothing
