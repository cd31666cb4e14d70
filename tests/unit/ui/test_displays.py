"""A display that is unplugged: the other one shows the visitor's screen, the clerk's keys go on, and all comes back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pygame = pytest.importorskip("pygame")

from content.matters import load  # noqa: E402
from terminal.ui import text  # noqa: E402
from terminal.ui.displays import Displays  # noqa: E402
from terminal.ui.examples import CLOCK, HALL, examples  # noqa: E402
from terminal.ui.live import LiveSources  # noqa: E402
from terminal.ui.look import staff_look, visitor_look  # noqa: E402
from terminal.ui.staff import keys_now, staff_view  # noqa: E402
from terminal.ui.staff.examples import staff_examples  # noqa: E402
from terminal.ui.visitor import visitor_view  # noqa: E402
from terminal.ui.window import Screen  # noqa: E402
from terminal.visit.events import ClerkCallsNext, Language, Status  # noqa: E402
from terminal.visit.state import State  # noqa: E402


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Screen, Screen]]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    visitor, staff = Screen("visitor", (540, 960), display=0), Screen("staff", (960, 540), display=1)
    yield visitor, staff
    visitor.close()
    staff.close()


def show(screen: Screen, state: State) -> None:
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), size=screen.space)
    screen.show(visitor_view(state, look), look, LiveSources(), 1.0)


def press(screen: Screen, key: int) -> list[object]:
    return list(screen.poll([pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, window=screen.window)], 1.0))


def test_a_display_goes_and_comes_back(screens: tuple[Screen, Screen]) -> None:
    counts = iter([2, 1, 1, 2])
    displays = Displays(*screens, count=lambda: next(counts))
    changes = [displays.tend(float(second)) for second in range(1, 5)]
    assert [[change.status for change in found] for found in changes] == [[], [Status.MISSING], [], [Status.OK]]
    assert not displays.alone


def test_whoever_starts_with_one_display_sees_both_windows_there(screens: tuple[Screen, Screen]) -> None:
    counts = iter([1, 2, 1])
    displays = Displays(*screens, count=lambda: next(counts))
    assert displays.tend(1.0) == []
    assert not displays.alone
    assert displays.tend(2.0) == []
    assert [change.status for change in displays.tend(3.0)] == [Status.MISSING], "a second one was there meanwhile"


def test_two_windows_on_one_desktop_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    visitor, staff = Screen("visitor", (270, 480)), Screen("staff", (480, 270))
    displays = Displays(visitor, staff, count=lambda: 1)
    assert displays.tend(1.0) == []
    assert not displays.alone
    visitor.close()
    staff.close()


def test_the_clerks_keys_work_on_the_display_that_is_left(screens: tuple[Screen, Screen]) -> None:
    visitor, _ = screens
    state = examples()["idle"]
    show(visitor, state)
    assert press(visitor, pygame.K_F10) == []
    visitor.other_keys = tuple(keys_now(state).items())
    assert press(visitor, pygame.K_F10) == [ClerkCallsNext()]


def test_the_visitor_is_shown_after_the_move(screens: tuple[Screen, Screen]) -> None:
    visitor, staff = screens
    show(visitor, examples()["idle"])
    before = visitor.picture()
    counts = iter([2, 1])
    displays = Displays(visitor, staff, count=lambda: next(counts))
    displays.tend(1.0)
    displays.tend(2.5)
    show(visitor, examples()["idle"])
    assert (visitor.picture() == before).all()


@pytest.mark.parametrize("scale", [125, 150])
def test_larger_staff_text_fills_the_same_window(screens: tuple[Screen, Screen], scale: int) -> None:
    """Larger text is a smaller layout space: the window draws it larger and finds its targets there."""
    _, staff = screens
    state = staff_examples()["staff_main"]
    size = (staff.space[0] * 100 / scale, staff.space[1] * 100 / scale)
    look = staff_look(Language.ZH, hall=HALL, clock=CLOCK, matters=load(), size=size)
    staff.show(staff_view(state, look), look, LiveSources(), 1.0)
    assert staff.scale == pytest.approx(0.5 * scale / 100)
    target = next(t for t in staff.placed.targets if isinstance(t.intent, ClerkCallsNext))
    spot = ((target.rect.x + target.rect.w / 2) * staff.scale, (target.rect.y + target.rect.h / 2) * staff.scale)
    for kind, now in ((pygame.MOUSEBUTTONDOWN, 2.0), (pygame.MOUSEBUTTONUP, 2.1)):
        event = pygame.event.Event(kind, button=1, pos=spot, touch=False, window=staff.window)
        meant = staff.poll([event], now)
    assert meant == [ClerkCallsNext()]


def test_no_text_outlives_the_visit(screens: tuple[Screen, Screen]) -> None:
    visitor, _ = screens
    show(visitor, examples()["conversing"])
    assert text.paragraph.cache_info().currsize > 0
    visitor.forget()
    caches = (text.paragraph, text.natural_width, text.widest_word, text.height, text.balanced_width, text.cut)
    assert [cache.cache_info().currsize for cache in caches] == [0] * len(caches)
