"""Text at 200 % (WCAG 1.4.4): on every page, and on the pages behind it, words stand whole in their place, keys can be
hit, nothing lies over who signs, and what can be done among the usual letters can be done here. On panels lowered for a
seated visitor too, within their reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from content.matters import load
from terminal.ui import scene
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.figure_place import signing_space
from terminal.ui.keyboard import KeyIn
from terminal.ui.layout import lay_out
from terminal.ui.look import LANDSCAPE_MM, PORTRAIT_MM, Look, reach_of, visitor_look
from terminal.ui.placed import Item, Placed
from terminal.ui.visitor import visitor_view
from terminal.visit.events import ChooseMatter, ChooseWay, Event, Language, Theme, Way
from terminal.visit.state import Comfort

PANELS = {
    "standing": ((1080.0, 1920.0), 1.0),
    "lying": ((1920.0, 1080.0), 1.0),
    "standing-low": ((1080.0, 1920.0), reach_of(700, PORTRAIT_MM)),
    "lying-low": ((1920.0, 1080.0), reach_of(800, LANDSCAPE_MM)),
}
"""Size, and the share of its height that a seated visitor reaches; 1: the page is not lowered."""
TWICE = {Theme.NORMAL: 2.0, Theme.ELDERLY: 2.0 / 1.6}
"""The elderly theme is 1.6 times as large by itself."""
ELSEWHERE: Mapping[str, tuple[Event, ...]] = {
    "choosing": (ChooseWay(way=Way.SPEAK, elderly=True),),  # the key for large letters in the bar
    "type": (ChooseMatter(matter_id="disability_card_renew"),),  # lying: one suggestion; what is typed can be sent
}
CORNER = 0.04
"""Of the space for signs, a key may touch so much (as in the usual letters)."""
OVER_A_STAGE = {"idle", "idle_numbers", "timeout"}
"""Keys reach into the lower edge of the first two, the question of the third lies over a signer who rests."""
MANY_PAGES = 60


def shown(name: str, theme: Theme, language: Language, panel: str, larger: float) -> Iterator[tuple[Look, Placed]]:
    """The page, and every page that a key on it leads to, each from where the key stands."""
    size, reach = PANELS[panel]
    state = examples()[name].with_visit(comfort=Comfort(theme=theme, language=language, low=reach < 1))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size, reach=reach)
    sizes = {role: units * larger for role, units in look.tokens.sizes.items()}
    look = replace(look, tokens=replace(look.tokens, sizes=sizes))
    tree, seen = visitor_view(state, look), set[tuple[str, str]]()
    waiting: list[dict[str, str]] = [{}]
    while waiting:
        local = waiting.pop(0)
        placed = lay_out(tree, look, local)
        yield look, placed
        for turn in (intent for target in placed.targets for intent in (target.intent, target.then)):
            if isinstance(turn, scene.Local) and (turn.key, turn.value) not in seen:
                seen.add((turn.key, turn.value))
                waiting.append({**local, turn.key: turn.value})
        assert len(seen) < MANY_PAGES, "pages without end"


def looks(name: str) -> Iterator[tuple[str, Look, Placed]]:
    for theme, larger in TWICE.items():
        for language in Language:
            for panel in PANELS:
                for look, placed in shown(name, theme, language, panel, larger):
                    yield f"{theme.value} {language.value} {panel}", look, placed


def cut(placed: Placed) -> list[str]:
    words = (item.node.text for item in placed.items if isinstance(item.node, scene.Text))
    return [text for text in words if text.endswith("…")]


def covers(item: Item) -> bool:
    filled = isinstance(item.node, scene.Box) and bool(item.node.fill)
    return filled or isinstance(item.node, scene.Mirror | scene.Live)


def share_of_hands_covered(placed: Placed) -> float:
    """The most of the space for signs that one thing drawn later lies over."""
    most = 0.0
    for index, item in enumerate(placed.items):
        if isinstance(item.node, scene.SignerStage):
            space = signing_space(item.rect, item.node)
            for other in filter(covers, placed.items[index + 1 :]):
                wide = min(space.right, other.rect.right) - max(space.x, other.rect.x)
                tall = min(space.bottom, other.rect.bottom) - max(space.y, other.rect.y)
                most = max(most, max(0.0, wide) * max(0.0, tall) / (space.w * space.h))
    return most


@pytest.mark.parametrize("name", sorted(examples()))
def test_words_twice_as_large_stand_whole_on_every_page_and_not_over_who_signs(name: str) -> None:
    for which, look, placed in looks(name):
        assert placed.problems == [], which
        assert cut(placed) == [], which
        assert min(min(target.rect.w, target.rect.h) for target in placed.targets) >= look.tokens.min_target - 1, which
        assert [t.label for t in placed.targets if t.rect.y < look.line - 1] == [], which
        assert name in OVER_A_STAGE or share_of_hands_covered(placed) <= CORNER, which


@pytest.mark.parametrize("name", sorted(examples()))
@pytest.mark.parametrize("panel", sorted(PANELS))
def test_what_can_be_done_among_the_usual_letters_can_be_done_there(name: str, panel: str) -> None:
    """On the page or one turn of a key behind it; what the theme of large letters leaves out, 200 % text has."""

    def done(larger: float) -> set[str]:
        pages = (placed for _, placed in shown(name, Theme.NORMAL, Language.ZH, panel, larger))
        events = (target.intent for placed in pages for target in placed.targets if target.intent is not None)
        return {repr(event) for event in events if not isinstance(event, scene.Local | KeyIn)}

    assert done(1.0) - done(TWICE[Theme.NORMAL]) <= {repr(event) for event in ELSEWHERE.get(name, ())}
