"""Keeps one screen's picture true: lays nothing out, paints only what differs from the last time.

The picture is BGRA memory that belongs to a window or to nobody (off-screen); skia draws straight into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import skia

from terminal.ui.fade import Fades
from terminal.ui.ink import Ink
from terminal.ui.live import LiveSources, Picture, nobody
from terminal.ui.look import Look
from terminal.ui.paint import bounds, is_live, paint
from terminal.ui.placed import FocusRing, Item, Rect
from terminal.ui.turn import Turn

#: More separate places than this are painted as one.
_PLACES = 8

Pixels = npt.NDArray[np.uint8]


@dataclass(slots=True)
class _Last:
    items: tuple[Item, ...] = ()
    ground: str = ""
    look: Look | None = None


class Canvas:
    """Remembers what was painted last. ``scale`` is pixels of the panel per layout unit."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale
        self._last = _Last()
        self._turn: Turn | None = None
        self._room: tuple[Pixels, Pixels] | None = None
        self._fades = Fades()

    def make_room(self, pixels: Pixels) -> tuple[Pixels, Pixels]:
        """Memory for a change of screens of this size, kept for all of them. A window that will need it makes it before
        a finger waits: of 1080 x 1920 it took the first touch 30 ms (measured)."""
        if self._room is None or self._room[0].shape != pixels.shape:
            self._room = pixels.copy(), pixels.copy()
        return self._room

    def turn(self, pixels: Pixels, now: float, *, reduced: bool = False) -> None:
        """Another screen comes: for the time of the tokens it slides and fades in over what is shown now.

        Its first, palest picture is the page alone: drawing the figure takes a third of the time that a finger waits
        for its answer, and the next picture has it.
        """
        if self._last.look is not None:
            before, after = self.make_room(pixels)
            np.copyto(before, pixels)
            if self._turn is None:
                np.copyto(after, pixels)
            self._turn = Turn(before, after, self.scale, now, reduced=reduced)

    def forget(self) -> None:
        """The next draw paints everything (another memory, an exposed window)."""
        self._last = _Last()
        self._end_turn()
        self._fades.clear()

    def draw(
        self,
        pixels: Pixels,
        items: Iterable[Item],
        look: Look,
        live: LiveSources,
        *,
        now: float,
        ground: str = "paper",
        fading: bool = False,
    ) -> list[Rect]:
        """Paint what changed into ``pixels`` (H, W, 4) BGRA; returns the places painted, in layout units.

        ``fading`` lets small changes of a screen that stays fade in.
        """
        if self._turn is None:
            return self._paint(pixels, tuple(items), look, live, now, ground, fading)
        if self._turn.after.shape != pixels.shape:
            self.forget()
            return self._paint(pixels, tuple(items), look, live, now, ground, fading)
        if self._turn.first:
            live = replace(live, signer=nobody)
        self._paint(self._turn.after, tuple(items), look, live, now, ground, fading)
        rows = self._turn.mix(pixels, now)
        if self._turn.over(now):
            self._end_turn()
        return [Rect(0, rows.start / self.scale, pixels.shape[1] / self.scale, (rows.stop - rows.start) / self.scale)]

    def _end_turn(self) -> None:
        """The memory stays, what a visitor saw does not."""
        self._turn = None
        for picture in self._room or ():
            picture.fill(0)

    def _paint(
        self,
        pixels: Pixels,
        wanted: tuple[Item, ...],
        look: Look,
        live: LiveSources,
        now: float,
        ground: str,
        fading: bool,
    ) -> list[Rect]:
        """What changed, into these pixels, which hold what was painted last."""
        height, width = pixels.shape[:2]
        whole = Rect(0, 0, width / self.scale, height / self.scale)
        places = self._damage(wanted, look, ground, whole, now)
        if places == [whole]:
            self._fades.clear()
        elif fading:
            places = self._fade(pixels, wanted, look, places, now)
        if places:
            canvas = _canvas(pixels)
            canvas.scale(self.scale, self.scale)
            ink = Ink(canvas, look, live, now)
            for place in places:
                paint(ink, wanted, ground, place)
            self._fades.draw(canvas, self.scale, now)
        self._last = _Last(wanted, ground, look)
        return places

    def _fade(self, pixels: Pixels, items: tuple[Item, ...], look: Look, places: list[Rect], now: float) -> list[Rect]:
        """What changed by the state begins to fade in; what a finger or a key did shows at once."""
        changed = _changed(self._last.items, items)
        if changed:
            touched = [item for item in changed if item.pressed or isinstance(item.node, FocusRing)]
            live = [item for item in (*items, *self._last.items) if is_live(item, now)]
            still = [bounds(item) for item in (*touched, *live)]
            self._fades.begin(pixels, places, still, self.scale, now, reduced=look.reduced_motion)
        return _merged([*places, *self._fades.places()])

    def _damage(self, items: tuple[Item, ...], look: Look, ground: str, whole: Rect, now: float) -> list[Rect]:
        last = self._last
        if last.look is None or last.ground != ground or last.look.tokens is not look.tokens:
            return [whole]
        changed = _changed(last.items, items)
        live = [item for item in items if is_live(item, now)]
        places = _merged([bounds(item) for item in (*changed, *live)])
        return [_snapped(place, whole, self.scale) for place in places if place.meets(whole)]


def _changed(before: tuple[Item, ...], now: tuple[Item, ...]) -> set[Item]:
    """What only one of the two has. Most frames have the same things in the same places: those are not hashed."""
    if len(before) == len(now):
        unlike = [pair for pair in zip(before, now, strict=True) if pair[0] is not pair[1] and pair[0] != pair[1]]
        before, now = tuple(old for old, _ in unlike), tuple(new for _, new in unlike)
    return set(before) ^ set(now)


def _canvas(pixels: Pixels) -> Any:
    height, width = pixels.shape[:2]
    info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kOpaque_AlphaType)
    return skia.Surface.MakeRasterDirect(info, pixels, pixels.strides[0]).getCanvas()


def _merged(places: list[Rect]) -> list[Rect]:
    """Overlapping places joined; too many become one."""
    done: list[Rect] = []
    for place in places:
        while True:
            near = next((other for other in done if other.meets(place)), None)
            if near is None:
                break
            done.remove(near)
            place = _union(place, near)
        done.append(place)
    while len(done) > _PLACES:
        done = [_union(done[0], done[1]), *done[2:]]
    return done


def _union(a: Rect, b: Rect) -> Rect:
    x, y = min(a.x, b.x), min(a.y, b.y)
    return Rect(x, y, max(a.right, b.right) - x, max(a.bottom, b.bottom) - y)


def _snapped(place: Rect, whole: Rect, scale: float) -> Rect:
    """The place on whole pixels, so that no half-painted edge stays."""
    left, top = max(0.0, np.floor(place.x * scale) / scale), max(0.0, np.floor(place.y * scale) / scale)
    right = min(whole.right, np.ceil(place.right * scale) / scale)
    bottom = min(whole.bottom, np.ceil(place.bottom * scale) / scale)
    return Rect(left, top, max(0.0, right - left), max(0.0, bottom - top))


def off_screen(
    items: Iterable[Item], look: Look, live: LiveSources, *, now: float = 0.0, scale: float = 1.0, ground: str = "paper"
) -> Picture:
    """A picture of a screen without a window: (H, W, 3) RGB."""
    pixels = np.zeros((round(look.height * scale), round(look.width * scale), 4), np.uint8)
    Canvas(scale).draw(pixels, items, look, live, now=now, ground=ground)
    return np.ascontiguousarray(pixels[..., 2::-1])
