"""The bar at the foot of every page: at 200 % text its words still stand in its keys, whatever the page."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest

from content.matters import load
from terminal.ui import scene
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import PORTRAIT_MM, Look, reach_of, visitor_look
from terminal.ui.placed import Placed, Target
from terminal.ui.visitor import visitor_view
from terminal.ui.visitor.bar import bar_height
from terminal.visit.events import Back, CallPerson, Language, LowerPage, Theme
from terminal.visit.state import Comfort, Phase, State

PORTRAIT, LANDSCAPE = (1080.0, 1920.0), (1920.0, 1080.0)
TWICE = {Theme.NORMAL: 2.0, Theme.ELDERLY: 2.0 / 1.6}
"""The elderly theme is 1.6 times as large by itself."""
WITH_BAR = sorted(name for name, state in examples().items() if state.phase is not Phase.CALLED)
"""Your turn has a way to a person of its own."""
FEW = ("idle", "choosing", "matter", "booking_number", "waiting", "help", "help_answered", "timeout", "remote")
PANELS = {
    "standing": (PORTRAIT, 1.0),
    "lying": (LANDSCAPE, 1.0),
    "standing-low": (PORTRAIT, reach_of(700, PORTRAIT_MM)),
    "lying-low": (LANDSCAPE, 0.75),
}


def laid(
    state: State, panel: str, theme: Theme, language: Language, larger: float, low: bool = False
) -> tuple[Look, Placed]:
    size, reach = PANELS[panel]
    state = state.with_visit(comfort=Comfort(theme=theme, language=language, low=low))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size, reach=reach)
    sizes = {role: units * larger for role, units in look.tokens.sizes.items()}
    look = replace(look, tokens=replace(look.tokens, sizes=sizes))
    return look, lay_out(visitor_view(state, look), look)


def of_the_bar(look: Look, placed: Placed) -> tuple[list[Target], list[str]]:
    """Its keys, and what does not fit in it."""
    top = look.height - bar_height(look)
    spots = ((problem, re.search(r"at (-?\d+),(-?\d+)$", problem)) for problem in placed.problems)
    return [t for t in placed.targets if t.rect.y >= top - 1], [p for p, spot in spots if spot and int(spot[2]) >= top]


@pytest.mark.parametrize("name", WITH_BAR)
@pytest.mark.parametrize("panel", sorted(PANELS))
def test_words_twice_as_large_stand_whole_in_the_keys_of_the_bar(name: str, panel: str) -> None:
    low = panel.endswith("low")
    for theme, language in product(TWICE, (Language.EN,) if low else Language):
        look, placed = laid(examples()[name], panel, theme, language, TWICE[theme], low)
        keys, problems = of_the_bar(look, placed)
        assert problems == [], (theme, language)
        assert [key.label for key in keys if not _says_its_label(placed, key)] == [], (theme, language)
        assert min(min(key.rect.w, key.rect.h) for key in keys) >= look.tokens.min_target


def _says_its_label(placed: Placed, key: Target) -> bool:
    """All keys do but the picture that lowers the page. Breaking a line is no change of its words."""
    nodes = (item.node for item in placed.items[key.first : key.last])
    said = " ".join(node.text for node in nodes if isinstance(node, scene.Text))
    return isinstance(key.intent, LowerPage) or key.label.split() == said.split()


@pytest.mark.parametrize("panel", sorted(PANELS))
def test_the_ways_out_are_the_same_rectangles_on_every_page(panel: str) -> None:
    for theme, larger in TWICE.items():
        places: dict[type, set[tuple[int, ...]]] = {Back: set(), CallPerson: set()}
        for name in FEW:
            look, placed = laid(examples()[name], panel, theme, Language.EN, larger)
            for key in of_the_bar(look, placed)[0]:
                if type(key.intent) in places:
                    places[type(key.intent)].add((round(key.rect.x), round(key.rect.y), round(key.rect.w)))
        assert {kind: len(found) for kind, found in places.items()} == {Back: 1, CallPerson: 1}, theme


@pytest.mark.parametrize("theme", list(Theme))
def test_in_the_usual_letters_the_bar_is_as_the_theme_has_it(theme: Theme) -> None:
    for panel, low in (("standing", False), ("lying", False), ("standing-low", True), ("lying-low", True)):
        look, _ = laid(examples()["choosing"], panel, theme, Language.ZH, 1.0, low)
        assert bar_height(look) == look.tokens.bar["height"]
        assert not look.outgrown
