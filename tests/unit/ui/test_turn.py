"""Another screen slides in as the tokens say, the bar stands still, a finger means the new one, and it ends exact."""

from __future__ import annotations

import numpy as np
import pytest

from content.matters import load
from content.theme import motion
from terminal.ui.canvas import Canvas, off_screen
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.live import LiveSources
from terminal.ui.look import Look, visitor_look
from terminal.ui.placed import Item, Rect
from terminal.ui.turn import Turn, eased
from terminal.ui.visitor import visitor_view
from terminal.ui.window import Screen

SCALE = 0.5
NOBODY = LiveSources()
LASTS_S = motion()["screen_ms"] / 1000


def placed(name: str) -> tuple[tuple[Item, ...], Look, str]:
    state = examples()[name]
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load())
    tree = visitor_view(state, look)
    return tuple(lay_out(tree, look).items), look, tree.ground


def turning(*names: str, reduced: bool = False) -> tuple[Canvas, np.ndarray]:
    """A canvas that has shown the first of these screens and begins to turn to the next, at 0.0, 1.0, 2.0 …"""
    canvas, picture = Canvas(SCALE), np.zeros((960, 540, 4), np.uint8)
    for at, name in enumerate(names):
        if at:
            canvas.turn(picture, float(at), reduced=reduced)
        draw(canvas, picture, name, float(at))
    return canvas, picture


def draw(canvas: Canvas, picture: np.ndarray, name: str, now: float) -> list[object]:
    items, look, ground = placed(name)
    return list(canvas.draw(picture, items, look, NOBODY, now=now, ground=ground))


def fresh(name: str) -> np.ndarray:
    items, look, ground = placed(name)
    return off_screen(items, look, NOBODY, scale=SCALE, ground=ground).astype(int)


def far(picture: np.ndarray, name: str) -> float:
    return float(np.abs(picture[..., 2::-1].astype(int) - fresh(name)).mean())


@pytest.mark.parametrize("reduced", [False, True])
def test_a_turn_comes_nearer_frame_by_frame_and_ends_as_if_painted_at_once(reduced: bool) -> None:
    canvas, picture = turning("choosing", "touch", reduced=reduced)
    distances = [far(picture, "touch")]
    for share in (0.2, 0.6):
        draw(canvas, picture, "touch", 1.0 + share * motion()["reduced_fade_ms" if reduced else "screen_ms"] / 1000)
        distances.append(far(picture, "touch"))
    draw(canvas, picture, "touch", 1.0 + LASTS_S)
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] > 0
    assert far(picture, "touch") == 0.0
    assert draw(canvas, picture, "touch", 2.0) == [] or far(picture, "touch") == 0.0


def test_the_first_frame_already_shows_the_new_screen() -> None:
    _, picture = turning("choosing", "touch")
    assert far(picture, "choosing") > 0


def test_the_top_line_and_the_way_to_a_person_do_not_move() -> None:
    canvas, picture = turning("choosing", "confirm_several")
    before = picture.copy()
    draw(canvas, picture, "confirm_several", 1.05)
    bar = round(1750 * SCALE)
    assert (picture[bar:] == before[bar:]).all()
    assert (picture[:bar] != before[:bar]).any()


def test_a_turn_into_a_third_screen_ends_there() -> None:
    canvas, picture = Canvas(SCALE), np.zeros((960, 540, 4), np.uint8)
    draw(canvas, picture, "idle", 0.0)
    for now, name in ((1.0, "choosing"), (1.1, "touch")):
        canvas.turn(picture, now)
        draw(canvas, picture, name, now)
    draw(canvas, picture, "touch", 1.1 + LASTS_S)
    assert far(picture, "touch") == 0.0


def test_another_memory_ends_the_turn() -> None:
    canvas, _ = turning("choosing", "touch")
    larger = np.zeros((1920, 1080, 4), np.uint8)
    canvas.scale = 1.0
    draw(canvas, larger, "touch", 1.05)
    assert (larger[..., :3] > 0).any(axis=2).mean() > 0.99


