"""Only what changed is painted, and painting it gives the same picture as painting everything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from content.matters import load
from terminal.ui.canvas import Canvas, off_screen
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.live import LiveSources, MirrorFrame
from terminal.ui.look import Look, visitor_look
from terminal.ui.placed import Item
from terminal.ui.visitor import visitor_view
from terminal.visit.events import Theme
from terminal.visit.state import Comfort, Request, State

SCALE = 0.5
NOBODY = LiveSources()


def drawn(state: State) -> tuple[tuple[Item, ...], Look]:
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load())
    return tuple(lay_out(visitor_view(state, look), look).items), look


def pixels() -> np.ndarray:
    return np.zeros((960, 540, 4), np.uint8)


def test_the_first_picture_is_painted_whole_and_the_same_again_not_at_all() -> None:
    items, look = drawn(examples()["choosing"])
    canvas, picture = Canvas(SCALE), pixels()
    assert len(canvas.draw(picture, items, look, NOBODY, now=0.0)) == 1
    still = tuple(item for item in items if type(item.node).__name__ != "SignerStage")
    canvas.draw(picture, still, look, NOBODY, now=0.0)
    assert canvas.draw(picture, still, look, NOBODY, now=1.0) == []


@pytest.mark.parametrize("name", ["type", "evaluating", "ticket"])
def test_painting_the_changes_gives_the_same_picture_as_painting_all(name: str) -> None:
    before, look = drawn(examples()["type"])
    after, _ = drawn(examples()[name].with_visit(request=Request(typed="残疾人证换")))
    canvas, picture = Canvas(SCALE), pixels()
    canvas.draw(picture, before, look, NOBODY, now=0.0)
    canvas.draw(picture, after, look, NOBODY, now=0.0)
    fresh = off_screen(after, look, NOBODY, scale=SCALE)
    difference = np.abs(picture[..., 2::-1].astype(int) - fresh.astype(int))
    assert difference.max() <= 24  # edges of clipped, anti-aliased shapes
    assert (difference > 8).mean() < 0.0005


def test_typing_one_word_does_not_repaint_the_screen() -> None:
    before, look = drawn(examples()["type"])
    after, _ = drawn(examples()["type"].with_visit(request=Request(typed="残疾人证换")))
    canvas, picture = Canvas(SCALE), pixels()
    canvas.draw(picture, before, look, NOBODY, now=0.0)
    places = canvas.draw(picture, after, look, NOBODY, now=0.0)
    assert sum(place.w * place.h for place in places) < 0.35 * look.width * look.height


def test_another_theme_repaints_everything() -> None:
    state = examples()["idle"]
    before, look = drawn(state)
    dark = state.with_visit(comfort=replace(Comfort(), theme=Theme.DARK))
    after, dark_look = drawn(dark)
    canvas, picture = Canvas(SCALE), pixels()
    canvas.draw(picture, before, look, NOBODY, now=0.0)
    places = canvas.draw(picture, after, dark_look, NOBODY, now=0.0)
    assert [(place.w, place.h) for place in places] == [(1080, 1920)]


def test_the_mirror_is_flipped_like_a_mirror() -> None:
    """The visitor's own right hand, at the left of the camera picture, appears at the right of the screen."""
    frame = np.zeros((480, 640, 3), np.uint8)
    frame[:, :200] = (255, 0, 0)
    items, look = drawn(examples()["sign_empty"])
    mirror = next(item.rect for item in items if type(item.node).__name__ == "Mirror")
    picture = off_screen(items, look, LiveSources(mirror=lambda: MirrorFrame(frame)), scale=SCALE)
    y = round((mirror.y + mirror.h * 0.6) * SCALE)
    left, right = (picture[y, round((mirror.x + mirror.w * share) * SCALE)] for share in (0.08, 0.92))
    assert right[0] > 200
    assert right[1] < 60
    assert left[0] < 60


def test_a_new_screen_fades_in_and_ends_as_painted_at_once() -> None:
    before, look = drawn(examples()["confirm"])
    after, _ = drawn(examples()["evaluating"])
    canvas, picture = Canvas(SCALE), pixels()
    canvas.draw(picture, before, look, NOBODY, now=0.0)
    old = picture.copy()
    canvas.turn(picture, 1.0)
    canvas.draw(picture, after, look, NOBODY, now=1.1)
    half = picture.copy()
    canvas.draw(picture, after, look, NOBODY, now=1.4)
    fresh = off_screen(after, look, NOBODY, scale=SCALE)
    assert np.abs(half.astype(int) - old.astype(int)).max() > 20
    assert np.array_equal(picture[..., 2::-1], fresh)
    assert not np.array_equal(half, picture)
