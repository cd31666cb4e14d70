"""A lowered page: all that can be touched lies within a seated person's reach (rule A-2), still fits, and no text
is smaller than 10 mm, which a person reads at 600 mm (A-8)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

pygame = pytest.importorskip("pygame")

from content.matters import load  # noqa: E402
from terminal.ui.examples import CLOCK, HALL, examples  # noqa: E402
from terminal.ui.layout import lay_out  # noqa: E402
from terminal.ui.live import LiveSources  # noqa: E402
from terminal.ui.look import LANDSCAPE_MM, PORTRAIT_MM, Look, reach_of, visitor_look  # noqa: E402
from terminal.ui.placed import Placed  # noqa: E402
from terminal.ui.visitor import visitor_view  # noqa: E402
from terminal.ui.window import Screen  # noqa: E402
from terminal.visit.events import CallPerson, Language, LowerPage, Start, Theme  # noqa: E402
from terminal.visit.machine import step  # noqa: E402
from terminal.visit.state import Comfort, Phase, State  # noqa: E402

STANDING = ((1080.0, 1920.0), reach_of(700, PORTRAIT_MM))
LYING_HIGH = ((1920.0, 1080.0), reach_of(800, LANDSCAPE_MM))
TYPED = {"conversing_type", "remote_typing"}
LEAST_MM, LEAST_TEXT_MM, PX_PER_MM = 20.0, 10.0, 2.71


def seen(state: State, panel: tuple[tuple[float, float], float]) -> tuple[Look, Placed]:
    size, reach = panel
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size, reach=reach)
    return look, lay_out(visitor_view(state, look), look)


@pytest.mark.parametrize("name", examples())
@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("panel", [STANDING, LYING_HIGH], ids=["standing", "lying"])
def test_everything_to_touch_is_within_reach(name: str, theme: Theme, panel: tuple[tuple[float, float], float]) -> None:
    for language in Language:
        state = examples()[name].with_visit(comfort=Comfort(theme=theme, language=language, low=True))
        look, placed = seen(state, panel)
        shrunk = panel[0][0] / look.width
        line = look.height * (1 - panel[1])
        assert placed.problems == []
        assert [t.label for t in placed.targets if t.rect.y < line - 1] == []
        assert min(min(t.rect.w, t.rect.h) for t in placed.targets) * shrunk >= LEAST_MM * PX_PER_MM
        sizes = [(item.style.size * shrunk, item.node) for item in placed.items if item.style]
        assert [node for size, node in sizes if size < LEAST_TEXT_MM * PX_PER_MM] == []


@pytest.mark.parametrize("name", examples())
@pytest.mark.parametrize("reach", [0.5, 0.65])
def test_so_it_is_on_panels_that_hang_much_too_high(name: str, reach: float) -> None:
    """Of a lying panel half is too little: what must be touched is drawn as small as it may be, and ends above that.
    In large letters a keyboard leaves its field no room there (decisions)."""
    for theme, size in product((Theme.NORMAL, Theme.ELDERLY), (STANDING[0], LYING_HIGH[0])):
        if (reach, theme, size) == (0.5, Theme.ELDERLY, LYING_HIGH[0]) and name in TYPED:
            continue
        state = examples()[name].with_visit(comfort=Comfort(theme=theme, language=Language.EN, low=True))
        look, placed = seen(state, (size, reach))
        assert placed.problems == [], (theme, size)
        if reach > 0.5 or size == STANDING[0]:
            assert [t.label for t in placed.targets if t.rect.y < look.line - 1] == [], (theme, size)


@pytest.mark.parametrize("name", examples())
def test_the_key_is_on_every_screen_that_needs_it_and_within_reach_itself(name: str) -> None:
    """Your turn has none: its three targets lie low as they are."""
    for low in (False, True):
        look, placed = seen(examples()[name].with_visit(comfort=Comfort(low=low)), STANDING)
        line = look.height * (1 - STANDING[1])
        found = [t for t in placed.targets if isinstance(t.intent, LowerPage)]
        assert len(found) == (examples()[name].phase is not Phase.CALLED)
        assert all(t.rect.y > line for t in (found or placed.targets))


def test_a_panel_within_reach_has_no_such_key() -> None:
    size, reach = (1920.0, 1080.0), reach_of(700, LANDSCAPE_MM)
    state = examples()["choosing"].with_visit(comfort=Comfort(low=True))
    look, placed = seen(state, (size, reach))
    assert reach == 1.0
    assert (look.width, look.height) == size
    assert not any(isinstance(t.intent, LowerPage) for t in placed.targets)


def test_the_way_to_a_person_stays_where_it_is() -> None:
    def place(low: bool) -> tuple[float, ...]:
        look, placed = seen(examples()["choosing"].with_visit(comfort=Comfort(low=low)), STANDING)
        rect = [t.rect for t in placed.targets if isinstance(t.intent, CallPerson)][-1]
        return tuple(side * 1080 / look.width for side in (rect.x, rect.y, rect.w, rect.h))

    assert place(True) == pytest.approx(place(False), abs=1.0)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    opened = Screen("low", (540, 960), reach=STANDING[1])
    yield opened
    opened.close()


def test_a_finger_lowers_the_page_and_presses_on_it(screen: Screen) -> None:
    """The picture is painted anew at another scale, and touches mean what lies there now."""

    def show(state: State) -> None:
        look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), size=screen.space, reach=screen.reach)
        screen.show(visitor_view(state, look), look, LiveSources(), 1.0)

    def touch(kind: type, at: float) -> list[object]:
        rect = next(t.rect for t in screen.placed.targets if isinstance(t.intent, kind))
        spot = {
            "x": (rect.x + rect.w / 2) * screen.scale / 540,
            "y": (rect.y + rect.h / 2) * screen.scale / 960,
            "window": screen.window,
        }
        screen.poll([pygame.event.Event(pygame.FINGERDOWN, **spot)], at)
        return list(screen.poll([pygame.event.Event(pygame.FINGERUP, **spot)], at))

    state = State(now=1.0)
    show(state)
    before = screen.picture()
    (pressed,) = touch(LowerPage, 2.0)
    assert isinstance(pressed, LowerPage)
    state, _ = step(state, pressed)
    show(state)
    assert screen.picture().shape == before.shape
    assert (screen.picture() != before).mean() > 0.2
    (pressed,) = touch(Start, 3.0)
    assert isinstance(pressed, Start)
    state, _ = step(state, LowerPage())
    show(state)
    assert (screen.picture() == before).all()
