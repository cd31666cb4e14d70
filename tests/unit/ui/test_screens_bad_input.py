"""What halls and hands do: tiny and huge panels, text twice as large, touches in a change, no fonts, no GPU."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pygame = pytest.importorskip("pygame")

from content.matters import load  # noqa: E402
from terminal.ui import text  # noqa: E402
from terminal.ui.canvas import off_screen  # noqa: E402
from terminal.ui.examples import CLOCK, HALL, examples  # noqa: E402
from terminal.ui.layout import lay_out  # noqa: E402
from terminal.ui.live import LiveSources, Picture  # noqa: E402
from terminal.ui.look import Look, visitor_look  # noqa: E402
from terminal.ui.placed import Placed, Rect  # noqa: E402
from terminal.ui.scene import Local  # noqa: E402
from terminal.ui.visitor import visitor_view  # noqa: E402
from terminal.ui.window import Screen  # noqa: E402
from terminal.visit.events import CallPerson, ChooseWay, Event, Language, Start, Theme  # noqa: E402
from terminal.visit.state import Comfort, State  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]


def look_of(state: State, screen: Screen | None = None) -> Look:
    size = screen.space if screen else (1080.0, 1920.0)
    return visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size)


@pytest.fixture
def dummy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")


@pytest.fixture
def moving(dummy: None) -> Iterator[Screen]:
    screen = Screen("moving", (540, 960), moving=True)
    yield screen
    screen.close()


def touched(screen: Screen, intent: type[Event], now: float) -> list[Event]:
    """A finger comes down on the target of this intent and leaves it."""
    rect = next(t.rect for t in screen.placed.targets if isinstance(t.intent, intent))
    width, height = screen.space
    spot = {"x": (rect.x + rect.w / 2) / width, "y": (rect.y + rect.h / 2) / height, "window": screen.window}
    screen.poll([pygame.event.Event(pygame.FINGERDOWN, **spot)], now)
    return list(screen.poll([pygame.event.Event(pygame.FINGERUP, **spot)], now))


def doubled(name: str, theme: Theme, language: Language, size: tuple[float, float]) -> tuple[State, Look]:
    """The screen with text twice as large as on the usual one; the elderly theme is 1.6 times as large by itself."""
    state = examples()[name].with_visit(comfort=Comfort(theme=theme, language=language))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True, size=size)
    more = 2.0 if theme is Theme.NORMAL else 2.0 / 1.6
    sizes = {role: units * more for role, units in look.tokens.sizes.items()}
    return state, replace(look, tokens=replace(look.tokens, sizes=sizes))


def pages(state: State, look: Look) -> list[Placed]:
    """The screen, and each further page that its keys lead to."""
    tree, shown, local = visitor_view(state, look), [], {}
    for _ in range(12):
        shown.append(lay_out(tree, look, local))
        turn = next((t.intent for t in shown[-1].targets if _turns(t.intent)), None)
        if not isinstance(turn, Local) or turn.value == "0":
            return shown
        local = {**local, turn.key: turn.value}
    raise AssertionError("pages without end")


def _turns(intent: object) -> bool:
    return isinstance(intent, Local) and intent.key in {"rest", "papers", "theme"}


@pytest.mark.parametrize("name", sorted(examples()))
def test_text_twice_as_large_pushes_no_key_off_the_screen(name: str) -> None:
    for theme, language in ((Theme.NORMAL, Language.EN), (Theme.ELDERLY, Language.ZH)):
        for size in ((1080.0, 1920.0), (1920.0, 1080.0)):
            state, look = doubled(name, theme, language, size)
            for placed in pages(state, look):
                off = [t.label for t in placed.targets if not t.rect.within(Rect(0, 0, look.width, look.height))]
                assert off == [], (theme, size)
                least = min(min(t.rect.w, t.rect.h) for t in placed.targets)
                assert least >= look.tokens.min_target - 1, (theme, size)
                assert any(isinstance(t.intent, CallPerson) for t in placed.targets)


def test_everything_of_a_crowded_page_is_still_to_be_reached() -> None:
    """A notice with three papers and no hall: the keys stay, the papers go on pages that lead to one another."""
    usual, _ = doubled("matter_hall_away", Theme.NORMAL, Language.EN, (1080.0, 1920.0))
    wanted = {t.label for t in lay_out(visitor_view(usual, look_of(usual)), look_of(usual)).targets}
    shown = pages(*doubled("matter_hall_away", Theme.NORMAL, Language.EN, (1080.0, 1920.0)))
    assert len(shown) > 1
    assert wanted <= {t.label for placed in shown for t in placed.targets}


@pytest.mark.parametrize("size", [(120, 214), (240, 320), (320, 240), (2160, 3840), (3840, 2160)])
def test_a_tiny_and_a_huge_panel_show_the_same_and_can_be_touched(dummy: None, size: tuple[int, int]) -> None:
    screen = Screen("odd", size)
    try:
        look = look_of(examples()["idle"], screen)
        screen.show(visitor_view(examples()["idle"], look), look, LiveSources(), 0.0)
        assert screen.window.size == size
        assert [type(event) for event in touched(screen, Start, 1.0)] == [Start]
        assert len(set(screen.picture().reshape(-1, 3)[:: max(1, size[0] // 40)].tobytes())) > 20
    finally:
        screen.close()


def test_a_touch_while_a_screen_slides_in_means_what_comes(moving: Screen) -> None:
    """The old screen is still seen through the new one; only the new one's keys count, and they do at once."""
    for now, name in ((0.0, "idle"), (1.0, "choosing"), (1.05, "choosing")):
        look = look_of(examples()[name], moving)
        moving.show(visitor_view(examples()[name], look), look, LiveSources(), now)
    assert [type(event) for event in touched(moving, ChooseWay, 1.06)] == [ChooseWay]
    assert not any(isinstance(t.intent, Start) for t in moving.placed.targets)


def test_a_finger_that_came_down_before_the_change_presses_nothing_after_it(moving: Screen) -> None:
    for name in ("idle", "choosing"):
        look = look_of(examples()[name], moving)
        moving.show(visitor_view(examples()[name], look), look, LiveSources(), 1.0)
        if name == "idle":
            moving.poll([pygame.event.Event(pygame.FINGERDOWN, x=0.5, y=0.62, window=moving.window)], 1.0)
    assert list(moving.poll([pygame.event.Event(pygame.FINGERUP, x=0.5, y=0.62, window=moving.window)], 1.1)) == []


def test_a_missing_font_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text.typeface.cache_clear()
    monkeypatch.setattr(text, "FONTS", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"NotoSansSC-Bold\.otf"):
        text.typeface("NotoSansSC-Bold.otf")
    text.typeface.cache_clear()


def test_a_machine_without_fonts_display_and_gpu_draws_the_same_picture(tmp_path: Path) -> None:
    """Another process whose system has no font at all: the letters are the project's own files, the painter a CPU."""
    (tmp_path / "fonts.conf").write_text("<?xml version='1.0'?><fontconfig/>", encoding="utf-8")
    code = (
        "import hashlib, tests.unit.ui.test_screens_bad_input as t\n"
        "print(hashlib.sha256(t.picture().tobytes()).hexdigest())\n"
    )
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    environment = {**bare, "PYTHONPATH": str(ROOT), "SDL_VIDEODRIVER": "dummy"}
    made = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout.split()[-1] == hashlib.sha256(picture().tobytes()).hexdigest()


def picture() -> Picture:
    """One screen, drawn small."""
    look = look_of(examples()["choosing"])
    return off_screen(lay_out(visitor_view(examples()["choosing"], look), look).items, look, LiveSources(), scale=0.25)
