"""Small changes fade in over the tokens' time; answers to a finger, live pictures and typed letters do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from content.matters import load
from content.theme import motion
from terminal.ui.canvas import Canvas, off_screen
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.live import LiveSources
from terminal.ui.look import Look, visitor_look
from terminal.ui.paint import is_live
from terminal.ui.placed import Item
from terminal.ui.visitor import visitor_view
from terminal.visit.state import State

SCALE = 0.5
NOBODY = LiveSources()
STATE_S = motion()["state_ms"] / 1000


def drawn(state: State, *, reduced: bool = False) -> tuple[tuple[Item, ...], Look]:
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), reduced_motion=reduced)
    return tuple(lay_out(visitor_view(state, look), look).items), look


def ticked() -> tuple[State, State]:
    """A paper is ticked off: one small mark changes."""
    state = examples()["matter"]
    return state, state.with_visit(papers=(True, True))


def shown(canvas: Canvas, items: tuple[Item, ...], look: Look, at: list[float]) -> list[np.ndarray]:
    """The pictures at these times, of one canvas."""
    picture = np.zeros((960, 540, 4), np.uint8)
    before = drawn(ticked()[0], reduced=look.reduced_motion)[0]
    canvas.draw(picture, before, look, NOBODY, now=0.0, fading=True)
    taken = [picture.copy()]
    for now in at:
        canvas.draw(picture, items, look, NOBODY, now=now, fading=True)
        taken.append(picture.copy())
    return taken


@pytest.mark.parametrize("reduced", [False, True])
def test_a_mark_fades_in_and_ends_as_if_painted_at_once(reduced: bool) -> None:
    items, look = drawn(ticked()[1], reduced=reduced)
    ends_s = motion()["reduced_fade_ms"] / 1000 if reduced else STATE_S
    old, first, middle, last = shown(Canvas(SCALE), items, look, [1.0, 1.0 + ends_s / 2, 1.0 + ends_s + 0.01])
    fresh = off_screen(items, look, NOBODY, scale=SCALE).astype(int)

    def far(picture: np.ndarray) -> float:
        return float(np.abs(picture[..., 2::-1].astype(int) - fresh).sum())

    assert far(old) > far(first) > far(middle) > far(last)
    assert (np.abs(last[..., 2::-1].astype(int) - fresh) > 24).sum() == 0


def test_nothing_is_painted_once_the_fade_has_ended() -> None:
    items, look = drawn(ticked()[1])
    still = tuple(item for item in items if not is_live(item, 9.0))
    canvas, picture = Canvas(SCALE), np.zeros((960, 540, 4), np.uint8)
    before = tuple(item for item in drawn(ticked()[0])[0] if not is_live(item, 9.0))
    canvas.draw(picture, before, look, NOBODY, now=0.0, fading=True)
    painted = [canvas.draw(picture, still, look, NOBODY, now=now, fading=True) for now in (1.0, 1.1, 1.5, 1.6)]
    assert [bool(places) for places in painted] == [True, True, True, False]


def test_a_pressed_key_shows_at_once() -> None:
    before, look = drawn(ticked()[0])
    place = next(i for i, item in enumerate(before) if type(item.node).__name__ == "Box" and item.rect.w > 400)
    pressed = (*before[:place], replace(before[place], pressed=True, rect=before[place].rect.moved(0, 6)))
    pressed = (*pressed, *before[place + 1 :])
    canvas, picture = Canvas(SCALE), np.zeros((960, 540, 4), np.uint8)
    canvas.draw(picture, before, look, NOBODY, now=0.0, fading=True)
    canvas.draw(picture, pressed, look, NOBODY, now=1.0, fading=True)
    fresh = off_screen(pressed, look, NOBODY, now=1.0, scale=SCALE).astype(int)
    assert (np.abs(picture[..., 2::-1].astype(int) - fresh) > 24).mean() < 0.0005


def test_another_screen_takes_its_place_whole() -> None:
    """A large change is painted at once: a fade of the whole screen costs more than a frame."""
    before, look = drawn(examples()["choosing"])
    after, _ = drawn(examples()["evaluating"])
    canvas, picture = Canvas(SCALE), np.zeros((960, 540, 4), np.uint8)
    canvas.draw(picture, before, look, NOBODY, now=0.0, fading=True)
    canvas.draw(picture, after, look, NOBODY, now=1.0, fading=True)
    fresh = off_screen(after, look, NOBODY, now=1.0, scale=SCALE).astype(int)
    assert (np.abs(picture[..., 2::-1].astype(int) - fresh) > 60).mean() < 0.02
