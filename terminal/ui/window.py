"""One window of the terminal: shows a tree, turns touches, keys and switches into the intents of its nodes.

Set SDL_FRAMEBUFFER_ACCELERATION=0 before pygame is first imported where there is no GPU (measured: repainting costs
0.8 ms instead of 27.5 ms); importing this module does so unless the variable is set.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import cv2
import numpy as np
import pygame

from terminal.ui import scene, text
from terminal.ui.access import Reader
from terminal.ui.canvas import Canvas
from terminal.ui.desktop import fitting, pixels_of
from terminal.ui.inputs import Inputs
from terminal.ui.live import LiveSources, Picture
from terminal.ui.look import Look
from terminal.ui.placed import Rect
from terminal.visit.events import Event

PICTURE_SHARE = 0.4
"""Of the window's width and height: what the clerk's small view of it needs."""


class Screen(Inputs):
    """A window and what is on it. ``size`` is the panel in pixels; the layout space is fitted to it.

    ``scan_s`` is the time a target stays marked for visitors who use one switch, 0 for no scanning. ``moving`` lets
    screens slide and fade in (our design); where the look has reduced motion they only fade. ``reach`` is the share of
    the panel that a seated person reaches. A panel smaller than ``size`` gets a smaller window, everything scaled.
    """

    def __init__(
        self,
        title: str,
        size: tuple[int, int] = (1080, 1920),
        *,
        space: tuple[float, float] | None = None,
        display: int = 0,
        fullscreen: bool = False,
        scan_s: float = 0.0,
        moving: bool = False,
        reach: float = 1.0,
    ) -> None:
        super().__init__(scan_s)
        self.reach = reach
        self.moving = moving
        self.display = display
        pygame.display.init()
        place = (pygame.WINDOWPOS_CENTERED | display,) * 2
        room = size if fullscreen else fitting(size, display)
        self.window = pygame.Window(title, room, place, fullscreen_desktop=fullscreen, resizable=not fullscreen)
        self._space = space or ((1080.0, 1920.0) if size[0] < size[1] else (1920.0, 1080.0))
        self._laid = self._space
        self._canvas = Canvas(1.0)
        self._fullscreen = fullscreen
        self._reader = _reader()

    # --- showing ---

    @property
    def space(self) -> tuple[float, float]:
        """Layout units of this panel: one side is the base's, the other reaches to the panel's edge."""
        width, height = self.window.size
        scale = min(width / self._space[0], height / self._space[1])
        return width / scale, height / scale

    @property
    def scale(self) -> float:
        """Pixels per layout unit of what is shown: a look of more units than the panel's is drawn smaller."""
        width, height = self.window.size
        return min(width / self._laid[0], height / self._laid[1])

    def show(self, tree: scene.Screenful, look: Look, live: LiveSources, now: float) -> list[Rect]:
        """Lay the tree out and paint what changed; returns the places painted."""
        turned = self._tree is not None and tree.name != self._tree.name
        another = self._tree is None or _base(tree) != _base(self._tree)
        if another:
            self._new_screen()
        if tree is not self._tree or look is not self._look:
            self._tree, self._look = tree, look
            self._laid = (look.width, look.height)
            self._place()
        surface = self.window.get_surface()
        pixels = pixels_of(surface)
        if self._canvas.scale != self.scale:
            self._canvas.scale = self.scale
            self._canvas.forget()
        self._scan(now)
        if self.moving:
            self._canvas.make_room(pixels)
        if turned and (self.moving or look.reduced_motion):
            # What comes over a screen fades in; the screen below it stays where it is.
            self._canvas.turn(pixels, now, reduced=look.reduced_motion or not another)
        fading = not turned and not self.placed.fields  # what is typed stands there at once
        places = self._canvas.draw(
            pixels, self._items(live, now), look, live, now=now, ground=tree.ground, fading=fading
        )
        del pixels
        if places:
            self.window.flip()
        return places

    def picture(self) -> Picture:
        """What the window shows, smaller, for the other screen: (H, W, 3) RGB, a copy. A whole one would cost 20 ms."""
        smaller = pygame.transform.smoothscale_by(self.window.get_surface(), PICTURE_SHARE)
        return np.asarray(cv2.cvtColor(pixels_of(smaller), cv2.COLOR_BGRA2RGB), np.uint8)

    def forget(self) -> None:
        """Nobody in front: local choices, letters being composed and every text that was set are gone."""
        text.forget()
        super().forget()

    def move(self, display: int) -> None:
        """Put the window on this display, filling it where it did before."""
        place = pygame.WINDOWPOS_CENTERED | display
        self.window.position = (place, place)
        if self._fullscreen:
            self.window.set_fullscreen(desktop=True)
        self._canvas.forget()

    def close(self) -> None:
        """Destroy the window."""
        self.window.destroy()

    def _placed_anew(self) -> None:
        if self._reader is not None and self._tree is not None:
            self._reader.show(self._tree.title, self.placed, self.focus, self.scale)

    # --- input ---

    def poll(self, events: Iterable[pygame.event.Event], now: float) -> list[Event]:
        """The intents that these pygame events mean; events of other windows are left alone."""
        meant: list[Event] = []
        for event in events:
            window = getattr(event, "window", None)
            if window is None or window is self.window:
                meant += self._meaning(event, now)
        if self._reader is not None:
            for index in self._reader.pressed():
                meant += self.press(self.placed.targets[index]) if index < len(self.placed.targets) else []
        return meant

    def _meaning(self, event: pygame.event.Event, now: float) -> list[Event]:
        match event.type:
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and not event.touch:
                return self._down(*self._units(*event.pos))
            case pygame.MOUSEBUTTONUP if event.button == 1 and not event.touch:
                return self._up(*self._units(*event.pos), now)
            case pygame.FINGERDOWN:
                return self._down(*self._fraction(event.x, event.y))
            case pygame.FINGERUP:
                return self._up(*self._fraction(event.x, event.y), now)
            case pygame.KEYDOWN:
                return self._key(event.key, event.mod, now)
            case pygame.KEYUP:
                self._mute = False  # the shortcut's own letter is past: an input method sends text without any key
            case pygame.TEXTINPUT:
                return self._text(event.text)
            case pygame.WINDOWFOCUSGAINED | pygame.WINDOWFOCUSLOST if self._reader is not None:
                self._reader.focused(event.type == pygame.WINDOWFOCUSGAINED)
            case pygame.WINDOWEXPOSED | pygame.WINDOWSIZECHANGED | pygame.WINDOWSHOWN:
                self._canvas.forget()
        return []

    def _units(self, x: float, y: float) -> tuple[float, float]:
        return x / self.scale, y / self.scale

    def _fraction(self, x: float, y: float) -> tuple[float, float]:
        width, height = self.window.size
        return self._units(x * width, y * height)


def _base(tree: scene.Screenful) -> str:
    """The screen without what lies over it: a strip above it does not undo what was chosen below."""
    return tree.name.partition("+")[0]


def _reader() -> Reader | None:
    """The bridge to a screen reader, where this desktop has a bus for one."""
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ or pygame.display.get_driver() in {"dummy", "offscreen"}:
        return None
    return Reader()