def test_two_screens_that_look_alike_change_nothing() -> None:
    picture = np.full((8, 8, 4), 200, np.uint8)
    turn, into = Turn(picture, picture.copy(), 1.0, 0.0, reduced=False), np.zeros_like(picture)
    assert turn.mix(into, 0.1) == slice(0, 0)
    assert (into == picture).all()


def test_the_curve_is_fast_at_first_and_slow_at_the_end() -> None:
    way = [eased(share / 10) for share in range(11)]
    assert (way[0], way[-1]) == (pytest.approx(0, abs=0.01), 1.0)
    steps = np.diff(way)
    assert (steps >= 0).all()
    assert steps[:3].sum() > 0.6
    assert steps[-1] < 0.02


@pytest.mark.parametrize(
    ("moving", "reduced", "at_once"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_a_window_turns_where_it_may_move_and_fades_where_motion_is_reduced(
    monkeypatch: pytest.MonkeyPatch, moving: bool, reduced: bool, at_once: bool
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    screen = Screen("turn", (540, 960), moving=moving)
    try:
        for now, name in ((0.0, "choosing"), (1.0, "touch")):
            look = visitor_look(examples()[name], hall=HALL, clock=CLOCK, matters=load(), reduced_motion=reduced)
            screen.show(visitor_view(examples()[name], look), look, NOBODY, now)
        first = screen.picture()
        screen.show(visitor_view(examples()["touch"], look), look, NOBODY, 2.0)
        assert (first == screen.picture()).all() == at_once
    finally:
        screen.close()


def test_a_page_does_not_wait_for_its_figure_and_the_next_picture_has_it() -> None:
    """The figure takes as long to draw as the rest of the page, which a finger waits for."""
    canvas, picture = turning("choosing")
    asked: list[float] = []
    live = LiveSources(signer=lambda at: asked.append(at))
    items, look, ground = placed("confirm")
    canvas.turn(picture, 1.0)
    for now in (1.0, 1.04):
        canvas.draw(picture, items, look, live, now=now, ground=ground)
    assert asked == [1.04]


@pytest.mark.parametrize("name", ["timeout", "theme", "called"])
def test_shadows_are_left_out_only_where_their_box_covers_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    items, look, ground = placed(name)
    spared = off_screen(items, look, NOBODY, now=9.0, ground=ground).astype(int)
    monkeypatch.setattr("terminal.ui.paint._covered", lambda rect, radius: Rect(rect.x, rect.y, 0, 0))
    whole = off_screen(items, look, NOBODY, now=9.0, ground=ground).astype(int)
    assert np.abs(spared - whole).max() <= 1


def test_the_memory_of_a_change_is_kept_and_holds_no_page_afterwards() -> None:
    """Making it anew took the first touch 30 ms; what a visitor saw must not stay in it."""
    canvas, picture = turning("choosing", "touch")
    room = canvas.make_room(picture)
    assert all(page.any() for page in room)
    draw(canvas, picture, "touch", 1.0 + LASTS_S)
    assert not any(page.any() for page in room)
    canvas.turn(picture, 3.0)
    assert all(mine is kept for mine, kept in zip(canvas.make_room(picture), room, strict=True))


@pytest.mark.parametrize(("first", "last"), [(0, 0), (63, 64), (70, 959), (959, 959)])
def test_only_the_rows_from_the_first_to_the_last_difference_change(first: int, last: int) -> None:
    before = np.full((960, 540, 4), 9, np.uint8)
    after = before.copy()
    after[first], after[last] = 80, 80
    turn = Turn(before, after, SCALE, 0.0, reduced=True)
    assert turn.mix(before.copy(), 0.01) == slice(first, last + 1)


def test_two_screens_that_are_alike_change_nothing() -> None:
    page = np.full((100, 50, 4), 9, np.uint8)
    into = page.copy()
    turn = Turn(page, page.copy(), SCALE, 0.0, reduced=False)
    rows = turn.mix(into, 0.01)
    assert rows.start == rows.stop
    assert np.array_equal(into, page)
