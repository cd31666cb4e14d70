"""Themes, problems, aids and other places: everything fits in every look, and every page of pages."""

from __future__ import annotations

import pytest

from content.matters import load
from terminal.ui.examples import CLOCK, HALL
from terminal.ui.examples_more import more_examples
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.visitor import visitor_view
from terminal.visit.events import Language, Theme
from terminal.visit.state import Comfort

PORTRAIT, LANDSCAPE = (1080.0, 1920.0), (1920.0, 1080.0)


@pytest.mark.parametrize("name", more_examples())
@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_everything_fits(name: str, theme: Theme, language: Language, size: tuple[float, float]) -> None:
    state = more_examples()[name].with_visit(comfort=Comfort(theme=theme, language=language))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size)
    assert lay_out(visitor_view(state, look), look).problems == []
